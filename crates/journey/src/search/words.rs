//! Compares codes and words of a text with those that stand for an example.

use std::collections::BTreeSet;

use diagnosis::LIMIT;

use super::Reason;

/// What an enhanced code counts, such as 5.2.2.
const ENHANCED: u32 = 1_000;
/// What a reply code counts, such as 552.
const REPLY: u32 = 400;
/// What a word counts that stands for one example only. Words for several share it.
const WORD: u32 = 120;
/// So many different words of a text are looked at.
const MOST_WORDS: usize = 200;

/// The words of a text that are looked for, each once, in lower case.
pub(super) struct Query(BTreeSet<String>);

/// What can be found of an example.
#[derive(Clone, Copy)]
pub(super) struct Texts {
    /// What it is called.
    pub name: &'static str,
    /// What happens in it.
    pub told: &'static str,
    /// Codes and words that stand for it.
    pub keywords: &'static str,
}

/// Words that say nothing about what went wrong.
const EMPTY: &[&str] = &[
    "a",
    "about",
    "again",
    "all",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "been",
    "but",
    "by",
    "can",
    "cannot",
    "com",
    "could",
    "did",
    "do",
    "does",
    "email",
    "emails",
    "error",
    "example",
    "following",
    "for",
    "from",
    "get",
    "got",
    "had",
    "has",
    "have",
    "host",
    "how",
    "i",
    "if",
    "in",
    "into",
    "is",
    "it",
    "its",
    "mail",
    "mails",
    "me",
    "message",
    "messages",
    "my",
    "net",
    "no",
    "not",
    "of",
    "on",
    "or",
    "org",
    "our",
    "please",
    "problem",
    "recipient",
    "remote",
    "response",
    "said",
    "see",
    "send",
    "sender",
    "sent",
    "server",
    "servers",
    "smtp",
    "so",
    "status",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "this",
    "to",
    "too",
    "try",
    "up",
    "was",
    "we",
    "went",
    "were",
    "what",
    "when",
    "why",
    "will",
    "with",
    "you",
    "your",
];

impl Query {
    /// Takes a text apart.
    pub(super) fn read(text: &str) -> Self {
        let text = &text[..text.floor_char_boundary(LIMIT)];
        let words: Vec<String> = tokens(text).map(str::to_lowercase).collect();
        let telling = |word: &&String| !EMPTY.contains(&word.as_str());
        // Whoever types nothing else means these.
        let all = if words.iter().any(|word| telling(&word)) {
            words.iter().filter(telling).take(MOST_WORDS).cloned().collect()
        } else {
            words.into_iter().take(MOST_WORDS).collect()
        };
        Self(all)
    }

    /// Whether there is nothing to look for.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How well these texts fit, and what fits best, if anything does. A word that fits many of `all`
    /// counts little.
    pub(super) fn score(&self, of: &Texts, all: &[Texts]) -> Option<(u32, Reason)> {
        let mut sum = 0;
        let mut best: Option<(u32, Reason)> = None;
        for word in &self.0 {
            let Some((fit, found)) = of.find(word) else { continue };
            let (most, reason) = if is_code(found) {
                (if found.contains('.') { ENHANCED } else { REPLY }, Reason::Code(found))
            } else {
                (WORD, Reason::Word(found))
            };
            let others = all.iter().filter(|texts| texts.find(word).is_some()).count();
            let score = most * fit / u32::try_from(others.max(1)).unwrap_or(u32::MAX) + 1;
            sum += score;
            if best.is_none_or(|(known, _)| known < score) {
                best = Some((score, reason));
            }
        }
        best.map(|(_, reason)| (sum, reason))
    }
}

impl Texts {
    /// How well a word fits, and the word that it fits.
    fn find(&self, word: &str) -> Option<(u32, &'static str)> {
        [(self.name, 3), (self.keywords, 2), (self.told, 1)]
            .into_iter()
            .flat_map(|(text, weight)| {
                tokens(text).filter_map(move |known| Some((weight * fit(word, known)?, known)))
            })
            .max_by_key(|(fit, _)| *fit)
    }
}

/// How well a word fits one that is known: itself, or its beginning while it is being typed.
fn fit(word: &str, known: &str) -> Option<u32> {
    let beginning = known.get(..word.len())?;
    if !beginning.eq_ignore_ascii_case(word) {
        return None;
    }
    match known.len() - word.len() {
        0 => Some(2),
        // One letter means nothing, and half a code is another code.
        _ if word.len() >= 2 && (!is_code(known) || !known.contains('.')) => Some(1),
        _ if is_code(known)
            && word.len() >= 3
            && word.contains('.')
            && known[word.len()..].starts_with('.') =>
        {
            Some(1)
        }
        _ => None,
    }
}

/// Whether it is a code or the beginning of one.
fn is_code(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// Words and codes; `550-5.7.26` is two of these, and a hyphen between letters joins them.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let apart = |c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-'));
    text.split(apart).flat_map(|piece| {
        let is_number = piece.starts_with(|c: char| c.is_ascii_digit());
        let separators: &[char] = if is_number { &['-'] } else { &[] };
        piece
            .split(separators)
            .map(|word| word.trim_matches(|c| matches!(c, '.' | '-')))
            .filter(|word| !word.is_empty())
    })
}
