//! Titles and captions of the steps. At most two sentences, about 30 words, in plain words.

use super::owner::{self, of_provider, of_provider_first};
use super::units::{count, list, size, times};
use model::limits::page::MAX_TITLE;
use model::story::{Step, Story};

/// A title and a caption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepText {
    /// A few words.
    pub title: String,
    /// At most two sentences.
    pub caption: String,
}

fn step_text(title: &str, caption: String) -> StepText {
    StepText { title: title.to_owned(), caption }
}

/// The message is written. `seems_real`: names in the picture could be taken for somebody's.
pub fn pressed_send(recipients: &[String], bytes: u64, seems_real: bool) -> StepText {
    let (to, long) = (first_of(recipients), size(bytes));
    step_text(
        "You press Send",
        if seems_real {
            [
                "Your message to ",
                &to,
                " is ready and ",
                &long,
                " long. The servers shown are simulated: real ones may have other names and numbers.",
            ]
            .concat()
        } else {
            format!(
                "Your message to {to} is ready. With the addresses, subject and date, it comes to {long}."
            )
        },
    )
}

/// One or two of them, or the first one and how many there are besides.
fn first_of(recipients: &[String]) -> String {
    match recipients {
        [one, rest @ ..] if rest.len() > 1 => {
            [one, " and ", &count(rest.len()), " others"].concat()
        }
        _ => list(recipients),
    }
}

/// The mail program has a connection to the provider's server.
pub fn connected(server: &str, signed_in: bool, provider: Option<&str>) -> StepText {
    let title = |provider| ["Your program calls ", owner::provider(provider)].concat();
    // A name of many words cannot be shortened.
    let fits = title(provider).chars().count() <= MAX_TITLE;
    step_text(
        &title(provider.filter(|_| fits)),
        [
            if signed_in {
                "Your email program signs in to "
            } else {
                "Your email program connects to "
            },
            &of_provider(provider),
            " mail server, ",
            server,
            ". It is an SMTP server, the kind that sends mail.",
        ]
        .concat(),
    )
}

/// Sender and recipients were named; no recipients, where the sender was refused.
pub fn envelope(from: &str, to: &[String]) -> StepText {
    // All of them are named in turn, in the conversation.
    let to = match to {
        [] => String::new(),
        [one, _] => [", to ", one, " and one other"].concat(),
        _ => [", to ", &first_of(to)].concat(),
    };
    step_text(
        "Who is it from, and who for?",
        format!("The addresses go first: from {from}{to}. The server can still say no."),
    )
}

/// The message travels in packets.
pub fn packets(pieces: usize, accepted: bool) -> StepText {
    let travel = if pieces == 1 {
        "Your message is short enough for one packet.".to_owned()
    } else {
        format!(
            "Your message is cut into {} packets, which are put back together in order.",
            count(pieces)
        )
    };
    let taken = " The server adds a stamp (its name and the time) and is now responsible.";
    let title = if pieces == 1 {
        "Your message travels in one packet"
    } else {
        "Your message travels in packets"
    };
    step_text(title, if accepted { travel + taken } else { travel })
}

/// A packet was lost. Where none came after it that showed the gap, only the time tells.
pub fn packet_lost(number: usize, asked_again: usize) -> StepText {
    let missed = if asked_again == 0 {
        "Your program hears nothing about it.".to_owned()
    } else {
        let times = times(asked_again);
        format!("The server notices the gap and says {times}: I still need number {number}.")
    };
    step_text("A packet is lost", format!("Packet {number} never arrives. {missed}"))
}

/// What the receiver says when a packet is missing: the number, and how often it is said again.
pub fn acknowledgement(number: u32, again: usize) -> String {
    let line = ["ACK ", &number.to_string()].concat();
    match again {
        0 => line,
        1 => line + ", 1 time",
        _ => [&line, ", ", &again.to_string(), " times"].concat(),
    }
}

/// What that means.
pub fn acknowledgement_gloss(packet: usize, again: usize) -> String {
    let what = if again == 0 {
        "I have everything before number "
    } else {
        "I have the others, but I still need number "
    };
    [what, &packet.to_string(), "."].concat()
}

/// The lost packet was sent again, and so many others, where only the time told of the loss.
pub fn packet_again(number: usize, others: usize, accepted: bool) -> StepText {
    let again = match others {
        0 => format!("Only packet {number} is sent again."),
        1 => format!("Packet {number} is sent again, and one other with it to be safe."),
        _ => format!(
            "Packet {number} is sent again, and {} others with it to be safe.",
            count(others)
        ),
    };
    let again = again + " Now nothing is missing";
    step_text(
        "Sent again",
        if accepted { again + ", and the server takes the message." } else { again + "." },
    )
}

/// Packets arrived in another order than they were sent; each once, as far as is told.
pub fn out_of_order(number: usize, once: bool) -> StepText {
    let order = format!(
        "Packet {number} was overtaken on the way. Packets are numbered, so the server puts them \
         back in order"
    );
    step_text(
        "Put back in order",
        if once { order + ", and nothing is sent twice." } else { order + "." },
    )
}

/// The server looks at the domain; the registry will have to say where that is.
pub fn domain(domain: &str, piles: usize) -> StepText {
    let sorted = "Post is sorted by postcode, email by domain: the part after the @.";
    step_text(
        "Sorted by the part after the @",
        if piles > 1 {
            format!("{sorted} There are {0} domains here, so {0} copies go out.", count(piles))
        } else {
            format!("{sorted} {domain} says where the message must go.")
        },
    )
}

/// The domain is the server's own.
pub fn own_domain(domain: &str) -> StepText {
    step_text(
        "Sorted by the part after the @",
        format!(
            "Post is sorted by postcode, email by domain: the part after the @. {domain} is this \
             server’s own domain, so it need not ask."
        ),
    )
}

/// The registry says which server takes mail.
pub fn registry(domain: &str, server: Option<&str>, provider: Option<&str>) -> StepText {
    let asks = [&of_provider_first(provider), " server asks the domain name registry about "];
    let asks = asks.concat() + domain + ".";
    step_text(
        "The registry knows the way",
        match server {
            Some(server) => format!("{asks} The answer: {server} accepts its mail."),
            None => asks,
        },
    )
}

/// The domain states that it takes no mail (RFC 7505).
pub fn registry_no_mail(asked: &[String], domain: &str) -> StepText {
    step_text(
        "The registry says: no mail",
        format!(
            "The server asks the domain name registry ({}). The answer: no server takes mail for \
             {domain}.",
            list(asked)
        ),
    )
}

/// There is no such domain.
pub fn registry_unknown(asked: &[String], domain: &str) -> StepText {
    step_text(
        "No such name in the registry",
        format!(
            "The server asks the domain name registry ({}). The answer: {domain} does not exist.",
            list(asked)
        ),
    )
}

/// No name server answered.
pub fn registry_silent(domain: &str, tries: usize) -> StepText {
    step_text(
        "The registry is silent",
        format!(
            "The registry’s servers for {domain} do not answer, though asked {} times.",
            count(tries)
        ),
    )
}

/// The server's address is known. `seems_real`: its name could be taken for somebody's.
pub fn address(server: &str, found: Option<&str>, routed: bool, seems_real: bool) -> StepText {
    let found = match found {
        Some(address) if seems_real => format!(
            "In this simulation, {server} has the IP address {address}, a number that is made up."
        ),
        Some(address) => {
            format!("{server} has the IP address {address}, the number the internet finds it by.")
        }
        None => format!("The server needs the IP address of {server}."),
    };
    step_text(
        "A name becomes a number",
        if routed { found + " Now the message can be sent there." } else { found },
    )
}

/// A relay has the message.
pub fn relay(server: &str, number: usize, of: usize, accepted: bool) -> StepText {
    let title = if of == 1 {
        "Handed on to another server".to_owned()
    } else {
        format!("Handed on, {number} of {of}")
    };
    let handed = if number == 1 {
        format!("The message is passed on to {server} in the same way, but without signing in.")
    } else {
        format!("{server} is one step closer.")
    };
    let taken = if number == 1 {
        " This may happen several times, each time closer to the mailbox."
    } else {
        " It adds its own stamp on top of the others and passes the message on."
    };
    StepText { title, caption: if accepted { handed + taken } else { handed } }
}

/// The destination's server has the message, for `to`; are these `all` in the domain?
pub fn right_server(server: &str, domain: &str, to: &[String], all: bool) -> StepText {
    let exist = if to.len() == 1 { "exists" } else { "exist" };
    let to = match to {
        [_] if all => "the address".to_owned(),
        _ if all => "the addresses".to_owned(),
        _ => list(to),
    };
    step_text(
        "It reaches the right server",
        format!(
            "{server} is the POP server with {domain}’s mailboxes. It checks that \
             {to} {exist}, and takes the message."
        ),
    )
}

/// A name that might be read as a word of the sentence.
fn quoted(name: &str) -> String {
    ["“", name, "”"].concat()
}

/// The message lies in one or more boxes, beside another one.
pub fn boxes(names: &[String], other: Option<&str>) -> StepText {
    step_text(
        if names.len() == 1 { "Into the right box" } else { "Into the right boxes" },
        if names.len() == 1 {
            let name = quoted(&list(names));
            let (names, them) = match other {
                Some(other) => ([&name, " is one, ", &quoted(other), " another"].concat(), "them"),
                None => (["here ", &name].concat(), "it"),
            };
            format!(
                "Like a post-office box number, the name before the @ picks the mailbox: {names}. The \
                 provider has set {them} up."
            )
        } else {
            format!(
                "The names before the @ pick the mailboxes, like the numbers of post-office boxes. A \
                 copy waits in each: {}.",
                list(names)
            )
        },
    )
}

/// The wrong password was tried.
pub fn key_refused(name: &str) -> StepText {
    step_text(
        "The wrong key",
        format!(
            "The password does not open the mailbox “{name}”. Nothing is lost: the message still \
             waits there."
        ),
    )
}

/// The right password opened the box.
pub fn key(name: &str, again: bool) -> StepText {
    step_text(
        if again { "The right key" } else { "A name and a key" },
        if again {
            format!("The password is entered again, and now it opens the mailbox “{name}”.")
        } else {
            format!(
                "The recipient’s program asks the POP server for new mail. The user name {} is the box \
                 number, and the password is the key.",
                quoted(name)
            )
        },
    )
}

/// The recipient's program has the message.
pub fn collected(name: &str, span: &str, deleted: bool, last: bool) -> StepText {
    let fetched = if deleted {
        format!(
            "The program fetches the message from mailbox {} and deletes the copy there",
            quoted(name)
        )
    } else {
        format!("The program fetches the message from mailbox {}", quoted(name))
    };
    step_text(
        if last { "Collected: the journey is complete" } else { "Collected" },
        if last {
            let today = "Most people now use IMAP or a web page, both encrypted.";
            [&fetched, ", ", span, " after Send. ", today].concat()
        } else {
            [&fetched, ", ", span, " after Send."].concat()
        },
    )
}

/// The same message in another domain.
pub fn other_domain(
    domain: &str,
    server: Option<&str>,
    boxes: &[String],
    collected: bool,
    last: bool,
) -> StepText {
    let way = match server {
        Some(server) => format!("Meanwhile, the copy for {domain} goes to {server}"),
        None if boxes.is_empty() => format!("Meanwhile, the copy for {domain} goes its own way"),
        // Nobody else has to be called.
        None => format!("Meanwhile, the copy for {domain} stays with your provider"),
    };
    let stored = if boxes.is_empty() {
        String::new()
    } else {
        [", into ", &list(&boxes.iter().map(|it| quoted(it)).collect::<Vec<_>>())].concat()
    };
    step_text(
        &format!("And to {domain}"),
        match (collected, last) {
            (true, true) => {
                format!("{way}{stored}. It is collected there: the journey is complete.")
            }
            (true, false) => format!("{way}{stored}. It is collected there."),
            (false, _) => format!("{way}{stored}."),
        },
    )
}

/// For whom a step is, and of how many which one that is, where it is one only.
fn whom(people: &[String], number: usize, of: usize) -> (String, String) {
    let number = ["(", &number.to_string(), " of ", &of.to_string(), ")"].concat();
    let number = if people.len() == 1 { number } else { String::new() };
    (["for ", &list(people)].concat(), number)
}

/// For whom a step is, where it is not about everybody; and of how many which one that is, if it is
/// one.
pub fn whom_in(story: &Story, step: &Step) -> Option<(String, String)> {
    let address = |n: &u8| story.overview.recipient(*n).map(|it| it.address.clone());
    let people: Vec<String> = step.recipients.iter().filter_map(address).collect();
    let number = step.recipients.first().map_or(0, |n| usize::from(*n) + 1);
    (!people.is_empty()).then(|| whom(&people, number, story.overview.recipients.len()))
}

/// A title, and for whom the step is, as [`whom_in`] has it.
pub fn titled(title: &str, whom: Option<(String, String)>) -> String {
    whom.map_or_else(
        || title.to_owned(),
        |(people, number)| [title, ", ", &people, " ", &number].concat().trim_end().to_owned(),
    )
}

/// The answer that there is no such name, short.
pub const NO_SUCH_NAME: &str = "no such name";

/// The name of the root of the registry.
pub const ROOT: &str = "the root";

/// The name of a top-level domain's part of the registry.
pub fn top_level(name: &str) -> String {
    format!(".{name}")
}

/// A message on the wire, in a list of lines. The dot that ends it is not counted, as it is not in
/// `SIZE` (RFC 1870 section 3), `STAT` and `LIST` (RFC 1939 section 11); doubled dots are.
pub fn message_on_the_wire(bytes: u64) -> String {
    const END: u64 = 3;
    format!("(the message, {})", size(bytes.saturating_sub(END)))
}
