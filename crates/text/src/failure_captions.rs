//! Titles and captions of what goes wrong.

use super::brief::beginning;
use super::captions::StepText;
use super::gloss::{self, reason};
use super::owner::provider_first;
use super::units::{count, list, ordinal, times};
use model::why::Why;

fn step_text(title: &str, caption: &[&str]) -> StepText {
    StepText { title: title.to_owned(), caption: caption.concat() }
}

/// So many characters of a server's own words stand in a caption. All of them stand in the list of
/// lines.
const QUOTED: usize = 40;
/// The same, where nothing else is said.
const TOLD: usize = 90;

/// A server said no; `status` is the enhanced code, empty if there is none. What the code means is said by
/// [`gloss::reason`]; where there is no code, or it says nothing of its own, the server's
/// words stand instead.
pub fn refused(
    server: &str,
    to: &[String],
    span: &str,
    for_good: bool,
    (code, status, words): (u16, &str, &str),
    why: Why,
) -> StepText {
    let code = code.to_string();
    let quoted = || [": “", &beginning(words, QUOTED), "”"].concat();
    let because = match reason(status, Some(why)) {
        Some(reason) => [": ", reason].concat(),
        None if words.is_empty() => String::new(),
        None => quoted(),
    };
    let title = if for_good { "Refused" } else { "Not now" };
    let said = if for_good { " refuses mail for " } else { " puts off mail for " };
    let meaning = if for_good { " means “final”." } else { " means “try later”." };
    let digit = ["5", "4"][usize::from(!for_good)];
    step_text(
        &[title, ": ", &code].concat(),
        &[
            span,
            " after Send, ",
            server,
            said,
            &list(to),
            &because,
            ". The ",
            digit,
            " in ",
            &code,
            meaning,
        ],
    )
}

/// There was no connection.
pub fn no_connection(server: &str, refused: bool, span: &str) -> StepText {
    let stays = ". The message stays in the queue.";
    if refused {
        let no = ": most likely its mail service is not running";
        step_text(
            "The connection is refused",
            &[server, " refuses the connection, ", span, " after Send", no, stays],
        )
    } else {
        step_text(
            "No answer",
            &[span, " after Send, nothing at all has come back from ", server, stays],
        )
    }
}

/// The server took the call, and then said nothing.
pub fn fell_silent(server: &str, span: &str) -> StepText {
    step_text(
        "Silence",
        &[
            server,
            " accepted the connection and then said nothing for minutes. ",
            span,
            " after Send, the connection is closed, and the message stays in the queue.",
        ],
    )
}

/// The server hung up.
pub fn hung_up(server: &str, span: &str) -> StepText {
    step_text(
        "Cut off",
        &[
            span,
            " after Send, ",
            server,
            " hung up without an answer. The message stays in the queue.",
        ],
    )
}

/// NXDOMAIN.
pub fn unknown_domain(domain: &str, provider: Option<&str>) -> StepText {
    step_text(
        "There is no such domain",
        &[
            domain,
            " does not exist, so there is nowhere to send the message. ",
            provider_first(provider),
            " accepted it before checking.",
        ],
    )
}

/// A null MX (RFC 7505).
pub fn takes_no_mail(domain: &str) -> StepText {
    step_text(
        "No mail here",
        &[domain, " says in the registry that it takes no mail at all, so no server is contacted."],
    )
}

/// No name server answered; the message waits.
pub fn registry_silent(domain: &str, span: &str) -> StepText {
    step_text(
        "Nowhere to send it yet",
        &[
            span,
            " after Send, there is no answer about ",
            domain,
            ". That may change, so the message stays in the queue.",
        ],
    )
}

/// Something else.
pub fn not_handed_on(reason: &str) -> StepText {
    step_text("It goes no further", &["The message cannot be passed on: ", reason, "."])
}

/// The key fits, and another session has the box; after how long the program looks again.
pub fn box_in_use(name: &str, again: Option<&str>) -> StepText {
    let again = again.map_or(String::new(), |span| [", and tries again ", span, " later"].concat());
    step_text(
        "The box is in use",
        &[
            "The password is right, but another session has the mailbox “",
            name,
            "” open. The program is turned away",
            &again,
            "; the message still waits there.",
        ],
    )
}

/// The next of a domain's servers is tried.
pub fn next_server(server: &str, reason: &str, next: &str) -> StepText {
    let reason = &beginning(reason, TOLD);
    step_text(
        "The second server is tried",
        &[server, " cannot take it: ", reason, ". The registry names another server, ", next, "."],
    )
}

/// A server has the message whose own table sends it on.
pub fn handed_on(server: &str, span: &str) -> StepText {
    step_text(
        "Handed on",
        &[
            span,
            " after Send, ",
            server,
            " takes the message. It does not look up the domain: its own table says where the message goes next.",
        ],
    )
}

/// The backup server has the message.
pub fn backup(server: &str) -> StepText {
    step_text(
        "The backup server takes it",
        &[server, " takes the message and keeps it until the first server is back."],
    )
}

/// The message waits.
pub fn waiting(server: &str, span: &str) -> StepText {
    step_text(
        "The message waits",
        &[server, " keeps the message in its queue for ", span, ", then tries again."],
    )
}

/// The provider does not take the message yet, and the program keeps it, after so many tries.
pub fn outbox(reason: &str, why: Why, span: &str, tries: usize) -> StepText {
    let reason =
        gloss::reason("", Some(why)).map_or_else(|| beginning(reason, TOLD), ToOwned::to_owned);
    let again = if tries == 1 {
        [", and tries again after ", span, "."].concat()
    } else {
        [". That makes ", &count(tries), " tries in ", span, "."].concat()
    };
    step_text(
        "It stays in your outbox",
        &["The server says “not now”: ", &reason, ". Your program keeps the message", &again],
    )
}

/// The program calls its provider again.
pub fn sent_again(server: &str, span: &str, taken: bool) -> StepText {
    let end = if taken {
        " again. This time the server takes the addresses."
    } else {
        " again, and the server still does not take the message."
    };
    step_text("Your program tries again", &[span, " later, your program calls ", server, end])
}

/// Beside the clock.
pub fn in_outbox(span: &str) -> String {
    [span, " in the outbox"].concat()
}

/// The message lies at a server that has tried nothing yet.
pub fn held(server: &str, span: &str) -> StepText {
    step_text(
        "It just sits there",
        &[
            "It sat at ",
            server,
            " for ",
            span,
            " before anything happened. Nobody refused it, and nobody is told.",
        ],
    )
}

/// A server's clock is so far ahead, or behind.
pub fn clock_off(server: &str, span: &str, ahead: bool) -> StepText {
    let (how, seen) = if ahead {
        (" fast", "leap ahead here and back again after it.")
    } else {
        (" slow", "go back here.")
    };
    step_text(
        "Its clock is wrong",
        &[server, "’s clock is ", span, how, ". In the stamps in the header, time seems to ", seen],
    )
}

/// Beside the clock.
pub fn next_try(span: &str) -> String {
    [span, " in the queue"].concat()
}

/// Beside the clock, for tries that are told together: all there were.
pub fn tries(n: usize) -> String {
    let tries = if n == 1 { " try so far" } else { " tries so far" };
    [&count(n), tries].concat()
}

/// It was tried again, so many times more, which makes so many in all.
pub fn tried_again(n: usize, all: usize, span: &str) -> StepText {
    step_text(
        "Tried again",
        &[
            "The server tries ",
            &if n == 1 { "once".to_owned() } else { count(n) },
            if n == 1 { " more" } else { " more times" },
            ", with the same result. That makes ",
            &count(all),
            " tries in the ",
            span,
            " since Send.",
        ],
    )
}

/// The registry answers at last, at this try.
pub fn way_found(n: usize, server: &str, address: &str) -> StepText {
    step_text(
        "Now the registry answers",
        &[
            "On the ",
            &ordinal(n),
            " try, the registry answers: ",
            server,
            " takes the mail. Its IP address is ",
            address,
            ", so the message can be sent there.",
        ],
    )
}

/// Servers pass it to each other.
pub fn round_and_round(n: usize, span: &str) -> StepText {
    step_text(
        "Round and round",
        &[
            "The servers pass the message back and forth, ",
            &times(n),
            " in ",
            span,
            ". Each \
           stamps it, and counts the stamps.",
        ],
    )
}

/// There is room again.
pub fn box_emptied(name: &str, taken: usize, span: &str) -> StepText {
    let messages = if taken == 1 { " old message" } else { " old messages" };
    step_text(
        "The owner makes room",
        &[
            span,
            " after Send, the owner of “",
            name,
            "” collects ",
            &count(taken),
            messages,
            ". Now \
           there is room in the box again.",
        ],
    )
}

/// Time is up.
pub fn given_up() -> StepText {
    step_text(
        "Given up",
        &[
            "After five days, the server gives up on the message. Most servers stop after one to five days.",
        ],
    )
}

/// A notice of delay.
pub fn delay_notice(server: &str) -> StepText {
    step_text(
        "A delay notice",
        &[
            server,
            " writes to you: the message has not arrived yet, but the server keeps trying. There is \
           no need to send it again.",
        ],
    )
}

/// A report.
pub fn bounce_written(server: &str, to: &[String]) -> StepText {
    step_text(
        "A report is written",
        &[
            server,
            " writes you a report, called a bounce. It says that the message did not reach ",
            &list(to),
            ", and why.",
        ],
    )
}

/// A report comes back over the network.
pub fn bounce_returns(server: &str, delayed: bool) -> StepText {
    let what = if delayed { "The notice" } else { "The bounce" };
    let title = if delayed { "The notice comes back" } else { "The report comes back" };
    step_text(title, &[what, " travels back to ", server, " as a message of its own."])
}

/// The sender has it.
pub fn report_collected(mailbox: &str, delayed: bool, span: &str) -> StepText {
    let fetched =
        ["Your program fetches it from your mailbox ", mailbox, ", ", span, " after Send. "];
    let fetched = fetched.concat();
    if delayed {
        step_text(
            "You get the notice",
            &[&fetched, "Look at the address once more: if it is right, just wait."],
        )
    } else {
        step_text("You get the report", &[&fetched, "It says what went wrong."])
    }
}

/// A report that cannot be delivered.
pub fn bounce_lost() -> StepText {
    step_text(
        "The report is lost",
        &[
            "The bounce cannot be delivered either. Nobody writes a bounce about a bounce: the server \
           puts it aside or drops it, and you never hear of it.",
        ],
    )
}

/// The program could not send; `to`: for whom, where others were luckier.
pub fn not_sent(reply: &str, to: &[String]) -> StepText {
    let reply = &beginning(reply, TOLD);
    if to.is_empty() {
        let stays = ". The message stays on your computer.";
        return step_text(
            "Nothing is sent",
            &["Your email program shows you the answer: ", reply, stays],
        );
    }
    let to = list(to);
    step_text(
        "Not sent to everybody",
        &["Your email program says that nothing was sent to ", &to, ": ", reply, "."],
    )
}
