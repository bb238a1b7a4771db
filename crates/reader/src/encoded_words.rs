//! Decodes encoded words in header fields (RFC 2047): `=?utf-8?B?w7xiZXI=?=`.

use crate::{
    mapped::Mapped,
    transfer::{self, Charset},
};

/// The field with all encoded words decoded. White space between two of them is no part of the text.
pub(crate) fn decode(field: &Mapped) -> Mapped {
    let text = field.text();
    let mut plain = Mapped::default();
    let (mut at, mut is_after_word) = (0, false);
    for (start, _) in text.match_indices("=?") {
        if start < at {
            continue;
        }
        let Some((said, len)) = word(&text[start..]) else { continue };
        if !is_after_word || !text[at..start].trim().is_empty() {
            plain.push_part(field, at..start);
        }
        if let Some(source) = field.hull(start..start + len) {
            plain.push_decoded(&said, source);
        }
        (at, is_after_word) = (start + len, true);
    }
    plain.push_part(field, at..text.len());
    plain
}

/// No encoded word is longer (RFC 2047, 2), with room for those who do not count.
const LONGEST: usize = 1000;

/// The encoded word that begins here, decoded, and its length.
fn word(text: &str) -> Option<(String, usize)> {
    let near = &text[..text.floor_char_boundary(LONGEST)];
    let mut parts = near.strip_prefix("=?")?.splitn(3, '?');
    let (charset, encoding) = (parts.next()?, parts.next()?);
    let letters = parts.next()?;
    let letters = &letters[..letters.find("?=")?];
    let is_base64 = encoding.eq_ignore_ascii_case("b");
    if !is_base64 && !encoding.eq_ignore_ascii_case("q") {
        return None;
    }
    let said = transfer::word(letters, is_base64, Charset::named(charset));
    Some((said, charset.len() + encoding.len() + letters.len() + 6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_decoded_and_the_rest_stays() {
        for (field, said) in [
            ("Hello", "Hello"),
            ("=?utf-8?B?w7xiZXI=?=", "über"),
            ("=?iso-8859-1?q?=FCber_all?= und =?UTF-8?Q?=C3=BC?=", "über all und ü"),
            ("=?utf-8?q?a?=\n =?utf-8?q?b?= c", "ab c"),
            ("=?utf-8?x?a?= =?utf-8?q?a", "=?utf-8?x?a?= =?utf-8?q?a"),
            ("=?=?=?", "=?=?=?"),
        ] {
            let mut mapped = Mapped::default();
            mapped.push_copy(field, 0);
            assert_eq!(decode(&mapped).text(), said);
        }
    }
}
