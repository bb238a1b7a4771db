//! Whom readers of the owner's page ask when something went wrong.

use super::error::Why;
use super::reading::{check_length, is_unseen};
use crate::address::{Domain, Mailbox};
use crate::limits::owner::MAX_HELP_DESK;

/// Whom to ask: a text, an address, or a link to a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpDesk(String);

impl HelpDesk {
    pub(super) fn read(text: &str) -> Result<Self, Why> {
        check_length(text, MAX_HELP_DESK)?;
        if text.chars().any(is_unseen) {
            return Err(Why::BadCharacter);
        }
        let lower = text.to_ascii_lowercase();
        let good = match lower.split_once(':') {
            Some(("https", rest)) => is_page(rest),
            Some(("mailto", address)) => address.parse::<Mailbox>().is_ok(),
            // "Telephone: 555" is words; "javascript:x" would be a link of another kind.
            Some((before, after)) => after.starts_with(' ') || before.contains(' '),
            None => true,
        };
        if good { Ok(Self(text.to_owned())) } else { Err(Why::NoContact) }
    }

    /// As the owner wrote it.
    pub(super) fn written(&self) -> &str {
        &self.0
    }

    /// As it is shown: without what only a machine needs.
    pub fn text(&self) -> &str {
        let kind = self.0.get(..7).unwrap_or_default();
        if kind.eq_ignore_ascii_case("mailto:") { &self.0[7..] } else { &self.0 }
    }

    /// Where a link to it leads, unless it is only words. Of an address, everything that could be more
    /// than a part of it is encoded (RFC 6068 section 2): `?` would begin headers of the message.
    pub fn link(&self) -> Option<String> {
        let kind = self.0.split(':').next().unwrap_or_default();
        if kind.eq_ignore_ascii_case("https") {
            return Some(self.0.clone());
        }
        let address = self.text();
        address.parse::<Mailbox>().ok()?;
        Some(["mailto:", &percent(address, b"-._~@")].concat())
    }
}

/// A text as it stands in an address of the web (RFC 3986 section 2): everything but letters, digits and
/// these signs is encoded.
pub fn percent(text: &str, plain: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || plain.contains(&byte) {
            out.push(char::from(byte));
        } else {
            let digit = |n: u8| char::from(DIGITS[usize::from(n)]);
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    out
}

/// Whether this, behind `https:`, is the address of a page: a host without a password, and nothing
/// that could end a link in somebody's text.
fn is_page(rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix("//") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = host.split_once(':').unwrap_or((host, "443"));
    host.parse::<Domain>().is_ok()
        && (1..=5).contains(&port.len())
        && port.bytes().all(|b| b.is_ascii_digit())
        && rest.bytes().all(|b| b.is_ascii_graphic() && !b"\"'<>\\`".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_desks() {
        #[track_caller]
        fn link(text: &str, shown: &str, link: Option<&str>) {
            let desk = HelpDesk::read(text).expect(text);
            assert_eq!((desk.text(), desk.link().as_deref()), (shown, link), "{text}");
        }
        link("Room 12, or telephone: 555 0100", "Room 12, or telephone: 555 0100", None);
        link("Telephone: 555 0100", "Telephone: 555 0100", None);
        link("help@acme.com", "help@acme.com", Some("mailto:help@acme.com"));
        link("mailto:help@acme.com", "help@acme.com", Some("mailto:help@acme.com"));
        let headers = "help?subject=Reset&bcc=eve@evil.example";
        let encoded = "mailto:help%3Fsubject%3DReset%26bcc%3Deve@evil.example";
        link(headers, headers, Some(encoded));
        link(&["MailTo:", headers].concat(), headers, Some(encoded));
        link("50%25@acme.com", "50%25@acme.com", Some("mailto:50%2525@acme.com"));
        let page = "https://acme.com/help?topic=mail#top";
        link(page, page, Some(page));
        link("https://acme.com:8443/", "https://acme.com:8443/", Some("https://acme.com:8443/"));
        // Shown as what it is: words.
        link("<b>Ask us</b>", "<b>Ask us</b>", None);
        for bad in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "data:text/html,x",
            "http://acme.com",
            "https:acme.com",
            "https://",
            "https://acme.com@evil.example/",
            "https://acme.com/\"onclick=",
            "https://acme.com/a b",
            "mailto:",
            "mailto:a@b.example?bcc=c@d.example",
            "tel:555",
        ] {
            assert_eq!(HelpDesk::read(bad), Err(Why::NoContact), "{bad}");
        }
        assert_eq!(HelpDesk::read("a\nb"), Err(Why::BadCharacter));
        assert_eq!(HelpDesk::read(&"x".repeat(121)), Err(Why::TooLong(120)));
    }
}
