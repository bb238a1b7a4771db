//! Texts that were meant for something of the owner's, read.

use super::error::Why;
use crate::address::{AddressError, Domain, LocalPart};
use crate::byte_size;
use crate::limits::owner::{MAX_MAILBOX, MAX_MAILBOXES, MAX_NAME, MAX_PROVIDER};

/// Characters that are not seen, or change how others are seen: control characters, marks for the
/// direction of writing, separators, and signs without a width.
pub(super) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{feff}')
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{e000}'..='\u{f8ff}')
}

pub(super) fn check_length(text: &str, most: usize) -> Result<(), Why> {
    if text.chars().nth(most).is_none() { Ok(()) } else { Err(Why::TooLong(most)) }
}

pub(super) fn provider(text: &str) -> Result<String, Why> {
    check_length(text, MAX_PROVIDER)?;
    let allowed = |c: char| c.is_alphanumeric() || " .,&'’+-–()/!".contains(c);
    if text.chars().all(allowed) { Ok(text.to_owned()) } else { Err(Why::BadCharacter) }
}

pub(super) fn name(text: &str) -> Result<Domain, Why> {
    check_length(text, MAX_NAME)?;
    text.parse().map_err(|error: AddressError| Why::NoName(error.to_string()))
}

pub(super) fn mailboxes(text: &str) -> Result<Vec<LocalPart>, Why> {
    let mut names: Vec<LocalPart> = Vec::new();
    for name in text.split([',', ' ']).filter(|name| !name.is_empty()) {
        check_length(name, MAX_MAILBOX)?;
        if names.len() == MAX_MAILBOXES {
            return Err(Why::TooMany(MAX_MAILBOXES));
        }
        // A name in quotes could hold a comma, and would not stand on a door.
        let name = name.to_ascii_lowercase();
        let part: Option<LocalPart> = name.parse().ok().filter(|_| !name.starts_with('"'));
        let part = part.ok_or(Why::NoMailbox)?;
        if names.contains(&part) {
            return Err(Why::Twice(name));
        }
        names.push(part);
    }
    if names.is_empty() { Err(Why::NoMailbox) } else { Ok(names) }
}

/// Reads `25 MB` or a number of bytes.
pub(super) fn size(text: &str, (least, most): (u64, u64)) -> Result<u64, Why> {
    let bytes = byte_size::read(text).ok_or(Why::NoSize)?;
    if (least..=most).contains(&bytes) { Ok(bytes) } else { Err(Why::OutOfBounds(least, most)) }
}
