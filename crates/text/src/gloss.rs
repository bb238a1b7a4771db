//! What the lines of the protocols mean, in plain words.

use model::why::Why;

/// Which protocol a conversation is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Sending and handing on.
    Smtp,
    /// Collecting.
    Pop3,
}

/// What a client's line means.
pub fn command(protocol: Protocol, line: &str) -> String {
    match protocol {
        Protocol::Smtp => smtp_command(line),
        Protocol::Pop3 => pop3_command(line),
    }
}

/// What a server's line means as the answer to `command` (empty for the greeting); `why` it says no, as far as its
/// words tell.
pub fn reply(protocol: Protocol, command: &str, line: &str, why: Option<Why>) -> String {
    match protocol {
        Protocol::Smtp => smtp_reply(command, line, why),
        Protocol::Pop3 => pop3_reply(command, line),
    }
}

/// What a whole message on the wire means.
pub const MESSAGE: &str = "The message itself, line by line. A dot alone on a line ends it.";

fn verb(line: &str) -> String {
    line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase()
}

fn argument(line: &str) -> &str {
    line.split_once(' ').map_or("", |(_, rest)| rest)
}

/// What stands between the angle brackets.
fn path(line: &str) -> &str {
    let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or("", |(path, _)| path)
}

fn smtp_command(line: &str) -> String {
    match verb(line).as_str() {
        "EHLO" => format!("Hello, I am {}. What can you do?", argument(line)),
        "HELO" => format!("Hello, I am {}.", argument(line)),
        "AUTH" => "Here are my user name and password (encoded, but not secret).".to_owned(),
        "MAIL" if path(line).is_empty() => {
            "I have a report. If it cannot be delivered, tell nobody.".to_owned()
        }
        "MAIL" => {
            let size = line.split_once("SIZE=").map_or("", |(_, rest)| rest);
            let size = size.split(' ').next().and_then(|digits| digits.parse().ok());
            match size {
                Some(bytes) => {
                    format!("I have a message from {} ({}).", path(line), super::units::size(bytes))
                }
                None => format!("I have a message from {}.", path(line)),
            }
        }
        "RCPT" => format!("It is for {}.", path(line)),
        "DATA" => "May I send the message now?".to_owned(),
        "RSET" => "Forget that. Starting over.".to_owned(),
        "VRFY" => format!("Is there a box for {}?", argument(line)),
        "NOOP" => "Are you still there?".to_owned(),
        "QUIT" => "That is all. Goodbye.".to_owned(),
        _ => "A command.".to_owned(),
    }
}

fn smtp_reply(command: &str, line: &str, why: Option<Why>) -> String {
    let code = line.get(..3).unwrap_or_default();
    let more = line.get(3..4) == Some("-");
    let what = line.get(4..).unwrap_or_default();
    let asked = verb(command);
    match (code, asked.as_str()) {
        ("220", _) => "Hello, I am the mail server. I am ready.".to_owned(),
        ("250", "EHLO") => extension(what, more),
        ("250", "HELO") => "Pleased to meet you.".to_owned(),
        ("235", _) => "I know you. You may send.".to_owned(),
        ("334", _) => "Go on.".to_owned(),
        ("250", "MAIL") => "Fine. Who is it for?".to_owned(),
        ("250", "RCPT") => format!("Fine. I can take it for {}.", path(command)),
        ("354", _) => "Go ahead. End with a dot on a line of its own.".to_owned(),
        ("250", "DATA") => "I have it all. From now on I am responsible for it.".to_owned(),
        ("221", _) => "Goodbye.".to_owned(),
        ("252", _) => "I do not say who has a box. Send it, and I will try.".to_owned(),
        ("250", _) => "Fine.".to_owned(),
        ("421", _) => "I must stop now. Try again later.".to_owned(),
        ("535", _) => "I do not accept this sign-in.".to_owned(),
        _ => match code.as_bytes().first() {
            Some(b'4') => no(what, why, "Not now", " Try again later."),
            Some(b'5') => no(what, why, "No", about(code, &asked)),
            _ => "Fine.".to_owned(),
        },
    }
}

/// What a final no is about, where nothing names a reason.
fn about(code: &str, asked: &str) -> &'static str {
    match (code, asked) {
        ("530", _) => " Sign in or encrypt first.",
        ("534", _) => " Sign in some other way.",
        (_, "AUTH") => " You cannot sign in.",
        ("552", "MAIL") => " The message is too big.",
        ("553", "MAIL") => " Not from that address.",
        (_, "MAIL" | "" | "EHLO" | "HELO") => " I take no mail from you.",
        ("552", "RCPT") => " The mailbox is full.",
        (_, "RCPT") => " Not for that address.",
        (_, "DATA") => " I refuse this message.",
        _ => " Do not try the same again.",
    }
}

/// A no, and its reason where one is known.
fn no(what: &str, why: Option<Why>, word: &str, advice: &str) -> String {
    let status = what.split(' ').next().unwrap_or_default();
    match reason(status, why) {
        Some(reason) => [word, ": ", reason, "."].concat(),
        None => [word, ".", advice].concat(),
    }
}

/// Why a server says no, by the subject and detail of its enhanced code (RFC 3463 section 3, RFC
/// 7372 section 3.3), or else by what its words amount to. A few words: captions, which have little room, say it too.
/// What x.7.1 means, which is used for every rule, only the words say.
pub fn reason(status: &str, why: Option<Why>) -> Option<&'static str> {
    by_code(status).or(why.and_then(by_words))
}

fn by_code(status: &str) -> Option<&'static str> {
    let (class, detail) = status.split_once('.')?;
    Some(match detail {
        "1.1" => "there is no such mailbox",
        // With a 4 it is used for whatever passes.
        "2.1" if class == "5" => "the mailbox is switched off",
        "2.2" => "the mailbox is full",
        "2.3" | "3.4" => "the message is too big",
        "4.6" => "it is going in circles",
        "7.20" | "7.21" | "7.22" | "7.23" | "7.26" => "the sender’s domain is not verified",
        "7.8" => "wrong user name or password",
        "5.3" => "too many recipients",
        _ => return None,
    })
}

const fn by_words(why: Why) -> Option<&'static str> {
    Some(match why {
        Why::Spam => "it looks like spam",
        Why::Attachment => "this kind of file is not allowed",
        Why::Blocked => "the sending server is on a blocklist",
        Why::NetworkBlocked => "the sending network is on a blocklist",
        Why::ClosedGroup => "it takes mail from certain people only",
        Why::NoAccess => "access denied",
        Why::TooMuch => "too much was sent in a short time",
        Why::Greylisted => "the sender is new to it (greylisting)",
        _ => return None,
    })
}

/// The lines of an answer to EHLO.
fn extension(what: &str, more: bool) -> String {
    let keyword = what.split(' ').next().unwrap_or_default();
    match keyword {
        "SIZE" => match argument(what).parse() {
            // No fixed limit (RFC 1870 section 4).
            Ok(0) => "I set no limit to the size.".to_owned(),
            Ok(bytes) => format!("Messages may be up to {}.", super::units::size(bytes)),
            Err(_) => "I can tell you how large a message may be.".to_owned(),
        },
        "ENHANCEDSTATUSCODES" => "My answers carry exact codes, like 2.1.5.".to_owned(),
        "8BITMIME" => "Letters other than A to Z are welcome.".to_owned(),
        "PIPELINING" => "You may say several things at once.".to_owned(),
        "AUTH" => "You can sign in with name and password.".to_owned(),
        _ if more => "Pleased to meet you. I can do this:".to_owned(),
        _ => "I can do this too.".to_owned(),
    }
}

fn pop3_command(line: &str) -> String {
    let argument = argument(line);
    match verb(line).as_str() {
        "USER" => format!("I am here for box {argument}."),
        "PASS" => "Here is the key.".to_owned(),
        "STAT" => "How many messages are in the box?".to_owned(),
        "LIST" => "How big is each?".to_owned(),
        "UIDL" => "What is the mark on each?".to_owned(),
        "RETR" => format!("Give me message {argument}."),
        "TOP" => "Show me the beginning of it.".to_owned(),
        "DELE" => format!("Take out message {argument} when I leave."),
        "RSET" => "No, leave everything in.".to_owned(),
        "NOOP" => "Are you still there?".to_owned(),
        "CAPA" => "What can you do?".to_owned(),
        "QUIT" => "That is all. Lock the box. Goodbye.".to_owned(),
        _ => "A command.".to_owned(),
    }
}

fn pop3_reply(command: &str, line: &str) -> String {
    let asked = verb(command);
    if line.starts_with("-ERR") {
        return match asked.as_str() {
            // RFC 2449 section 8.1.2.
            _ if line.contains("[IN-USE]") => "The box is open in another program.",
            // RFC 3206 section 4 and RFC 2449 section 8.1.1: not about the key.
            _ if line.contains("[SYS/") || line.contains("[LOGIN-DELAY]") => {
                "I cannot open the box at the moment."
            }
            "PASS" => "This key does not fit.",
            _ => "No.",
        }
        .to_owned();
    }
    if !line.starts_with("+OK") {
        return match (line, asked.as_str()) {
            (".", _) => "End of the list.".to_owned(),
            (_, "LIST") => size_of_one(line),
            (_, "UIDL") => mark_of_one(line),
            (_, "CAPA") => capability(line).to_owned(),
            _ => "A line of the list.".to_owned(),
        };
    }
    match asked.as_str() {
        "" => "Hello, I keep the boxes.".to_owned(),
        "USER" => "And the key?".to_owned(),
        "PASS" => ["The key fits. The box is open", &opened(line), "."].concat(),
        "STAT" => match argument(line).split_once(' ') {
            Some(("0", _)) => "There are none.".to_owned(),
            Some((count, octets)) => {
                let size = super::units::size(octets.parse().unwrap_or(0));
                match count {
                    "1" => format!("There is one message, {size} long."),
                    _ => format!("There are {count} messages, {size} in all."),
                }
            }
            None => "Like this.".to_owned(),
        },
        "LIST" if !argument(command).is_empty() => size_of_one(argument(line)),
        "UIDL" if !argument(command).is_empty() => mark_of_one(argument(line)),
        "LIST" | "UIDL" => "Here is the list:".to_owned(),
        "CAPA" => "I can do this:".to_owned(),
        "TOP" => "Here is the beginning:".to_owned(),
        "RETR" => "Here it is:".to_owned(),
        "DELE" => "Marked for removal.".to_owned(),
        "QUIT" => "Done. Goodbye.".to_owned(),
        _ => "Fine.".to_owned(),
    }
}

/// `1 120`, a line of the answer to `LIST`.
fn size_of_one(line: &str) -> String {
    match line.split_once(' ').map(|(number, size)| (number, size.parse())) {
        Some((number, Ok(bytes))) => {
            format!("Message {number} is {} long.", super::units::size(bytes))
        }
        _ => "A line of the list.".to_owned(),
    }
}

/// `1 whqtswO00WBw418f9t5JxYwZ`, a line of the answer to `UIDL` (RFC 1939 section 7).
fn mark_of_one(line: &str) -> String {
    match line.split_once(' ') {
        Some((number, mark)) => format!("The mark on message {number} is {mark}."),
        None => "A line of the list.".to_owned(),
    }
}

/// A line of the answer to `CAPA` (RFC 2449 section 6).
fn capability(line: &str) -> &'static str {
    match verb(line).as_str() {
        "USER" => "You can sign in with name and password.",
        "TOP" => "I can show the beginning of a message.",
        "UIDL" => "Every message has a mark that stays the same.",
        "PIPELINING" => "You may say several things at once.",
        "RESP-CODES" | "AUTH-RESP-CODE" => "My answers say why, in square brackets.",
        "EXPIRE" => "This is how long messages stay in the box.",
        "LOGIN-DELAY" => "This is how long to wait before coming back.",
        "IMPLEMENTATION" => "This is the program I run.",
        _ => "I can do this too.",
    }
}

/// What a server says of the box that it opens, as the example in RFC 1939 section 7 puts it.
fn opened(line: &str) -> String {
    let held = line.split_once(" maildrop has ").and_then(|(_, held)| held.split_once(' '));
    let Some((count, rest)) = held else { return String::new() };
    let octets = rest.split_once('(').and_then(|(_, size)| size.split(' ').next()?.parse().ok());
    let size = octets.map_or(String::new(), |octets| [", ", &super::units::size(octets)].concat());
    match count {
        "0" => ", and empty".to_owned(),
        "1" => [": one message", &size].concat(),
        _ => [": ", count, " messages", &size].concat(),
    }
}

/// A question to a name server for the mail servers of a domain.
pub fn which_server(domain: &str) -> String {
    format!("Which server takes mail for {domain}?")
}

/// A question to a name server for the address of a host.
pub fn which_address(host: &str) -> String {
    format!("What is the IP address of {host}?")
}

/// Any other question to a name server.
pub const OTHER_QUESTION: &str = "A question.";

/// An answer that only says whom to ask next.
pub fn referral(zone: &str) -> String {
    let dot = if zone.contains('.') { "" } else { "." };
    format!("I do not know. Ask the server that keeps {dot}{zone}.")
}

/// There is no such name.
pub fn no_such_name(name: &str) -> String {
    format!("There is no {name}. The registry has no such name.")
}

/// The name is there, but not what was asked about it.
pub const NO_SUCH_RECORD: &str = "I have no such record.";

/// The records of a domain's mail servers: `10 mx.allbusiness.com, 20 mx2.allbusiness.com`.
pub fn mail_servers(domain: &str, records: &str) -> String {
    if records.ends_with(" .") {
        return format!("{domain} takes no mail at all.");
    }
    let mut servers: Vec<&str> = records.split(", ").collect();
    let number = |server: &&str| server.split(' ').next()?.parse::<u16>().ok();
    let first = (0..servers.len()).min_by_key(|n| number(&servers[*n]));
    servers.swap(0, first.unwrap_or(0));
    for server in &mut servers {
        *server = server.split(' ').next_back().unwrap_or_default();
    }
    format!("Mail for {domain} goes to {}.", servers.join(", or else to "))
}

/// The address of a host.
pub fn address(number: &str) -> String {
    format!("Its number is {number}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(protocol: Protocol, command_line: &str, reply_line: &str, expected: (&str, &str)) {
        let said =
            if command_line.is_empty() { String::new() } else { command(protocol, command_line) };
        let answered = reply(protocol, command_line, reply_line, None);
        assert_eq!((said.as_str(), answered.as_str()), expected, "{command_line} / {reply_line}");
    }

    #[test]
    fn smtp_lines_in_plain_words() {
        use Protocol::Smtp;
        check(Smtp, "", "220 a ready", ("", "Hello, I am the mail server. I am ready."));
        check(
            Smtp,
            "EHLO pc.a.example",
            "250-SIZE 1048576",
            ("Hello, I am pc.a.example. What can you do?", "Messages may be up to 1.0 MB."),
        );
        check(
            Smtp,
            "MAIL FROM:<ann@a.example> SIZE=5325",
            "250 2.1.0 Ok",
            ("I have a message from ann@a.example (5.2 KB).", "Fine. Who is it for?"),
        );
        check(
            Smtp,
            "RCPT TO:<bob@b.example>",
            "250 2.1.5 Ok",
            ("It is for bob@b.example.", "Fine. I can take it for bob@b.example."),
        );
        check(
            Smtp,
            "RCPT TO:<bob@b.example>",
            "550 5.1.1 No",
            ("It is for bob@b.example.", "No: there is no such mailbox."),
        );
        check(
            Smtp,
            "RCPT TO:<bob@b.example>",
            "550 No",
            ("It is for bob@b.example.", "No. Not for that address."),
        );
        check(
            Smtp,
            "RCPT TO:<bob@b.example>",
            "452 4.2.2 Later",
            ("It is for bob@b.example.", "Not now: the mailbox is full."),
        );
        check(
            Smtp,
            "VRFY bob",
            "252 2.0.0 Cannot verify",
            ("Is there a box for bob?", "I do not say who has a box. Send it, and I will try."),
        );
    }

    #[test]
    fn pop3_lines_in_plain_words() {
        use Protocol::Pop3;
        check(Pop3, "", "+OK ready", ("", "Hello, I keep the boxes."));
        check(Pop3, "PASS x y", "-ERR no", ("Here is the key.", "This key does not fit."));
        check(
            Pop3,
            "PASS x",
            "-ERR [SYS/TEMP] try later",
            ("Here is the key.", "I cannot open the box at the moment."),
        );
        check(
            Pop3,
            "PASS x",
            "-ERR [IN-USE] maildrop already locked",
            ("Here is the key.", "The box is open in another program."),
        );
        check(
            Pop3,
            "PASS x",
            "+OK bob's maildrop has 1 message (5325 octets)",
            ("Here is the key.", "The key fits. The box is open: one message, 5.2 KB."),
        );
        check(
            Pop3,
            "PASS x",
            "+OK welcome",
            ("Here is the key.", "The key fits. The box is open."),
        );
        check(
            Pop3,
            "STAT",
            "+OK 2 5325",
            ("How many messages are in the box?", "There are 2 messages, 5.2 KB in all."),
        );
        check(Pop3, "LIST", "1 5325", ("How big is each?", "Message 1 is 5.2 KB long."));
        check(Pop3, "LIST 1", "+OK 1 5325", ("How big is each?", "Message 1 is 5.2 KB long."));
        let mark = "What is the mark on each?";
        check(Pop3, "UIDL", "+OK", (mark, "Here is the list:"));
        check(Pop3, "UIDL", "1 1", (mark, "The mark on message 1 is 1."));
        check(Pop3, "UIDL 2", "+OK 2 77", (mark, "The mark on message 2 is 77."));
        check(Pop3, "UIDL", ".", (mark, "End of the list."));
        check(Pop3, "CAPA", "+OK", ("What can you do?", "I can do this:"));
        check(
            Pop3,
            "CAPA",
            "EXPIRE 60",
            ("What can you do?", "This is how long messages stay in the box."),
        );
    }

    #[test]
    fn look_ups_in_plain_words() {
        assert_eq!(which_server("a.example"), "Which server takes mail for a.example?");
        assert_eq!(
            mail_servers("a.example", "10 mx.a.example"),
            "Mail for a.example goes to mx.a.example."
        );
        assert_eq!(
            mail_servers("a.example", "20 mx2.a.example, 10 mx.a.example"),
            "Mail for a.example goes to mx.a.example, or else to mx2.a.example."
        );
        assert!(referral("com").contains("keeps .com."));
        assert_eq!(address("192.0.2.1"), "Its number is 192.0.2.1.");
    }
}
