//! The words around the picture: labels, buttons, helper texts, names of presets.

use super::units;
use model::address::AddressError;

/// While the panels are fetched.
pub const FETCHING: &str = "One moment …";
/// When the panels could not be fetched.
pub const NOT_FETCHED: &str = "This part could not be loaded. Check your connection.";
/// Button: fetches them again.
pub const TRY_AGAIN: &str = "Try again";
/// Instead of the panels when something went wrong inside.
pub const PANELS_BROKEN: &str = "Sorry, something went wrong here. The picture still works. To open \
                                 this part again, reload the page.";

/// Name of the whole thing.
pub const TITLE: &str = "How does email work?";
/// Label of the three stage buttons together.
pub const STAGES: &str = "Stages of the journey";

/// The picture in words: the step, and what is seen beside it.
pub fn picture(title: &str, seen: impl Iterator<Item = String>) -> String {
    seen.fold(title.to_owned(), |words, each| [&words, "; ", &each].concat())
}

/// A stage's name and the phrase beside it; `n` counts from 1. A soft hyphen says where a narrow column
/// breaks the name.
pub const fn stage(n: u8) -> (&'static str, &'static str) {
    match n {
        1 => ("Send\u{ad}ing", "to your provider"),
        2 => ("Sort\u{ad}ing", "by the part after the @"),
        _ => ("Deliver\u{ad}ing", "to the right mailbox"),
    }
}

/// Beside the name of the stage in which it failed, instead of that phrase.
pub const fn failed(some: bool) -> &'static str {
    if some { "failed for some" } else { "failed" }
}

/// Button: to the step before.
pub const BACK: &str = "Back";
/// Button: lets time go on.
pub const PLAY: &str = "Play";
/// Button: stops time.
pub const PAUSE: &str = "Pause";
/// Button at the end: from the beginning.
pub const REPLAY: &str = "Replay";
/// Button: on to the next step.
pub const NEXT: &str = "Next";
/// Label of the speed buttons.
pub const SPEED: &str = "Speed";
/// The three speeds, slowest first.
pub const SPEEDS: [&str; 3] = ["0.5×", "1×", "2×"];
/// Label of the slider under the picture.
pub const SCRUB: &str = "Point in the journey";
/// Beside the clock.
pub const SINCE: &str = "after Send";

/// The list of all steps, and the button that opens it.
pub const WORDS: &str = "The whole journey in words";

/// On that button, before how far the reader is.
pub const STEP: &str = "Step";

/// How far the reader is: `3 of 12`.
pub fn of(step: usize, steps: usize) -> String {
    [&(step + 1).to_string(), " of ", &steps.to_string()].concat()
}

/// A step as it is read out.
pub fn spoken(title: &str, caption: &str) -> String {
    let dot = if title.ends_with('?') { " " } else { ". " };
    [title, dot, caption].concat()
}

/// Button: shows the link.
pub const SHARE: &str = "Share";
/// Label of the link.
pub const SHARE_LINK: &str = "A link to this moment";
/// Button: copies the link.
pub const COPY: &str = "Copy";
/// The button after it has copied.
pub const COPIED: &str = "Copied";
/// When copying was not allowed.
pub const COPY_BY_HAND: &str = "Your browser did not allow copying. Select the link and copy it.";
/// When the link cannot hold everything.
pub const TEXT_LEFT_OUT: &str = "Your text is too long for a link, so the link leaves it out.";
/// When it can hold nothing of it.
pub const ALL_LEFT_OUT: &str =
    "What you changed is too long for a link, so the link opens the example as it was.";
/// What a link holds.
pub const SHARE_HELP: &str =
    "The link contains what you chose and typed. Nothing is stored anywhere.";

/// Button: opens the other examples. Long and short.
pub const INVITE: (&str, &str) = ("What could go wrong?", "What if?");
/// Button: opens the card that says what went wrong. Long and short.
pub const WHY: (&str, &str) = ("Why, and what to do", "Why?");
/// Heading of that card.
pub const VERDICT: &str = "What happened, and what to do";
/// In the card: the sentence itself.
pub const HAPPENED: &str = "What happened";
/// In the card: the computer.
pub const WHERE: &str = "Where";
/// Button: goes to the moment.
pub const SHOW_WHERE: &str = "Show it";
/// In the card.
pub const AGAIN: &str = "Tried again?";
/// In the card.
pub const WHO_FIXES: &str = "Who can fix it";
/// In the card.
pub const DO_NOW: &str = "What to do now";
/// In the card: what the server answered.
pub const REPLY: &str = "The reply, explained";
/// On a page, the same without its explanation.
pub const REPLY_GIVEN: &str = "The reply";
/// In the card, when there are several: before the addresses.
pub const FOR: &str = "For ";
/// Button: copies the card as plain text.
pub const COPY_REPLY: &str = "Copy as a reply";
/// Beside it: who is to get the text.
pub const COPY_REPLY_HINT: &str =
    "For help desks: this card as plain text, to send to the customer.";
/// When copying the card was not allowed; the text stands below.
pub const COPY_REPLY_BY_HAND: &str =
    "Your browser did not allow copying. Select the text below and copy it.";
/// Label of that text.
pub const REPLY_TEXT: &str = "The card as plain text";

/// Button: saves every packet as a file.
pub const CAPTURE: &str = "Download capture";
/// Beside it.
pub const CAPTURE_HELP: &str = "Every packet of this journey in one file, for programs such as \
                                Wireshark. It is made on this page. Nothing is sent.";

/// Heading: what became of the message.
pub const OUTCOMES: &str = "What became of it";
/// Heading: what the sender knows.
pub const SENDER_KNOWS: &str = "The sender";
/// Heading: what servers hold.
pub const SERVERS_HOLD: &str = "The servers";
/// Heading: what recipients see.
pub const RECIPIENTS_SEE: &str = "The recipients";
/// Where there is nothing to know yet.
pub const NOTHING_YET: &str = "Nothing yet.";

/// Label of the field that finds presets.
pub const FIND: &str = "Find a problem";
/// In the field while it is empty.
pub const FIND_HINT: &str = "550, full, or the whole reply";
/// Groups of presets.
pub const GROUPS: [&str; 5] =
    ["It arrives", "A hitch on the way", "It waits", "It comes back", "Nobody is told"];

/// Heading of the presets.
pub const WHAT_IF: &str = "What could go wrong?";
/// Beside it.
pub const WHAT_IF_HINT: &str = "Pick one and watch what happens.";
/// Heading of what can be switched on.
pub const SWITCH_ON: &str = "Or switch it on in this journey";
/// Field: for whom.
pub const SWITCH_FOR: &str = "For";
pub use super::presets::YOUR_OWN;

/// Button: opens the reader's own addresses and words. Long and short.
pub const OWN: (&str, &str) = ("Try your own", "Your own");
/// Under the form.
pub const OWN_HELP: &str = "Nothing is sent. What you type stays on this page. The servers’ names and numbers are made up.";
/// Field: who writes.
pub const OWN_SENDER: &str = "From";
/// Field: who is written to.
pub const OWN_RECIPIENTS: &str = "To";
/// Beside it.
pub const OWN_RECIPIENTS_HINT: &str = "(one or more, separated by commas or one per line)";
/// Under a field: what stands there is no address.
pub fn no_address(field: &str, item: &str, why: AddressError) -> String {
    if item.is_empty() {
        return [field, ": an address is missing."].concat();
    }
    [field, ": “", item, "” is not an email address here: ", &why.to_string(), "."].concat()
}

/// Field: the subject.
pub const OWN_SUBJECT: &str = "Subject";
/// Field: the text.
pub const OWN_TEXT: &str = "Message";
/// Field: how many servers on the way.
pub const OWN_RELAYS: &str = "Other mail servers on the way";
/// Field: how large a file goes along.
pub const OWN_ATTACHMENT: &str = "Attachment";
/// Beside it.
pub const OWN_ATTACHMENT_HINT: &str = "(made up; no file of yours is read)";
/// Its first choice.
pub const OWN_NO_ATTACHMENT: &str = "None";
/// Button: plays the journey of this message.
pub const OWN_PLAY: &str = "Play its journey";
/// Button: the fields hold what the example does.
pub const OWN_RESET: &str = "Back to the example’s message";
/// The same button then: they hold what they held before.
pub const OWN_UNDO: &str = "Bring back what I typed";

/// Where mail comes into a wall of boxes.
pub const PORT_IN: &str = "SMTP in";
/// Where mail is fetched from a wall of boxes.
pub const PORT_OUT: &str = "POP out";
/// Over the part of an address before the @.
pub const BOX_NUMBER: [&str; 2] = ["box number,", "read later"];
/// Over the part of an address after the @.
pub const DOMAIN: &str = "the domain: where it goes";
/// The same where there is less room.
pub const DOMAIN_SHORT: &str = "the domain";
/// Button: closes a card.
pub const CLOSE: &str = "Close";

/// Who speaks to whom.
pub fn from_to(from: &str, to: &str) -> String {
    [from, " → ", to].concat()
}

/// How far the reader is, for the slider: `Step 3 of 12: Who is it for?`
pub fn step_of(step: usize, steps: usize, title: &str) -> String {
    [STEP, " ", &of(step, steps), ": ", title].concat()
}

/// The simulated time since Send was pressed.
pub fn clock(micros: u64) -> String {
    units::span(micros)
}

/// The pieces of the message on a train of packets: `5–9`.
pub fn train(first: u16, count: u16) -> String {
    let last = first.saturating_add(count.saturating_sub(1));
    [&first.to_string(), "–", &last.to_string()].concat()
}

/// A section of the page's article: heading and paragraphs.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Its heading.
    pub heading: &'static str,
    /// Its paragraphs.
    pub paragraphs: &'static [&'static str],
}

/// The article's opening, above the picture.
pub const INTRODUCTION: &[&str] = &[
    "Email is one of the oldest things people do on the internet, and still one of the most common. \
          Much of it is business mail. Hardly anyone who presses Send knows what happens next, yet \
     getting a message from A to B is simple at heart.",
    "Press Play and follow one message, or go step by step. This is not a video: the computers \
     below really do have these conversations, here on this page.",
];

/// The article itself, under the picture.
pub const ARTICLE: &[Section] = &[
    Section {
        heading: "Sending: to your provider",
        paragraphs: &[
            "When you press Send, your email program connects to your provider’s mail server. That \
             is usually an SMTP server, the kind that sends mail.",
            "The message may be broken into packets. They share the lines with everybody else’s, so \
             nobody has to wait while one big message goes through. A lost packet is quickly sent \
             again. At the other end, the packets are put back together in the right order.",
        ],
    },
    Section {
        heading: "Sorting: by the part after the @",
        paragraphs: &[
            "Just as post is sorted by postcode, email is sorted by domain. In \
             feedback@allbusiness.com, allbusiness.com is the domain: the part after the @ says \
             where the message must go.",
            "Each domain leads to an IP address, the number by which the internet finds a server. \
             Finding it takes two questions, and the domain name registry answers both. Which server \
             takes mail for this domain? And what is its number? Once the SMTP server knows the \
             number, it sends the message on its way.",
        ],
    },
    Section {
        heading: "Delivering: to the right mailbox",
        paragraphs: &[
            "The first server may not make the final handoff. It can pass the message to another \
             one, which looks at the domain and passes it on again, closer each time, until the \
             right server is reached.",
            "The server that receives the message is generally a POP server. Providers set up a \
             mailbox on it for each of their users. User names are like the numbers on post-office \
             boxes, and passwords are like the keys that open the right one. That is how mail for \
             feedback@ and mail for service@ at the same domain are kept apart.",
            "The message is put into the right account and stays there until its user signs in to \
             check for mail. Then the recipient’s email program connects to the POP server, looks in \
             the box and fetches what is waiting. The journey is complete, and all of it can happen \
             within seconds.",
            "Things have changed since POP was usual. Most people now read their mail with IMAP or on \
             a web page, and both leave it on the server. Nearly every conversation is encrypted \
             (TLS), passwords above all.",
        ],
    },
];

/// Heading of the glossary.
pub const GLOSSARY: &str = "Words used here";
/// The last line of the page.
pub const COLOPHON: &str = "The examples are invented: allbusiness.com and all other names in them stand for any name. The simulated conversations \
                            are not encrypted, so that you can read them. Real mail programs wrap \
                            them in TLS.";
