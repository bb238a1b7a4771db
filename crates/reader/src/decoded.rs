//! A message as its reader sees it: what was encoded to travel as letters is decoded where it stands.

use crate::{
    encoded_words,
    mapped::Mapped,
    transfer::{self, Charset},
};

/// The message with encoded words in its header (RFC 2047), and texts in base64 or quoted-printable (RFC 2045, 6),
/// decoded; `None` where there are none. Whatever is no text stays as it is. Looks at the first [`crate::LIMIT`]
/// bytes.
pub fn decoded(message: &str) -> Option<String> {
    let message = &message[..message.floor_char_boundary(crate::LIMIT)];
    let message = message.replace("\r\n", "\n");
    let mut plain = String::new();
    let mut boundary = None;
    let mut rest = message.as_str();
    loop {
        let header = rest.find("\n\n").map_or(rest.len(), |end| end + 2);
        let (header, body) = rest.split_at(header);
        plain.push_str(encoded_words::decode(&mapped(header)).text());
        boundary = boundary.or_else(|| delimiter(header));
        let end = boundary.as_ref().and_then(|it: &String| body.find(it.as_str()));
        let (body, after) = body.split_at(end.unwrap_or(body.len()));
        match encoding(header) {
            Some("base64") => {
                plain.push_str(transfer::base64(&mapped(body), Charset::Utf8).text());
            }
            Some("quoted-printable") => {
                plain.push_str(transfer::quoted_printable(&mapped(body), Charset::Utf8).text());
            }
            _ => plain.push_str(body),
        }
        let line = after.find('\n').map_or(after.len(), |end| end + 1);
        let (line, next) = after.split_at(line);
        plain.push_str(line);
        rest = next;
        if rest.is_empty() {
            return (plain != message).then_some(plain);
        }
    }
}

fn mapped(text: &str) -> Mapped {
    let mut all = Mapped::default();
    all.push_copy(text, 0);
    all
}

/// The line between two parts, if a header announces one.
fn delimiter(header: &str) -> Option<String> {
    let (_, after) = header.split_once("boundary=\"")?;
    let (name, _) = after.split_once('"')?;
    (!name.is_empty()).then(|| ["--", name].concat())
}

/// How a text is encoded. Of files it does not matter.
fn encoding(header: &str) -> Option<&'static str> {
    let header = header.to_ascii_lowercase();
    let mut known = ["base64", "quoted-printable"].into_iter();
    let known = known.find(|it| header.contains(&["content-transfer-encoding: ", it].concat()));
    let is_file = header.contains("content-disposition: attachment");
    known.filter(|_| header.contains("content-type: text/") && !is_file)
}
