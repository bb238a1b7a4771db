//! The answer that somebody pasted, as a server in a journey gives it.
//!
//! Simplified: a text says seldom how often a server answers so. What sounds as if it passed happens twice.

use crate::retelling::stage as stage_of;
use diagnosis::{Cause, Finality, Paste, Reply};
use model::answer::{Answer, AnswerStage, AnswersTo, ServerAnswer};
use model::limits::scenario::MAX_ANSWER_LINES;
use model::refusal::Refusal;
use text::answers::{USUAL, Usual};

/// How often something happens that passes.
const PASSES: u8 = 2;

/// What a program puts behind the words of the server.
const NOT_SAID: &str = " (in reply to ";

/// An answer for a journey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnAnswer {
    /// Which server gives it.
    to: AnswersTo,
    /// At which point.
    stage: AnswerStage,
    /// Its words.
    pub reply: Refusal,
    /// How often; `None`: always.
    times: Option<u8>,
    /// Whether it was pasted. Otherwise it is a usual one that means the same.
    pub is_pasted: bool,
}

/// The answer in a text, if there is one in words; or where `must` and it means something, a usual one.
pub(super) fn of(text: &str, paste: &Paste, must: bool) -> Option<OwnAnswer> {
    let decisive = paste.decisive.and_then(|at| paste.replies.get(at));
    let reply = decisive.or(paste.replies.last());
    let cause = paste.diagnosis.as_ref().map(|it| it.cause);
    let alike = |usual: &&Usual| Some(usual.cause) == cause;
    let code = reply.and_then(|reply| reply.code).map(|code| code.to_string());
    let same_code = |usual: &&Usual| code.as_ref().is_some_and(|it| usual.reply.starts_with(it));
    let usual = USUAL.iter().filter(alike).find(same_code).or(USUAL.iter().find(alike));
    let pasted = reply.and_then(|reply| refusal(text, reply, must));
    let is_pasted = pasted.is_some();
    let usual_reply = || Refusal::read(usual.filter(|_| must)?.reply).ok();
    let refusal = pasted.or_else(usual_reply)?;
    let said_to = reply.and_then(|reply| reply.stage).map(stage_of);
    let stage = said_to.or(usual.map(|usual| usual.stage)).unwrap_or(AnswerStage::Rcpt);
    // Only the provider asks who sends.
    let to = if cause == Some(Cause::NotSignedIn) || stage == AnswerStage::Auth {
        AnswersTo::Hop(0)
    } else if stage == AnswerStage::Rcpt {
        AnswersTo::Recipient(0)
    } else {
        AnswersTo::Domain(0)
    };
    let passes = paste.diagnosis.as_ref().is_some_and(|it| it.finality == Finality::Temporary)
        && refusal.reply().is_transient();
    let times = passes.then_some(PASSES);
    Some(OwnAnswer { to, stage, reply: refusal, times, is_pasted })
}

impl OwnAnswer {
    /// As a condition has it.
    pub fn answer(&self) -> ServerAnswer {
        let Self { to, stage, ref reply, times, .. } = *self;
        ServerAnswer { to, answer: Answer::Reply { stage, reply: reply.clone() }, times }
    }
}

/// The reply as a server says it, if it says more than codes or `bare` ones do, too.
fn refusal(text: &str, reply: &Reply, bare: bool) -> Option<Refusal> {
    let said = text.get(reply.span.clone())?;
    let said = said.split(NOT_SAID).next().unwrap_or_default();
    let lines = said.lines().map(str::trim).take_while(|line| !ends_reply(line));
    let lines: Vec<&str> = lines.take(MAX_ANSWER_LINES).collect();
    let before = text.get(..reply.span.start).unwrap_or_default();
    // What does not fit any more was hardly said by the server.
    let read = |n: usize| {
        let said = unquoted(before, &lines.get(..n)?.join("\n")).to_owned();
        let spoken = || {
            let code = reply.code.or(reply.enhanced.map(|it| it.class * 100 + 50))?;
            let code = code.to_string();
            let words = said.strip_prefix(&code).unwrap_or(&said);
            let words = words.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(');
            Refusal::read(&[&code, " ", words].concat()).ok()
        };
        Refusal::read(&said).ok().or_else(spoken)
    };
    let refusal = (1..=lines.len()).rev().find_map(read)?;
    let has_words = refusal.reply().lines().iter().any(|line| line.contains(' '));
    (bare || has_words).then_some(refusal)
}

/// Whether a line in a report says that the server's words are over: it is empty, a field, or what was said next.
fn ends_reply(line: &str) -> bool {
    let field = line.split_once(':').map(|(name, _)| name);
    let is_field = |name: &str| {
        let letters = name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
        letters && (name.contains('-') || matches!(name, "Action" | "Status"))
    };
    line.is_empty() || line.starts_with(['<', '>']) || field.is_some_and(is_field)
}

/// Without the mark at the end of a quotation that began right before.
fn unquoted<'a>(before: &str, said: &'a str) -> &'a str {
    let mark = before.chars().next_back().filter(|mark| matches!(mark, '\'' | '"'));
    mark.and_then(|mark| said.strip_suffix(mark)).unwrap_or(said)
}
