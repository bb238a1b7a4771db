//! Reads the codes of a server's reply, and which of several replies decides.

use std::ops::Range;

use diagnosis::{Cause, EnhancedCode, Finality, Paste};

use crate::{Said, WORDS, address, cue, mapped::Mapped, server_words};

/// What words say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spoken {
    /// The reply code.
    pub(crate) code: Option<Said<u16>>,
    /// The enhanced status code.
    pub(crate) status: Option<Said<EnhancedCode>>,
    /// The words of the reply that decides, if one does.
    pub(crate) text: Option<Said<String>>,
    /// What is wrong.
    pub(crate) meaning: Option<Meaning>,
}

/// What is wrong, and what says so.
#[derive(Clone, Debug)]
pub(crate) struct Meaning {
    pub(crate) cause: Cause,
    pub(crate) finality: Finality,
    pub(crate) is_specific: bool,
    pub(crate) evidence: Vec<Range<usize>>,
}

/// Reads a diagnostic code (RFC 3464, 2.3.6), which is a server's reply in whatever form: `550-'Unknown user'`.
pub(crate) fn read_diagnostic(words: &Mapped) -> Spoken {
    let mut spoken = read(words);
    if spoken.code.is_none() {
        let text = words.text();
        let mut at = 0;
        for word in text.split_inclusive([' ', '\n', ':', ';']).take(40) {
            let digits = word.trim_start_matches(['<', '(', '#', '"', '\'']);
            let start = at + word.len() - digits.len();
            at += word.len();
            let code = digits.get(..3).and_then(|code| code.parse().ok());
            let code = code.filter(|code: &u16| (400..600).contains(code));
            let ends = digits.get(3..).is_some_and(|rest| {
                rest.is_empty() || rest.starts_with([' ', '-', '\n']) || rest == ":"
            });
            if let (Some(code), true) = (code, ends) {
                spoken.code = words.said(start..start + 3, code);
                break;
            }
        }
    }
    spoken
}

/// Reads the code of a reply that refuses nothing: it begins with it.
pub(crate) fn read_success(words: &Mapped) -> Option<Said<u16>> {
    let digits = words.text().get(..3).filter(|it| it.bytes().all(|byte| byte.is_ascii_digit()))?;
    let code = digits.parse().ok().filter(|code| (200..300).contains(code))?;
    words.said(0..3, code)
}

/// Reads words, of which only the first 64 KB are judged.
pub(crate) fn read(words: &Mapped) -> Spoken {
    let text = words.text();
    let paste = Paste::read(text);
    let replies = &paste.replies;
    let refusing = |at: &usize| {
        let reply = &replies[*at];
        reply.code.is_none_or(|code| code >= 400)
            && reply.enhanced.is_none_or(|enhanced| enhanced.class >= 4)
    };
    let last = || {
        let coded = (0..replies.len()).filter(refusing);
        let coded: Vec<_> = coded.collect();
        let with_code = coded.iter().rev().find(|at| replies[**at].code.is_some());
        with_code.or(coded.last()).copied()
    };
    let mut spoken = Spoken::default();
    if let Some(at) = paste.decisive.or_else(last) {
        let reply = &replies[at];
        let others = || replies.iter().filter(|other| other.span != reply.span);
        let class = reply.code.map(|code| code / 100).or(reply.enhanced.map(|it| it.class));
        let code = match reply.code {
            Some(code) => Some((code, reply.span.clone())),
            None => others()
                .filter_map(|other| Some((other.code?, other.span.clone())))
                .find(|(code, _)| Some(code / 100) == class),
        };
        let status = match reply.enhanced {
            Some(status) => Some((status, reply.span.clone())),
            None => others()
                .filter(|other| other.code.is_none() || other.code == reply.code)
                .filter_map(|other| Some((other.enhanced?, other.span.clone())))
                .find(|(status, _)| Some(status.class) == class),
        };
        spoken.code = code.and_then(|(code, span)| said(words, span, &code.to_string(), code));
        spoken.status =
            status.and_then(|(status, span)| said(words, span, &status.to_string(), status));
        let start = after_address(text, reply.span.clone());
        spoken.text = words.words(start..paragraph_end(text, start..reply.span.end));
    }
    if spoken.code.is_none() {
        spoken.code = code_after_host(words);
    }
    spoken.meaning = paste.diagnosis.map(|found| Meaning {
        cause: found.cause,
        finality: found.finality,
        is_specific: found.is_specific,
        evidence: found
            .evidence
            .span
            .and_then(|span| words.said(span, ()))
            .map_or_else(Vec::new, |said| said.spans),
    });
    spoken
}

/// Where a reply begins that has the address before it: `<anna@example.org>: No such user (#5.1.1)`.
fn after_address(text: &str, reply: Range<usize>) -> usize {
    let said = text[reply.clone()].trim_start_matches([' ', '\n', '<']);
    let found = address::first(said.lines().next().unwrap_or_default());
    let after = found.filter(|found| found.start == 0).and_then(|found| {
        said[found.end..].trim_start_matches('>').strip_prefix(':').filter(|rest| rest.len() > 1)
    });
    after.map_or(reply.start, |after| reply.end - after.len())
}

/// The code in `[192.0.2.1], 550 No such user`.
fn code_after_host(words: &Mapped) -> Option<Said<u16>> {
    let text = words.text();
    text.match_indices(']').find_map(|(at, _)| {
        let rest = &text[at + 1..];
        let said = rest.trim_start_matches([':', ',', ' ']);
        let code = said.get(..3).and_then(|code| code.parse().ok());
        let code = code.filter(|code| matches!(code, 421 | 450..=455 | 500..=504 | 550..=557))?;
        let start = text.len() - said.len();
        let is_apart = rest.len() > said.len() && said[3..].starts_with([' ', '-']);
        is_apart.then(|| words.said(start..start + 3, code))?
    })
}

fn said<T>(words: &Mapped, within: Range<usize>, digits: &str, value: T) -> Option<Said<T>> {
    let found = words.text().get(within.clone())?.find(digits)?;
    let start = within.start + found;
    words.said(start..start + digits.len(), value)
}

/// What programs say after a server's words.
const AFTERWORDS: &str = "giving up on|(in reply to|session follows|-----|[rcpt_to]|[mail_from]";

/// Where the paragraph ends that begins here.
pub(crate) fn paragraph_end(text: &str, range: Range<usize>) -> usize {
    let part = text.get(range.clone()).unwrap_or_default();
    let part = &part[..part.floor_char_boundary(WORDS)];
    let words = part.len() - part.trim_start().len();
    let rest = &part[words..];
    let end = rest.find("\n\n").unwrap_or(rest.len());
    let end = cue::find(&rest[..end], AFTERWORDS).map_or(end, |found| found.start);
    range.start + words + end
}

/// Reads a notice: what the other server said in it counts first.
pub(crate) fn hear(words: &Mapped) -> Spoken {
    let whole = read(words);
    let Some(server) = server_words::quoted(words) else { return whole };
    let mut said = read(&server);
    if said.code.is_none() && said.status.is_none() {
        return whole;
    }
    let is_specific = |it: &Option<Meaning>| it.as_ref().is_some_and(|it| it.is_specific);
    if said.meaning.is_none() || (!is_specific(&said.meaning) && is_specific(&whole.meaning)) {
        said.meaning = whole.meaning;
    }
    said
}

/// What decides: the server's words, or those of the notice where they say more, or else the status code.
pub(crate) fn decide(
    said: Option<Meaning>,
    noticed: Option<Meaning>,
    status: Option<&Said<EnhancedCode>>,
) -> Option<Meaning> {
    let by_status = || {
        let status = status?;
        let answer = diagnosis::Answer { enhanced: Some(status.value), ..<_>::default() };
        let found = diagnosis::diagnose(&answer)?;
        Some(Meaning {
            cause: found.cause,
            finality: found.finality,
            is_specific: found.is_specific,
            evidence: status.spans.clone(),
        })
    };
    let specific = |it: &Meaning| it.is_specific;
    said.clone()
        .filter(specific)
        .or_else(|| noticed.clone().filter(specific))
        .or_else(|| by_status().filter(specific))
        .or(said)
        .or(noticed)
        .or_else(by_status)
}
