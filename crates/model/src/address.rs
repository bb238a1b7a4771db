//! Mail addresses: `local-part@domain`, parsed once and right from then on.
//!
//! Simplified: address literals (`user@[192.0.2.1]`) and internationalised addresses (RFC 6531) are
//! refused with a sentence, because the story sorts by domain name and stays with plain ASCII.
//!
//! Addresses are shared (`Arc`): servers and the record hold many copies of the same few.

use crate::limits::address::{MAX_DOMAIN, MAX_LABEL, MAX_LOCAL_PART};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Why a text is no mail address. The message tells the reader what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// Nothing was typed.
    Empty,
    /// There is no `@`.
    NoAt,
    /// There is more than one `@` outside quotes.
    TwoAts,
    /// Nothing stands before the `@`.
    NoLocalPart,
    /// Nothing stands after the `@`.
    NoDomain,
    /// The part before the `@` is longer than [`MAX_LOCAL_PART`].
    LocalPartTooLong,
    /// The part after the `@` is longer than [`MAX_DOMAIN`].
    DomainTooLong,
    /// A label of the domain is longer than [`MAX_LABEL`].
    LabelTooLong,
    /// A letter outside ASCII before the `@` (RFC 6531).
    NotAsciiLocalPart,
    /// A letter outside ASCII in a domain (RFC 5890).
    NotAsciiDomain,
    /// A character that may not stand before the `@`, or a dot in the wrong place.
    BadLocalPart(char),
    /// A character that may not stand in a domain, or a dot or hyphen in the wrong place.
    BadDomain(char),
    /// A top-level name alone, such as `com` or `localhost`.
    TopLevelOnly,
    /// A number instead of a name, such as `[192.0.2.1]`.
    Literal,
    /// More than one address where one is wanted.
    Several,
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match *self {
            Self::BadLocalPart(c) => return misplaced(f, c, "before the @"),
            Self::BadDomain(c) => return misplaced(f, c, "in the domain"),
            Self::Empty => "an address is missing",
            Self::NoAt => "an address needs an @ between the name and the domain",
            Self::TwoAts => "an address has only one @",
            Self::NoLocalPart => "a name is missing before the @",
            Self::NoDomain => "a domain is missing after the @",
            Self::LocalPartTooLong => "the part before the @ has more than 64 characters",
            Self::DomainTooLong => "the part after the @ has more than 253 characters",
            Self::LabelTooLong => {
                "a part of the domain between two dots has more than 63 characters"
            }
            Self::NotAsciiLocalPart => {
                "letters other than a to z before the @ need a newer kind of mail, which is not shown here"
            }
            Self::NotAsciiDomain => {
                "letters other than a to z in a domain travel in another spelling, which begins with xn--; \
                 use that, or a to z"
            }
            Self::TopLevelOnly => "the domain needs a dot, as in example.com",
            Self::Literal => "a number instead of a domain cannot be used here; type a name",
            Self::Several => "one address is wanted here, not several",
        })
    }
}

/// Says of a character that it may not stand in this place.
fn misplaced(f: &mut fmt::Formatter<'_>, c: char, place: &str) -> fmt::Result {
    match c {
        ' ' => write!(f, "a space may not stand {place}"),
        '.' | '-' => write!(f, "{c} stands {place} only between other characters"),
        '!'..='~' => write!(f, "{c} may not stand {place}"),
        _ => write!(f, "a character that cannot be seen stands {place}"),
    }
}

impl std::error::Error for AddressError {}

/// A domain name as mail uses it: at least two labels of letters, digits and inner hyphens, kept in
/// lower case, because case does not matter in it (RFC 5321 section 2.4).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Domain(Arc<str>);

impl Domain {
    /// The name without a final dot.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last label, such as `com`.
    pub fn top_level(&self) -> &str {
        self.0.rsplit_once('.').map_or(&self.0, |(_, tld)| tld)
    }

    /// This name with one more label in front: `mail` makes `mail.example.com`.
    ///
    /// # Errors
    /// The result can be too long, or the label none.
    pub fn child(&self, label: &str) -> Result<Self, AddressError> {
        format!("{label}.{}", self.0).parse()
    }

    /// Whether nobody can have this name: it is reserved for examples and tests (RFC 2606, RFC 6761).
    pub fn is_reserved(&self) -> bool {
        let parent = self.0.rsplit('.').nth(1);
        match self.top_level() {
            "example" | "test" | "invalid" | "localhost" => true,
            "com" | "net" | "org" => parent == Some("example"),
            _ => false,
        }
    }

    /// Whether this name is `other` or stands below it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0 == other.0
            || (self.0.len() > other.0.len()
                && self.0.ends_with(&*other.0)
                && self.0.as_bytes()[self.0.len() - other.0.len() - 1] == b'.')
    }
}

impl Domain {
    /// Whether this is the name of one of the registry's own servers here.
    pub fn is_of_registry(&self) -> bool {
        let Some((label, parent)) = self.0.split_once('.') else {
            return false;
        };
        self.0.ends_with("root-servers.example")
            || label == "nic" && parent == self.top_level()
            || parent.strip_prefix("nic.").is_some_and(|top| top == self.top_level())
    }

    /// This name with a letter of its first label missing, from two thirds of it on: `riverside`
    /// becomes `riversde`. One misspelling after the other, as far as they are names.
    pub fn misspellings(&self) -> impl Iterator<Item = Self> {
        let text = self.as_str();
        let label = text.find('.').unwrap_or(text.len());
        let places = (0..label).map(move |n| (label * 2 / 3 + n) % label);
        places.filter_map(|n| [&text[..n], &text[n + 1..]].concat().parse().ok())
    }
}

impl FromStr for Domain {
    type Err = AddressError;

    // Domain = sub-domain *("." sub-domain)
    // sub-domain = Let-dig [Ldh-str]                                  (RFC 5321 section 4.1.2)
    fn from_str(text: &str) -> Result<Self, AddressError> {
        if text.is_empty() {
            return Err(AddressError::NoDomain);
        }
        if !text.is_ascii() {
            return Err(AddressError::NotAsciiDomain);
        }
        if text.starts_with('[') {
            return Err(AddressError::Literal);
        }
        if text.len() > MAX_DOMAIN {
            return Err(AddressError::DomainTooLong);
        }
        for label in text.split('.') {
            if label.len() > MAX_LABEL {
                return Err(AddressError::LabelTooLong);
            }
            let outside = |c: char| !c.is_ascii_alphanumeric() && c != '-';
            let at_edge = label.starts_with('-') || label.ends_with('-');
            let bad = label.chars().find(|c| outside(*c)).or(at_edge.then_some('-'));
            if let Some(c) = bad.or(label.is_empty().then_some('.')) {
                return Err(AddressError::BadDomain(c));
            }
        }
        let Some((_, top)) = text.rsplit_once('.') else {
            return Err(AddressError::TopLevelOnly);
        };
        // An all-digit top level would be an IP address without its brackets (RFC 3696 section 2).
        if top.bytes().all(|b| b.is_ascii_digit()) {
            return Err(AddressError::Literal);
        }
        Ok(Self(text.to_ascii_lowercase().into()))
    }
}

/// The part before the `@`, as RFC 5321 writes it (quotes included where it has any). Case is kept;
/// servers here, like nearly all, compare it without regard to case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LocalPart(Arc<str>);

impl LocalPart {
    /// As written in a command.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the maildrop: without regard to case.
    pub fn box_name(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl FromStr for LocalPart {
    type Err = AddressError;

    // Local-part = Dot-string / Quoted-string                          (RFC 5321 section 4.1.2)
    fn from_str(text: &str) -> Result<Self, AddressError> {
        if text.is_empty() {
            return Err(AddressError::NoLocalPart);
        }
        if !text.is_ascii() {
            return Err(AddressError::NotAsciiLocalPart);
        }
        if text.len() > MAX_LOCAL_PART {
            return Err(AddressError::LocalPartTooLong);
        }
        let bad = if text.starts_with('"') {
            (!is_quoted_string(text)).then_some('"')
        } else {
            bad_in_dot_string(text)
        };
        bad.map_or_else(|| Ok(Self(text.into())), |c| Err(AddressError::BadLocalPart(c)))
    }
}

// Dot-string = Atom *("." Atom)
fn bad_in_dot_string(text: &str) -> Option<char> {
    let atext = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    let bad = text.chars().find(|c| !atext(*c) && *c != '.');
    bad.or_else(|| text.split('.').any(str::is_empty).then_some('.'))
}

// Quoted-string = DQUOTE *QcontentSMTP DQUOTE
// QcontentSMTP  = qtextSMTP / "\" %d32-126
// qtextSMTP     = %d32-33 / %d35-91 / %d93-126
fn is_quoted_string(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')) else {
        return false;
    };
    let mut bytes = inner.bytes();
    while let Some(b) = bytes.next() {
        match b {
            b'\\' => match bytes.next() {
                Some(32..=126) => {}
                _ => return false,
            },
            32..=33 | 35..=91 | 93..=126 => {}
            _ => return false,
        }
    }
    text.len() > 1
}

/// A mail address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Mailbox {
    /// Before the `@`: which box.
    pub local_part: LocalPart,
    /// After the `@`: which server.
    pub domain: Domain,
}

impl Mailbox {
    /// Whether both mean the same box (case does not matter).
    pub fn same_box(&self, other: &Self) -> bool {
        self.domain == other.domain && self.local_part.0.eq_ignore_ascii_case(&other.local_part.0)
    }
}

impl FromStr for Mailbox {
    type Err = AddressError;

    // Mailbox = Local-part "@" ( Domain / address-literal )            (RFC 5321 section 4.1.2)
    fn from_str(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        let (local_part, domain) = text.rsplit_once('@').ok_or(AddressError::NoAt)?;
        if !local_part.starts_with('"') && local_part.contains('@') {
            return Err(AddressError::TwoAts);
        }
        Ok(Self { local_part: local_part.parse()?, domain: domain.parse()? })
    }
}

/// Where a failure report goes: an address, or nowhere for a message that is a report itself
/// (`MAIL FROM:<>`, RFC 5321 section 4.5.5).
pub type ReversePath = Option<Mailbox>;

/// A reverse-path as it stands in a command: `<ann@example.net>` or `<>`.
pub fn write_path(path: &ReversePath) -> String {
    path.as_ref().map_or_else(|| "<>".to_owned(), |mailbox| format!("<{mailbox}>"))
}

macro_rules! as_string {
    ($name:ident, |$value:ident, $f:ident| $write:expr) => {
        impl fmt::Display for $name {
            fn fmt(&self, $f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let $value = self;
                $write
            }
        }
        impl TryFrom<String> for $name {
            type Error = AddressError;
            fn try_from(text: String) -> Result<Self, AddressError> {
                text.parse()
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }
    };
}

as_string!(Domain, |value, f| f.write_str(&value.0));
as_string!(LocalPart, |value, f| f.write_str(&value.0));
as_string!(Mailbox, |value, f| write!(f, "{}@{}", value.local_part, value.domain));

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, AddressError>) {
        let parsed = text.parse::<Mailbox>().map(|m| m.to_string());
        assert_eq!(parsed.as_deref(), expected.as_ref().copied(), "{text}");
    }

    #[test]
    fn addresses_are_read_as_rfc_5321_writes_them() {
        check("feedback@allbusiness.com", Ok("feedback@allbusiness.com"));
        check("  Ann.Lee+news@Riverside.EXAMPLE ", Ok("Ann.Lee+news@riverside.example"));
        check("\"ann lee\"@example.net", Ok("\"ann lee\"@example.net"));
        check("\"a@b\"@example.net", Ok("\"a@b\"@example.net"));
        check("\"a\\\"b\"@example.net", Ok("\"a\\\"b\"@example.net"));
        check("o'hara@xn--bcher-kva.example", Ok("o'hara@xn--bcher-kva.example"));
        check(
            &format!("{}@a.example", "x".repeat(64)),
            Ok(&format!("{}@a.example", "x".repeat(64))),
        );
    }

    #[test]
    fn what_is_no_address_says_why() {
        use AddressError::*;
        check("", Err(Empty));
        check("   ", Err(Empty));
        check("bob", Err(NoAt));
        check("bob@", Err(NoDomain));
        check("@x", Err(NoLocalPart));
        check("a@b@example.net", Err(TwoAts));
        check("bob@localhost", Err(TopLevelOnly));
        check("bob@com", Err(TopLevelOnly));
        check("bob@[192.0.2.1]", Err(Literal));
        check("bob@192.0.2.1", Err(Literal));
        check("bob@-a.example", Err(BadDomain('-')));
        check("bob@a..example", Err(BadDomain('.')));
        check("bob@a.example.", Err(BadDomain('.')));
        check("bob@a_b.example", Err(BadDomain('_')));
        check("bob@a b.example", Err(BadDomain(' ')));
        check("bob lee@a.example", Err(BadLocalPart(' ')));
        check(".bob@a.example", Err(BadLocalPart('.')));
        check("bob..lee@a.example", Err(BadLocalPart('.')));
        check("<bob>@a.example", Err(BadLocalPart('<')));
        check("\"bob@a.example", Err(BadLocalPart('"')));
        check("\"@a.example", Err(BadLocalPart('"')));
        check("\"a\\\"@a.example", Err(BadLocalPart('"')));
        check("bob\r\nDATA@a.example", Err(BadLocalPart('\r')));
        check("jörg@a.example", Err(NotAsciiLocalPart));
        check("bob@bücher.example", Err(NotAsciiDomain));
        check(&format!("{}@a.example", "x".repeat(65)), Err(LocalPartTooLong));
        check(&format!("b@{}.example", "x".repeat(64)), Err(LabelTooLong));
        check(&format!("b@{}example", "abcdefgh.".repeat(30)), Err(DomainTooLong));
    }

    #[test]
    fn names_for_examples_are_nobodys() {
        #[track_caller]
        fn check(name: &str, expected: bool) {
            assert_eq!(name.parse::<Domain>().unwrap().is_reserved(), expected, "{name}");
        }
        check("riverside.example", true);
        check("a.b.test", true);
        check("example.com", true);
        check("mail.example.org", true);
        check("gmail.com", false);
        check("example.com.au", false);
        check("myexample.com", false);
        check("example.co", false);
    }

    #[test]
    fn a_name_is_within_its_parents_only() {
        let domain = |text: &str| text.parse::<Domain>().unwrap();
        assert!(domain("a.b.example").is_within(&domain("b.example")));
        assert!(domain("b.example").is_within(&domain("b.example")));
        assert!(!domain("ab.example").is_within(&domain("b.example")));
        assert!(!domain("b.example").is_within(&domain("a.b.example")));
    }
}
