//! Reads the codes of a server's reply, and which of several replies decides.

use std::ops::Range;

use diagnosis::{Cause, EnhancedCode, Finality, Paste, WhoseMove};

use crate::{Said, mapped::Mapped};

/// What words say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spoken {
    /// The reply code.
    pub(crate) code: Option<Said<u16>>,
    /// The enhanced status code.
    pub(crate) status: Option<Said<EnhancedCode>>,
    /// Where the reply stands that decides, if one does.
    pub(crate) reply: Option<Range<usize>>,
    /// What is wrong.
    pub(crate) meaning: Option<Meaning>,
}

/// What is wrong, and what says so.
#[derive(Clone, Debug)]
pub(crate) struct Meaning {
    pub(crate) cause: Cause,
    pub(crate) finality: Finality,
    pub(crate) whose_move: WhoseMove,
    pub(crate) is_specific: bool,
    pub(crate) evidence: Vec<Range<usize>>,
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
        spoken.reply = Some(reply.span.clone());
    }
    spoken.meaning = paste.diagnosis.map(|found| Meaning {
        cause: found.cause,
        finality: found.finality,
        whose_move: found.whose_move,
        is_specific: found.is_specific,
        evidence: found
            .evidence
            .span
            .and_then(|span| words.said(span, ()))
            .map_or_else(Vec::new, |said| said.spans),
    });
    spoken
}

fn said<T>(words: &Mapped, within: Range<usize>, digits: &str, value: T) -> Option<Said<T>> {
    let found = words.text().get(within.clone())?.find(digits)?;
    let start = within.start + found;
    words.said(start..start + digits.len(), value)
}
