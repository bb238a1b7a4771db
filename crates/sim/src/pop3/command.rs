//! POP3 commands (RFC 1939 sections 4 to 7; `CAPA` is RFC 2449 section 5), read and written.
//!
//! Simplified: a user name and a password may hold any UTF-8 text without control characters
//! (RFC 6856 would want to be asked first); `APOP` is recognised by its keyword only, to be refused.

use std::fmt;

/// One command, as the client gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// `USER name`: which maildrop.
    User(String),
    /// `PASS string`: its password, which may hold spaces.
    Pass(String),
    /// `APOP name digest`: the other way to sign in, which is not offered here.
    Apop,
    /// `STAT`: how many messages and octets?
    Stat,
    /// `LIST [msg]`: the size of each message, or of one.
    List(Option<u32>),
    /// `RETR msg`: the whole message.
    Retr(u32),
    /// `DELE msg`: mark the message as deleted.
    Dele(u32),
    /// `RSET`: take all such marks off again.
    Rset,
    /// `NOOP`: nothing.
    Noop,
    /// `QUIT`: the end.
    Quit,
    /// `CAPA`: what does this server know?
    Capa,
    /// `TOP msg n`: the header and the first lines of the body.
    Top {
        /// Message number.
        number: u32,
        /// Lines of the body.
        lines: u32,
    },
    /// `UIDL [msg]`: the unique id of each message, or of one.
    Uidl(Option<u32>),
}

/// Why a line is no command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandError {
    /// A keyword nobody knows.
    UnknownKeyword,
    /// An argument is missing.
    MissingArgument,
    /// An argument too many.
    ExtraArgument,
    /// An argument that should be a number and is none, or too big a one.
    BadNumber,
    /// Control characters, or bytes that are no UTF-8.
    BadCharacter,
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownKeyword => "unknown command",
            Self::MissingArgument => "an argument is missing",
            Self::ExtraArgument => "too many arguments",
            Self::BadNumber => "not a number",
            Self::BadCharacter => "a character that may not stand in a command",
        })
    }
}

impl std::error::Error for CommandError {}

impl Command {
    /// Reads a command line (without its line end).
    ///
    /// # Errors
    /// See [`CommandError`].
    // command    = keyword *(SP param) CRLF    ;255 octets maximum     (RFC 2449 section 4)
    // keyword    = 3*4VCHAR
    // param      = 1*VCHAR
    // USER and PASS take all that follows the one space, spaces included (RFC 1939 section 7).
    pub fn parse(line: &[u8]) -> Result<Self, CommandError> {
        let line = std::str::from_utf8(line).map_err(|_| CommandError::BadCharacter)?;
        if line.contains(char::is_control) {
            return Err(CommandError::BadCharacter);
        }
        let (keyword, rest) = match line.split_once(' ') {
            Some((keyword, rest)) => (keyword, Some(rest)),
            None => (line, None),
        };
        let mut params = Params(rest.unwrap_or_default().split_ascii_whitespace());
        let command = match keyword.to_ascii_uppercase().as_str() {
            "USER" => return user(rest),
            "PASS" => {
                let password = rest.ok_or(CommandError::MissingArgument)?;
                return Ok(Self::Pass(password.to_owned()));
            }
            "APOP" => return Ok(Self::Apop),
            "STAT" => Self::Stat,
            "LIST" => Self::List(params.optional_number()?),
            "RETR" => Self::Retr(params.number()?),
            "DELE" => Self::Dele(params.number()?),
            "RSET" => Self::Rset,
            "NOOP" => Self::Noop,
            "QUIT" => Self::Quit,
            "CAPA" => Self::Capa,
            "TOP" => Self::Top { number: params.number()?, lines: params.number()? },
            "UIDL" => Self::Uidl(params.optional_number()?),
            _ => return Err(CommandError::UnknownKeyword),
        };
        params.end()?;
        Ok(command)
    }
}

fn user(rest: Option<&str>) -> Result<Command, CommandError> {
    match rest.map(str::trim) {
        None | Some("") => Err(CommandError::MissingArgument),
        Some(name) => Ok(Command::User(name.to_owned())),
    }
}

struct Params<'a>(std::str::SplitAsciiWhitespace<'a>);

impl Params<'_> {
    fn number(&mut self) -> Result<u32, CommandError> {
        self.optional_number()?.ok_or(CommandError::MissingArgument)
    }

    fn optional_number(&mut self) -> Result<Option<u32>, CommandError> {
        self.0.next().map(|text| number(text).ok_or(CommandError::BadNumber)).transpose()
    }

    fn end(&mut self) -> Result<(), CommandError> {
        match self.0.next() {
            None => Ok(()),
            Some(_) => Err(CommandError::ExtraArgument),
        }
    }
}

// msg = 1*DIGIT                                                        (RFC 1939 section 5)
pub(super) fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

/// The command as it is said, without the line end.
impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(name) => write!(f, "USER {name}"),
            Self::Pass(password) => write!(f, "PASS {password}"),
            Self::Apop => f.write_str("APOP"),
            Self::Stat => f.write_str("STAT"),
            Self::List(None) => f.write_str("LIST"),
            Self::List(Some(number)) => write!(f, "LIST {number}"),
            Self::Retr(number) => write!(f, "RETR {number}"),
            Self::Dele(number) => write!(f, "DELE {number}"),
            Self::Rset => f.write_str("RSET"),
            Self::Noop => f.write_str("NOOP"),
            Self::Quit => f.write_str("QUIT"),
            Self::Capa => f.write_str("CAPA"),
            Self::Top { number, lines } => write!(f, "TOP {number} {lines}"),
            Self::Uidl(None) => f.write_str("UIDL"),
            Self::Uidl(Some(number)) => write!(f, "UIDL {number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &[u8], expected: Result<&str, CommandError>) {
        let parsed = Command::parse(line).map(|command| command.to_string());
        let shown = String::from_utf8_lossy(line);
        assert_eq!(parsed.as_deref(), expected.as_ref().copied(), "{shown}");
    }

    #[test]
    fn commands_are_read_in_any_case() {
        check(b"USER mrose", Ok("USER mrose"));
        check(b"user mrose@dbc.mtview.example ", Ok("USER mrose@dbc.mtview.example"));
        check(b"USER \"ann lee\"", Ok("USER \"ann lee\""));
        check(b"pass tanstaaf", Ok("PASS tanstaaf"));
        check(b"PASS  two words ", Ok("PASS  two words "));
        check(b"PASS ", Ok("PASS "));
        check("PASS schlüssel".as_bytes(), Ok("PASS schlüssel"));
        check(b"apop mrose c4c9334bac560ecc979e58001b3e22fb", Ok("APOP"));
        check(b"Stat", Ok("STAT"));
        check(b"STAT ", Ok("STAT"));
        check(b"LIST", Ok("LIST"));
        check(b"list 2", Ok("LIST 2"));
        check(b"RETR 007", Ok("RETR 7"));
        check(b"DELE 4294967295", Ok("DELE 4294967295"));
        check(b"RETR 0", Ok("RETR 0"));
        check(b"rset", Ok("RSET"));
        check(b"noop", Ok("NOOP"));
        check(b"quit", Ok("QUIT"));
        check(b"capa", Ok("CAPA"));
        check(b"top 1  10", Ok("TOP 1 10"));
        check(b"UIDL", Ok("UIDL"));
        check(b"uidl 3", Ok("UIDL 3"));
    }

    #[test]
    fn what_is_no_command_says_why() {
        use CommandError::*;
        check(b"", Err(UnknownKeyword));
        check(b" STAT", Err(UnknownKeyword));
        check(b"HELO there", Err(UnknownKeyword));
        check(b"STATS", Err(UnknownKeyword));
        check(b"STAT 1", Err(ExtraArgument));
        check(b"QUIT now", Err(ExtraArgument));
        check(b"LIST 1 2", Err(ExtraArgument));
        check(b"TOP 1 2 3", Err(ExtraArgument));
        check(b"USER", Err(MissingArgument));
        check(b"USER  ", Err(MissingArgument));
        check(b"PASS", Err(MissingArgument));
        check(b"RETR", Err(MissingArgument));
        check(b"RETR ", Err(MissingArgument));
        check(b"TOP 1", Err(MissingArgument));
        check(b"RETR one", Err(BadNumber));
        check(b"RETR -1", Err(BadNumber));
        check(b"RETR +1", Err(BadNumber));
        check(b"DELE 4294967296", Err(BadNumber));
        check(b"NO\0OP", Err(BadCharacter));
        check(b"RETR\t1", Err(BadCharacter));
        check(b"STAT\r", Err(BadCharacter));
        check(b"USER \xff", Err(BadCharacter));
    }
}
