//! What somebody has in hand, as a journey of its own: of a bounce the same recipients and the servers' own words, of
//! a header the servers on the way, in their order, under their own names.
//!
//! How long a message lay where, and whose clock is wrong, is for `clocks.rs` to say.
//!
//! Simplified: what a text does not say is as usual, and [`Assumed`] names it. A message whose sender and recipient
//! have the same domain is written by the usual sender, because mail within a domain meets no other server here.
//! The date is the journey's own; only the times between the servers are those of the header.
//! Servers on the way of a bounce are not told but for the one that reports and the one that said no.

mod clocks;
mod failure;
mod hiding;
mod linked;
mod servers;
mod way;

use diagnosis::Stage;
use hiding::Concealed;
use model::address::Mailbox;
use model::answer::AnswerStage;
use model::host_names::NamedServer;
use model::limits::scenario::{MAX_CONDITIONS, MAX_RECIPIENTS};
use model::owner::Owner;
use model::preset_id::PresetId;
use model::presets::Preset;
use model::scenario::{Parts, Scenario};
use reader::{Found, Recipient, Said};

pub use linked::{Hiding, retell_to_reader};

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
    /// Which of those that were read each recipient of the journey is; none where a header was read.
    pub of: Vec<usize>,
    /// What the text does not say.
    pub assumed: Vec<Assumed>,
    /// Servers on the way that are left out, because a journey has fewer: which of the hops that were read.
    pub left_out: Vec<usize>,
    /// How many recipients the text tells of for whom there was no room.
    pub people_left_out: usize,
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
    /// Who wrote it.
    Sender,
    /// Whom it was for.
    Addressee,
    /// What this server is called.
    HostName(NamedServer),
    /// How long it lay at the server at the end of this hop, or how wrong its clock is: the text says more than a
    /// journey can.
    Times(u8),
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
    let retold = if found.recipients.is_empty() && !found.hops.is_empty() {
        of_header(found, names, owner)
    } else {
        of_bounce(found, names, owner)?
    };
    // Of all that was read, only the addresses of recipients can be none for a journey.
    Scenario::new(retold.parts.clone()).map(|_| retold).map_err(|_| Missing::Recipient)
}

fn of_bounce(found: &Found, names: Names, owner: &Owner) -> Result<Retold, Missing> {
    let mut known: Vec<Mailbox> = Vec::new();
    let mut people: Vec<(usize, &Recipient, Mailbox)> = Vec::new();
    let mut people_left_out = 0;
    for (n, recipient) in found.recipients.iter().enumerate() {
        let Some(mailbox) = mailbox(recipient.address.as_ref()) else { continue };
        if known.iter().any(|other| other.same_box(&mailbox)) {
            continue;
        }
        if people.len() >= MOST {
            people_left_out += 1;
            known.push(mailbox);
            continue;
        }
        let shown = shown(&mailbox, names, people.len());
        known.push(mailbox);
        people.extend(shown.map(|shown| (n, recipient, shown)));
    }
    if people.is_empty() {
        return Err(Missing::Recipient);
    }
    let mut parts = usual(owner);
    parts.recipients = people.iter().map(|(_, _, mailbox)| mailbox.clone()).collect();
    let mut assumed = Vec::new();
    let concealed = Concealed::of(found, names);
    for (n, (_, recipient, mailbox)) in (0_u8..).zip(&people) {
        let others = people.iter().filter(|(_, _, it)| it.domain == mailbox.domain).count() > 1;
        let condition = failure::condition(recipient, n, others, &concealed, &mut assumed);
        parts.conditions.extend(condition);
    }
    if parts.conditions.is_empty() {
        return Err(Missing::Failure);
    }
    set_sender(&mut parts, found, names, &mut assumed);
    let recipients: Vec<&Recipient> = people.iter().map(|(_, recipient, _)| *recipient).collect();
    let servers = servers::of_bounce(&recipients, &parts, &found.returned_hops);
    servers::name(&mut parts, &servers, &mut assumed);
    let of = people.iter().map(|(n, ..)| *n).collect();
    Ok(Retold { parts, of, assumed, left_out: Vec::new(), people_left_out })
}

fn of_header(found: &Found, names: Names, owner: &Owner) -> Retold {
    let mut parts = usual(owner);
    let mut assumed = Vec::new();
    let addressee = mailbox(found.addressee.as_ref());
    let addressee = addressee.and_then(|mailbox| shown(&mailbox, names, 0));
    let changed = addressee.map(|it| Parts { recipients: vec![it], ..parts.clone() });
    match changed.filter(|parts| Scenario::new(parts.clone()).is_ok()) {
        Some(changed) => parts = changed,
        None => assumed.push(Assumed::Addressee),
    }
    set_sender(&mut parts, found, names, &mut assumed);
    let way = way::of(&found.hops);
    parts.relays = way.relays();
    let (conditions, more) = way.conditions();
    parts.conditions = conditions;
    assumed.extend(more.into_iter().map(Assumed::Times));
    servers::name(&mut parts, &way.named(), &mut assumed);
    Retold { parts, of: Vec::new(), assumed, left_out: way.left_out, people_left_out: 0 }
}

/// The usual journey, from server to server.
fn usual(owner: &Owner) -> Parts {
    let mut parts = Preset::of(PresetId::EverythingWorks).parts_for(owner);
    parts.relays = 0;
    parts
}

fn mailbox(said: Option<&Said<String>>) -> Option<Mailbox> {
    said?.value.parse().ok()
}

/// An address as it is shown; `n` tells several apart.
fn shown(mailbox: &Mailbox, names: Names, n: usize) -> Option<Mailbox> {
    match names {
        Names::Shown => Some(mailbox.clone()),
        Names::Hidden => hiding::hidden(mailbox, n),
    }
}

/// Lets the message be written by whoever wrote it, as far as that is known and goes with the recipients.
fn set_sender(parts: &mut Parts, found: &Found, names: Names, assumed: &mut Vec<Assumed>) {
    let read = mailbox(found.sender.as_ref()).and_then(|mailbox| shown(&mailbox, names, 0));
    let is_elsewhere =
        |sender: &Mailbox| parts.recipients.iter().all(|it| it.domain != sender.domain);
    let changed = read.filter(is_elsewhere).map(|sender| Parts { sender, ..parts.clone() });
    match changed.filter(|parts| Scenario::new(parts.clone()).is_ok()) {
        Some(changed) => *parts = changed,
        None => assumed.push(Assumed::Sender),
    }
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
