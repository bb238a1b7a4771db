//! Addresses without the names of people.

use super::Names;
use model::address::Mailbox;
use reader::Found;

/// What a server's words are told without.
pub(super) struct Concealed<'a> {
    names: Names,
    /// What stands before the @ in the addresses of everybody who is told of.
    local_parts: Vec<&'a str>,
}

impl<'a> Concealed<'a> {
    /// Everybody who is told of, where names are hidden.
    pub(super) fn of(found: &'a Found, names: Names) -> Self {
        let local_parts = match names {
            Names::Shown => Vec::new(),
            Names::Hidden => local_parts(found),
        };
        Self { names, local_parts }
    }

    /// The words as they are shown.
    pub(super) fn in_words(&self, words: &str) -> String {
        match self.names {
            Names::Shown => words.to_owned(),
            Names::Hidden => without_words(&without_names(words), &self.local_parts),
        }
    }
}

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
fn without_names(words: &str) -> String {
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

/// What stands before the @ in the addresses of everybody who is told of, where it names somebody.
fn local_parts(found: &Found) -> Vec<&str> {
    let addresses = found.recipients.iter().filter_map(|it| it.address.as_ref());
    let local = |address: &str| address.split('@').next().unwrap_or_default().len();
    let mut names: Vec<&str> = addresses
        .chain(&found.sender)
        .map(|it| &it.value[..local(&it.value)])
        .filter(|it| it.len() > 1 && !NO_NAMES.iter().any(|known| known.eq_ignore_ascii_case(it)))
        // Codes have three digits.
        .filter(|it| it.len() > 3 || it.bytes().any(|byte| !byte.is_ascii_digit()))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// What mailboxes are called that are nobody's, and servers say for other things.
const NO_NAMES: &[&str] = &[
    "account",
    "address",
    "admin",
    "contact",
    "error",
    "info",
    "mail",
    "mailbox",
    "mailer-daemon",
    "message",
    "office",
    "postmaster",
    "recipient",
    "root",
    "sales",
    "sender",
    "support",
    "unknown",
    "user",
];

/// A server's words without these names where each stands as a whole word.
fn without_words(words: &str, names: &[&str]) -> String {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = String::with_capacity(words.len());
    let mut at = 0;
    while let Some(next) = words[at..].chars().next() {
        let begins = !out.ends_with(is_part) && is_part(next);
        let name = names.iter().filter(|_| begins).find(|name| {
            let found = words.get(at..at + name.len());
            found.is_some_and(|found| found.eq_ignore_ascii_case(name))
                && !words[at + name.len()..].starts_with(|c: char| is_part(c) || c == '*')
        });
        if let Some(name) = name {
            out.push_str(&initial(&words[at..at + name.len()]));
            at += name.len();
        } else {
            out.push(next);
            at += next.len_utf8();
        }
    }
    out
}
