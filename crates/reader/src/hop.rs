//! The way of a message, as `Received` fields tell it (RFC 5321, 4.4), with the ways that big systems bend them.
//!
//! Simplified: `via` is not told; of nested comments only the outermost is looked at; a field that tells no server and
//! no time is passed by.

use std::ops::Range;

use crate::found::spans;
use crate::{HOPS, Moment, Said, address, cue, fields::Fields, mapped::Mapped, moment};

/// One server on the way, as it tells itself. Whoever wrote a field may have written what they liked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hop {
    /// The name that the client gave itself in `HELO` or `EHLO`.
    pub from: Option<Said<String>>,
    /// The client's address as the server saw it: IPv4 or IPv6, without brackets.
    pub ip: Option<Said<String>>,
    /// The server that took the message.
    pub by: Option<Said<String>>,
    /// How: `ESMTPS` and the like (RFC 3848), or in the program's own words.
    pub with: Option<Said<String>>,
    /// The server's own name for the message.
    pub id: Option<Said<String>>,
    /// Whom for.
    pub recipient: Option<Said<String>>,
    /// When.
    pub at: Option<Said<Moment>>,
}

impl Hop {
    /// What tells of the way and of the time.
    pub(crate) fn spans(&self) -> impl Iterator<Item = &Range<usize>> {
        spans(self.from.as_ref()).chain(spans(self.by.as_ref())).chain(spans(self.at.as_ref()))
    }
}

/// The hops of a header, the last server first.
pub(crate) fn read(header: &Mapped, fields: &Fields) -> Vec<Hop> {
    let received = fields.0.iter().filter(|field| field.name == "received");
    let hops = received.map(|field| hop(&header.part(field.body.clone())));
    hops.filter(|hop| hop.by.is_some() || hop.at.is_some()).take(HOPS).collect()
}

/// A word, or a comment with its brackets.
struct Token {
    span: Range<usize>,
    is_comment: bool,
}

fn hop(field: &Mapped) -> Hop {
    let text = field.text();
    let (tokens, end) = tokens(text);
    let (end, date) = match end {
        Some(end) => (end, end + 1),
        None => undivided(text).map_or((text.len(), text.len()), |date| (date, date)),
    };
    let at = moment::read(&text[date..])
        .and_then(|(moment, span)| field.said(date + span.start..date + span.end, moment));
    let mut hop = Hop { at, ..Hop::default() };
    let said = |span: Range<usize>| {
        let span = bare(text, span);
        field.said(span.clone(), text[span].to_owned())
    };
    let mut clause = "";
    let mut with: Option<Range<usize>> = None;
    for token in tokens.into_iter().filter(|token| token.span.start < end) {
        let word = &text[token.span.clone()];
        if token.is_comment {
            if clause == "from" {
                if let Some(name) = greeting(text, &token.span) {
                    hop.from = said(name);
                }
                hop.ip = hop.ip.or_else(|| said(ip(text, token.span)?));
            } else if clause == "with" {
                clause = "";
            }
            continue;
        }
        let keyword = ["from", "by", "via", "with", "id", "for"];
        if let Some(keyword) = keyword.into_iter().find(|known| known.eq_ignore_ascii_case(word)) {
            clause = keyword;
            continue;
        }
        match clause {
            "from" if hop.from.is_none() => {
                hop.from = said(token.span.clone());
                hop.ip = ip(text, token.span).and_then(said);
            }
            "by" if hop.by.is_none() => hop.by = said(token.span),
            "id" if hop.id.is_none() => hop.id = said(token.span),
            "for" if hop.recipient.is_none() => {
                hop.recipient = address::first(word)
                    .map(|it| it.start + token.span.start..it.end + token.span.start)
                    .and_then(said);
            }
            "with" => with = Some(with.map_or(token.span.start, |it| it.start)..token.span.end),
            _ => {}
        }
    }
    hop.with = with.and_then(|span| field.words(span));
    hop
}

/// Where the date begins in a field that has no semicolon before it.
fn undivided(text: &str) -> Option<usize> {
    let weekdays = "mon,|tue,|wed,|thu,|fri,|sat,|sun,";
    cue::all(text, weekdays).map(|day| day.start).find(|at| moment::read(&text[*at..]).is_some())
}

/// The words and comments of a field, and where its last semicolon is that stands in no comment.
fn tokens(text: &str) -> (Vec<Token>, Option<usize>) {
    let mut tokens = Vec::new();
    let mut semicolon = None;
    let mut depth = 0_usize;
    let mut start = None;
    for (at, next) in text.char_indices() {
        let begin = *start.get_or_insert(at);
        match next {
            '(' => {
                if depth == 0 {
                    push(&mut tokens, text, begin..at, false);
                    start = Some(at);
                }
                depth += 1;
            }
            ')' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    push(&mut tokens, text, begin..at + 1, true);
                    start = None;
                }
            }
            _ if depth == 0 && (next.is_whitespace() || next == ';') => {
                push(&mut tokens, text, begin..at, false);
                start = None;
                semicolon = if next == ';' { Some(at) } else { semicolon };
            }
            _ => {}
        }
    }
    if let Some(begin) = start {
        push(&mut tokens, text, begin..text.len(), depth > 0);
    }
    // What opens and never closes is hardly a comment.
    (tokens, if depth > 0 { text.rfind(';') } else { semicolon })
}

fn push(tokens: &mut Vec<Token>, text: &str, span: Range<usize>, is_comment: bool) {
    if !text[span.clone()].trim().is_empty() {
        tokens.push(Token { span, is_comment });
    }
}

/// A name without what it is put in.
fn bare(text: &str, span: Range<usize>) -> Range<usize> {
    let word = &text[span.clone()];
    let marks = ['<', '>', '[', ']', ',', ';', '(', ')'];
    let start = span.start + word.len() - word.trim_start_matches(marks).len();
    let end = span.end - (word.len() - word.trim_end_matches(marks).len());
    start..end.max(start)
}

/// The name in `(HELO mx.example.org)` and `(helo=mx.example.org)`.
fn greeting(text: &str, span: &Range<usize>) -> Option<Range<usize>> {
    let comment = &text[span.clone()];
    let found = cue::find(comment, "helo |ehlo |helo=|ehlo=")?;
    let rest = &comment[found.end..];
    let len = rest.find([' ', ')', ']', ';']).unwrap_or(rest.len());
    (len > 0).then_some(span.start + found.end..span.start + found.end + len)
}

/// The address in `(mx.example.org [192.0.2.1])`, `([IPv6:2001:db8::1])` and `(2001:db8::1)`.
fn ip(text: &str, span: Range<usize>) -> Option<Range<usize>> {
    let mut at = span.start;
    for piece in text[span.clone()].split_inclusive(|end: char| {
        end.is_whitespace() || matches!(end, '[' | ']' | '(' | ')' | ',' | ';' | '@' | '=')
    }) {
        let word = piece.trim_end_matches(|end: char| !end.is_ascii_hexdigit() && end != ':');
        let start = at;
        at += piece.len();
        let tagged = word.get(..5).is_some_and(|tag| tag.eq_ignore_ascii_case("ipv6:"));
        let tag = if tagged { 5 } else { 0 };
        let address = &word[tag..];
        let is_ip4 = address.split('.').count() == 4
            && address.split('.').all(|part| part.parse::<u8>().is_ok());
        let is_ip6 = address.split(':').count() >= 3
            && address.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':' || byte == b'.');
        if is_ip4 || is_ip6 {
            return Some(start + tag..start + tag + address.len());
        }
    }
    None
}
