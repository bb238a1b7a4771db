//! What is said of the owner's own names: what is wrong with one, and how they stand in sentences.

use super::units::exact;

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

/// What is wrong with the text of a field.
pub fn wrong(field: &str, why: &Why) -> String {
    let (it, is) = if field == "mailboxes" { ("they", "are") } else { ("it", "is") };
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
        Why::OutOfBounds(least, most) => {
            ["between ", &exact(*least), " and ", &exact(*most), " is possible"].concat()
        }
        Why::Taken(name) => [name, " is the name of something else here"].concat(),
    };
    [field, ": ", &reason, ", so ", it, " ", is, " left out."].concat()
}

/// A name that no setting has.
pub fn unknown(name: &str) -> String {
    [name, ": there is no such setting"].concat()
}

/// The sender's provider inside of a sentence.
pub fn provider(name: Option<&str>) -> &str {
    name.unwrap_or("your provider")
}

/// The same at the beginning of a sentence.
pub fn provider_first(name: Option<&str>) -> &str {
    name.unwrap_or("Your provider")
}

/// What is the provider's: `your provider’s`, `Acme’s`, `Acme & Sons’`.
pub fn of_provider(name: Option<&str>) -> String {
    possessive(provider(name))
}

/// The same at the beginning of a sentence.
pub fn of_provider_first(name: Option<&str>) -> String {
    possessive(provider_first(name))
}

fn possessive(name: &str) -> String {
    [name, if name.ends_with(['s', 'S']) { "’" } else { "’s" }].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_end_in_s_get_no_other() {
        assert_eq!(of_provider(None), "your provider’s");
        assert_eq!(of_provider_first(Some("Acme")), "Acme’s");
        assert_eq!(of_provider(Some("Acme & Sons")), "Acme & Sons’");
    }
}
