//! Finds the replies in whatever somebody pasted.

use std::ops::Range;

use crate::{
    Answer, Cause, Diagnosis, EnhancedCode, LIMIT, Stage,
    codes::{self, Code},
    diagnose, needle, notice,
};

/// One reply in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The reply code.
    pub code: Option<u16>,
    /// The enhanced status code.
    pub enhanced: Option<EnhancedCode>,
    /// Its bytes in the text, from its first code on.
    pub span: Range<usize>,
    /// What it was the answer to, as far as the text says so.
    pub stage: Option<Stage>,
}

/// A text with the replies in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paste {
    /// All replies, in order.
    pub replies: Vec<Reply>,
    /// Which of them decides, if one does.
    pub decisive: Option<usize>,
    /// What the text means. Places are those in the whole text.
    pub diagnosis: Option<Diagnosis>,
}

/// What servers say to a client that goes on after a refusal: it tells nothing that the refusal did not.
const AFTERMATH: &str = "\
    need rcpt|no valid recipients|valid rcpt command must precede data|\
    all rcpt commands were rejected|too many errors|need mail command|\
    bad sequence of commands";

/// How far before a reply it may be said what it was the answer to.
const LEAD: usize = 240;

impl Paste {
    /// Reads a text: the last reply that says what is wrong decides, or else the words around all of them.
    pub fn read(text: &str) -> Self {
        let text = &notice::spoken(&text[..text.floor_char_boundary(LIMIT)]);
        let mut replies = replies(text);
        let mut last = 0;
        for reply in &mut replies {
            let start = text.floor_char_boundary(reply.span.start.saturating_sub(LEAD));
            let before = &text[start.max(last)..reply.span.start];
            last = reply.span.start;
            reply.stage = Stage::read(&text[reply.span.clone()]).or_else(|| Stage::read(before));
        }
        let judged: Vec<_> = replies.iter().map(|reply| judge(text, reply)).collect();
        let (mut decisive, mut vague) = (None, None);
        for (at, (reply, diagnosis)) in replies.iter().zip(judged).enumerate() {
            let Some(diagnosis) = diagnosis else { continue };
            let is_aftermath =
                at > 0 && needle::find(&text[reply.span.clone()], AFTERMATH).is_some();
            if reply.code.is_none() && reply.enhanced.is_some_and(is_expiry) && vague.is_some() {
                continue;
            }
            let slot =
                if diagnosis.is_specific && !is_aftermath { &mut decisive } else { &mut vague };
            *slot = Some((at, diagnosis));
        }
        let whole = || {
            let last = vague.as_ref().map(|(at, _)| &replies[*at]);
            let (code, enhanced) = last.map_or((None, None), |reply| (reply.code, reply.enhanced));
            let stage = last.and_then(|reply| reply.stage);
            diagnose(&Answer { code, enhanced, text, stage })
        };
        let (decisive, mut diagnosis) = match decisive {
            Some((at, diagnosis)) => match whole_by_words(text, &replies[at]) {
                Some(other) => (None, Some(other)),
                None => (Some(at), Some(diagnosis)),
            },
            None => match (whole(), vague) {
                // Whoever asked to come back later did answer, however often that was in vain.
                (Some(Diagnosis { cause: Cause::NoAnswer, .. }), Some((at, diagnosis)))
                    if replies[at].code.is_some() && diagnosis.cause == Cause::Later =>
                {
                    (Some(at), Some(diagnosis))
                }
                (Some(diagnosis), _) if diagnosis.is_specific => (None, Some(diagnosis)),
                (_, Some((at, diagnosis))) => (Some(at), Some(diagnosis)),
                (diagnosis, None) => (None, diagnosis),
            },
        };
        if let Some(diagnosis) = &mut diagnosis {
            diagnosis.heed(text);
        }
        Self { replies, decisive, diagnosis }
    }
}

/// What the words around a bare code mean, where it stands for two things: 5.1.10 is no such person with some, a
/// domain that takes no mail with others.
fn whole_by_words(text: &str, reply: &Reply) -> Option<Diagnosis> {
    let code = reply.enhanced.filter(|it| (it.subject, it.detail) == (1, 10));
    code.filter(|_| reply.code.is_none())?;
    let words = &text[..reply.span.start];
    diagnose(&Answer { text: words, ..Answer::default() })
        .filter(|it| it.is_specific && it.cause == Cause::NoMailHere)
}

/// Whether a code only says that it was tried for too long: what a server said in between says more.
const fn is_expiry(code: EnhancedCode) -> bool {
    matches!((code.subject, code.detail), (4, 7))
}

/// What a reply means. Places are those in the whole text.
fn judge(text: &str, reply: &Reply) -> Option<Diagnosis> {
    let Reply { code, enhanced, stage, .. } = *reply;
    let mut diagnosis =
        diagnose(&Answer { code, enhanced, text: &text[reply.span.clone()], stage })?;
    if let Some(span) = &mut diagnosis.evidence.span {
        *span = span.start + reply.span.start..span.end + reply.span.start;
    }
    Some(diagnosis)
}

/// The replies of a text. One begins with a code, unless that goes on with the line before, and ends where the
/// next begins.
fn replies(text: &str) -> Vec<Reply> {
    let mut replies: Vec<Reply> = Vec::new();
    let mut goes_on = false;
    let mut last_code = 0;
    for found in codes::find(text) {
        let last = replies.last_mut();
        match (found.code, last) {
            (Code::Reply { code, more }, Some(last)) if last.code == Some(code) && goes_on => {
                goes_on = more;
            }
            (Code::Enhanced(enhanced), Some(last))
                if last.enhanced.is_none()
                    && last.code.is_some_and(|code| code / 100 == enhanced.class) =>
            {
                last.enhanced = Some(enhanced);
            }
            (Code::Enhanced(enhanced), Some(last)) if last.enhanced == Some(enhanced) => {}
            (code, _) => {
                let (code, enhanced) = match code {
                    Code::Reply { code, more } => {
                        goes_on = more;
                        (Some(code), None)
                    }
                    Code::Enhanced(enhanced) => (None, Some(enhanced)),
                };
                let start = beginning(text, last_code, found.span.start);
                if let Some(last) = replies.last_mut() {
                    last.span.end = start;
                }
                replies.push(Reply { code, enhanced, span: start..0, stage: None });
            }
        }
        last_code = found.span.end;
    }
    if let Some(last) = replies.last_mut() {
        last.span.end = text.len();
    }
    replies
}

/// Where the reply begins that has its first code here. `Sorry, no mailbox here by that name. (#5.1.1)` has it at
/// the end.
fn beginning(text: &str, floor: usize, code: usize) -> usize {
    let before = text.get(floor..code).unwrap_or_default();
    if !before.ends_with("(#") {
        return code;
    }
    let last = |gap: &[u8]| before.as_bytes().windows(2).rposition(|window| window == gap);
    floor + last(b"\n\n").or_else(|| last(b":\n")).map_or(0, |gap| gap + 2)
}
