//! Numbers as style sheets and drawings want them, from whole ones.

/// A number of hundredths, such as `-12.05`.
pub(super) fn hundredths(n: i32) -> String {
    let (sign, n) = (if n < 0 { "-" } else { "" }, n.unsigned_abs());
    let zero = if n % 100 < 10 { ".0" } else { "." };
    [sign, &(n / 100).to_string(), zero, &(n % 100).to_string()].concat()
}

/// `part` of `whole`, such as `12.34%`.
pub(super) fn percent(part: impl Into<i64>, whole: impl Into<i64>) -> String {
    let share = part.into() * 10_000 / whole.into().max(1);
    [hundredths(i32::try_from(share).unwrap_or(10_000)), "%".to_owned()].concat()
}
