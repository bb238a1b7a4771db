//! The sentences of who knows what when.

use super::owner::provider_first;
use super::units::count;
use model::story::DeliveryStatus;

/// What one recipient can see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Nothing of it.
    Nothing,
    /// Nothing of it, and a box that is full.
    Full,
    /// It lies in the folder for spam.
    Spam,
    /// It lies in the box.
    Waits,
    /// It is on the recipient's computer.
    Has,
}

/// A word or two, and whether it is good.
pub const fn outcome(status: DeliveryStatus) -> (&'static str, Option<bool>) {
    match status {
        DeliveryStatus::Unsent => ("not sent yet", None),
        DeliveryStatus::NotSent => ("not sent", Some(false)),
        DeliveryStatus::OnTheWay => ("on the way", None),
        DeliveryStatus::Waiting => ("waiting in a queue", None),
        DeliveryStatus::Failed => ("not delivered", Some(false)),
        DeliveryStatus::Delivered => ("in the box", Some(true)),
        DeliveryStatus::Collected => ("collected", Some(true)),
        DeliveryStatus::InSpamFolder => ("in the spam folder", Some(false)),
        DeliveryStatus::InCatchAll => ("in somebody else’s box", Some(false)),
    }
}

/// What a recipient sees.
pub const fn recipient(sight: Sight) -> &'static str {
    match sight {
        Sight::Nothing => "Sees nothing of it.",
        Sight::Full => "Sees nothing of it: the box is full of older mail.",
        Sight::Spam => "Sees nothing of it in the inbox.",
        Sight::Waits => "A message waits in the box.",
        Sight::Has => "Has the message.",
    }
}

/// The sender's first step.
pub const PRESSED_SEND: &str = "You have pressed Send.";

/// The provider has taken it.
pub fn sent(people: &str, provider: Option<&str>) -> String {
    let taker = provider_first(provider);
    ["Your program says: sent. ", taker, " has accepted the message for ", people, "."].concat()
}

/// The provider does not take it yet.
pub const KEPT_IN_OUTBOX: &str = "Your program says: in the outbox, not sent yet.";

/// It did not leave the program.
pub fn not_sent(people: &str) -> String {
    ["Your program says: not sent to ", people, "."].concat()
}

/// A report was fetched from the sender's own box.
pub fn report(people: &str, delayed: bool) -> String {
    let what = if delayed {
        "A report in your mail says the server is still trying to deliver the message to "
    } else {
        "A report in your mail says the message could not be delivered to "
    };
    [what, people, "."].concat()
}

/// What the sender never learns.
pub fn never_told(people: &str) -> String {
    [
        "Unless a report comes, you hear no more. Nobody tells you when it reaches ",
        people,
        " or when it is read.",
    ]
    .concat()
}

/// The name of the box of whoever runs a server.
pub const POSTMASTER: &str = "postmaster";

/// A message in a queue.
pub fn queued(people: &str, report: bool, next: Option<&str>) -> String {
    let what = match (report, people) {
        (true, "") => "In the queue: a report.",
        (true, _) => "In the queue: a report to ",
        (false, _) => "In the queue: the message to ",
    };
    let mut text = what.to_owned();
    if !people.is_empty() {
        text.push_str(people);
        if let Some(next) = next {
            text.push_str(", next try ");
            text.push_str(next);
        }
        text.push('.');
    }
    text
}

/// Messages in a box.
pub fn boxed(name: &str, messages: usize) -> String {
    let what = if messages == 1 { " message." } else { " messages." };
    ["In the box ", name, ": ", &count(messages), what].concat()
}

/// A box that is full.
pub fn full(name: &str) -> String {
    ["The box ", name, " is full."].concat()
}

/// A moment: `Mon 5 Jan, 09:15`.
pub fn clock(weekday: &str, day: u64, month: &str, (hour, minute): (u64, u64)) -> String {
    let two = |n: u64| if n < 10 { ["0", &n.to_string()].concat() } else { n.to_string() };
    let (hour, minute) = (two(hour), two(minute));
    [weekday, " ", &day.to_string(), " ", month, ", ", &hour, ":", &minute].concat()
}
