//! Content transfer encodings (RFC 2045 section 6): how text and files become lines that every
//! mail server carries unharmed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use memchr::{memchr_iter, memchr2};
use model::limits::message::MAX_LINE;

/// Bytes that make one full base64 line of 76 characters (RFC 2045 section 6.8).
pub(super) const BASE64_LINE_BYTES: usize = 57;
const BASE64_LINE: usize = 76;
/// Longest quoted-printable line (RFC 2045 section 6.7, rule 5).
const QUOTED_LINE: usize = 76;

/// A body ready to be sent, and the name of its encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Encoded {
    /// `7bit`, `quoted-printable` or `base64`.
    pub(super) encoding: &'static str,
    /// Lines, each ended by CR LF.
    pub(super) bytes: Vec<u8>,
}

/// Encodes typed text. It stays as it is where every server can carry it; otherwise the shorter of
/// quoted-printable and base64 is taken, and of two equals the one that can be read.
pub(super) fn encode_text(typed: &str) -> Encoded {
    let text = canonical_lines(typed);
    if is_7bit(&text) {
        return Encoded { encoding: "7bit", bytes: text };
    }
    let quoted = quoted_printable(&text);
    if quoted.len() <= base64_len(text.len()) {
        return Encoded { encoding: "quoted-printable", bytes: quoted };
    }
    let mut bytes = Vec::with_capacity(base64_len(text.len()));
    write_base64(&mut bytes, &text);
    Encoded { encoding: "base64", bytes }
}

/// The text with CR LF after every line, the last one too. Empty text stays empty.
fn canonical_lines(typed: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(typed.len() + typed.len() / 32 + 2);
    let mut rest = typed.as_bytes();
    while !rest.is_empty() {
        let end = memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
        out.extend_from_slice(&rest[..end]);
        out.extend_from_slice(b"\r\n");
        rest = &rest[end..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.get(1..)).unwrap_or_default();
    }
    out
}

// 7bit data: lines of at most 998 octets, none above 127, no NUL   (RFC 2045 section 2.7).
// Other control characters are legal there, but do not survive all programs. The lines are
// canonical: each ends in CR LF, and no CR stands elsewhere.
fn is_7bit(text: &[u8]) -> bool {
    // All at once instead of up to the first that is wrong: so it can be many bytes at a time.
    let plain = text.iter().fold(true, |plain, &b| {
        plain & (matches!(b, 32..=126) | matches!(b, b'\t' | b'\r' | b'\n'))
    });
    let mut ends = memchr_iter(b'\n', text);
    let mut start = 0;
    plain && ends.all(|end| end + 1 - std::mem::replace(&mut start, end + 1) <= MAX_LINE + 2)
}

// qp-line     := *(qp-segment transport-padding CRLF) qp-part
// hex-octet   := "=" 2(DIGIT / "A" / "B" / "C" / "D" / "E" / "F")      (RFC 2045 section 6.7)
fn quoted_printable(text: &[u8]) -> Vec<u8> {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = Vec::with_capacity(text.len() * 3 / 2);
    for line in text.split_inclusive(|&b| b == b'\n') {
        let content = line.strip_suffix(b"\r\n").unwrap_or(line);
        let mut column = 0;
        for (i, &byte) in content.iter().enumerate() {
            let last = i + 1 == content.len();
            let plain = match byte {
                b'=' => false,
                // White space at a line's end could be cut off on the way.
                b' ' | b'\t' => !last,
                33..=126 => true,
                _ => false,
            };
            let width = if plain { 1 } else { 3 };
            // Only the last thing on a line may take the place kept for a soft line break.
            if column + width + usize::from(!last) > QUOTED_LINE {
                out.extend_from_slice(b"=\r\n");
                column = 0;
            }
            if plain {
                out.push(byte);
            } else {
                let (high, low) = (usize::from(byte >> 4), usize::from(byte & 15));
                out.extend_from_slice(&[b'=', HEX[high], HEX[low]]);
            }
            column += width;
        }
        out.extend_from_slice(b"\r\n");
    }
    out
}

/// Length of `n` bytes in base64, line ends included.
pub(super) const fn base64_len(n: usize) -> usize {
    let full = n / BASE64_LINE_BYTES * (BASE64_LINE + 2);
    match n % BASE64_LINE_BYTES {
        0 => full,
        rest => full + rest.div_ceil(3) * 4 + 2,
    }
}

/// Writes bytes in base64, 76 characters a line. Pieces written one after the other make one
/// encoding if all but the last fill whole lines.
pub(super) fn write_base64(out: &mut Vec<u8>, bytes: &[u8]) {
    // Many lines at once: a call per line would cost more than the encoding.
    const LINES: usize = 64;
    let mut encoded = [0; BASE64_LINE * LINES];
    for block in bytes.chunks(BASE64_LINE_BYTES * LINES) {
        // The buffer holds a full block, so there is nothing that can fail.
        let n = STANDARD.encode_slice(block, &mut encoded).unwrap_or(0);
        for line in encoded[..n].chunks(BASE64_LINE) {
            out.extend_from_slice(line);
            out.extend_from_slice(b"\r\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, encoding: &str, expected: &str) {
        let encoded = encode_text(typed);
        assert_eq!(encoded.encoding, encoding, "{typed:?}");
        assert_eq!(String::from_utf8_lossy(&encoded.bytes), expected);
    }

    #[test]
    fn text_is_carried_by_the_plainest_encoding_that_holds_it() {
        check("", "7bit", "");
        check("Hello", "7bit", "Hello\r\n");
        check("a\nb\rc\r\nd\n\n", "7bit", "a\r\nb\r\nc\r\nd\r\n\r\n");
        check(".\n..\n", "7bit", ".\r\n..\r\n");
        check("tab\tand space ", "7bit", "tab\tand space \r\n");
        check(
            "Best wishes from Zürich to Köln",
            "quoted-printable",
            "Best wishes from Z=C3=BCrich to K=C3=B6ln\r\n",
        );
        check(
            "1+1=2, which is naïve, and a space \n",
            "quoted-printable",
            "1+1=3D2, which is na=C3=AFve, and a space=20\r\n",
        );
        check("a bell\u{7} rings", "quoted-printable", "a bell=07 rings\r\n");
        check("日本語", "base64", "5pel5pys6KqeDQo=\r\n");
    }

    #[test]
    fn lines_stay_within_their_limits() {
        check(&"x".repeat(998), "7bit", &format!("{}\r\n", "x".repeat(998)));
        check(
            &"x".repeat(999),
            "quoted-printable",
            &format!("{}{}\r\n", format!("{}=\r\n", "x".repeat(75)).repeat(13), "x".repeat(24)),
        );
        let line_of_76 = format!("{}é", "x".repeat(70));
        check(&line_of_76, "quoted-printable", &format!("{}=C3=A9\r\n", "x".repeat(70)));
        let line_of_77 = format!("{}é", "x".repeat(71));
        check(&line_of_77, "quoted-printable", &format!("{}=C3=\r\n=A9\r\n", "x".repeat(71)));
    }

    #[test]
    fn the_length_of_base64_is_known_beforehand() {
        for n in 0..200 {
            let mut out = Vec::new();
            write_base64(&mut out, &vec![7; n]);
            assert_eq!(out.len(), base64_len(n), "{n}");
        }
    }
}
