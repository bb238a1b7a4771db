//! What went wrong for a recipient, as a condition of a scenario.

use super::hiding::Concealed;
use super::{Assumed, stage};
use diagnosis::Cause;
use model::answer::{Answer, AnswerStage, AnswersTo, ServerAnswer};
use model::limits::scenario::MAX_ANSWER;
use model::refusal::Refusal;
use model::scenario::Condition;
use reader::{Action, Recipient, reply_lines};

/// So often a server says no that was said to be no more than late. The first report of a delay comes after
/// fewer tries.
const LATE: u8 = 9;
/// So long something is out of order that was said to be no more than late.
const LATE_MINUTES: u16 = 600;

/// What went wrong for recipient `n`, if anything did; whether `others` of its domain are in the journey, too.
pub(super) fn condition(
    recipient: &Recipient,
    n: u8,
    others: bool,
    concealed: &Concealed<'_>,
    assumed: &mut Vec<Assumed>,
) -> Option<Condition> {
    let place = usize::from(n);
    let action = recipient.action.as_ref().map(|it| it.value);
    if matches!(action, Some(Action::Delivered | Action::Relayed | Action::Expanded)) {
        assumed.push(Assumed::Delivered(place));
        return None;
    }
    if recipient.cause.is_none() && recipient.code.is_none() && recipient.status.is_none() {
        return None;
    }
    let late = recipient.is_final == Some(false);
    if late {
        assumed.push(Assumed::TakenAtLast(place));
    }
    if !is_said_by_server(recipient)
        && let Some(condition) = unheard(recipient.cause, n, late)
    {
        return Some(condition);
    }
    let (reply, is_code_said) = reply(recipient, concealed)?;
    if !is_code_said {
        assumed.push(Assumed::Code(place));
    }
    let said = recipient.stage.as_ref().map(|it| stage(it.value));
    let stage = match said {
        Some(stage) if !others && stage != AnswerStage::Auth => stage,
        // Of several in one domain only here each is answered alone.
        _ => AnswerStage::Rcpt,
    };
    if said != Some(stage) {
        assumed.push(Assumed::Stage(place));
    }
    let to =
        if stage == AnswerStage::Rcpt { AnswersTo::Recipient(n) } else { AnswersTo::Domain(n) };
    let times = late.then_some(LATE);
    Some(Condition::Answers(ServerAnswer { to, answer: Answer::Reply { stage, reply }, times }))
}

/// Whether another server said it. Otherwise the one that reports says what it met with.
fn is_said_by_server(recipient: &Recipient) -> bool {
    let starts_with_code =
        recipient.text.as_ref().is_some_and(|it| Refusal::read(&it.value).is_ok());
    recipient.code.is_some() || starts_with_code
}

/// What happens where no server says no.
fn unheard(cause: Option<Cause>, recipient: u8, late: bool) -> Option<Condition> {
    let minutes = late.then_some(LATE_MINUTES);
    match cause? {
        // What is asked again later was not answered.
        Cause::NoSuchDomain | Cause::NoMailHere if late => {
            Some(Condition::NameServersSilent { recipient, minutes })
        }
        Cause::NoSuchDomain => Some(Condition::NoSuchDomain { recipient }),
        Cause::NoMailHere => Some(Condition::NullMx { recipient }),
        Cause::NoAnswer => Some(Condition::ServerDown { recipient, minutes, silent: true }),
        Cause::Loop if !late => Some(Condition::MailLoop { recipient }),
        _ => None,
    }
}

/// The server's reply, and whether its code was said.
fn reply(recipient: &Recipient, concealed: &Concealed<'_>) -> Option<(Refusal, bool)> {
    let words =
        recipient.text.as_ref().map_or_else(String::new, |it| concealed.in_words(&it.value));
    if let Some(refusal) = in_lines(&words).or_else(|| Refusal::read(&fitting(&words)).ok()) {
        return Some((refusal, true));
    }
    let said = recipient.code.as_ref().map(|it| it.value);
    let status = recipient.status.as_ref().map(|it| it.value);
    let class = status.map_or(if recipient.is_final == Some(false) { 4 } else { 5 }, |it| it.class);
    let usual = class * 100 + 50;
    let missing = status.map(|it| it.to_string()).filter(|it| !words.contains(it.as_str()));
    let missing = missing.map(|it| it + " ").unwrap_or_default();
    // A code that no server can say stands in the words.
    let tries = [
        (said, [missing.as_str(), &words].concat()),
        (said, words.clone()),
        (Some(usual), [missing.as_str(), &words].concat()),
        (Some(usual), words.clone()),
        (Some(usual), String::new()),
    ];
    tries.into_iter().find_map(|(code, words)| {
        let code = code?;
        let refusal = Refusal::read(&fitting(&[&code.to_string(), " ", &words].concat())).ok()?;
        Some((refusal, said == Some(code)))
    })
}

/// A reply of several lines, which stand in the report as one: as many of them as fit.
fn in_lines(words: &str) -> Option<Refusal> {
    let lines = reply_lines(words);
    (2..=lines.len()).rev().find_map(|n| Refusal::read(&lines.get(..n)?.join("\n")).ok())
}

/// As much of a reply as fits, in lines that do.
fn fitting(words: &str) -> String {
    /// Shorter than a line may be, by the codes that stand before each.
    const LINE: usize = 460;
    let mut lines = vec![String::new()];
    for word in words.split_whitespace() {
        let word: String = word.chars().take(LINE).collect();
        let last = lines.last_mut().map_or(0, |line| line.len());
        if last + word.len() >= LINE {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&word);
        }
    }
    // The codes are repeated on the second line.
    while lines.len() > 2 || lines.iter().map(|it| it.len() + 20).sum::<usize>() > MAX_ANSWER {
        if lines.pop().is_none() {
            break;
        }
    }
    lines.join("\n")
}
