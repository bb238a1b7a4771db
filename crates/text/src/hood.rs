//! The words of "Under the hood": its tabs, and what stands in them.

use super::units;

/// The drawer.
pub const HOOD: &str = "Under the hood";
/// The same on the button where there is little room.
pub const HOOD_SHORT: &str = "Details";
/// Its tabs.
pub const CONVERSATION: &str = "Conversation";
/// Every packet.
pub const PACKETS: &str = "Packets";
/// The registry.
pub const LOOK_UPS: &str = "Look-ups";
/// What servers hold.
pub const STORES: &str = "Boxes and queues";
/// The message itself.
pub const MESSAGE: &str = "Message";
/// Who knows what.
pub const KNOWS: &str = "Who knows what";
/// The glossary.
pub const GLOSSARY: &str = "Glossary";

/// Button: the picture goes to this moment.
pub const SHOW: &str = "Show it";

/// The name of that button, where there are several: what it shows.
pub fn show(what: &str) -> String {
    [SHOW, ": ", what].concat()
}

/// Over the right column of the conversation.
pub const PLAIN_WORDS: &str = "In plain words";
/// Where nobody says anything.
pub const NOTHING_SAID: &str = "Nobody says anything in this journey.";
/// Under lines that are still to come.
pub const LINE_HINT: &str = "Click a line to go to that moment.";

/// Where no packet has been sent.
pub const NO_PACKETS: &str = "Nothing has been sent yet. Go on with the journey.";
/// Heads of the table of packets: the number, the time, the way, what, how many bytes.
pub const PACKET_HEADS: [&str; 5] = ["No.", "Time", "From → to", "What", "Bytes"];
/// Sign of a packet that never arrived.
pub const LOST: &str = "lost";
/// Sign of a packet whose content had been sent before.
pub const AGAIN: &str = "sent again";
/// Button: packets before those shown.
pub const EARLIER: &str = "Show earlier packets";
/// Button: packets after those shown.
pub const LATER: &str = "Show later packets";
/// Before which piece of a message is in a packet.
pub const SHARE_OF_MESSAGE: &str = "Its share:";
/// Before every byte of a packet.
pub const ALL_BYTES: &str = "Every byte, as it travels";
/// Button: a train of packets one by one.
pub const ONE_BY_ONE: &str = "Show one by one";
/// Heads of the table of fields: the bytes, what they are called, what they say and what for.
pub const FIELD_HEADS: [&str; 3] = ["Bytes", "Field", "Says"];

/// How many packets have been sent.
pub fn packets_sent(sent: usize, all: usize) -> String {
    if sent == all {
        return [&all.to_string(), " packets in all."].concat();
    }
    [&sent.to_string(), " of ", &all.to_string(), " packets have been sent so far."].concat()
}

/// How many of these there have been, on a tab.
pub fn so_many(now: usize, all: usize) -> String {
    let all = all.to_string();
    if now.to_string() == all { all } else { [&now.to_string(), " of ", &all].concat() }
}

/// A packet, for its button.
pub fn packet(n: usize, what: &str) -> String {
    ["Packet ", &n.to_string(), ": ", what].concat()
}

/// Which packets of a train: `No. 40–99`.
pub fn numbers(first: usize, last: usize) -> String {
    [&first.to_string(), "–", &last.to_string()].concat()
}

/// Where nothing was looked up.
pub const NOTHING_ASKED: &str = "Nothing has to be looked up in this journey.";
/// The question of a look-up.
pub const ASKED: &str = "Asks";
/// Its answer.
pub const ANSWER: &str = "Answer";
/// Its answer, when that only says whom to ask next.
pub const REFERRAL: &str = "Referral";
/// No answer came.
pub const NO_ANSWER: &str = "No answer came.";
/// A question that need not be asked.
pub const REMEMBERED: &str = "Remembered from before, so nobody is asked.";
/// Before what came out.
pub const RESULT: &str = "Result:";
/// While the answer is not there yet.
pub const NO_RESULT_YET: &str = "Not known yet.";

/// Somebody wants to know the mail servers of a domain.
pub fn wants_server(host: &str, domain: &str) -> String {
    [host, " wants to know: which server takes mail for ", domain, "?"].concat()
}

/// Somebody wants to know the address of another host.
pub fn wants_address(host: &str, other: &str) -> String {
    [host, " wants to know: what is the IP address of ", other, "?"].concat()
}

/// For how long an answer may be remembered.
pub fn remembered_for(seconds: u32) -> String {
    let span = units::span(u64::from(seconds) * 1_000_000);
    ["May be remembered for ", &span, " (TTL ", &seconds.to_string(), ")."].concat()
}

/// Where no server holds anything.
pub const NOTHING_HELD: &str = "No server holds anything at this moment.";
/// Heading of a queue.
pub const QUEUE: &str = "Queue";
/// Heads of the table of a queue.
pub const QUEUE_HEADS: [&str; 4] = ["For", "Failed tries", "Next try", "Why it waits"];
/// Heading of the boxes.
pub const BOXES: &str = "Boxes";
/// Heads of the table of boxes.
pub const BOX_HEADS: [&str; 3] = ["Box", "Letters", "Room used"];
/// In a queue, instead of recipients.
pub const A_REPORT: &str = "A report to the sender";
/// In a queue: it is being tried, or about to be.
pub const NOW: &str = "now";
/// In a queue: it is given up.
pub const NO_NEXT_TRY: &str = "none, it comes back";
/// Where there is nothing to say.
pub const NOTHING: &str = "–";

/// In a queue: a report, and to whom.
pub fn report_for(address: &str) -> String {
    [A_REPORT, " (", address, ")"].concat()
}

/// How full a box is.
pub fn room(octets: u64, quota: Option<u64>) -> String {
    match quota {
        Some(quota) => [&units::size(octets), " of ", &units::size(quota), ": full"].concat(),
        None => units::size(octets),
    }
}

/// The three ways to look at the message.
pub const VIEWS: [&str; 3] = ["As written", "As sent", "As stored"];
/// Label of these three.
pub const VIEW: &str = "How the message is shown";
/// What each of them is.
pub const VIEW_HELP: [&str; 3] = [
    "The message as the sender’s program made it: headers on top, an empty line, the text.",
    "What went over the wire. A line that begins with a dot gets a second one, and a dot alone on a \
     line ends the message.",
    "Each server that took the message has put its own lines on top, newest first.",
];
/// Button: a message that was decoded, as it travels.
pub const SHOW_ENCODED: &str = "Show it encoded, as it travels";
/// Button: the same as its reader sees it.
pub const SHOW_DECODED: &str = "Show it decoded";
/// Field: which copy.
pub const WHOSE: &str = "The copy for";
/// Field: which hop.
pub const WHICH_HOP: &str = "On the way";
/// Where nothing was sent yet.
pub const NOT_SENT_YET: &str = "It has not been sent yet.";
/// Where no server has it.
pub const NO_COPY_YET: &str = "No server has it yet.";
/// Beside a dot that the protocol has added.
pub const STUFFED: &str = "one dot added";
/// Beside the dot that ends a message.
pub const ENDS: &str = "the end";

/// Who has put a part of the message there.
pub fn added_by(host: &str) -> String {
    ["Added by ", host].concat()
}

/// Who has written it.
pub fn written_by(host: &str) -> String {
    ["Written by ", host].concat()
}

/// Where a copy is.
pub fn lies(host: &str, boxed: bool) -> String {
    [if boxed { "It is in the box on " } else { "It is in the queue of " }, host, "."].concat()
}

/// How much is left out.
pub fn left_out(bytes: usize) -> String {
    let size = units::size(u64::try_from(bytes).unwrap_or(u64::MAX));
    ["… ", &size, " more …"].concat()
}
