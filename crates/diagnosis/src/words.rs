//! Takes a text apart into the words that the vocabulary knows.

use std::ops::Range;

use crate::{
    LIMIT,
    concept::{Concept, Concepts},
    letters::{is_letter, is_letter_or_digit},
    lookup::{lookup, lookup_unspaced},
    needle,
};

/// What programs say in any case, and what would be misunderstood.
const NOISE: &str = "\
    mailer-daemon|in mime format|session follows|did not receive|understand this format|\
    delivery attempts:|unknown address error|error: no valid recipients|\
    rejected by the recipient domain|rejected by the server for the recipient domain|\
    refused to talk to me|in relay rec|relay=|user entry|for one or more recipients|\
    rcpt to|rcpt command|mail from:|mail from command|return to sender|\
    returned to sender";

/// A word that stands for a concept. Small, because a hostile text may be nothing but such words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    start: u16,
    len: u8,
    /// What it stands for.
    pub(crate) concept: Concept,
    /// How many words come before it in the text.
    pub(crate) position: u16,
    /// How many sentences come before its own.
    pub(crate) sentence: u16,
}

impl Word {
    /// Where it is.
    pub(crate) fn span(self) -> Range<usize> {
        let start = usize::from(self.start);
        start..start + usize::from(self.len)
    }
}

/// The known words of a text, in order.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// The words.
    pub(crate) known: Vec<Word>,
    /// All concepts that occur.
    pub(crate) present: Concepts,
    position: u16,
    sentence: u16,
    last_code: Option<u16>,
}

impl Words {
    /// Reads a text.
    pub(crate) fn read(text: &str) -> Self {
        let mut words = Self::default();
        let text = &text[..text.floor_char_boundary(LIMIT)];
        let mut at = 0;
        while let Some(next) = text[at..].chars().next() {
            let rest = &text[at..];
            let noise = if is_letter(next) { needle::starts(rest, NOISE) } else { None };
            at += if let Some(noise) = noise {
                noise
            } else if is_letter_or_digit(next) {
                let token = token(rest);
                words.read_token(text, at..at + token);
                token
            } else {
                next.len_utf8()
            };
            if ends_sentence(text, at) {
                words.sentence = words.sentence.saturating_add(1);
            }
        }
        words
    }

    /// A token is whatever has no white space, quotation mark or bracket in it: a word, an address, a host, a link.
    fn read_token(&mut self, text: &str, span: Range<usize>) {
        let token = &text[span.clone()];
        match kind(token) {
            Kind::Number => self.read_number(token),
            Kind::Address => self.push(Concept::AddressItself, &span),
            Kind::Ip => self.push(Concept::IpItself, &span),
            // Names say nothing, except of the blocklist that they belong to.
            Kind::Name => {
                self.read_words(token, span.start, |concept| concept == Concept::Blocklist);
            }
            Kind::Words => self.read_words(token, span.start, |_| true),
        }
    }

    /// Another reply begins, and with it another sentence, when another code is seen.
    fn read_number(&mut self, token: &str) {
        let code = token.parse().ok().filter(|code| (400..600).contains(code));
        if let Some(code) = code
            && self.last_code.replace(code) != Some(code)
        {
            self.sentence = self.sentence.saturating_add(1);
        }
    }

    fn read_words(&mut self, token: &str, offset: usize, wanted: fn(Concept) -> bool) {
        let mut at = 0;
        while let Some(first) = token[at..].chars().next() {
            if !is_letter(first) {
                at += first.len_utf8();
                continue;
            }
            let (len, concept) = if is_unspaced(first) {
                match lookup_unspaced(&token[at..]) {
                    Some((len, concept)) => (len, Some(concept)),
                    None => (first.len_utf8(), None),
                }
            } else {
                let len = word(&token[at..]);
                let word = &token[at..at + len];
                let negated = token[at + len..].starts_with(['\'', '’'])
                    && word.ends_with('n')
                    && token[at + len..].chars().nth(1) == Some('t');
                (len, if negated { Some(Concept::Not) } else { lookup(word) })
            };
            match concept {
                Some(concept) if wanted(concept) => {
                    self.push(concept, &(offset + at..offset + at + len));
                }
                _ => self.position = self.position.saturating_add(1),
            }
            at += len;
        }
    }

    fn push(&mut self, concept: Concept, span: &Range<usize>) {
        self.present.add(concept);
        // Within the limit both fit.
        if let (Ok(start), Ok(len)) = (u16::try_from(span.start), u8::try_from(span.len())) {
            let (position, sentence) = (self.position, self.sentence);
            self.known.push(Word { start, len, concept, position, sentence });
        }
        self.position = self.position.saturating_add(1);
    }
}

/// What a token is.
enum Kind {
    Number,
    Address,
    Ip,
    Name,
    Words,
}

fn kind(token: &str) -> Kind {
    let dots = token.bytes().filter(|byte| *byte == b'.').count();
    if token.bytes().all(|byte| byte.is_ascii_digit()) {
        Kind::Number
    } else if token.contains('@') {
        Kind::Address
    } else if dots == 3 && token.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        Kind::Ip
    } else if needle::contains(token, "://") || token.starts_with("www.") || is_host(token, dots) {
        Kind::Name
    } else {
        Kind::Words
    }
}

/// `mx.example.org` is a host; `RESOLVER.ADR.RecipNotFound` and `rejected.See` are words.
fn is_host(token: &str, dots: usize) -> bool {
    let last = token.bytes().rposition(|byte| byte == b'.').map_or(token, |dot| &token[dot + 1..]);
    let capitalised = last.starts_with(|first: char| first.is_ascii_uppercase())
        && last.chars().nth(1).is_some_and(|second| second.is_ascii_lowercase());
    dots > 0
        && !needle::contains(token, "..")
        && !capitalised
        && last.len() > 1
        && last.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// What ends a token without belonging to it.
const CLOSING: &[char] = &['.', '!', '?', '\'', '’', '…'];

/// How long the token is that begins here, at a letter or digit. A colon ends it, except in a link.
fn token(text: &str) -> usize {
    let mut is_link = false;
    let end = text.char_indices().find(|(at, next)| match next {
        ':' => {
            is_link |= text[*at..].starts_with("://");
            !is_link
        }
        '<' | '>' | '(' | ')' | '[' | ']' | '"' | ',' | ';' | '“' | '”' | '|' => true,
        _ => next.is_whitespace(),
    });
    let token = &text[..end.map_or(text.len(), |(at, _)| at)];
    token.trim_end_matches(CLOSING).len()
}

/// How long the word is that begins here: letters and digits, as far as no capital follows a small letter.
fn word(text: &str) -> usize {
    let mut was_small = false;
    text.find(|next: char| {
        let ends = !is_letter_or_digit(next)
            || is_unspaced(next)
            || (was_small && next.is_ascii_uppercase());
        was_small = next.is_ascii_lowercase();
        ends
    })
    .unwrap_or(text.len())
}

/// Whether a character belongs to a script that puts no spaces between words.
fn is_unspaced(first: char) -> bool {
    first >= '\u{3000}'
}

/// Whether a sentence ends here: after a full stop, but not one of several; after what introduces somebody's words;
/// at an empty line, and before a line that begins with the name of a field.
fn ends_sentence(text: &str, at: usize) -> bool {
    let (before, after) = (&text[..at], &text[at..]);
    let is_stop = before.ends_with(['.', '!', '?', ';', '。']) && !before.ends_with("..");
    if is_stop && (after.is_empty() || after.starts_with(char::is_whitespace)) {
        return true;
    }
    let next_line = after.strip_prefix('\n');
    before.ends_with("said:")
        || next_line.is_some_and(|line| {
            line.strip_prefix('\r').unwrap_or(line).starts_with('\n') || is_field(line)
        })
}

/// Whether a line begins like `Remote-MTA: dns`.
fn is_field(line: &str) -> bool {
    let name = line
        .bytes()
        .take(40)
        .take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'-')
        .count();
    name > 0 && line[name..].starts_with(':')
}
