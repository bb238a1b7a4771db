//! The passwords of boxes.

use super::people::People;
use crate::random::Random;
use model::address::Mailbox;

/// A password that is nobody's.
pub const WRONG_PASSWORD: &str = "password123";

/// The password of a box: three syllables and a number, always the same for the same address.
pub fn password(mailbox: &Mailbox) -> String {
    const SYLLABLES: [&str; 16] = [
        "ka", "lo", "mi", "ne", "ru", "sa", "ti", "vo", "be", "da", "fi", "go", "hu", "jo", "pe",
        "zu",
    ];
    let mut random = Random::new(0).fork(&mailbox.to_string().to_ascii_lowercase());
    let mut pick = |bound: u64| usize::try_from(random.below(bound)).unwrap_or(0);
    let word: String = (0..3).map(|_| SYLLABLES[pick(16)]).collect();
    format!("{word}-{}", 10 + pick(90))
}

/// The password of a box that nobody in the simulation comes for: only real people need it.
pub(super) fn password_at(name: &str, domain: &str, people: People) -> String {
    let mailbox = match people {
        People::Simulated => None,
        People::Real => [name, "@", domain].concat().parse().ok(),
    };
    mailbox.map_or_else(|| WRONG_PASSWORD.to_owned(), |mailbox| password(&mailbox))
}
