//! POP3 replies (RFC 1939 section 3; response codes are RFC 2449 section 8 and RFC 3206).
//!
//! A reply is one status line, `+OK` or `-ERR`. After a `+OK` some commands bring more: a block of
//! lines that ends with a line holding only a dot. A line of the block that begins with a dot gets
//! one more in front on the way ("byte-stuffing"), which the reader takes off again.
//!
//! Simplified: a status line's text is read as UTF-8, what is none shows as replacement characters.
//! A block is bytes; only CR LF `.` CR LF ends it, and a bare CR or LF is content like any other.

use super::command::number;
use crate::message::DataReader;
use crate::stream::{Line, LineReader};
use memchr::memchr;
use model::limits::pop3::{MAX_BLOCK, MAX_REPLY_LINE};
use std::fmt;

/// The status indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `+OK`: done.
    Ok,
    /// `-ERR`: not done.
    Err,
}

/// Why, for programs: stands in brackets before the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResponseCode {
    /// `[AUTH]`: user name or password is wrong (RFC 3206 section 5).
    Auth,
    /// `[IN-USE]`: another session has the maildrop (RFC 2449 section 8.1.2).
    InUse,
    /// Any other, without the brackets.
    Other(String),
}

impl fmt::Display for ResponseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auth => f.write_str("[AUTH]"),
            Self::InUse => f.write_str("[IN-USE]"),
            Self::Other(code) => write!(f, "[{code}]"),
        }
    }
}

/// A status line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Done or not.
    pub status: Status,
    /// Why, for programs.
    pub code: Option<ResponseCode>,
    /// The rest of the line, for people or, after some commands, numbers.
    pub text: String,
}

impl Reply {
    /// `+OK text`
    pub fn ok(text: impl Into<String>) -> Self {
        Self { status: Status::Ok, code: None, text: text.into() }
    }

    /// `-ERR text`
    pub fn err(text: impl Into<String>) -> Self {
        Self { status: Status::Err, code: None, text: text.into() }
    }

    /// `-ERR [code] text`
    pub fn err_because(code: ResponseCode, text: impl Into<String>) -> Self {
        Self { status: Status::Err, code: Some(code), text: text.into() }
    }

    /// Reads a status line (without its line end); `None` if it is none.
    // single-line = status [SP text] CRLF      ;512 octets maximum     (RFC 2449 section 3)
    // status      = "+OK" / "-ERR"
    // text        = *schar / resp-code *CHAR
    // resp-code   = "[" resp-level *("/" resp-level) "]"
    pub fn parse(line: &[u8]) -> Option<Self> {
        let line = String::from_utf8_lossy(line);
        let (indicator, rest) = line.split_once(' ').unwrap_or((&line, ""));
        let status = match indicator {
            "+OK" => Status::Ok,
            "-ERR" => Status::Err,
            _ => return None,
        };
        let (code, text) = response_code(rest);
        Some(Self { status, code, text: text.to_owned() })
    }
}

fn response_code(text: &str) -> (Option<ResponseCode>, &str) {
    let Some((code, rest)) = text.strip_prefix('[').and_then(|t| t.split_once(']')) else {
        return (None, text);
    };
    let code = if code.eq_ignore_ascii_case("AUTH") {
        ResponseCode::Auth
    } else if code.eq_ignore_ascii_case("IN-USE") {
        ResponseCode::InUse
    } else {
        ResponseCode::Other(code.to_owned())
    };
    (Some(code), rest.strip_prefix(' ').unwrap_or(rest))
}

/// The line as it is said, without the line end.
impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.status {
            Status::Ok => "+OK",
            Status::Err => "-ERR",
        })?;
        if let Some(code) = &self.code {
            write!(f, " {code}")?;
        }
        if !self.text.is_empty() {
            write!(f, " {}", self.text)?;
        }
        Ok(())
    }
}

/// Messages and octets, from the text of a reply to `STAT`.
// drop-listing = nn SP mm [SP ...]                                     (RFC 1939 section 5, STAT)
pub fn parse_drop_listing(text: &str) -> Option<(u32, u64)> {
    let mut words = text.split(' ');
    Some((number(words.next()?)?, number(words.next()?)?))
}

/// Message number and octets of one message, from a line of the reply to `LIST`.
// scan-listing = msg SP octets [SP ...]                                (RFC 1939 section 5, LIST)
pub fn parse_scan_listing(line: &str) -> Option<(u32, u64)> {
    parse_drop_listing(line)
}

/// The header, the empty line and the first `lines` lines of the body (RFC 1939 section 7, TOP).
pub fn top(message: &[u8], lines: u32) -> &[u8] {
    let mut end = 0;
    loop {
        let line = line_end(&message[end..]);
        end += line;
        if line == 0 || message[..end].ends_with(b"\r\n\r\n") || &message[..end] == b"\r\n" {
            break;
        }
    }
    for _ in 0..lines {
        if end == message.len() {
            break;
        }
        end += line_end(&message[end..]);
    }
    &message[..end]
}

/// Length of the first line, its CR LF included.
fn line_end(bytes: &[u8]) -> usize {
    let mut from = 0;
    while let Some(at) = memchr(b'\n', &bytes[from..]) {
        from += at + 1;
        if bytes[..from].ends_with(b"\r\n") {
            return from;
        }
    }
    bytes.len()
}

/// What the reader is to expect after a `+OK`. It depends on the command, not on the reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyForm {
    /// Nothing.
    SingleLine,
    /// A block. (After `-ERR` none comes.)
    MultiLine,
}

/// A whole reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The status line.
    pub reply: Reply,
    /// The block, byte-stuffing taken off, without the final dot. Empty where there was none.
    pub block: Vec<u8>,
}

/// Why what came is no reply. The dialogue cannot go on after that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyError {
    /// A line that begins neither with `+OK` nor with `-ERR`.
    NoStatus,
    /// A status line longer than [`MAX_REPLY_LINE`].
    LineTooLong,
    /// A block longer than [`MAX_BLOCK`].
    BlockTooLong,
}

/// Reads replies from bytes that come in pieces.
#[derive(Clone, Debug)]
pub struct ReplyReader {
    lines: LineReader,
    /// A reply whose block is still arriving.
    open: Option<(Reply, DataReader)>,
}

impl Default for ReplyReader {
    fn default() -> Self {
        Self { lines: LineReader::new(MAX_REPLY_LINE), open: None }
    }
}

impl ReplyReader {
    /// Takes bytes from the front of `input` up to the end of a reply and returns that reply, or
    /// takes all of `input` and returns `None` when no reply is complete yet.
    pub fn next_reply(
        &mut self,
        form: ReplyForm,
        input: &mut &[u8],
    ) -> Option<Result<Received, ReplyError>> {
        let (reply, mut block) = match self.open.take() {
            Some(open) => open,
            None => match self.status_line(input)? {
                Ok(reply) => (reply, DataReader::new(MAX_BLOCK)),
                Err(error) => return Some(Err(error)),
            },
        };
        if form == ReplyForm::SingleLine || reply.status == Status::Err {
            let block = Vec::new();
            return Some(Ok(Received { reply, block }));
        }
        let complete = block.read(input);
        if block.over_limit() {
            return Some(Err(ReplyError::BlockTooLong));
        }
        if complete {
            return Some(Ok(Received { reply, block: block.finish() }));
        }
        self.open = Some((reply, block));
        None
    }

    fn status_line(&mut self, input: &mut &[u8]) -> Option<Result<Reply, ReplyError>> {
        Some(match self.lines.next_line(input)? {
            Line::Text(line) => Reply::parse(&line).ok_or(ReplyError::NoStatus),
            Line::TooLong => Err(ReplyError::LineTooLong),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::dot_stuff;

    #[track_caller]
    fn check(line: &str, expected: Option<(Status, Option<&ResponseCode>, &str)>) {
        let parsed = Reply::parse(line.as_bytes());
        let parts = parsed.as_ref().map(|r| (r.status, r.code.as_ref(), r.text.as_str()));
        assert_eq!(parts, expected, "{line}");
        if let Some(reply) = parsed {
            assert_eq!(reply.to_string(), line.trim_end(), "written as it was read");
        }
    }

    #[test]
    fn status_lines_are_read_and_written() {
        use ResponseCode::{Auth, InUse, Other};
        use Status::{Err, Ok};
        check("+OK", Some((Ok, None, "")));
        check("+OK ", Some((Ok, None, "")));
        check("+OK 2 320", Some((Ok, None, "2 320")));
        check("-ERR no such message", Some((Err, None, "no such message")));
        check("-ERR [AUTH] wrong", Some((Err, Some(&Auth), "wrong")));
        check("-ERR [IN-USE] locked", Some((Err, Some(&InUse), "locked")));
        check("-ERR [IN-USE]", Some((Err, Some(&InUse), "")));
        let temporary = Other("SYS/TEMP".to_owned());
        check("-ERR [SYS/TEMP] later", Some((Err, Some(&temporary), "later")));
        check("-ERR [open", Some((Err, None, "[open")));
        check("", None);
        check("+OKAY", None);
        check("+ok", None);
        check("220 ready", None);
    }

    #[test]
    fn listings_are_read() {
        let check = |text: &str, expected| assert_eq!(parse_scan_listing(text), expected, "{text}");
        check("2 320", Some((2, 320)));
        check("1 99999999999", Some((1, 99_999_999_999)));
        check("1 120 and more", Some((1, 120)));
        check("0 0", Some((0, 0)));
        check("", None);
        check("1", None);
        check("1 ", None);
        check("+1 2", None);
        check("1 x", None);
        check("99999999999 1", None);
    }

    #[test]
    fn blocks_are_stuffed_and_read_back_however_they_were_cut() {
        #[track_caller]
        fn check(message: &[u8], wire: &[u8]) {
            assert_eq!(dot_stuff(message), wire);
            let stream = [b"+OK here\r\n", wire, b"+OK next\r\n"].concat();
            for size in 1..=stream.len() {
                let mut reader = ReplyReader::default();
                let mut replies = Vec::new();
                for mut piece in stream.chunks(size) {
                    loop {
                        let form = match replies.len() {
                            0 => ReplyForm::MultiLine,
                            _ => ReplyForm::SingleLine,
                        };
                        let Some(reply) = reader.next_reply(form, &mut piece) else {
                            break;
                        };
                        replies.push(reply.unwrap());
                    }
                }
                assert_eq!(replies.len(), 2);
                let mut complete = message.to_vec();
                if !message.is_empty() && !message.ends_with(b"\r\n") {
                    complete.extend_from_slice(b"\r\n");
                }
                assert_eq!(replies[0].block, complete, "in pieces of {size}");
                assert_eq!(replies[1].reply.text, "next");
            }
        }
        check(b"", b".\r\n");
        check(b"hi\r\n", b"hi\r\n.\r\n");
        check(b"hi", b"hi\r\n.\r\n");
        check(b".\r\n", b"..\r\n.\r\n");
        check(b".", b"..\r\n.\r\n");
        check(b"..\r\na.b\r\n.c\r\n", b"...\r\na.b\r\n..c\r\n.\r\n");
        check(b"\r\n\r\n", b"\r\n\r\n.\r\n");
        check(b".\r\r\n", b"..\r\r\n.\r\n");
        check(b"a\n.\nb\r.\r\n", b"a\n.\nb\r.\r\n.\r\n");
        check(b"\xff\0\x80\r\n", b"\xff\0\x80\r\n.\r\n");
    }

    #[test]
    fn top_is_the_header_and_some_lines() {
        #[track_caller]
        fn check(message: &str, lines: u32, expected: &str) {
            assert_eq!(top(message.as_bytes(), lines), expected.as_bytes());
        }
        let message = "A: 1\r\nB: 2\r\n\r\nx\r\n\r\ny\r\n";
        check(message, 0, "A: 1\r\nB: 2\r\n\r\n");
        check(message, 1, "A: 1\r\nB: 2\r\n\r\nx\r\n");
        check(message, 2, "A: 1\r\nB: 2\r\n\r\nx\r\n\r\n");
        check(message, u32::MAX, message);
        check("\r\nbody\r\nmore", 1, "\r\nbody\r\n");
        check("\r\nbody\r\nmore", 2, "\r\nbody\r\nmore");
        check("A: 1\r\n", 3, "A: 1\r\n");
        check("A: 1\n\nno line end", 0, "A: 1\n\nno line end");
        check("", 5, "");
    }

    #[test]
    fn what_is_no_reply_says_why() {
        let read = |bytes: &[u8]| {
            let mut reader = ReplyReader::default();
            reader.next_reply(ReplyForm::MultiLine, &mut &*bytes)
        };
        assert_eq!(read(b"220 ready\r\n"), Some(Err(ReplyError::NoStatus)));
        let long = [b"+OK ".as_slice(), &[b'x'; 600], b"\r\n"].concat();
        assert_eq!(read(&long), Some(Err(ReplyError::LineTooLong)));
        assert_eq!(read(b"+OK"), None);
        let refused = read(b"-ERR no\r\n").unwrap().unwrap();
        assert_eq!((refused.reply, refused.block), (Reply::err("no"), vec![]));
    }
}
