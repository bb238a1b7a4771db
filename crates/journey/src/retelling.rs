//! A bounce that somebody has in hand, as a journey of its own: the same recipients, and the servers' own words.
//!
//! Simplified: what a text does not say is as usual, and [`Assumed`] names it. The journey has no server on the way;
//! hosts have the names that this project gives them.

use diagnosis::{Cause, Stage};
use model::address::Mailbox;
use model::answer::{Answer, AnswerStage, AnswersTo, ServerAnswer};
use model::limits::scenario::{MAX_ANSWER, MAX_CONDITIONS, MAX_RECIPIENTS};
use model::owner::Owner;
use model::preset_id::PresetId;
use model::presets::Preset;
use model::refusal::Refusal;
use model::scenario::{Condition, Parts};
use reader::{Action, Found, Recipient};

/// So often a server says no that was said to be no more than late. The first report of a delay comes after
/// fewer tries.
const LATE: u8 = 9;
/// So long something is out of order that was said to be no more than late.
const LATE_MINUTES: u16 = 600;

/// So many recipients are in a journey, each with what went wrong; further ones are left out.
const MOST: usize = if MAX_RECIPIENTS < MAX_CONDITIONS { MAX_RECIPIENTS } else { MAX_CONDITIONS };

/// Whether people are named in a journey, which may travel in a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// Of what stands before an @, only the first letter is shown: `a***@example.org`.
    Hidden,
    /// Addresses are as they were read.
    Shown,
}

/// A journey that shows what was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retold {
    /// The scenario's parts, which are valid.
    pub parts: Parts,
    /// Which of those that were read each recipient of the journey is.
    pub of: Vec<usize>,
    /// What the text does not say.
    pub assumed: Vec<Assumed>,
    /// How many recipients it tells of for whom there was no room.
    pub left_out: usize,
}

/// What was assumed, because the text does not say it. Numbers are those of recipients of the journey, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assumed {
    /// At which point of the conversation the server said it.
    Stage(usize),
    /// Its reply code.
    Code(usize),
    /// That it takes the message at last.
    TakenAtLast(usize),
    /// That a server took it for good: the text says that it went well.
    Delivered(usize),
}

/// Why there is no journey to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Nobody whom it was for is named.
    Recipient,
    /// Nothing is said of what went wrong.
    Failure,
}

/// The journey that shows what was found.
///
/// # Errors
/// What the text would have to say for that.
pub fn retell(found: &Found, names: Names, owner: &Owner) -> Result<Retold, Missing> {
    let mut known: Vec<Mailbox> = Vec::new();
    let mut people: Vec<(usize, &Recipient, Mailbox)> = Vec::new();
    let mut left_out = 0;
    for (n, recipient) in found.recipients.iter().enumerate() {
        let address = recipient.address.as_ref();
        let Some(mailbox) = address.and_then(|it| it.value.parse::<Mailbox>().ok()) else {
            continue;
        };
        if known.iter().any(|other| other.same_box(&mailbox)) {
            continue;
        }
        if people.len() >= MOST {
            left_out += 1;
            known.push(mailbox);
            continue;
        }
        let shown = match names {
            Names::Shown => Some(mailbox.clone()),
            Names::Hidden => hidden(&mailbox, people.len()),
        };
        known.push(mailbox);
        people.extend(shown.map(|shown| (n, recipient, shown)));
    }
    if people.is_empty() {
        return Err(Missing::Recipient);
    }
    let mut parts = Preset::of(PresetId::EverythingWorks).parts_for(owner);
    parts.relays = 0;
    parts.recipients = people.iter().map(|(_, _, mailbox)| mailbox.clone()).collect();
    let mut assumed = Vec::new();
    let concealed = match names {
        Names::Shown => Vec::new(),
        Names::Hidden => local_parts(found),
    };
    for (n, (_, recipient, mailbox)) in (0_u8..).zip(&people) {
        let others = people.iter().filter(|(_, _, it)| it.domain == mailbox.domain).count() > 1;
        let condition = condition(recipient, n, others, names, &concealed, &mut assumed);
        parts.conditions.extend(condition);
    }
    if parts.conditions.is_empty() {
        return Err(Missing::Failure);
    }
    Ok(Retold { parts, of: people.iter().map(|(n, ..)| *n).collect(), assumed, left_out })
}

/// What went wrong for recipient `n`, if anything did; whether `others` of its domain are in the journey, too.
fn condition(
    recipient: &Recipient,
    n: u8,
    others: bool,
    names: Names,
    concealed: &[&str],
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
    let (reply, is_code_said) = reply(recipient, names, concealed)?;
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
fn reply(recipient: &Recipient, names: Names, concealed: &[&str]) -> Option<(Refusal, bool)> {
    let words = recipient.text.as_ref().map(|it| it.value.clone()).unwrap_or_default();
    let words = match names {
        Names::Shown => words,
        Names::Hidden => without_words(&without_names(&words), concealed),
    };
    if let Ok(refusal) = Refusal::read(&fitting(&words)) {
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

/// The address with nobody's name; `n` tells several apart.
fn hidden(mailbox: &Mailbox, n: usize) -> Option<Mailbox> {
    let number = if n == 0 { String::new() } else { (n + 1).to_string() };
    let local = initial(mailbox.local_part.as_str()) + &number;
    [&local, "@", mailbox.domain.as_str()].concat().parse().ok()
}

/// The first letter of a name, and marks for the others.
fn initial(name: &str) -> String {
    name.chars()
        .next()
        .filter(char::is_ascii_alphanumeric)
        .into_iter()
        .chain("***".chars())
        .collect()
}

/// A server's words without the names in the addresses among them.
fn without_names(words: &str) -> String {
    let mut parts = words.split('@');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_name = |c: char| c.is_alphanumeric() || "!#$%&*+-/=?^_`{|}~.".contains(c);
        let start = out.trim_end_matches(is_name).len();
        if start < out.len() {
            let name = initial(&out[start..]);
            out.truncate(start);
            out.push_str(&name);
        }
        out.push('@');
        out.push_str(part);
    }
    out
}

/// What stands before the @ in the addresses of everybody who is told of, where it names somebody.
fn local_parts(found: &Found) -> Vec<&str> {
    let addresses = found.recipients.iter().filter_map(|it| it.address.as_ref());
    let local = |address: &str| address.split('@').next().unwrap_or_default().len();
    let mut names: Vec<&str> = addresses
        .chain(&found.sender)
        .map(|it| &it.value[..local(&it.value)])
        .filter(|it| it.len() > 1 && !NO_NAMES.iter().any(|known| known.eq_ignore_ascii_case(it)))
        // Codes have three digits.
        .filter(|it| it.len() > 3 || it.bytes().any(|byte| !byte.is_ascii_digit()))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// What mailboxes are called that are nobody's, and servers say for other things.
const NO_NAMES: &[&str] = &[
    "account",
    "address",
    "admin",
    "contact",
    "error",
    "info",
    "mail",
    "mailbox",
    "mailer-daemon",
    "message",
    "office",
    "postmaster",
    "recipient",
    "root",
    "sales",
    "sender",
    "support",
    "unknown",
    "user",
];

/// A server's words without these names where each stands as a whole word.
fn without_words(words: &str, names: &[&str]) -> String {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = String::with_capacity(words.len());
    let mut at = 0;
    while let Some(next) = words[at..].chars().next() {
        let begins = !out.ends_with(is_part) && is_part(next);
        let name = names.iter().filter(|_| begins).find(|name| {
            let found = words.get(at..at + name.len());
            found.is_some_and(|found| found.eq_ignore_ascii_case(name))
                && !words[at + name.len()..].starts_with(|c: char| is_part(c) || c == '*')
        });
        if let Some(name) = name {
            out.push_str(&initial(&words[at..at + name.len()]));
            at += name.len();
        } else {
            out.push(next);
            at += next.len_utf8();
        }
    }
    out
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

/// The point of the conversation that a report names.
pub(crate) const fn stage(read: Stage) -> AnswerStage {
    match read {
        Stage::Connecting | Stage::Greeting => AnswerStage::Greeting,
        Stage::Ehlo => AnswerStage::Hello,
        Stage::Auth => AnswerStage::Auth,
        Stage::Mail => AnswerStage::Mail,
        Stage::Rcpt => AnswerStage::Rcpt,
        Stage::Data => AnswerStage::Data,
        Stage::EndOfData => AnswerStage::Message,
    }
}
