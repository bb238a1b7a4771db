//! What SMTP and POP3 have in common: input that comes in pieces, and lines on the wire.

use sim::random::Random;

/// Cuts `input` into pieces: sometimes long ones, mostly short ones.
pub(crate) fn pieces(input: &[u8]) -> Vec<&[u8]> {
    let mut random = Random::new(input.len() as u64);
    let mut rest = input;
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        let most = [3, 17, 600][usize::try_from(random.below(3)).unwrap_or(0)];
        let length = usize::try_from(random.below(most)).unwrap_or(0) + 1;
        let (piece, after) = rest.split_at(length.min(rest.len()));
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// The lines of what was said, each without its CR LF; what was said must end with one, and no line
/// may hold a control character or be longer than `limit`, CR LF included.
#[track_caller]
pub(crate) fn lines(said: &[u8], limit: usize) -> Vec<&str> {
    let text = std::str::from_utf8(said).expect("replies are text");
    let text = text.strip_suffix("\r\n").expect("a reply ends with CR LF");
    let lines: Vec<&str> = text.split("\r\n").collect();
    for line in &lines {
        assert!(line.len() + 2 <= limit, "a line of {} octets", line.len() + 2);
        assert!(!line.contains(|c: char| c.is_control()), "control characters in {line:?}");
    }
    lines
}

/// What these bytes, from the wire and with the final dot, mean: lines lose the dot in front.
/// `None`: they do not end with the final dot.
pub(crate) fn unstuffed(wire: &[u8]) -> Option<Vec<u8>> {
    let content = wire.strip_suffix(b".\r\n")?;
    if !content.is_empty() && !content.ends_with(b"\r\n") {
        return None;
    }
    let mut plain = Vec::with_capacity(content.len());
    let mut at_line_start = true;
    for (n, &byte) in content.iter().enumerate() {
        if !(at_line_start && byte == b'.') {
            plain.push(byte);
        }
        at_line_start = byte == b'\n' && n > 0 && content[n - 1] == b'\r';
    }
    Some(plain)
}
