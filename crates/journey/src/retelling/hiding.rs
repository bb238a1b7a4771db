//! Addresses without the names of people.

use model::address::Mailbox;

/// The address with nobody's name; `n` tells several apart.
pub(super) fn hidden(mailbox: &Mailbox, n: usize) -> Option<Mailbox> {
    let number = if n == 0 { String::new() } else { (n + 1).to_string() };
    let local = initial(mailbox.local_part.as_str()) + &number;
    [&local, "@", mailbox.domain.as_str()].concat().parse().ok()
}

/// The first letter of a name, and marks for the others.
fn initial(name: &str) -> String {
    name.chars()
        .next()
        .filter(char::is_ascii_alphanumeric)
        .into_iter()
        .chain("***".chars())
        .collect()
}

/// A server's words without the names in the addresses among them.
pub(super) fn without_names(words: &str) -> String {
    let mut parts = words.split('@');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_name = |c: char| c.is_alphanumeric() || "!#$%&*+-/=?^_`{|}~.".contains(c);
        let start = out.trim_end_matches(is_name).len();
        if start < out.len() {
            let name = initial(&out[start..]);
            out.truncate(start);
            out.push_str(&name);
        }
        out.push('@');
        out.push_str(part);
    }
    out
}
