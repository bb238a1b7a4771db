//! "Did a message come back?": the words of the panel that reads what somebody pasted.

use super::{explanation, search};
use diagnosis::{Cause, Stage};
use model::why::Why;

/// Button: opens the panel. Long and short.
pub const OPEN: (&str, &str) = ("Did a message come back?", "Came back?");
/// Heading of the panel.
pub const HEADING: &str = OPEN.0;
/// Below it.
pub const HINT: &str = "Paste the message that came back, as your mail program shows it. The picture then shows what \
    happened. What you paste stays on this page. The source of the message, a server’s answer or a line from a log \
    will do too.";
/// Label of the field.
pub const FIELD: &str = "What came back";
/// Button: a file instead.
pub const FILE: &str = "Open a file …";
/// Button: shows how it works.
pub const EXAMPLE: &str = "Try an example";
/// Button: empties the field.
pub const CLEAR: &str = "Clear";
/// A file of a kind that cannot be read.
pub const IS_MSG: &str = "This is an Outlook .msg file, which cannot be read here. In classic Outlook, choose File, \
    Save As, “Text Only”, or open the message and copy its text.";
/// A file that is no text.
pub const NO_TEXT: &str =
    "This file is not text. Save the message as .eml or as plain text, or copy its text.";
/// A file that the browser does not give.
pub const NOT_READ: &str = "The browser could not read this file. Copy its text instead.";
/// A file of which only the beginning is read.
pub const CUT: &str =
    "The file is large. Only its first megabyte was read, which is where the report should be.";

/// Above what was found of one recipient.
pub fn whom(address: Option<&str>) -> &str {
    address.unwrap_or("Recipient not named")
}

/// What became of the message, and why.
pub fn what(arrived: bool, is_final: Option<bool>, cause: Option<(Cause, Why)>) -> String {
    let became = match (arrived, is_final) {
        (true, _) => return "It arrived.".to_owned(),
        (false, Some(false)) => "It is delayed, and the server will try again",
        (false, Some(true)) => "It could not be delivered",
        (false, None) => "Something went wrong on the way",
    };
    match cause {
        Some((cause, why)) => [became, ": ", search::told(cause, why), "."].concat(),
        None => [became, ". The text does not say why."].concat(),
    }
}

/// Who said it, and when: the words follow.
pub fn said_by(host: Option<&str>, stage: Option<Stage>) -> String {
    explanation::said_by(host, stage).trim_start().to_owned()
}

/// When a journey shows it.
pub const SHOWN: &str = "The picture above shows the moment when it went wrong.";
/// When a journey shows it, and it is late.
pub const SHOWN_WAITING: &str = "The picture above shows the moment when it begins to wait.";
/// When a journey shows it, and it went well.
pub const SHOWN_ON_ITS_WAY: &str = "The picture above shows this journey.";
/// Of what is in the picture and not in the text.
pub const INVENTED: &str = "Names and times that your text does not give are made up.";
/// When another journey is shown again.
pub const NOT_SHOWN: &str = "The picture above now shows another journey.";
/// Button: shows it again.
pub const SHOW: &str = "Show this journey";
/// When it is late, and the picture shows it arriving in the end.
pub const NOT_OVER: &str = "How it ends is not known yet. The picture shows the message arriving after some hours, which \
    may or may not happen. If it does not, you get a second report. Do not send it again in the meantime.";

/// Where mail for the address that was written to is passed on to the one in the report.
pub fn forwarded_from(written: &str) -> String {
    ["The message was written to ", written, ", which seems to have passed it on."].concat()
}

/// Above the servers on the way.
pub const WAY: &str = "The way it took:";

/// When more recipients are told of than a journey has.
pub fn left_out(recipients: usize) -> String {
    let people = if recipients == 1 { " more recipient is" } else { " more recipients are" };
    [&recipients.to_string(), people, " in the text, but not in the picture."].concat()
}

/// Tick box: names as they are.
pub const NAMES: &str = "Show the names before the @ in links";
/// Beside it.
pub const NAMES_HINT: &str = "Unless you tick this, links show a***@example.org instead.";

/// Heading of the pasted lines that say it.
pub const EVIDENCE: &str = "Where your text says so";
/// Where lines of it are left out.
pub const GAP: &str = "…";
/// Button: copies a text for whoever asked.
pub const REPLY: &str = "Copy as a reply";
/// Beside it.
pub const REPLY_HINT: &str =
    "For help desks: what happened, what to do and a link, to send to the customer.";

/// Where nothing was found in a text.
pub const NOTHING: &str = "No delivery report, answer or log line was found in this text.";
/// Where nobody whom it was for is named.
pub const NO_RECIPIENT: &str =
    "The text does not name the address that the message was for, so there is no journey to show.";
/// Before examples of the answer, where there is no journey.
pub const ALIKE: &str = "An example shows what it means. Its names are made up:";
/// What stands in the journey for the server's name and for its code, where the text does not say them.
pub const fn stand_ins(server: bool, code: bool) -> Option<&'static str> {
    match (server, code) {
        (true, true) => Some(
            "The report gives neither the server’s name nor a reply code: those here are made up.",
        ),
        (true, false) => {
            Some("The report does not give the server’s name: the one here is made up.")
        }
        (false, true) => Some("The report does not give a reply code: the one here is made up."),
        (false, false) => None,
    }
}
/// Where it is not said what went wrong.
pub const NO_FAILURE: &str =
    "The text does not say what went wrong, so there is no journey to show.";
/// Before the ways to the whole report.
pub const WHERE: &str = "The whole report says more. To get it:";
/// Where mail programs show it.
pub const PROGRAMS: [(&str, &str); 4] = [
    (
        "Outlook",
        "new and on the web: open the report, then the three dots, View, View message source. Classic: copy all of its text, down to “Diagnostic information for administrators”.",
    ),
    ("Gmail", "open the report, then the three dots, “Show original”, “Copy to clipboard”."),
    ("Apple Mail", "open the report, then View, Message, “Raw Source”."),
    ("Thunderbird", "open the report, then More, “View Source”."),
];

/// A report to try it with: it could have come from anywhere.
pub const SAMPLE: &str = "\
Subject: Undelivered Mail Returned to Sender

This is the mail system at host mail.riverside.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

<orders@allbusiness.com>: host mx.allbusiness.com[203.0.113.25] said:
    552 5.2.2 <orders@allbusiness.com>: Recipient address rejected:
    Mailbox is over its quota (in reply to RCPT TO command)
";
