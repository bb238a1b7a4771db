//! Names in the tree of domain names (RFC 1034 section 3.1), and the way between them, the mail
//! system's [`Domain`] and the wire.
//!
//! A [`Domain`] is what mail accepts: two or more labels of letters, digits and hyphens. A
//! [`DnsName`] can also be the root, a top-level name, or hold any octet a hostile peer likes.

use domain::base::name::{FromStrError, ToLabelIter};
use domain::base::{Name, ToName};
use model::address::Domain;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// A fully qualified name, kept in lower case because case does not matter in it (RFC 4343). At
/// most 255 octets on the wire (RFC 1035 section 2.3.4). Ordered by its octets there.
///
/// `Display` writes it as people do, without the final dot; the root is `.`.
#[derive(Clone, Debug)]
pub struct DnsName(Name<Vec<u8>>);

// In lower case equal names have equal octets. The `domain` crate would compare label by label.
impl PartialEq for DnsName {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_slice() == other.0.as_slice()
    }
}

impl Eq for DnsName {}

impl Ord for DnsName {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.as_slice().cmp(other.0.as_slice())
    }
}

impl PartialOrd for DnsName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl DnsName {
    /// The root of the tree.
    pub fn root() -> Self {
        Self(Name::root_vec())
    }

    /// A name read from the wire or built elsewhere.
    pub fn from_wire(name: &impl ToName) -> Self {
        let mut name: Name<Vec<u8>> = name.to_name();
        name.make_canonical();
        Self(name)
    }

    /// The name as the `domain` crate writes it on the wire.
    pub fn as_wire(&self) -> &Name<Vec<u8>> {
        &self.0
    }

    /// With the final dot of a fully qualified name, as zone files and captures show it:
    /// `example.com.`.
    pub fn with_dot(&self) -> String {
        self.0.fmt_with_dot().to_string()
    }

    /// Whether this is the root.
    pub fn is_root(&self) -> bool {
        self.0.is_root()
    }

    /// How many labels the name has; the root has none.
    pub fn depth(&self) -> usize {
        self.0.label_count() - 1
    }

    /// Whether this name is `other` or stands below it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.as_slice().ends_with(other.0.as_slice()) && self.0.ends_with(&other.0)
    }

    /// This name, then each name above it, the root last.
    pub fn and_ancestors(&self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self.clone()), Self::parent)
    }

    /// The name one label nearer to the root; the root has none.
    pub fn parent(&self) -> Option<Self> {
        self.0.parent().map(|parent| Self(parent.to_vec()))
    }

    /// The host name that mail can use, if this is one: no root, no top-level name, no underscore
    /// (RFC 5321 section 2.3.5).
    pub fn to_domain(&self) -> Option<Domain> {
        let labels = self.0.iter_labels().filter(|label| !label.is_root());
        let texts = labels.map(|label| {
            // A dot within a label separates nothing.
            str::from_utf8(label.as_slice()).ok().filter(|text| !text.contains('.'))
        });
        texts.collect::<Option<Vec<_>>>()?.join(".").parse().ok()
    }
}

impl From<&Domain> for DnsName {
    fn from(domain: &Domain) -> Self {
        let mut wire = Vec::with_capacity(domain.as_str().len() + 2);
        for label in domain.as_str().split('.') {
            wire.extend(u8::try_from(label.len()));
            wire.extend_from_slice(label.as_bytes());
        }
        wire.push(0);
        // A `Domain` keeps every limit of a DNS name: 63 octets per label, 253 in all.
        Self(Name::from_octets(wire).expect("a mail domain is always a DNS name"))
    }
}

impl From<Domain> for DnsName {
    fn from(domain: Domain) -> Self {
        Self::from(&domain)
    }
}

impl From<&Self> for DnsName {
    fn from(name: &Self) -> Self {
        name.clone()
    }
}

impl FromStr for DnsName {
    type Err = FromStrError;

    /// Reads `example.com`, `example.com.`, `com` or `.`.
    fn from_str(text: &str) -> Result<Self, FromStrError> {
        let mut name = Name::<Vec<u8>>::from_str(text)?;
        name.make_canonical();
        Ok(Self(name))
    }
}

impl fmt::Display for DnsName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> DnsName {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check(text: &str, shown: &str, dotted: &str, depth: usize, domain: Option<&str>) {
        let name = name(text);
        assert_eq!(name.to_string(), shown);
        assert_eq!(name.with_dot(), dotted);
        assert_eq!(name.depth(), depth);
        assert_eq!(name.to_domain().as_ref().map(Domain::as_str), domain, "{text}");
    }

    #[test]
    fn names_are_shown_to_people_and_on_the_wire() {
        check(".", ".", ".", 0, None);
        check("com", "com", "com.", 1, None);
        check("Example.COM.", "example.com", "example.com.", 2, Some("example.com"));
        check("a\\.b.example", "a\\.b.example", "a\\.b.example.", 2, None);
        check("_dmarc.a.example", "_dmarc.a.example", "_dmarc.a.example.", 3, None);
        let longest =
            format!("{}.{}.{}.{}", "a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(61));
        let domain: Domain = longest.parse().unwrap();
        assert_eq!(DnsName::from(&domain).to_string(), longest);
    }

    #[test]
    fn a_name_is_within_itself_and_what_stands_above_it() {
        assert!(name("a.b.example").is_within(&name("b.example")));
        assert!(name("b.example").is_within(&name("B.example")));
        assert!(name("com").is_within(&DnsName::root()));
        assert!(!name("ab.example").is_within(&name("b.example")));
        assert!(!name("example").is_within(&name("b.example")));
        let up: Vec<_> = name("a.b.example").and_ancestors().map(|n| n.to_string()).collect();
        assert_eq!(up, ["a.b.example", "b.example", "example", "."]);
    }
}
