//! What a server answers (RFC 5321 section 4.2): three digits for programs, text for people, and
//! between them an enhanced status code (RFC 2034, RFC 3463).

use crate::stream::{Line, LineReader};
use model::limits::smtp::{MAX_REPLY_LINE, MAX_REPLY_LINES};
use std::fmt;

/// Longest text after the reply code.
const TEXT_ROOM: usize = MAX_REPLY_LINE - 4 - 2;
/// Longest enhanced code, with its space.
const ENHANCED_ROOM: usize = 10;

/// A reply code: 200 to 599, the second digit 0 to 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReplyCode(u16);

impl ReplyCode {
    // Reply-code = %x32-35 %x30-35 %x30-39                         (RFC 5321 section 4.2)
    /// The code, if it can be one.
    pub const fn new(code: u16) -> Option<Self> {
        if code >= 200 && code <= 599 && code / 10 % 10 <= 5 { Some(Self(code)) } else { None }
    }

    /// A code that is known when the program is compiled: a wrong one does not compile.
    pub const fn of<const CODE: u16>() -> Self {
        const { Self::new(CODE).expect("a reply code is 200 to 599, its second digit 0 to 5") }
    }

    /// The number.
    pub const fn get(self) -> u16 {
        self.0
    }

    /// The first digit: 2 done, 3 go on, 4 try again later, 5 do not try again.
    pub const fn class(self) -> u16 {
        self.0 / 100
    }
}

/// An enhanced status code such as 5.1.1 (RFC 3463 section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnhancedCode {
    class: u16,
    subject: u16,
    detail: u16,
}

impl EnhancedCode {
    // status-code = class "." subject "." detail
    // class = "2"/"4"/"5"    subject = 1*3digit    detail = 1*3digit   (RFC 3463 section 2)
    /// The code, if it can be one.
    pub const fn new(class: u16, subject: u16, detail: u16) -> Option<Self> {
        if matches!(class, 2 | 4 | 5) && subject <= 999 && detail <= 999 {
            Some(Self { class, subject, detail })
        } else {
            None
        }
    }

    /// A code that is known when the program is compiled: a wrong one does not compile.
    pub const fn of<const CLASS: u16, const SUBJECT: u16, const DETAIL: u16>() -> Self {
        const { Self::new(CLASS, SUBJECT, DETAIL).expect("class 2, 4 or 5, parts up to 999") }
    }

    /// 2 done, 4 try again later, 5 do not try again.
    pub const fn class(self) -> u16 {
        self.class
    }

    /// What it is about: 1 the address, 2 the mailbox, 3 the mail system, 4 the network, 5 the
    /// protocol, 6 the content, 7 security or policy.
    pub const fn subject(self) -> u16 {
        self.subject
    }

    /// What exactly.
    pub const fn detail(self) -> u16 {
        self.detail
    }

    fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split('.').map(|digits| {
            let good =
                (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
            good.then(|| digits.parse().ok()).flatten()
        });
        let (class, subject, detail) = (numbers.next()??, numbers.next()??, numbers.next()??);
        if numbers.next().is_some() {
            return None;
        }
        Self::new(class, subject, detail)
    }
}

/// A complete reply: one line or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    code: ReplyCode,
    enhanced: Option<EnhancedCode>,
    /// At least one, without control characters, each short enough for its line.
    lines: Vec<String>,
}

impl Reply {
    /// A one-line reply. Control characters in the text become spaces, and text that is too long
    /// for [`MAX_REPLY_LINE`] is cut.
    pub fn new(code: ReplyCode, enhanced: Option<EnhancedCode>, text: &str) -> Self {
        Self { code, enhanced, lines: vec![clean(text, enhanced)] }
    }

    /// A one-line reply without enhanced code: `Reply::plain::<354>("Go ahead")`.
    pub fn plain<const CODE: u16>(text: &str) -> Self {
        Self::new(ReplyCode::of::<CODE>(), None, text)
    }

    /// A one-line reply with an enhanced code, the class of which is the code's first digit:
    /// `Reply::coded::<550, 1, 1>("No such user")` is `550 5.1.1 No such user`.
    pub fn coded<const CODE: u16, const SUBJECT: u16, const DETAIL: u16>(text: &str) -> Self {
        let enhanced = const {
            EnhancedCode::new(CODE / 100, SUBJECT, DETAIL)
                .expect("an enhanced code has class 2, 4 or 5 and parts up to 999")
        };
        Self::new(ReplyCode::of::<CODE>(), Some(enhanced), text)
    }

    /// This reply without its enhanced code: the greeting and what answers `HELO` or `EHLO` need
    /// none (RFC 2034 section 4), and before that answer the client does not know of such codes.
    #[must_use]
    pub fn without_enhanced(self) -> Self {
        Self { enhanced: None, ..self }
    }

    /// This reply with one more line.
    #[must_use]
    pub fn and_line(mut self, text: &str) -> Self {
        self.lines.push(clean(text, self.enhanced));
        self
    }

    /// The reply code.
    pub const fn code(&self) -> ReplyCode {
        self.code
    }

    /// The enhanced status code, if there is one.
    pub const fn enhanced(&self) -> Option<EnhancedCode> {
        self.enhanced
    }

    /// The text of each line, without codes; at least one line.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Whether this is the code.
    pub const fn is(&self, code: u16) -> bool {
        self.code.get() == code
    }

    /// Done, or go on (2yz, 3yz).
    pub const fn is_positive(&self) -> bool {
        matches!(self.code.class(), 2 | 3)
    }

    /// Try again later (4yz).
    pub const fn is_transient(&self) -> bool {
        self.code.class() == 4
    }

    /// Do not try again (5yz).
    pub const fn is_permanent(&self) -> bool {
        self.code.class() == 5
    }

    // Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF
    //                                                              (RFC 5321 section 4.2)
    /// The lines as they stand on the wire, without CR LF. The enhanced code is on every one
    /// (RFC 2034 section 4).
    pub fn wire_lines(&self) -> impl Iterator<Item = String> + '_ {
        let last = self.lines.len() - 1;
        self.lines.iter().enumerate().map(move |(i, text)| {
            let code = self.code.get();
            let mark = if i == last { ' ' } else { '-' };
            match self.enhanced {
                Some(enhanced) if text.is_empty() => format!("{code}{mark}{enhanced}"),
                Some(enhanced) => format!("{code}{mark}{enhanced} {text}"),
                None => format!("{code}{mark}{text}"),
            }
        })
    }

    /// Puts the code that begins all lines alike where it belongs.
    fn with_enhanced_taken_out(mut self) -> Self {
        let first = self.lines.first().map_or("", String::as_str);
        let word = first.split(' ').next().unwrap_or_default();
        let Some(enhanced) = EnhancedCode::parse(word) else {
            return self;
        };
        if enhanced.class() != self.code.class() {
            return self;
        }
        let word = word.to_owned();
        for line in &mut self.lines {
            if let Some(rest) = line.strip_prefix(word.as_str()) {
                if let Some(text) = rest.strip_prefix(' ') {
                    *line = text.to_owned();
                } else if rest.is_empty() {
                    line.clear();
                }
            }
        }
        self.enhanced = Some(enhanced);
        self
    }
}

fn clean(text: &str, enhanced: Option<EnhancedCode>) -> String {
    let room = TEXT_ROOM - if enhanced.is_some() { ENHANCED_ROOM } else { 0 };
    let mut out = text.replace(char::is_control, " ");
    out.truncate(out.floor_char_boundary(room));
    out
}

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
            Some(begun) if begun.code != code => return Err(ReplyError::MixedCodes),
            Some(begun) if begun.lines.len() == MAX_REPLY_LINES => {
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

impl fmt::Display for ReplyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Display for EnhancedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

/// On one line, as reports quote it: `550 5.1.1 No such user`.
impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        if let Some(enhanced) = self.enhanced {
            write!(f, " {enhanced}")?;
        }
        for line in self.lines.iter().filter(|line| !line.is_empty()) {
            write!(f, " {line}")?;
        }
        Ok(())
    }
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

    #[test]
    fn the_first_digit_says_what_to_do() {
        let kinds = |r: &Reply| (r.is_positive(), r.is_transient(), r.is_permanent());
        assert_eq!(kinds(&Reply::plain::<250>("")), (true, false, false));
        assert_eq!(kinds(&Reply::plain::<354>("")), (true, false, false));
        assert_eq!(kinds(&Reply::plain::<421>("")), (false, true, false));
        assert_eq!(kinds(&Reply::plain::<554>("")), (false, false, true));
        assert_eq!(ReplyCode::new(260), None);
        assert_eq!(ReplyCode::new(600), None);
        assert_eq!(EnhancedCode::new(3, 0, 0), None);
    }
}
