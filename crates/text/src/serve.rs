//! Words of the servers on real ports.

use model::answer::AnswerStage;

/// What `journey serve` prints first: each port with its address and what it is for, what does not
/// go as usual, each box with its password.
pub fn serving(
    ports: &[(&str, String, &str)],
    unusual: &[String],
    customer: &str,
    boxes: &[(String, String)],
) -> String {
    let padded = |cell: &str, width: usize| {
        [cell, &" ".repeat(width.saturating_sub(cell.len()) + 2)].concat()
    };
    let port = |(name, address, remark): &(&str, String, &str)| {
        ["  ", &padded(name, 10), &padded(address, 21), remark, "\n"].concat()
    };
    let of_box =
        |(name, password): &(String, String)| ["  ", &padded(name, 30), password, "\n"].concat();
    let unusual: Vec<String> = unusual.iter().map(|what| ["  ", what, "\n"].concat()).collect();
    [
        "Ports (nothing is encrypted):\n",
        &ports.iter().map(port).collect::<String>(),
        if unusual.is_empty() { "" } else { "\nNot as usual:\n" },
        &unusual.concat(),
        "\nBoxes and their passwords (",
        customer,
        " signs in to send with the same one):\n",
        &boxes.iter().map(of_box).collect::<String>(),
        "\nCtrl-C ends it.\n\n",
    ]
    .concat()
}

/// What each port of `journey serve` is for.
pub const PORTS: [(&str, &str); 4] = [
    ("submission", "send mail here, after signing in"),
    ("SMTP", "the destination, for mail from other servers"),
    ("POP3", "collect mail here"),
    ("DNS", "ask name servers here, over UDP or TCP"),
];

/// Everything has ended.
pub const ENDED: &str = "Ended.\n";

/// Lines that were told while nobody read them.
pub fn left_out(lines: usize) -> String {
    ["(", &lines.to_string(), " lines are left out, because nobody read them in time.)\n"].concat()
}

/// Whoever can reach this computer can reach its servers.
pub const WARNING: &str = "\
Careful: others can reach these ports, and nothing is encrypted. The passwords are new ones each time.\n\n";

/// A line that was said on a real port.
pub fn said_at_a_port(what: &str, port: &str, arrow: &str, line: &str, gloss: &str) -> String {
    [what, " ", port, " ", arrow, " ", line, "\n        ", gloss, "\n"].concat()
}

/// A line that was said on the way through the simulation.
pub fn said_on_the_way(speaker: &str, listener: &str, line: &str, gloss: &str) -> String {
    [speaker, " to ", listener, ": ", line, "\n        ", gloss, "\n"].concat()
}

/// A whole message instead of a line.
pub fn a_message(bytes: u64) -> String {
    ["(a message of ", &bytes.to_string(), " bytes)"].concat()
}

/// A look-up at a real port.
pub fn looked_up(question: &str, answer: &str, gloss: &str) -> String {
    ["DNS > ", question, "?\n        ", gloss, "\nDNS < ", answer, "\n"].concat()
}

/// A question to a name server that is off.
pub fn looked_up_in_vain(question: &str, gloss: &str) -> String {
    ["DNS > ", question, "?\n        ", gloss, "\nDNS   (no answer)\n"].concat()
}

/// A name server names another one.
pub fn ask_there(server: &str) -> String {
    ["ask ", server].concat()
}

/// The name exists, without such records.
pub const NO_RECORDS: &str = "no such records";

/// A message has arrived.
pub fn lies_in_the_box(name: &str) -> String {
    ["A message lies in the box of ", name, ".\n"].concat()
}

/// The port of a server, where it has one here.
pub fn at_port(port: &str, server: &str) -> String {
    [port, " (", server, ")"].concat()
}

/// For how long.
pub fn lasting(span: Option<&str>) -> String {
    span.map_or_else(|| "for good".to_owned(), |span| ["for ", span].concat())
}

/// Somebody listens at a port where nobody did.
pub fn takes_calls(what: &str) -> String {
    ["The port for ", what, " takes calls now.\n"].concat()
}

/// A call at a port gets no answer.
pub fn call_unanswered(what: &str, port: &str) -> String {
    [what, " ", port, " gets no answer: the machine is off.\n"].concat()
}

/// A server works again.
pub fn is_back(server: &str) -> String {
    [server, " is back.\n"].concat()
}

/// A message stays in the queue.
pub fn will_try_again(server: &str, names: &str, span: &str) -> String {
    [server, " keeps the message for ", names, " and tries again in ", span, ".\n"].concat()
}

/// A message is kept, and nothing is done with it yet.
pub fn keeps(server: &str, names: &str, span: &str) -> String {
    [server, " keeps the message for ", names, ", and looks at it in ", span, ".\n"].concat()
}

/// A report cannot be delivered: no report is written about it.
pub fn report_dropped(server: &str) -> String {
    [server, " cannot deliver its report, and puts it into the box of postmaster.\n"].concat()
}

/// A lock was taken away.
pub fn lock_released(name: &str) -> String {
    ["The box of ", name, " is free again.\n"].concat()
}

/// Condition: a piece of a message is lost.
pub fn piece_lost(from: &str, to: &str, piece: &str) -> String {
    ["Piece ", piece, " of what ", from, " sends to ", to, " is lost once."].concat()
}

/// Condition: a piece of a message is overtaken.
pub fn piece_overtaken(from: &str, to: &str, piece: &str) -> String {
    ["Piece ", piece, " of what ", from, " sends to ", to, " is overtaken by the next."].concat()
}

/// Condition: a piece of a message arrives twice.
pub fn piece_doubled(from: &str, to: &str, piece: &str) -> String {
    ["Piece ", piece, " of what ", from, " sends to ", to, " arrives twice."].concat()
}

/// What happens to packets cannot happen to those of real programs.
pub const NOT_ON_REAL_LINES: &str = " (Not to the packets of your own programs.)";

/// Condition: a program tries a wrong password for the box.
pub fn wrong_key(name: &str, password: &str) -> String {
    ["POP3: the program of ", name, " has the password ", password, " at first: -ERR [AUTH]."]
        .concat()
}

/// Condition: a program tries a wrong password for sending.
pub fn wrong_sending_key(name: &str, password: &str) -> String {
    ["submission: the program of ", name, " has the password ", password, ": 535."].concat()
}

/// Condition: nobody has registered a domain. Whether the SMTP port would be its server's.
pub fn unregistered(domain: &str, ours: bool) -> String {
    let port = if ours { " It has no server, so calls at the SMTP port are refused." } else { "" };
    ["DNS: nobody has registered ", domain, ": NXDOMAIN.", port].concat()
}

/// Condition: there is no such box.
pub fn no_such_box(server: &str, name: &str) -> String {
    [server, ": there is no box ", name, ": 550 5.1.1."].concat()
}

/// Condition: a box is full, and when its owner makes room.
pub fn full_box(server: &str, name: &str, after: Option<&str>) -> String {
    let owner = match after {
        Some(span) => [" Its owner does that after ", span, "."].concat(),
        None => String::new(),
    };
    [server, ": the box ", name, " is full: 452 4.2.2 until its mail is collected.", &owner]
        .concat()
}

/// Condition: nobody listens for mail.
pub fn refuses_calls(server: &str, lasting: &str) -> String {
    [server, ": calls are refused ", lasting, "."].concat()
}

/// Condition: the machine is off.
pub fn is_off(server: &str, lasting: &str) -> String {
    [server, ": the machine is off ", lasting, ": calls get no answer."].concat()
}

/// Condition: a second server takes the mail meanwhile.
pub fn second_server(server: &str) -> String {
    [" Meanwhile ", server, " takes the mail."].concat()
}

/// Condition: strangers have to come back.
pub fn greylists(server: &str, span: &str) -> String {
    [server, ": strangers get 451 4.7.1, and are let in after ", span, "."].concat()
}

/// Condition: messages are kept for a while.
pub fn holds(server: &str, span: &str) -> String {
    [server, ": messages are kept for ", span, " before they go on."].concat()
}

/// Condition: a clock is so far ahead, or behind.
pub fn clock_is_off(server: &str, span: &str, ahead: bool) -> String {
    let how = if ahead { " fast" } else { " slow" };
    [server, ": its clock is ", span, how, ", as its stamps in messages show."].concat()
}

/// Condition: the sender's program does not sign in.
pub fn does_not_sign_in(sender: &str) -> String {
    ["The program of ", sender, " does not sign in: 530 5.7.0 to MAIL."].concat()
}

/// Condition: too much has been sent.
pub fn limits_sending(server: &str, span: &str) -> String {
    [server, ": too much has been sent: 450 4.2.1 to RCPT for ", span, "."].concat()
}

/// Condition: sorted into the folder for spam.
pub fn sorts_out_spam(server: &str, name: &str) -> String {
    [server, ": mail for ", name, " goes into a spam folder, which POP3 does not show."].concat()
}

/// Condition: mail for any name is taken.
pub fn takes_any_name(server: &str, domain: &str) -> String {
    [server, ": mail for any name at ", domain, " goes into one box, catch-all."].concat()
}

/// What there is no box for lies in another one, or what is spam.
pub fn lies_elsewhere(spam: bool, name: &str) -> String {
    let what = if spam { "In the spam folder of " } else { "In the box for any name, and not of " };
    [what, name, ".\n"].concat()
}

/// Condition: taken for spam.
pub fn takes_for_spam(server: &str, sender: &str) -> String {
    [server, ": what ", sender, " writes is taken for spam: 554 5.7.1 after the message."].concat()
}

/// Condition: nobody can verify the sender.
pub fn cannot_verify(server: &str, domain: &str) -> String {
    [server, ": mail from ", domain, " cannot be verified: 550 5.7.26 after the message."].concat()
}

/// Condition: on a blocklist.
pub fn blocks(server: &str, client: &str) -> String {
    [server, ": ", client, " (and who calls here) is on the blocklist: 554 5.7.1."].concat()
}

/// Condition: only small messages.
pub fn takes_small_messages(server: &str, limit: &str) -> String {
    [server, ": messages of more than ", limit, " are too big: 552."].concat()
}

/// Condition: the domain takes no mail. Whether the SMTP port would be its server's.
pub fn takes_no_mail(domain: &str, ours: bool) -> String {
    let port = if ours { " Calls at the SMTP port are refused." } else { "" };
    ["DNS: ", domain, " takes no mail: MX 0 .", port].concat()
}

/// Condition: name servers are off.
pub fn names_silent(domain: &str, lasting: &str) -> String {
    ["DNS: the name servers of ", domain, " do not answer ", lasting, "."].concat()
}

/// Condition: two servers take each other for the right one.
pub fn loops(server: &str, other: &str) -> String {
    [server, ": it hands mail to ", other, ", which hands it back: 554 5.4.6 in the end."].concat()
}

/// Condition: the box is in use.
pub fn locked_box(name: &str, lasting: &str) -> String {
    ["POP3: the box ", name, " is in use: -ERR [IN-USE] ", lasting, "."].concat()
}

/// Condition: a refusal at some point of the conversation.
pub fn refuses(
    server: &str,
    client: &str,
    point: &str,
    permanent: bool,
    times: Option<u8>,
) -> String {
    let code = if permanent { "5yz" } else { "4yz" };
    let times = times.map_or_else(|| "always".to_owned(), |n| n.to_string() + " times");
    [server, ": ", client, " gets ", code, " to ", point, ", ", &times, "."].concat()
}

/// Condition: a server says something else than usual.
pub fn answers(
    server: &str,
    client: Option<&str>,
    said: &str,
    point: &str,
    times: Option<u8>,
) -> String {
    [server, ": ", point, " is answered with ", said, &often(client, times)].concat()
}

/// Condition: a server says nothing, and stays on the line or hangs up.
pub fn says_nothing(
    server: &str,
    client: Option<&str>,
    hangs_up: bool,
    point: &str,
    times: Option<u8>,
) -> String {
    let does = if hangs_up { " the server hangs up" } else { " the server falls silent" };
    [server, ": at ", point, does, &often(client, times)].concat()
}

/// Condition: a server refuses calls, which only the journey's own servers notice; the operating system takes those
/// of real programs.
pub fn takes_no_calls(server: &str, client: Option<&str>, times: Option<u8>) -> String {
    [server, ": calls are refused", &often(client, times), NOT_FOR_PROGRAMS].concat()
}

/// Condition: nobody learns the server's address; see [`takes_no_calls`].
pub fn is_not_found(server: &str, times: Option<u8>) -> String {
    [
        server,
        ": it is not found, because its name server is silent",
        &often(None, times),
        NOT_FOR_PROGRAMS,
    ]
    .concat()
}

const NOT_FOR_PROGRAMS: &str = " (Your own programs do not notice this.)";

/// Whose calls something is about, and how often it happens.
fn often(client: Option<&str>, times: Option<u8>) -> String {
    let times = match times {
        None => ", always".to_owned(),
        Some(1) => ", once".to_owned(),
        Some(n) => [", ", &n.to_string(), " times"].concat(),
    };
    let client = client.map(|client| [", when ", client, " calls"].concat()).unwrap_or_default();
    [&client, &times, "."].concat()
}

/// Where another answer than usual comes.
pub const fn answer_point(stage: AnswerStage) -> &'static str {
    match stage {
        AnswerStage::Greeting => "the call",
        AnswerStage::Hello => "EHLO",
        AnswerStage::Auth => "AUTH",
        AnswerStage::Mail => "MAIL",
        AnswerStage::Rcpt => "RCPT",
        AnswerStage::Data => "DATA",
        AnswerStage::Message => "the message",
    }
}

/// Where a refusal comes, in the order of the conversation.
pub const POINTS: [&str; 6] = ["the call", "EHLO", "MAIL", "RCPT", "DATA", "the message"];

/// Condition: the sender's program writes from a misspelt address.
pub fn writes_from(name: &str, written: &str) -> String {
    [
        "submission: the program of ",
        name,
        " writes from ",
        written,
        ", so reports get lost; set yours up alike to see it.",
    ]
    .concat()
}
