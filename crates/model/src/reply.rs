//! What a mail server answers (RFC 5321 section 4.2): three digits for programs, text for people, and
//! between them an enhanced status code (RFC 2034, RFC 3463).

use crate::limits::smtp::MAX_REPLY_LINE;
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

    /// Reads it from a word.
    pub fn parse(text: &str) -> Option<Self> {
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

    /// How many bytes of text a line has room for.
    pub const fn room(enhanced: Option<EnhancedCode>) -> usize {
        if enhanced.is_some() { TEXT_ROOM - ENHANCED_ROOM } else { TEXT_ROOM }
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

    /// This reply with the code that begins its lines where it belongs, as they are read off the wire.
    #[must_use]
    pub fn with_enhanced_taken_out(mut self) -> Self {
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
    let mut out = text.replace(char::is_control, " ");
    out.truncate(out.floor_char_boundary(Reply::room(enhanced)));
    out
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
    use super::*;

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
