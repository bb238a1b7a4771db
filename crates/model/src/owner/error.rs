//! What is wrong with a text that was meant for something of the owner's.

use super::field::Field;
use crate::byte_size;
use std::fmt;

/// A text that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerError {
    /// What it was for.
    pub field: Field,
    /// What is wrong with it.
    pub why: Why,
}

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// More characters than this.
    TooLong(usize),
    /// A character that may not stand in it.
    BadCharacter,
    /// No domain or no name of a server: why.
    NoName(String),
    /// No name of a box.
    NoMailbox,
    /// More boxes than this.
    TooMany(usize),
    /// The same box twice.
    Twice(String),
    /// Neither a text nor an address nor a link that is taken.
    NoContact,
    /// No number with a unit.
    NoSize,
    /// A size outside of these bounds.
    OutOfBounds(u64, u64),
    /// A name that something else has here.
    Taken(String),
}

impl fmt::Display for OwnerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&sentence(self.field, &self.why))
    }
}

impl std::error::Error for OwnerError {}

fn sentence(field: Field, why: &Why) -> String {
    let (it, is) = if field == Field::Mailboxes { ("they", "are") } else { ("it", "is") };
    let field = field.name();
    let reason = match why {
        Why::TooLong(most) => ["at most ", &most.to_string(), " characters fit"].concat(),
        Why::BadCharacter => [it, " holds a character that may not stand there"].concat(),
        Why::NoName(error) => error.clone(),
        Why::NoMailbox => {
            return [
                field,
                ": names before the @ are wanted, with commas between them, such as sales, support.",
            ]
            .concat();
        }
        Why::TooMany(most) => ["at most ", &most.to_string(), " of them fit"].concat(),
        Why::Twice(name) => [name, " stands there twice"].concat(),
        Why::NoContact => {
            return [
                field,
                ": words, an address, or a link that begins with https:// or mailto: is wanted.",
            ]
            .concat();
        }
        Why::NoSize => return [field, ": a size is wanted, such as 25 MB."].concat(),
        Why::OutOfBounds(least, most) => [
            "between ",
            &byte_size::write(*least),
            " and ",
            &byte_size::write(*most),
            " is possible",
        ]
        .concat(),
        Why::Taken(name) => [name, " is the name of something else here"].concat(),
    };
    [field, ": ", &reason, ", so ", it, " ", is, " left out."].concat()
}

/// A name that no field has.
pub(super) fn unknown(name: &str) -> String {
    [name, ": there is no such setting"].concat()
}
