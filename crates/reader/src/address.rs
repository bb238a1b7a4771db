//! Finds addresses (RFC 5321, 4.1.2) in a text. A quoted local part is known by its last quotation mark; letters of
//! scripts that put no spaces between words are taken for the words around an address.

use std::ops::Range;

/// The longest local part (RFC 5321, 4.5.3.1.1) with room for those who do not count, in bytes.
const LONGEST_LOCAL: usize = 128;
/// The longest domain (RFC 5321, 4.5.3.1.2), in bytes.
const LONGEST_DOMAIN: usize = 255;

/// Where addresses stand, in order.
pub(crate) fn all(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut floor = 0;
    text.match_indices('@').filter_map(move |(at, _)| {
        let found = around(text, floor, at)?;
        floor = found.end;
        Some(found)
    })
}

/// The first address.
pub(crate) fn first(text: &str) -> Option<Range<usize>> {
    all(text).next()
}

fn around(text: &str, floor: usize, at: usize) -> Option<Range<usize>> {
    let floor = text.ceil_char_boundary(floor.max(at.saturating_sub(LONGEST_LOCAL))).min(at);
    let before = &text[floor..at];
    let start = if let Some(quoted) = before.strip_suffix('"') {
        floor + quoted.rfind('"')?
    } else {
        let local = before
            .char_indices()
            .rev()
            .take_while(|(_, next)| is_local(*next))
            .last()
            .map_or(before.len(), |(at, _)| at);
        let marks = ['\'', '.', '*', '-', '=', '/'];
        let local = before.len() - before[local..].trim_start_matches(marks).len();
        // `to=anna@example.org`
        let named = ["to=", "from=", "rcpt=", "T=", "F="];
        let name = named.iter().find(|name| before[local..].starts_with(**name));
        floor + local + name.map_or(0, |name| name.len())
    };
    if start >= at || is_link(&text[floor..start]) {
        return None;
    }
    let rest = &text[at + 1..text.floor_char_boundary(at + 1 + LONGEST_DOMAIN)];
    let domain = if rest.starts_with('[') {
        rest.find(']')? + 1
    } else {
        let domain = rest.find(|end| !is_domain(end)).unwrap_or(rest.len());
        rest[..domain].trim_end_matches(['.', '-', '_']).len()
    };
    (domain > 0).then_some(start..at + 1 + domain)
}

/// Whether what stands before belongs to a link, and the address with it: `https://example.org/?for=anna@example.org`
fn is_link(before: &str) -> bool {
    let token = before.rsplit([' ', '\n', '\t', '<', '"']).next().unwrap_or_default();
    token.contains("://")
}

fn is_local(next: char) -> bool {
    next.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(next) || is_foreign(next)
}

fn is_domain(next: char) -> bool {
    next.is_ascii_alphanumeric() || matches!(next, '-' | '.' | '_') || is_foreign(next)
}

fn is_foreign(next: char) -> bool {
    !next.is_ascii() && next.is_alphanumeric() && next < '\u{3000}'
}

/// Local parts of those who write reports and help with them, without marks between words.
const OFFICES: &str = "\
    postmaster|mailerdaemon|maildaemon|abuse|hostmaster|support|helpdesk|noreply|donotreply|\
    maildeliverysystem|maildeliverysubsystem|mdaemon|root|complaints";

/// Whether an address is that of an office: such a one is seldom the recipient.
pub(crate) fn is_office(address: &str) -> bool {
    let local = address.split('@').next().unwrap_or_default();
    let local = || local.bytes().filter(|byte| !matches!(byte, b'-' | b'_' | b'.' | b'+'));
    OFFICES
        .split('|')
        .any(|office| office.bytes().eq(local().map(|byte| byte.to_ascii_lowercase())))
}
