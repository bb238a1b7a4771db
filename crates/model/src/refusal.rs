//! A server's no, as somebody types or pastes it: `452 4.2.2 Mailbox full`, of any number of lines.

use crate::limits::scenario::{MAX_ANSWER, MAX_ANSWER_LINES};
use crate::limits::smtp::MAX_REPLY_LINE;
use crate::reply::{EnhancedCode, Reply, ReplyCode};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A reply that says no: its code is one of 4yz or 5yz, its enhanced code, if it has one, of the same
/// class, and its text printable ASCII (RFC 5321 section 4.2).
///
/// In links and files it is its text, as on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Refusal(Reply);

/// Why a text is no refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusalError {
    /// There is nothing.
    Empty,
    /// It does not begin with three digits, and a space or a hyphen after them.
    NoCode,
    /// These digits are nothing that a server can say.
    BadCode(u16),
    /// The code is one of 2yz or 3yz.
    NotANo(u16),
    /// The enhanced code does not go with the code.
    OtherClass(EnhancedCode, u16),
    /// Line number n (from 1) begins with another code than the first.
    OtherCode(usize),
    /// Line number n (from 1) is longer than [`MAX_REPLY_LINE`].
    LineTooLong(usize),
    /// More than [`MAX_ANSWER_LINES`].
    TooManyLines(usize),
    /// More than [`MAX_ANSWER`] bytes.
    TooLong(usize),
}

impl fmt::Display for RefusalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => {
                write!(f, "answer: please type a reply, such as 550 5.1.1 No such mailbox")
            }
            Self::NoCode => write!(
                f,
                "answer: it has to begin with three digits and a space, such as 550 or 451"
            ),
            Self::BadCode(code) => write!(
                f,
                "answer: {code} is no code that a mail server can refuse with; those are 400 to 459 \
                 and 500 to 559"
            ),
            Self::NotANo(code) => {
                write!(f, "answer: {code} does not say no; a code that does begins with 4 or 5")
            }
            Self::OtherClass(enhanced, code) => write!(
                f,
                "answer: {enhanced} does not go with {code}; both have to begin with the same digit"
            ),
            Self::OtherCode(n) => {
                write!(f, "answer: line {n} begins with another code than the first line")
            }
            Self::LineTooLong(n) => write!(
                f,
                "answer: line {n} is too long, at most {MAX_REPLY_LINE} bytes fit, its code included"
            ),
            Self::TooManyLines(n) => {
                write!(f, "answer: {n} lines are too many, at most {MAX_ANSWER_LINES} fit")
            }
            Self::TooLong(n) => {
                write!(f, "answer: {n} bytes are too many, at most {MAX_ANSWER} fit")
            }
        }
    }
}

impl std::error::Error for RefusalError {}

impl Refusal {
    /// Reads what was typed or pasted. Code and enhanced code may stand in front of every line or only
    /// of the first. Quotation marks, dashes and the like become plain ones, other letters beyond ASCII
    /// question marks; empty lines between others count for nothing.
    ///
    /// # Errors
    /// See [`RefusalError`]; the first thing that is wrong.
    pub fn read(text: &str) -> Result<Self, RefusalError> {
        // What is far too long is not looked at. Nothing takes more than four bytes for one of ours.
        if text.len() > 4 * MAX_ANSWER {
            return Err(RefusalError::TooLong(text.len()));
        }
        let text = plain(text);
        let mut lines = (1..).zip(text.lines().map(str::trim)).filter(|(_, line)| !line.is_empty());
        let (_, first) = lines.next().ok_or(RefusalError::Empty)?;
        let (number, first) = split_code(first).ok_or(RefusalError::NoCode)?;
        let code = match ReplyCode::new(number) {
            Some(code) if matches!(code.class(), 4 | 5) => code,
            Some(_) => return Err(RefusalError::NotANo(number)),
            None => return Err(RefusalError::BadCode(number)),
        };
        let word = first.split(' ').next().unwrap_or_default();
        let enhanced = EnhancedCode::parse(word);
        if let Some(other) = enhanced.filter(|enhanced| enhanced.class() != code.class()) {
            return Err(RefusalError::OtherClass(other, number));
        }
        let text_of = |line: &str| {
            let rest = enhanced.and_then(|_| line.strip_prefix(word));
            let rest = rest.filter(|rest| rest.is_empty() || rest.starts_with(' '));
            rest.unwrap_or(line).trim_start().to_owned()
        };
        let mut texts = vec![(1, text_of(first))];
        for (n, line) in lines {
            let line = match split_code(line) {
                Some((other, rest)) if other == number => rest,
                Some((other, _)) if ReplyCode::new(other).is_some() => {
                    return Err(RefusalError::OtherCode(n));
                }
                _ => line,
            };
            texts.push((n, text_of(line)));
        }
        if texts.len() > MAX_ANSWER_LINES {
            return Err(RefusalError::TooManyLines(texts.len()));
        }
        if let Some((n, _)) = texts.iter().find(|(_, text)| text.len() > Reply::room(enhanced)) {
            return Err(RefusalError::LineTooLong(*n));
        }
        let mut texts = texts.iter().map(|(_, text)| text.as_str());
        let reply = Reply::new(code, enhanced, texts.next().unwrap_or_default());
        let refusal = Self(texts.fold(reply, Reply::and_line));
        let length = refusal.to_string().len();
        if length > MAX_ANSWER {
            return Err(RefusalError::TooLong(length));
        }
        Ok(refusal)
    }

    /// The reply.
    pub const fn reply(&self) -> &Reply {
        &self.0
    }
}

/// The lines as they stand on the wire.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> =
            self.0.wire_lines().map(|line| line.trim_end().to_owned()).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl TryFrom<String> for Refusal {
    type Error = RefusalError;

    fn try_from(text: String) -> Result<Self, RefusalError> {
        Self::read(&text)
    }
}

impl From<Refusal> for String {
    fn from(refusal: Refusal) -> Self {
        refusal.to_string()
    }
}

/// Three digits at the beginning of a line, and what stands after them.
fn split_code(line: &str) -> Option<(u16, &str)> {
    let (digits, rest) = line.split_at_checked(3)?;
    let code = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())??;
    let text = match rest.as_bytes().first() {
        None => rest,
        Some(b' ' | b'-') => &rest[1..],
        Some(_) => return None,
    };
    Some((code, text.trim_start()))
}

/// The text in printable ASCII and ends of lines.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\n' | '\r' => out.push('\n'),
            ' '..='~' => out.push(c),
            '‘' | '’' | '‚' | '′' => out.push('\''),
            '“' | '”' | '„' | '«' | '»' => out.push('"'),
            '‐'..='―' | '−' => out.push('-'),
            '…' => out.push_str("..."),
            // Marks that cannot be seen.
            '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{ad}' => {}
            c if c.is_whitespace() || c.is_control() => out.push(' '),
            _ => out.push('?'),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: Result<&str, &str>) {
        let read = Refusal::read(typed).map(|refusal| refusal.to_string());
        let read = read.as_deref().map_err(ToString::to_string);
        assert_eq!(
            read.as_ref().map_err(String::as_str),
            expected.as_ref().map_err(|e| *e),
            "{typed}"
        );
        if let Ok(text) = read {
            assert_eq!(Refusal::read(text).unwrap().to_string(), text, "written and read again");
        }
    }

    #[test]
    fn what_is_typed_is_read() {
        check("452 4.2.2 Mailbox full", Ok("452 4.2.2 Mailbox full"));
        check("  550 5.1.1   No such person \r\n\n", Ok("550 5.1.1 No such person"));
        check("550", Ok("550"));
        check("421 4.7.0", Ok("421 4.7.0"));
        check("554 Go away", Ok("554 Go away"));
        check(
            "550-5.7.26 Not verified.\n550-5.7.26 See the help.\n550 5.7.26 abc - gsmtp",
            Ok("550-5.7.26 Not verified.\n550-5.7.26 See the help.\n550 5.7.26 abc - gsmtp"),
        );
        // A program has wrapped the line, or somebody did not repeat the code.
        check("550 5.7.1 Not from\nthere", Ok("550-5.7.1 Not from\n550 5.7.1 there"));
        check("550 5.7.1 a\n550 b", Ok("550-5.7.1 a\n550 5.7.1 b"));
        check("550 a\n\n550 b", Ok("550-a\n550 b"));
        check("550 “Köln” – it’s…", Ok("550 \"K?ln\" - it's..."));
        check("550\tA\u{0}B", Ok("550 A B"));
        check("550 5.1 x", Ok("550 5.1 x"));
        check("550 a\n999 b", Ok("550-a\n550 999 b"));
    }

    #[test]
    fn what_is_no_refusal_says_why() {
        const NO_CODE: Result<&str, &str> =
            Err("answer: it has to begin with three digits and a space, such as 550 or 451");
        check("", Err("answer: please type a reply, such as 550 5.1.1 No such mailbox"));
        check(" \n\t", Err("answer: please type a reply, such as 550 5.1.1 No such mailbox"));
        check("Mailbox full", NO_CODE);
        check("5.1.1 Nobody", NO_CODE);
        check("55", NO_CODE);
        check("550: Nobody", NO_CODE);
        check("é50 x", NO_CODE);
        check("250 OK", Err("answer: 250 does not say no; a code that does begins with 4 or 5"));
        for code in ["199", "460", "600", "999"] {
            let expected = format!(
                "answer: {code} is no code that a mail server can refuse with; those are 400 to 459 \
                 and 500 to 559"
            );
            check(code, Err(&expected));
        }
        check(
            "550 4.2.2 Full",
            Err("answer: 4.2.2 does not go with 550; both have to begin with the same digit"),
        );
        check("550-a\n\n551 b", Err("answer: line 3 begins with another code than the first line"));
    }

    #[test]
    fn a_refusal_has_a_largest_size() {
        let line = |n| format!("550 {}", "x".repeat(n));
        check(&line(506), Ok(&line(506)));
        check(
            &line(507),
            Err("answer: line 1 is too long, at most 512 bytes fit, its code included"),
        );
        let lines = |n| vec!["550 x"; n].join("\n");
        assert!(Refusal::read(&lines(20)).is_ok());
        check(&lines(21), Err("answer: 21 lines are too many, at most 20 fit"));
        let long = [line(500), line(500)].join("\n");
        check(&long, Err("answer: 1009 bytes are too many, at most 1000 fit"));
        check(&"x".repeat(4_001), Err("answer: 4001 bytes are too many, at most 1000 fit"));
    }

    #[test]
    fn it_is_its_text_in_files_and_links() {
        let refusal = Refusal::read("550 5.1.1 a\nb").unwrap();
        let bytes = postcard::to_allocvec(&refusal).unwrap();
        assert_eq!(&bytes[1..], b"550-5.1.1 a\n550 5.1.1 b");
        assert_eq!(postcard::from_bytes::<Refusal>(&bytes).unwrap(), refusal);
        let wrong = postcard::to_allocvec("250 OK").unwrap();
        assert!(postcard::from_bytes::<Refusal>(&wrong).is_err());
    }
}
