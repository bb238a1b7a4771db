//! The words around the picture: labels, buttons, helper texts, names of presets.

use super::units;

/// Name of the whole thing.
pub const TITLE: &str = "How does email work?";
/// Instead of the picture when something went wrong inside.
pub const BROKEN: &str = "Sorry, something went wrong inside this picture. Please load the page \
                          again to start it anew.";
/// Label of the three stage buttons together.
pub const STAGES: &str = "Stages of the journey";
/// Label of the picture when nothing is told.
pub const SCENE: &str = "The journey of an email";

/// A stage's name and the phrase beside it; `n` counts from 1.
pub const fn stage(n: u8) -> (&'static str, &'static str) {
    match n {
        1 => ("Sending", "to your provider"),
        2 => ("Sorting", "by the part after the @"),
        _ => ("Delivering", "to the right mailbox"),
    }
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
pub const SCRUB: &str = "Moment of the journey";
/// Beside the clock.
pub const SINCE: &str = "since you pressed Send";

/// Button: shows the link.
pub const SHARE: &str = "Share";
/// Label of the link.
pub const SHARE_LINK: &str = "A link to this moment";
/// Button: copies the link.
pub const COPY: &str = "Copy";
/// The button after it has copied.
pub const COPIED: &str = "Copied";
/// When copying was not allowed.
pub const COPY_BY_HAND: &str =
    "Your browser did not let the button copy. Mark the link and copy it.";
/// When the link cannot hold everything.
pub const TEXT_LEFT_OUT: &str = "Your text is too long for a link, so the link leaves it out.";
/// What a link holds.
pub const SHARE_HELP: &str = "The link holds what you chose and typed. Nothing is stored anywhere.";

/// Heading of the presets.
pub const WHAT_IF: &str = "What could go wrong?";
/// Beside it.
pub const WHAT_IF_HINT: &str = "Pick one and watch the same journey.";
/// When the reader has changed something.
pub const YOUR_OWN: &str = "Your own";

/// Heading of the form.
pub const OWN: &str = "Try your own";
/// Beside it.
pub const OWN_HINT: &str = "your addresses and your words, on the same journey";
/// Under the form.
pub const OWN_HELP: &str = "Nothing is sent. What you type stays in this page.";
/// Field: who writes.
pub const OWN_SENDER: &str = "From";
/// Field: who is written to.
pub const OWN_RECIPIENTS: &str = "To";
/// Beside it.
pub const OWN_RECIPIENTS_HINT: &str = "(one or more, with commas or on lines of their own)";
/// Field: the subject.
pub const OWN_SUBJECT: &str = "Subject";
/// Field: the text.
pub const OWN_TEXT: &str = "Message";
/// Field: how many servers on the way.
pub const OWN_RELAYS: &str = "Other mail servers on the way";
/// Button: as the preset had it.
pub const OWN_RESET: &str = "Start over";

/// The drawer.
pub const HOOD: &str = "Under the hood";
/// Beside it.
pub const HOOD_HINT: &str = "what the computers really say to each other, line by line";
/// Its first tab.
pub const CONVERSATION: &str = "Conversation";
/// Its second tab.
pub const LOOK_UPS: &str = "Look-ups";
/// Over the right column of the conversation.
pub const PLAIN_WORDS: &str = "In plain words";
/// In the first tab when nobody says anything.
pub const NOTHING_SAID: &str = "Nobody says anything in this journey.";
/// In the second tab when nothing was looked up.
pub const NOTHING_ASKED: &str = "Nothing has to be looked up in this journey.";
/// A question of a look-up.
pub const ASKED: &str = "Asked";
/// Its answer.
pub const ANSWER: &str = "Answer";
/// Its answer, when that only says whom to ask next.
pub const REFERRAL: &str = "Referral";
/// No answer came.
pub const NO_ANSWER: &str = "No answer came.";
/// On the drawer of the card index.
pub const CARD_INDEX: &str = "A – Z";
/// Where mail comes into a wall of boxes.
pub const PORT_IN: &str = "SMTP in";
/// Where mail is fetched from a wall of boxes.
pub const PORT_OUT: &str = "POP out";
/// Over the part of an address before the @.
pub const BOX_NUMBER: [&str; 2] = ["box number,", "read later"];
/// Over the part of an address after the @.
pub const DOMAIN: &str = "the domain: where it goes";
/// Button: closes a card.
pub const CLOSE: &str = "Close";

/// The number of a question.
pub fn question(n: usize) -> String {
    ["Question ", &n.to_string()].concat()
}

/// Who speaks to whom.
pub fn from_to(from: &str, to: &str) -> String {
    [from, " → ", to].concat()
}

/// How far the reader is, for the slider: `Step 3 of 12: Who is it for?`
pub fn step_of(step: usize, steps: usize, title: &str) -> String {
    ["Step ", &(step + 1).to_string(), " of ", &steps.to_string(), ": ", title].concat()
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
     Most of it is business mail. Hardly anyone who presses Send knows what happens next, and yet \
     getting a message from A to B is simple at heart.",
    "Press Play and follow one message, or go step by step. Nothing here is a film: the computers \
     below really hold these conversations, inside this page.",
];

/// The article itself, under the picture.
pub const ARTICLE: &[Section] = &[
    Section {
        heading: "Sending: to your provider",
        paragraphs: &[
            "When you press Send, your email program connects to your provider's mail server. That \
             is usually an SMTP server, the kind whose work is sending mail.",
            "The message may be broken into packets. Small pieces travel more quickly than one big \
             lump, and at the other end they are put together again in the right order.",
        ],
    },
    Section {
        heading: "Sorting: by the part after the @",
        paragraphs: &[
            "As post is sorted by post code, email is sorted by domain. In \
             feedback@allbusiness.com, allbusiness.com is the domain: the part after the @ says \
             where the message must go.",
            "Each domain leads to an IP address, a number by which servers route messages. Which \
             domain belongs to which number is kept in the domain name registry, and the SMTP \
             server looks it up there. Once it knows the right server, it sends the message on its \
             way.",
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
             feedback@ and mail for service@ at the same domain is told apart.",
            "The message is put into the right account and stays there until its user signs in and \
             looks. Then the recipient's email program connects to the POP server, looks into the \
             box and fetches what is waiting. The journey is complete, and all of it can happen \
             within seconds.",
        ],
    },
];

/// Heading of the glossary.
pub const GLOSSARY: &str = "Words used here";
/// The last line of the page.
pub const COLOPHON: &str = "The addresses and companies are invented. The simulated conversations \
                            are not encrypted, so that you can read them; real mail programs wrap \
                            them in TLS.";
