//! Sizes to the last byte, as people write them: `25 MB`, `10000000` (1 KB is 1024 bytes).

/// Units and their powers of two, the largest first.
const UNITS: [(&str, u32); 4] = [("TB", 40), ("GB", 30), ("MB", 20), ("KB", 10)];

/// In the largest unit without a remainder.
pub fn write(bytes: u64) -> String {
    let unit = UNITS.iter().find(|(_, power)| bytes > 0 && bytes.trailing_zeros() >= *power);
    match unit {
        Some((name, power)) => [&(bytes >> power).to_string(), " ", name].concat(),
        None => bytes.to_string(),
    }
}

/// A whole number, with a unit or without. What is too large for a number is the largest there is.
pub fn read(text: &str) -> Option<u64> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    let unit = text[digits.len()..].trim();
    let power = match UNITS.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit)) {
        Some((_, power)) => *power,
        None if ["", "bytes"].contains(&unit) => 0,
        None => return None,
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(digits.parse::<u64>().ok().and_then(|n| n.checked_mul(1 << power)).unwrap_or(u64::MAX))
}
