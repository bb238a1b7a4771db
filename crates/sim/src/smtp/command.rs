//! What a client says (RFC 5321 section 4.1): commands as data, read from lines and written as
//! lines.
//!
//! Simplified: of the parameters only `SIZE` (RFC 1870), `BODY` (RFC 6152) and `AUTH` on `MAIL`
//! (RFC 4954, read and ignored) are known.

use model::address::{Domain, Mailbox, ReversePath, write_path};
use std::fmt;

/// Who a message is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ForwardPath {
    /// An address.
    Mailbox(Mailbox),
    /// `<postmaster>` without a domain: whoever looks after this server (RFC 5321 section 4.5.1).
    Postmaster,
}

/// A command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// "Hello, I am …, and I know extensions."
    Ehlo(String),
    /// "Hello, I am …", as before extensions existed.
    Helo(String),
    /// Signs in (RFC 4954).
    Auth {
        /// How, in upper case: `PLAIN`.
        mechanism: String,
        /// The first answer in base64, if it comes along; decoded from `=` it is empty.
        initial: Option<String>,
    },
    /// Begins a message.
    Mail {
        /// Where a failure report goes.
        reverse_path: ReversePath,
        /// How large the message will be, in bytes.
        size: Option<u64>,
        /// Whether the body may hold bytes above 127.
        body_8bit: bool,
    },
    /// Names a recipient.
    Rcpt(ForwardPath),
    /// The message follows.
    Data,
    /// Forgets the message that was begun.
    Rset,
    /// Nothing, please answer.
    Noop,
    /// Goodbye.
    Quit,
    /// Asks whether somebody is known here.
    Vrfy(String),
    /// Asks for help.
    Help,
}

/// Why a line is no command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyntaxError {
    /// No such command: `500`.
    Unknown,
    /// A command of the standard that is not served here: `502`.
    NotImplemented,
    /// The command is known, what follows it is wrong: `501`.
    BadArguments,
    /// What stands after `HELO` or `EHLO` is no name: `501`.
    BadName,
    /// What stands after `MAIL FROM:` is no address: `501`.
    BadSender,
    /// What stands after `RCPT TO:` is no address: `501`.
    BadRecipient,
    /// A parameter of `MAIL` or `RCPT` that is not known: `555`.
    UnknownParameter,
}

impl Command {
    /// Reads a line without its line end. Verbs and keywords are read without regard to case, and
    /// white space at the end is forgiven.
    ///
    /// # Errors
    /// The line is no command; the error says which kind of refusal it deserves.
    pub fn parse(line: &[u8]) -> Result<Self, SyntaxError> {
        // What is not UTF-8 becomes U+FFFD, which no address, name or parameter may hold.
        let line = String::from_utf8_lossy(line);
        let line = line.trim_end_matches([' ', '\t']);
        let (verb, arguments) = line.split_once(' ').unwrap_or((line, ""));
        let arguments = arguments.trim_start_matches(' ');
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => parse_host(arguments).map(Self::Ehlo),
            "HELO" => parse_host(arguments).map(Self::Helo),
            "AUTH" => parse_auth(arguments),
            "MAIL" => parse_mail(arguments),
            "RCPT" => parse_rcpt(arguments),
            "DATA" => alone(arguments, Self::Data),
            "RSET" => alone(arguments, Self::Rset),
            "QUIT" => alone(arguments, Self::Quit),
            "NOOP" => Ok(Self::Noop),
            "VRFY" if arguments.is_empty() => Err(SyntaxError::BadArguments),
            "VRFY" => Ok(Self::Vrfy(arguments.to_owned())),
            "HELP" => Ok(Self::Help),
            "EXPN" | "STARTTLS" | "TURN" | "SEND" | "SOML" | "SAML" => {
                Err(SyntaxError::NotImplemented)
            }
            _ => Err(SyntaxError::Unknown),
        }
    }
}

fn alone(arguments: &str, command: Command) -> Result<Command, SyntaxError> {
    if arguments.is_empty() { Ok(command) } else { Err(SyntaxError::BadArguments) }
}

// ehlo = "EHLO" SP ( Domain / address-literal ) CRLF               (RFC 5321 section 4.1.1.1)
// Real clients send all sorts of names; one word of visible ASCII is enough here.
fn parse_host(arguments: &str) -> Result<String, SyntaxError> {
    let good = !arguments.is_empty() && arguments.bytes().all(|b| b.is_ascii_graphic());
    if good { Ok(arguments.to_owned()) } else { Err(SyntaxError::BadName) }
}

// auth-command     = "AUTH" SP sasl-mech [SP initial-response] CRLF
// initial-response = base64 / "="                                      (RFC 4954 section 8)
fn parse_auth(arguments: &str) -> Result<Command, SyntaxError> {
    let mut words = arguments.split_ascii_whitespace();
    let mechanism = words.next().ok_or(SyntaxError::BadArguments)?;
    let initial = words.next().map(|word| match word {
        "=" => String::new(),
        word => word.to_owned(),
    });
    if words.next().is_some() || !mechanism.is_ascii() {
        return Err(SyntaxError::BadArguments);
    }
    Ok(Command::Auth { mechanism: mechanism.to_ascii_uppercase(), initial })
}

// mail = "MAIL FROM:" Reverse-path [SP Mail-parameters] CRLF       (RFC 5321 section 4.1.1.2)
// Reverse-path = Path / "<>"
fn parse_mail(arguments: &str) -> Result<Command, SyntaxError> {
    let (path, parameters) = parse_path(arguments, "FROM:").ok_or(SyntaxError::BadArguments)?;
    let reverse_path = if path.is_empty() {
        None
    } else {
        let mailbox = without_route(path).ok_or(SyntaxError::BadSender)?;
        Some(mailbox.parse().map_err(|_| SyntaxError::BadSender)?)
    };
    let mut size = None;
    let mut body_8bit = None;
    for parameter in parameters.split_ascii_whitespace() {
        // esmtp-param = esmtp-keyword ["=" esmtp-value]
        let (keyword, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match keyword.to_ascii_uppercase().as_str() {
            "SIZE" if size.is_none() => size = Some(parse_size(value)?),
            "BODY" if body_8bit.is_none() => body_8bit = Some(parse_body(value)?),
            "SIZE" | "BODY" => return Err(SyntaxError::BadArguments),
            "AUTH" => {}
            _ => return Err(SyntaxError::UnknownParameter),
        }
    }
    Ok(Command::Mail { reverse_path, size, body_8bit: body_8bit.unwrap_or(false) })
}

// size-value ::= 1*20DIGIT                                             (RFC 1870 section 6)
// A number that no machine could hold is as large as one can be.
fn parse_size(value: &str) -> Result<u64, SyntaxError> {
    if !(1..=20).contains(&value.len()) || !value.bytes().all(|b| b.is_ascii_digit()) {
        return Err(SyntaxError::BadArguments);
    }
    Ok(value.parse().unwrap_or(u64::MAX))
}

// body-value ::= "7BIT" / "8BITMIME"                                   (RFC 6152 section 2)
fn parse_body(value: &str) -> Result<bool, SyntaxError> {
    match value.to_ascii_uppercase().as_str() {
        "7BIT" => Ok(false),
        "8BITMIME" => Ok(true),
        _ => Err(SyntaxError::BadArguments),
    }
}

// rcpt = "RCPT TO:" ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path )
//        [SP Rcpt-parameters] CRLF                                 (RFC 5321 section 4.1.1.3)
fn parse_rcpt(arguments: &str) -> Result<Command, SyntaxError> {
    let (path, parameters) = parse_path(arguments, "TO:").ok_or(SyntaxError::BadArguments)?;
    let path = if path.eq_ignore_ascii_case("postmaster") {
        ForwardPath::Postmaster
    } else {
        let mailbox = without_route(path).ok_or(SyntaxError::BadRecipient)?;
        ForwardPath::Mailbox(mailbox.parse().map_err(|_| SyntaxError::BadRecipient)?)
    };
    if parameters.is_empty() { Ok(Command::Rcpt(path)) } else { Err(SyntaxError::UnknownParameter) }
}

// Path = "<" [ A-d-l ":" ] Mailbox ">"                             (RFC 5321 section 4.1.2)
/// Splits `FROM:<inner> parameters` into inner and parameters. A space after the colon is an old
/// mistake that everybody forgives.
fn parse_path<'a>(arguments: &'a str, keyword: &str) -> Option<(&'a str, &'a str)> {
    let (head, rest) = arguments.split_at_checked(keyword.len())?;
    if !head.eq_ignore_ascii_case(keyword) {
        return None;
    }
    let path = rest.trim_start_matches(' ').strip_prefix('<')?;
    let end = end_of_path(path)?;
    let (inner, after) = (&path[..end], &path[end + 1..]);
    let parameters = after.trim_start_matches(' ');
    // Between path and parameters there is a space.
    if parameters.len() == after.len() && !after.is_empty() {
        return None;
    }
    Some((inner, parameters))
}

/// Where the `>` stands that ends the path: the first one outside a quoted string.
fn end_of_path(path: &str) -> Option<usize> {
    let mut quoted = false;
    let mut escaped = false;
    for (i, byte) in path.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'>' if !quoted => return Some(i),
            _ => {}
        }
    }
    None
}

// A-d-l = At-domain *( "," At-domain )
// At-domain = "@" Domain
/// The mailbox behind a source route, which is accepted and ignored (RFC 5321 appendix C).
fn without_route(path: &str) -> Option<&str> {
    if !path.starts_with('@') {
        return Some(path);
    }
    let (route, mailbox) = path.split_once(':')?;
    let good = route
        .split(',')
        .all(|hop| hop.strip_prefix('@').is_some_and(|domain| domain.parse::<Domain>().is_ok()));
    good.then_some(mailbox)
}

impl fmt::Display for ForwardPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mailbox(mailbox) => write!(f, "<{mailbox}>"),
            Self::Postmaster => f.write_str("<postmaster>"),
        }
    }
}

/// The command as it stands on the wire, without CR LF.
impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ehlo(host) => write!(f, "EHLO {host}"),
            Self::Helo(host) => write!(f, "HELO {host}"),
            Self::Auth { mechanism, initial } => match initial.as_deref() {
                None => write!(f, "AUTH {mechanism}"),
                Some("") => write!(f, "AUTH {mechanism} ="),
                Some(response) => write!(f, "AUTH {mechanism} {response}"),
            },
            Self::Mail { reverse_path, size, body_8bit } => {
                write!(f, "MAIL FROM:{}", write_path(reverse_path))?;
                if let Some(size) = size {
                    write!(f, " SIZE={size}")?;
                }
                f.write_str(if *body_8bit { " BODY=8BITMIME" } else { "" })
            }
            Self::Rcpt(path) => write!(f, "RCPT TO:{path}"),
            Self::Data => f.write_str("DATA"),
            Self::Rset => f.write_str("RSET"),
            Self::Noop => f.write_str("NOOP"),
            Self::Quit => f.write_str("QUIT"),
            Self::Vrfy(who) => write!(f, "VRFY {who}"),
            Self::Help => f.write_str("HELP"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SyntaxError::*;
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Result<&str, SyntaxError>) {
        let parsed = Command::parse(line.as_bytes());
        let written = parsed.as_ref().map(ToString::to_string);
        assert_eq!(
            written.as_deref().map_err(|e| **e),
            expected,
            "{line:?} was read as {parsed:?}"
        );
        if let Ok(text) = expected {
            assert_eq!(Command::parse(text.as_bytes()), parsed, "{line:?}");
        }
    }

    #[test]
    fn commands_are_read_and_written() {
        check("EHLO mail.example", Ok("EHLO mail.example"));
        check("ehlo  [192.0.2.1] ", Ok("EHLO [192.0.2.1]"));
        check("HeLo my_pc", Ok("HELO my_pc"));
        check("AUTH PLAIN", Ok("AUTH PLAIN"));
        check("auth plain AGFubgBrZXk=", Ok("AUTH PLAIN AGFubgBrZXk="));
        check("AUTH PLAIN =", Ok("AUTH PLAIN ="));
        check("DATA", Ok("DATA"));
        check("data  ", Ok("DATA"));
        check("RSET", Ok("RSET"));
        check("NOOP", Ok("NOOP"));
        check("NOOP whatever", Ok("NOOP"));
        check("quit", Ok("QUIT"));
        check("VRFY Jones", Ok("VRFY Jones"));
        check("HELP MAIL", Ok("HELP"));
    }

    #[test]
    fn what_is_no_command_is_told_apart() {
        check("", Err(Unknown));
        check(" EHLO x", Err(Unknown));
        check("HALLO x", Err(Unknown));
        check("DATA\tx", Err(Unknown));
        check("\u{fffd}", Err(Unknown));
        check("EHLO", Err(BadName));
        check("EHLO two words", Err(BadName));
        check("EHLO böse", Err(BadName));
        check("EHLO a\0b", Err(BadName));
        check("AUTH", Err(BadArguments));
        check("AUTH PLAIN a b", Err(BadArguments));
        check("DATA now", Err(BadArguments));
        check("QUIT now", Err(BadArguments));
        check("VRFY", Err(BadArguments));
        check("STARTTLS", Err(NotImplemented));
        check("EXPN list", Err(NotImplemented));
    }

    #[test]
    fn senders_are_read() {
        check("MAIL FROM:<a@b.example>", Ok("MAIL FROM:<a@b.example>"));
        check("mail from: <a@b.example>", Ok("MAIL FROM:<a@b.example>"));
        check("MAIL FROM:<>", Ok("MAIL FROM:<>"));
        check(
            "MAIL FROM:<a@b.example> size=7 body=8bitmime AUTH=<>",
            Ok("MAIL FROM:<a@b.example> SIZE=7 BODY=8BITMIME"),
        );
        check(
            "MAIL FROM:<> BODY=7BIT SIZE=99999999999999999999",
            Ok("MAIL FROM:<> SIZE=18446744073709551615"),
        );
        check("MAIL FROM:<\"a>b c\\\"\"@d.example>", Ok("MAIL FROM:<\"a>b c\\\"\"@d.example>"));
        check("MAIL", Err(BadArguments));
        check("MAIL FROM:a@b.example", Err(BadArguments));
        check("MAIL FROM:<a@b.example", Err(BadArguments));
        check("MAIL FROM <a@b.example>", Err(BadArguments));
        check("MAIL TO:<a@b.example>", Err(BadArguments));
        check("MAIL FROM:<a@b.example>SIZE=7", Err(BadArguments));
        check("MAIL FROM:<a@b.example> SIZE=", Err(BadArguments));
        check("MAIL FROM:<a@b.example> SIZE=-1", Err(BadArguments));
        check("MAIL FROM:<a@b.example> SIZE=1 SIZE=2", Err(BadArguments));
        check("MAIL FROM:<> BODY=BINARYMIME", Err(BadArguments));
        check("MAIL FROM:<> SMTPUTF8", Err(UnknownParameter));
        check("MAIL FROM:<nobody>", Err(BadSender));
        check("MAIL FROM:<jörg@b.example>", Err(BadSender));
        check("MAIL FROM:<postmaster>", Err(BadSender));
        check("MAIL FRÖM:", Err(BadArguments));
    }

    #[test]
    fn recipients_are_read() {
        check("RCPT TO:<a@b.example>", Ok("RCPT TO:<a@b.example>"));
        check("rcpt to:<Postmaster>", Ok("RCPT TO:<postmaster>"));
        check("RCPT TO:<postmaster@b.example>", Ok("RCPT TO:<postmaster@b.example>"));
        check("RCPT TO:<@x.example,@y.example:a@b.example>", Ok("RCPT TO:<a@b.example>"));
        check("RCPT TO:<>", Err(BadRecipient));
        check("RCPT TO:<@x.example>", Err(BadRecipient));
        check("RCPT TO:<x,@y.example:a@b.example>", Err(BadRecipient));
        check("RCPT TO:<@x.example,:a@b.example>", Err(BadRecipient));
        check("RCPT TO:<a b@c.example>", Err(BadRecipient));
        check("RCPT TO:", Err(BadArguments));
        check("RCPT FROM:<a@b.example>", Err(BadArguments));
        check("RCPT TO:<a@b.example> NOTIFY=NEVER", Err(UnknownParameter));
    }
}
