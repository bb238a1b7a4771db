//! What the owner of a page that shows the journey calls their own: their provider, servers, domain,
//! boxes, help desk, quota and size limit. Whoever writes them, they come in as text under the names
//! of the attributes of `<email-journey>`, and what exists has been checked.
//!
//! `domain` is where the examples' mail goes: it stands for `allbusiness.com`. What belongs to it
//! (`pop-server`, `mailboxes`, `quota`, `size-limit`) belongs to that domain, whoever writes to it.
//! `provider` and `smtp-server` are the side that sends.

mod error;
mod field;
mod help_desk;
mod reading;

pub use error::{OwnerError, Why};
pub use field::Field;
pub use help_desk::{HelpDesk, percent};

use super::address::{Domain, LocalPart};
use super::byte_size;
use super::server_names::is_server_name;
use crate::limits::owner::{QUOTAS, SIZE_LIMITS};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The domain that the examples write to.
pub const USUAL_DOMAIN: &str = "allbusiness.com";
/// The domain that the examples write from.
pub const USUAL_HOME: &str = "riverside.example";

/// The domain that the examples write to by mistake: nobody has it.
pub const NOBODYS_DOMAIN: &str = "allbusines.com";

/// Everything that has a name of the owner's. The default has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<String, String>", into = "BTreeMap<String, String>")]
pub struct Owner {
    provider: Option<String>,
    smtp_server: Option<Domain>,
    pop_server: Option<Domain>,
    domain: Option<Domain>,
    mailboxes: Vec<LocalPart>,
    help_desk: Option<HelpDesk>,
    quota: Option<u64>,
    size_limit: Option<u64>,
}

impl Owner {
    /// Whether nothing has a name of the owner's.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What the sender's provider is called.
    pub fn provider(&self) -> Option<&str> {
        self.provider.as_deref()
    }

    /// The server that takes mail in for sending.
    pub const fn smtp_server(&self) -> Option<&Domain> {
        self.smtp_server.as_ref()
    }

    /// The server with the boxes of the owner's domain.
    pub const fn pop_server(&self) -> Option<&Domain> {
        self.pop_server.as_ref()
    }

    /// The domain that is written to, if it has a name of its own.
    pub const fn own_domain(&self) -> Option<&Domain> {
        self.domain.as_ref()
    }

    /// Whether this is the domain that is written to: the owner's, or else the examples'.
    pub fn is_domain(&self, domain: &Domain) -> bool {
        let own = self.domain.as_ref().map_or(USUAL_DOMAIN, Domain::as_str);
        own == domain.as_str()
    }

    /// The names on the boxes of that domain.
    pub fn mailboxes(&self) -> &[LocalPart] {
        &self.mailboxes
    }

    /// Whom to ask.
    pub const fn help_desk(&self) -> Option<&HelpDesk> {
        self.help_desk.as_ref()
    }

    /// The same, but for whom to ask: as links are written and read. Whoever writes a link does not say whom
    /// readers of the owner's page should ask.
    #[must_use]
    pub fn without_help_desk(&self) -> Self {
        Self { help_desk: None, ..self.clone() }
    }

    /// The same, with whom to ask as another one has it.
    #[must_use]
    pub fn with_help_desk_of(&self, other: &Self) -> Self {
        Self { help_desk: other.help_desk.clone(), ..self.clone() }
    }

    /// How much a box of that domain holds, in bytes.
    pub const fn quota(&self) -> Option<u64> {
        self.quota
    }

    /// The largest message that the domain takes, in bytes.
    pub const fn size_limit(&self) -> Option<u64> {
        self.size_limit
    }

    /// The text of a field, which [`Owner::set`] takes for the same; none where it is not set.
    pub fn get(&self, field: Field) -> Option<String> {
        match field {
            Field::Provider => self.provider.clone(),
            Field::SmtpServer => self.smtp_server.as_ref().map(Domain::to_string),
            Field::PopServer => self.pop_server.as_ref().map(Domain::to_string),
            Field::Domain => self.domain.as_ref().map(Domain::to_string),
            Field::Mailboxes => {
                let names: Vec<&str> = self.mailboxes.iter().map(LocalPart::as_str).collect();
                (!names.is_empty()).then(|| names.join(", "))
            }
            Field::HelpDesk => self.help_desk.as_ref().map(|desk| desk.written().to_owned()),
            Field::Quota => self.quota.map(byte_size::write),
            Field::SizeLimit => self.size_limit.map(byte_size::write),
        }
    }

    /// All fields that are set, with their texts.
    pub fn fields(&self) -> impl Iterator<Item = (Field, String)> {
        Field::ALL.into_iter().filter_map(|field| Some((field, self.get(field)?)))
    }

    /// Sets a field; an empty text takes the name away.
    ///
    /// # Errors
    /// The text is none for this field, or does not go with the others; then nothing changes.
    pub fn set(&mut self, field: Field, text: &str) -> Result<(), OwnerError> {
        let wrong = |why| OwnerError { field, why };
        let mut next = self.clone();
        next.read(field, text.trim()).map_err(wrong)?;
        next.check().map_err(wrong)?;
        *self = next;
        Ok(())
    }

    /// With these texts, in whichever order they come, and what could not be used of them.
    #[must_use]
    pub fn with<'a>(
        &self,
        texts: impl Iterator<Item = (Field, &'a str)>,
    ) -> (Self, Vec<OwnerError>) {
        let (mut owner, mut refused) = (self.clone(), Vec::new());
        let mut texts: Vec<_> = texts.collect();
        texts.sort_by_key(|(field, _)| *field);
        for (field, text) in texts {
            refused.extend(owner.set(field, text).err());
        }
        (owner, refused)
    }

    fn read(&mut self, field: Field, text: &str) -> Result<(), Why> {
        let some = !text.is_empty();
        match field {
            Field::Provider => self.provider = some.then(|| reading::provider(text)).transpose()?,
            Field::SmtpServer => {
                self.smtp_server = some.then(|| reading::name(text)).transpose()?;
            }
            Field::PopServer => self.pop_server = some.then(|| reading::name(text)).transpose()?,
            Field::Domain => self.domain = some.then(|| reading::name(text)).transpose()?,
            Field::Mailboxes if some => self.mailboxes = reading::mailboxes(text)?,
            Field::Mailboxes => self.mailboxes.clear(),
            Field::HelpDesk => self.help_desk = some.then(|| HelpDesk::read(text)).transpose()?,
            Field::Quota => self.quota = some.then(|| reading::size(text, QUOTAS)).transpose()?,
            Field::SizeLimit => {
                self.size_limit = some.then(|| reading::size(text, SIZE_LIMITS)).transpose()?;
            }
        }
        Ok(())
    }

    /// Whether every name is one thing's only. A server's name is no mail domain, as servers take
    /// mail for whoever runs them; the domain that examples write from is not the owner's, and in
    /// nobody's domain there is no server.
    fn check(&self) -> Result<(), Why> {
        let servers = [&self.smtp_server, &self.pop_server].into_iter().flatten();
        let usual = |name: &Domain| name.is_of_registry() || name.as_str() == USUAL_HOME;
        let taken = servers.clone().chain(&self.domain).find(|name| usual(name));
        let taken = taken.or_else(|| servers.clone().find(|name| self.is_domain(name)));
        let below = |name: &Domain, above: &str| {
            let rest = name.as_str().strip_suffix(above);
            rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        let below_home = |name: &&Domain| below(name, USUAL_HOME);
        let taken = taken.or_else(|| self.domain.as_ref().filter(below_home));
        let taken = taken.or_else(|| servers.clone().find(|name| below(name, NOBODYS_DOMAIN)));
        // A server outside of all mail domains brings a name server of its own along.
        let of_server = |name: &&Domain| is_server_name(name, servers.clone());
        let taken = taken.or_else(|| self.domain.as_ref().filter(of_server));
        let same = self.smtp_server.as_ref().filter(|it| self.pop_server.as_ref() == Some(it));
        match taken.or(same) {
            Some(name) => Err(Why::Taken(name.to_string())),
            None => Ok(()),
        }
    }
}

impl TryFrom<BTreeMap<String, String>> for Owner {
    type Error = String;

    fn try_from(texts: BTreeMap<String, String>) -> Result<Self, String> {
        let mut named = Vec::new();
        for (name, value) in &texts {
            let field = Field::named(name).ok_or_else(|| error::unknown(name))?;
            named.push((field, value.as_str()));
        }
        let (owner, refused) = Self::default().with(named.into_iter());
        refused.first().map_or(Ok(owner), |error| Err(error.to_string()))
    }
}

impl From<Owner> for BTreeMap<String, String> {
    fn from(owner: Owner) -> Self {
        owner.fields().map(|(field, text)| (field.name().to_owned(), text)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(field: Field, text: &str, expected: Result<&str, &str>) {
        let mut owner = Owner::default();
        let result = owner.set(field, text).map_err(|error| error.to_string());
        let got = result.map(|()| owner.get(field).unwrap_or_default());
        assert_eq!(got.as_deref().map_err(String::as_str), expected, "{text}");
        if expected.is_err() {
            assert!(owner.is_empty(), "{text}");
        }
    }

    #[test]
    fn names_of_providers() {
        check(Field::Provider, " Riverside Net ", Ok("Riverside Net"));
        check(Field::Provider, "Müller & Söhne", Ok("Müller & Söhne"));
        check(Field::Provider, "1&1", Ok("1&1"));
        check(Field::Provider, "", Ok(""));
        check(Field::Provider, &"x".repeat(30), Ok(&"x".repeat(30)));
        check(
            Field::Provider,
            &"x".repeat(31),
            Err("provider: at most 30 characters fit, so it is left out."),
        );
        for bad in ["<b>A</b>", "A\"B", "A\nB", "A\u{202e}B", "A\0", "A;B", "{{A}}", "A\u{200b}"] {
            check(
                Field::Provider,
                bad,
                Err("provider: it holds a character that may not stand there, so it is left out."),
            );
        }
    }

    #[test]
    fn domains_and_servers() {
        check(Field::Domain, "Acme.COM", Ok("acme.com"));
        check(Field::SmtpServer, "smtp.acme.com", Ok("smtp.acme.com"));
        for bad in
            ["acme", "-a.com", "a b.com", "https://acme.com", "[192.0.2.1]", "bücher.example"]
        {
            let mut owner = Owner::default();
            let error = owner.set(Field::PopServer, bad).expect_err(bad);
            assert!(matches!(error.why, Why::NoName(_)), "{bad}");
            assert!(error.to_string().starts_with("pop-server: "), "{error}");
        }
        let long = ["a.", &"b.".repeat(50), "com"].concat();
        check(Field::Domain, &long, Err("domain: at most 100 characters fit, so it is left out."));
        for taken in ["riverside.example", "mail.riverside.example", "nic.com", "ns.nic.com"] {
            let mut owner = Owner::default();
            let error = owner.set(Field::Domain, taken).expect_err(taken);
            assert_eq!(error.why, Why::Taken(taken.to_owned()));
        }
    }

    #[test]
    fn every_name_is_one_things_only() {
        #[track_caller]
        fn check(texts: &[(Field, &str)], refused: &[Field]) {
            let (_, errors) = Owner::default().with(texts.iter().copied());
            let fields: Vec<Field> = errors.iter().map(|error| error.field).collect();
            assert_eq!(fields, refused, "{texts:?}");
        }
        let smtp = (Field::SmtpServer, "mail.acme.com");
        check(&[smtp, (Field::PopServer, "pop.acme.com")], &[]);
        check(&[smtp, (Field::PopServer, "mail.acme.com")], &[Field::PopServer]);
        check(&[(Field::Domain, "acme.com"), (Field::PopServer, "acme.com")], &[Field::PopServer]);
        check(
            &[(Field::SmtpServer, "acme.com"), (Field::Domain, "acme.com")],
            &[Field::SmtpServer],
        );
        check(&[(Field::SmtpServer, USUAL_DOMAIN), (Field::Domain, "acme.com")], &[]);
        check(&[(Field::SmtpServer, USUAL_DOMAIN)], &[Field::SmtpServer]);
        check(&[(Field::PopServer, "pop.allbusines.com")], &[Field::PopServer]);
    }

    #[test]
    fn boxes() {
        check(Field::Mailboxes, "Support, accounts,press", Ok("support, accounts, press"));
        check(Field::Mailboxes, "a b c d e f g h i", Ok("a, b, c, d, e, f, g, h, i"));
        check(
            Field::Mailboxes,
            "a b c d e f g h i j",
            Err("mailboxes: at most 9 of them fit, so they are left out."),
        );
        check(
            Field::Mailboxes,
            "help, Help",
            Err("mailboxes: help stands there twice, so they are left out."),
        );
        for bad in [",", "a@b.example", "\"a\"", "<b>", "ü", "a..b"] {
            check(
                Field::Mailboxes,
                bad,
                Err("mailboxes: names before the @ are wanted, with commas between them, \
                     such as sales, support."),
            );
        }
    }

    #[test]
    fn sizes() {
        check(Field::SizeLimit, "25 MB", Ok("25 MB"));
        check(Field::SizeLimit, "25mb", Ok("25 MB"));
        check(Field::SizeLimit, "10000000", Ok("10000000"));
        check(Field::SizeLimit, "10240 KB", Ok("10 MB"));
        check(Field::Quota, "2 GB", Ok("2 GB"));
        check(Field::Quota, "2000 bytes", Ok("2000"));
        let bounds = "size-limit: between 16 KB and 25 MB is possible, so it is left out.";
        check(Field::SizeLimit, "26 MB", Err(bounds));
        check(Field::SizeLimit, "1 KB", Err(bounds));
        check(Field::SizeLimit, "99999999999999999999999 TB", Err(bounds));
        let none = "quota: a size is wanted, such as 25 MB.";
        for bad in ["much", "MB", "-1 MB", "1.5 GB", "1e9", "5 XB", "５ MB", "1 MB MB"] {
            check(Field::Quota, bad, Err(none));
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let mut owner = Owner::default();
        for (field, text) in Field::ALL.into_iter().zip([
            "Acme & Sons",
            "acme.com",
            "smtp.acme.com",
            "pop.acme.com",
            "support, accounts",
            "help@acme.com",
            "2 GB",
            "10 MB",
        ]) {
            owner.set(field, text).unwrap();
            assert_eq!(owner.get(field).as_deref(), Some(text));
        }
        let bytes = postcard::to_allocvec(&owner).unwrap();
        assert_eq!(postcard::from_bytes::<Owner>(&bytes).unwrap(), owner);
        for field in Field::ALL {
            assert_eq!(Field::named(field.name()), Some(field));
            owner.set(field, " ").unwrap();
        }
        assert!(owner.is_empty());
    }

    /// Links hold fields by their number: new ones go to the end.
    #[test]
    fn fields_keep_their_numbers() {
        for (n, field) in Field::ALL.into_iter().enumerate() {
            assert_eq!(field as usize, n);
        }
        assert_eq!(Field::SizeLimit as usize, 7);
    }
}
