//! Decodes what is in a transfer encoding (RFC 2045, 6). What is no such encoding is left as it is.

use std::ops::Range;

use crate::mapped::Mapped;

/// Whether bytes are UTF-8 or one byte each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    Utf8,
    Latin1,
}

impl Charset {
    /// That of this name. What is not known is taken for UTF-8, which has all ASCII in it.
    pub(crate) fn named(name: &str) -> Self {
        let known = ["iso-8859-1", "iso-8859-15", "windows-1252"];
        let is_latin1 = known.iter().any(|known| name.eq_ignore_ascii_case(known));
        if is_latin1 { Self::Latin1 } else { Self::Utf8 }
    }

    fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Self::Latin1 => bytes.iter().map(|byte| char::from(*byte)).collect(),
        }
    }
}

/// Decodes quoted-printable (RFC 2045, 6.7).
pub(crate) fn quoted_printable(body: &Mapped, charset: Charset) -> Mapped {
    let text = body.text();
    let bytes = text.as_bytes();
    let mut plain = Mapped::default();
    let (mut at, mut copied) = (0, 0);
    while let Some(found) = text[at..].find('=') {
        let start = at + found;
        let (decoded, end) = escapes(bytes, start);
        if end == start {
            at = start + 1;
            continue;
        }
        plain.push_part(body, copied..start);
        if let Some(source) = body.hull(start..end) {
            plain.push_decoded(&charset.decode(&decoded).replace('\r', ""), source);
        }
        (at, copied) = (end, end);
    }
    plain.push_part(body, copied..text.len());
    plain
}

/// The bytes that a run of escapes stands for, and where it ends. Soft line breaks stand for nothing.
fn escapes(bytes: &[u8], start: usize) -> (Vec<u8>, usize) {
    let mut decoded = Vec::new();
    let mut at = start;
    while bytes.get(at) == Some(&b'=') {
        let blanks = bytes[at + 1..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        if bytes.get(at + 1 + blanks) == Some(&b'\n') {
            at += blanks + 2;
        } else if let Some(byte) = hex(bytes.get(at + 1), bytes.get(at + 2)) {
            decoded.push(byte);
            at += 3;
        } else {
            break;
        }
    }
    (decoded, at)
}

/// Decodes one encoded word (RFC 2047, 4): its letters, in quoted-printable with underscores for spaces, or base64.
pub(crate) fn word(letters: &str, is_base64: bool, charset: Charset) -> String {
    let mut bytes = Vec::new();
    if is_base64 {
        Base64::default().add(letters, &mut bytes);
        return charset.decode(&bytes);
    }
    let letters = letters.as_bytes();
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        let escaped = hex(letters.get(at + 1), letters.get(at + 2)).filter(|_| *letter == b'=');
        bytes.push(escaped.unwrap_or(if *letter == b'_' { b' ' } else { *letter }));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    charset.decode(&bytes)
}

fn hex(high: Option<&u8>, low: Option<&u8>) -> Option<u8> {
    let digit = |byte: Option<&u8>| {
        let digit = char::from(*byte?).to_digit(16)?;
        u8::try_from(digit).ok()
    };
    Some(digit(high)? << 4 | digit(low)?)
}

/// Decodes base64 (RFC 2045, 6.8). What it comes from is told line by line.
pub(crate) fn base64(body: &Mapped, charset: Charset) -> Mapped {
    let mut decoder = Base64::default();
    let mut bytes = Vec::new();
    let mut lines: Vec<(usize, Range<usize>)> = Vec::new();
    let mut at = 0;
    for line in body.text().split_inclusive('\n') {
        let encoded = line.trim();
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        if encoded.is_empty() || !encoded.bytes().all(|byte| sextet(byte).is_some() || byte == b'=')
        {
            continue;
        }
        if let Some(source) = body.hull(start..start + encoded.len()) {
            lines.push((bytes.len(), source));
        }
        decoder.add(encoded, &mut bytes);
    }
    let mut plain = Mapped::default();
    let utf8 = std::str::from_utf8(&bytes).ok().filter(|_| charset == Charset::Utf8);
    for (index, (start, source)) in lines.iter().enumerate() {
        let end = lines.get(index + 1).map_or(bytes.len(), |(end, _)| *end);
        let said = match utf8 {
            Some(text) => {
                text[text.ceil_char_boundary(*start)..text.ceil_char_boundary(end)].into()
            }
            None => charset.decode(&bytes[*start..end]),
        };
        plain.push_decoded(&said.replace('\r', ""), source.clone());
    }
    plain
}

#[derive(Default)]
struct Base64 {
    bits: u32,
    len: u32,
}

impl Base64 {
    fn add(&mut self, encoded: &str, bytes: &mut Vec<u8>) {
        for sextet in encoded.bytes().filter_map(sextet) {
            self.bits = self.bits << 6 | u32::from(sextet);
            self.len += 6;
            if self.len >= 8 {
                self.len -= 8;
                let [.., byte] = (self.bits >> self.len).to_be_bytes();
                bytes.push(byte);
                self.bits &= (1 << self.len) - 1;
            }
        }
        if encoded.ends_with('=') {
            *self = Self::default();
        }
    }
}

fn sextet(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}
