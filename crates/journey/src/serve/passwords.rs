//! Passwords that nobody can guess, for servers that strangers can reach.

use std::hash::{BuildHasher, Hasher, RandomState};

/// A password of four groups of letters and digits: 80 bits of the operating system's randomness, other ones each time.
pub(super) fn password() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    // The standard library seeds each of these from the operating system.
    let random = || RandomState::new().build_hasher().finish();
    let bits = u128::from(random()) << 64 | u128::from(random());
    let letter = |n: u32| char::from(LETTERS[usize::try_from(bits >> (n * 5) & 31).unwrap_or(0)]);
    let groups: Vec<String> = (0..4).map(|n| (n * 4..n * 4 + 4).map(letter).collect()).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_are_alike() {
        let all: BTreeSet<String> = (0..1_000).map(|_| password()).collect();
        assert_eq!(all.len(), 1_000);
        assert!(all.iter().all(|it| it.len() == 19 && !it.contains(' ')));
    }
}
