//! Passwords that nobody can guess, for servers that strangers can reach.

/// Letters and digits that are not taken for one another.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A password of four groups of letters and digits: 80 bits of the operating system's randomness.
///
/// # Errors
/// When the operating system has none.
pub(super) fn password() -> Result<String, String> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|error| format!("no random passwords: {error}"))?;
    let letter = |byte: &u8| char::from(LETTERS[usize::from(byte % 32)]);
    let groups: Vec<String> =
        random.chunks(4).map(|group| group.iter().map(letter).collect()).collect();
    Ok(groups.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_are_alike() {
        let all: BTreeSet<String> = (0..1_000).map(|_| password().expect("randomness")).collect();
        assert_eq!(all.len(), 1_000);
        assert!(all.iter().all(|it| it.len() == 19 && !it.contains(' ')));
    }
}
