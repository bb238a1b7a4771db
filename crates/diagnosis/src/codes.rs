//! Finds the codes in a text, and passes by what only looks like one: addresses, ports, dates, sizes, versions.

use std::{fmt, ops::Range};

use crate::{
    letters::{is_letter, is_letter_or_digit},
    needle,
};

/// An enhanced status code (RFC 3463).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnhancedCode {
    /// 2, 4 or 5: done, not now, never.
    pub class: u16,
    /// What it is about, such as 1 for an address.
    pub subject: u16,
    /// What about it.
    pub detail: u16,
}

impl EnhancedCode {
    /// The code that this text is, and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(number);
        let code = Self { class: parts.next()??, subject: parts.next()??, detail: parts.next()?? };
        let known = matches!(code.class, 2 | 4 | 5) && code.subject <= 7;
        (known && parts.next().is_none()).then_some(code)
    }
}

impl fmt::Display for EnhancedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

/// One to three digits, without a leading zero.
fn number(text: &str) -> Option<u16> {
    let sound = text.len() <= 3 && (text == "0" || !text.starts_with('0'));
    (sound && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// A code in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// A reply code, and whether a hyphen says that more lines of the same reply follow.
    Reply {
        /// Three digits.
        code: u16,
        /// Whether the reply goes on in the next line.
        more: bool,
    },
    /// An enhanced status code.
    Enhanced(EnhancedCode),
}

/// A code with its place.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// What it is.
    pub(crate) code: Code,
    /// Where it is.
    pub(crate) span: Range<usize>,
}

/// All codes in a text, in order.
pub(crate) fn find(text: &str) -> impl Iterator<Item = Found> {
    let mut is_talk = false;
    runs(text).filter_map(move |span| {
        let code = match EnhancedCode::parse(&text[span.clone()]) {
            Some(code) => is_enhanced(text, &span).then_some(Code::Enhanced(code))?,
            None => reply(text, &span, is_talk)?,
        };
        is_talk = true;
        Some(Found { code, span })
    })
}

/// Runs of digits and dots that begin and end with a digit and have no letter or digit around them.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let rest = &bytes[at..];
            let word = rest.iter().take_while(|byte| is_word(**byte)).count();
            let start = at;
            at += word.max(1);
            let run = &rest[..word];
            let dots = run.iter().rev().take_while(|byte| **byte == b'.').count();
            let run = &run[..word - dots];
            if run.first().is_some_and(u8::is_ascii_digit)
                && run.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
            {
                return Some(start..start + run.len());
            }
        }
        None
    })
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_') || byte >= 0x80
}

const BLANK: &[char] = &[' ', '\t'];
/// What a code may be put in.
const OPENING: &[char] = &[' ', '\t', '"', '\'', '“', '‘', '„', '(', '<', '['];
/// What stands between a code and what introduces it.
const LEADING: &[char] = &[' ', '\t', ':', ';', '=', '#', '"', '\'', '('];

/// Programs whose versions look like codes.
const VERSIONED: &str = "version|release|exim|postfix|opensmtpd|dovecot|sendmail";

fn is_enhanced(text: &str, span: &Range<usize>) -> bool {
    let before = text[..span.start].trim_end_matches(BLANK);
    let after = text[span.end..].trim_start_matches(',').trim_start_matches(BLANK);
    // `vom 5.1.24, 12:30` is a date.
    let is_date = is_clock(after);
    let is_version = before.len() < span.start && ends_with(before, VERSIONED);
    let is_joined = text[span.end..].starts_with(['@', '/']) || before.ends_with(['/', '@']);
    !is_date && !is_version && !is_joined
}

fn is_clock(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text.as_bytes()[digits..];
    (1..=2).contains(&digits)
        && rest.first() == Some(&b':')
        && rest.get(1).is_some_and(u8::is_ascii_digit)
}

/// A reply code where one can stand: at the beginning of a line, after what introduces an answer, or before
/// something that answers begin with.
fn reply(text: &str, span: &Range<usize>, is_talk: bool) -> Option<Code> {
    let code = number(&text[span.clone()])?;
    if !(200..600).contains(&code) || code / 100 == 3 {
        return None;
    }
    let before = text[..span.start].trim_end_matches(OPENING);
    let rest = &text[span.end..];
    let more = rest.starts_with('-')
        && !rest[1..]
            .starts_with(|next: char| next.is_ascii_digit() && !starts_enhanced(&rest[1..]));
    let after = if more { &rest[1..] } else { rest };
    let is_joined =
        after.starts_with([':', '.', ',']) && !after[1..].starts_with(char::is_whitespace);
    if !more && !after.is_empty() && (is_joined || !after.starts_with(ends_code)) {
        return None;
    }
    // Beside an address or a clock: a port, a date.
    if text[..span.start].ends_with([':', '.', '/', '-', '+', '=', '@', '&'])
        && !introduces(&text[..span.start], false)
    {
        return None;
    }
    let said = after.trim_start_matches(BLANK);
    let starts_line = before.is_empty() || before.ends_with(['\n', '\r', '>', '|']);
    let fits = starts_line
        || introduces(before, before.len() < span.start)
        || starts_enhanced(said)
        || (is_talk && is_in_a_row(before, code, said));
    (fits && !is_amount(said)).then_some(Code::Reply { code, more })
}

fn ends_code(next: char) -> bool {
    next.is_whitespace()
        || matches!(next, '"' | '\'' | '”' | '’' | ')' | ',' | ';' | ':' | '.' | '<' | ']')
}

/// What stands before a reply in bounces and logs.
const INTRODUCTIONS: &str = "\
    said|reply|error|code|response|reason|answer|was|returned|smtp|status|state|server|\
    with|responded";

/// Whether a code can follow this; `is_apart` if something stands between.
fn introduces(before: &str, is_apart: bool) -> bool {
    let trimmed = before.trim_end_matches(LEADING);
    before.ends_with([';', '#'])
        // `[192.0.2.1]: 550`, but not `[192.0.2.1]:550`.
        || (before.ends_with(':')
            && (is_apart || !trimmed.ends_with(|last: char| last.is_ascii_digit() || last == ']')))
        || ends_with(trimmed, INTRODUCTIONS)
}

fn starts_enhanced(text: &str) -> bool {
    let text = text.trim_start_matches(['#', '(']);
    let end = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    EnhancedCode::parse(text[..end].trim_end_matches('.')).is_some()
}

/// In lines that were joined, replies follow each other without a mark: only codes that servers give count, and
/// only before words.
fn is_in_a_row(before: &str, code: u16, said: &str) -> bool {
    matches!(code, 421 | 450..=455 | 500..=504 | 521 | 523 | 530 | 534 | 535 | 538 | 550..=557 | 571)
        && !before.ends_with(|last: char| last.is_ascii_digit())
        && !ends_with(before, QUANTIFIED)
        && said.starts_with(|next: char| is_letter(next) || next == '<')
}

/// Words that a number belongs to.
const QUANTIFIED: &str = "\
    port|line|page|id|of|for|than|after|to|at|in|limit|by|over|size|rfc|score|uid|pid|\
    number|no|or|and|exceeds";

/// Units that make an amount of the number before them.
const UNITS: &str = "\
    byte|kb|mb|kib|mib|kilobyte|megabyte|second|minute|hour|day|message|recipient|mail |\
    mails|email|connection|time|ms |octet|character|char|%|people|user |users|line|\
    sekunden|minuten|tage";

fn is_amount(said: &str) -> bool {
    // `550 User unknown` is none.
    needle::each(UNITS).any(|unit| said.as_bytes().starts_with(unit))
}

/// Whether a text ends with one of these words.
fn ends_with(text: &str, words: &str) -> bool {
    needle::each(words).any(|word| {
        let Some((before, end)) =
            text.len().checked_sub(word.len()).and_then(|start| text.split_at_checked(start))
        else {
            return false;
        };
        end.as_bytes().eq_ignore_ascii_case(word) && !before.ends_with(is_letter_or_digit)
    })
}
