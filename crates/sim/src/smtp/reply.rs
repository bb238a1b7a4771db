//! Reads what a server answers (RFC 5321 section 4.2) off the wire.

use crate::stream::{Line, LineReader};
use model::limits::smtp::{MAX_REPLY_LINE, MAX_REPLY_LINES};

pub use model::reply::{EnhancedCode, Reply, ReplyCode};

/// Why a server's answer could not be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyError {
    /// A line is too long.
    LineTooLong,
    /// A line does not begin with a code and a space or hyphen.
    NoCode,
    /// The lines of one reply have different codes.
    MixedCodes,
    /// The reply has more than [`MAX_REPLY_LINES`] lines.
    TooManyLines,
}

/// Reads replies as bytes come in, however they were cut.
#[derive(Clone, Debug)]
pub struct ReplyReader {
    lines: LineReader,
    begun: Option<Reply>,
}

impl Default for ReplyReader {
    fn default() -> Self {
        Self { lines: LineReader::new(3 * MAX_REPLY_LINE), begun: None }
    }
}

impl ReplyReader {
    /// Takes bytes from the front of `input` up to the end of a reply and returns it, or takes all
    /// of `input` and returns `None` when no reply is complete yet. After an error the stream makes
    /// no sense any more.
    pub fn next_reply(&mut self, input: &mut &[u8]) -> Option<Result<Reply, ReplyError>> {
        while let Some(line) = self.lines.next_line(input) {
            match self.add(line) {
                Ok(None) => {}
                Ok(Some(reply)) => return Some(Ok(reply)),
                Err(error) => {
                    self.begun = None;
                    return Some(Err(error));
                }
            }
        }
        None
    }

    fn add(&mut self, line: Line) -> Result<Option<Reply>, ReplyError> {
        let Line::Text(line) = line else {
            return Err(ReplyError::LineTooLong);
        };
        let (code, is_last, text) = parse_line(&line).ok_or(ReplyError::NoCode)?;
        let reply = match self.begun.take() {
            None => Reply::new(code, None, &text),
            Some(begun) if begun.code() != code => return Err(ReplyError::MixedCodes),
            Some(begun) if begun.lines().len() == MAX_REPLY_LINES => {
                return Err(ReplyError::TooManyLines);
            }
            Some(begun) => begun.and_line(&text),
        };
        if is_last {
            return Ok(Some(reply.with_enhanced_taken_out()));
        }
        self.begun = Some(reply);
        Ok(None)
    }
}

/// Code, whether this is the last line of its reply, text.
fn parse_line(line: &[u8]) -> Option<(ReplyCode, bool, String)> {
    let (digits, rest) = line.split_at_checked(3)?;
    let mut code = 0;
    for &digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        code = code * 10 + u16::from(digit - b'0');
    }
    let (is_last, text) = match rest.split_first() {
        None => (true, rest),
        Some((b' ', text)) => (true, text),
        Some((b'-', text)) => (false, text),
        Some(_) => return None,
    };
    let text = String::from_utf8_lossy(text).into_owned();
    Some((ReplyCode::new(code)?, is_last, text))
}

#[cfg(test)]
mod tests {
    use super::ReplyError::*;
    use super::*;

    fn read(wire: &[u8]) -> Vec<Result<Reply, ReplyError>> {
        let mut input = wire;
        let mut reader = ReplyReader::default();
        std::iter::from_fn(|| reader.next_reply(&mut input)).collect()
    }

    #[track_caller]
    fn check(wire: &str, expected: &[Result<&str, ReplyError>]) {
        let replies = read(wire.as_bytes());
        let found: Vec<_> = replies
            .iter()
            .map(|reply| reply.as_ref().map(ToString::to_string).map_err(|e| *e))
            .collect();
        let found: Vec<_> = found.iter().map(|reply| reply.as_deref().map_err(|e| *e)).collect();
        assert_eq!(found, expected, "{wire:?}");
    }

    #[test]
    fn replies_are_read() {
        check("250 OK\r\n", &[Ok("250 OK")]);
        check("250\r\n", &[Ok("250")]);
        check("334 \r\n", &[Ok("334")]);
        check("250-a\r\n250-b\r\n250 c\r\n", &[Ok("250 a b c")]);
        check("220 hi\r\n221 bye\r\n", &[Ok("220 hi"), Ok("221 bye")]);
        check("550 5.1.1 No\r\n", &[Ok("550 5.1.1 No")]);
        check("550-5.1.1 No\r\n550 5.1.1 such\r\n", &[Ok("550 5.1.1 No such")]);
        check("250-unfinished\r\n", &[]);
        check("250 unfinished", &[]);
    }

    #[test]
    fn what_is_no_reply_is_an_error() {
        check("hello\r\n", &[Err(NoCode)]);
        check("\r\n", &[Err(NoCode)]);
        check("25\r\n", &[Err(NoCode)]);
        check("25O OK\r\n", &[Err(NoCode)]);
        check("250OK\r\n", &[Err(NoCode)]);
        check("199 a\r\n600 b\r\n290 c\r\n", &[Err(NoCode); 3]);
        check("250-a\r\n251 b\r\n", &[Err(MixedCodes)]);
        check(&format!("250 {}\r\n", "x".repeat(1_600)), &[Err(LineTooLong)]);
        check(&"250-a\r\n".repeat(129), &[Err(TooManyLines)]);
    }

    #[test]
    fn enhanced_codes_are_told_from_text() {
        let enhanced = |wire: &[u8]| {
            let reply = read(wire).remove(0).unwrap();
            (reply.enhanced().map(|e| e.to_string()), reply.lines().to_vec())
        };
        let code = |text: &str| Some(text.to_owned());
        assert_eq!(enhanced(b"250 2.1.0 Ok\r\n"), (code("2.1.0"), vec!["Ok".into()]));
        assert_eq!(enhanced(b"250 2.1.0\r\n"), (code("2.1.0"), vec![String::new()]));
        assert_eq!(enhanced(b"550 5.7.26 x\r\n"), (code("5.7.26"), vec!["x".into()]));
        for plain in ["4.1.0 x", "5.1 x", "5.1.1.1 x", "5.1.1x", "5..1 x", "5.1.1000 x"] {
            let wire = format!("550 {plain}\r\n");
            assert_eq!(enhanced(wire.as_bytes()), (None, vec![plain.into()]));
        }
    }

    #[track_caller]
    fn check_written(reply: &Reply, expected: &[&str]) {
        let lines: Vec<_> = reply.wire_lines().collect();
        assert_eq!(lines, expected);
        let wire = lines.join("\r\n") + "\r\n";
        assert_eq!(read(wire.as_bytes()), [Ok(reply.clone())]);
    }

    #[test]
    fn replies_are_written() {
        check_written(&Reply::plain::<334>(""), &["334 "]);
        check_written(&Reply::coded::<250, 0, 0>(""), &["250 2.0.0"]);
        check_written(
            &Reply::plain::<250>("a").and_line("b").and_line("c"),
            &["250-a", "250-b", "250 c"],
        );
        check_written(
            &Reply::coded::<550, 7, 26>("a").and_line("b"),
            &["550-5.7.26 a", "550 5.7.26 b"],
        );
        check_written(&Reply::plain::<250>("a\r\n250 b\0"), &["250 a  250 b "]);
        let long = Reply::coded::<550, 999, 999>(&"é".repeat(400));
        assert!(long.wire_lines().all(|line| line.len() + 2 <= MAX_REPLY_LINE));
        check_written(&long, &[&format!("550 5.999.999 {}", "é".repeat(248))]);
    }
}
