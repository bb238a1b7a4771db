//! A file that goes along with a message (RFC 2183, RFC 2231): a name and a size. Its bytes are
//! made up from a seed, never read from anywhere.

use super::bytes::push;
use super::transfer_encoding;
use model::limits::message::MAX_PARAMETER_VALUE;
use std::fmt::Write as _;

/// A file: name and size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The file's name; control characters, quotes and slashes in it are replaced.
    pub name: String,
    /// Its size in bytes, before base64 adds a third. The caller keeps it within what memory holds.
    pub size: u64,
}

impl Attachment {
    /// Writes the body part: its header, a blank line and the bytes in base64.
    pub(super) fn write(&self, out: &mut Vec<u8>, seed: u64) {
        push(out, "Content-Type: application/octet-stream\r\n");
        push(out, "Content-Transfer-Encoding: base64\r\n");
        push(out, "Content-Disposition: attachment");
        push(out, &file_name_parameter(&self.name));
        push(out, "\r\n\r\n");
        write_bytes(out, self.size, seed);
    }
}

// disposition := "Content-Disposition" ":" disposition-type *(";" disposition-parm)
//                                                                      (RFC 2183 section 2)
// extended-parameter and its continuations                             (RFC 2231 section 7)
fn file_name_parameter(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|c| match c {
            '/' | '\\' | '"' => '_',
            c if c.is_control() => '_',
            c => c,
        })
        .collect();
    let name = match name.trim() {
        "" => "attachment",
        trimmed => trimmed,
    };
    if name.is_ascii() && name.len() <= MAX_PARAMETER_VALUE {
        return format!(";\r\n filename=\"{name}\"");
    }
    let pieces = percent_encoded_pieces(name);
    let mut out = String::new();
    for (i, piece) in pieces.iter().enumerate() {
        // Without a number when there is nothing to continue: older readers know that form best.
        let number = if pieces.len() > 1 { format!("*{i}") } else { String::new() };
        let charset = if i == 0 { "UTF-8''" } else { "" };
        let _ = write!(out, ";\r\n filename{number}*={charset}{piece}");
    }
    out
}

/// The name percent-encoded, cut between characters.
fn percent_encoded_pieces(name: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    for c in name.chars() {
        let mut encoded = String::new();
        for &byte in c.encode_utf8(&mut [0; 4]).as_bytes() {
            // attribute-char, without the few signs that differ between RFC 2231 and RFC 8187.
            if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
                encoded.push(char::from(byte));
            } else {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
        if piece.len() + encoded.len() > MAX_PARAMETER_VALUE {
            pieces.push(std::mem::take(&mut piece));
        }
        piece.push_str(&encoded);
    }
    pieces.push(piece);
    pieces
}

/// Makes up `size` bytes and writes them in base64, block by block.
fn write_bytes(out: &mut Vec<u8>, size: u64, seed: u64) {
    const LINES: usize = 64;
    const BLOCK: usize = transfer_encoding::BASE64_LINE_BYTES * LINES;
    let mut left = usize::try_from(size).unwrap_or(usize::MAX);
    out.reserve(transfer_encoding::base64_len(left));
    let mut numbers = SplitMix64::new(seed);
    let mut block = [0; BLOCK];
    while left > 0 {
        for word in block.as_chunks_mut::<8>().0 {
            *word = numbers.next().to_le_bytes();
        }
        let n = left.min(BLOCK);
        transfer_encoding::write_base64(out, &block[..n]);
        left -= n;
    }
}

/// Steele, Lea and Flood's generator: one addition and two multiplications for eight bytes, and
/// every seed is a good one.
pub(super) struct SplitMix64(u64);

impl SplitMix64 {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: &str) {
        assert_eq!(file_name_parameter(name), expected, "{name}");
    }

    #[test]
    fn a_file_name_is_safe_and_reads_back() {
        check("report.pdf", ";\r\n filename=\"report.pdf\"");
        check("our report.pdf", ";\r\n filename=\"our report.pdf\"");
        check("", ";\r\n filename=\"attachment\"");
        check("../a\\b\"c\r\nX: y", ";\r\n filename=\".._a_b_c__X: y\"");
        check("Büro.txt", ";\r\n filename*=UTF-8''B%C3%BCro.txt");
        check(
            &"ü".repeat(11),
            &format!(";\r\n filename*0*=UTF-8''{};\r\n filename*1*=%C3%BC", "%C3%BC".repeat(10)),
        );
        check(
            &"x".repeat(61),
            &format!(";\r\n filename*0*=UTF-8''{};\r\n filename*1*=x", "x".repeat(60)),
        );
    }

    #[test]
    fn the_generator_gives_its_published_sequence() {
        // The first values for seed 1234567, as in the reference implementation.
        let mut numbers = SplitMix64::new(1_234_567);
        assert_eq!(numbers.next(), 6_457_827_717_110_365_317);
        assert_eq!(numbers.next(), 3_203_168_211_198_807_973);
    }
}
