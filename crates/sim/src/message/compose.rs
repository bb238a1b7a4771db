//! What a person typed becomes a message.

use super::attachment::{Attachment, SplitMix64};
use super::bytes::{contains, push};
use super::encoded_word;
use super::transfer_encoding::{self, Encoded};
use model::address::Mailbox;
use model::limits::message::PREFERRED_LINE;
use model::time::Instant;

/// What a person typed, before it is a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Who writes.
    pub from: Mailbox,
    /// Who is to read it.
    pub to: Vec<Mailbox>,
    /// One line; line breaks and other control characters in it become spaces.
    pub subject: String,
    /// The text, with whatever line breaks the keyboard made.
    pub text: String,
    /// A file that goes along.
    pub attachment: Option<Attachment>,
    /// Where the attachment's bytes and the part boundary come from.
    pub seed: u64,
}

/// Writes a draft as a message: header, blank line, body, every line ended by CR LF.
///
/// `message_id` is `left@right` without angle brackets (RFC 5322 section 3.6.4).
///
/// Takes time and memory linear in the size of text and attachment.
pub fn compose(draft: &Draft, at: Instant, message_id: &str) -> Vec<u8> {
    let mut out = Vec::new();
    write_header(&mut out, draft, at, message_id);
    let text = transfer_encoding::encode_text(&draft.text);
    match &draft.attachment {
        None => write_text(&mut out, &text),
        Some(file) => write_mixed(&mut out, &text, file, draft.seed),
    }
    out
}

fn write_header(out: &mut Vec<u8>, draft: &Draft, at: Instant, message_id: &str) {
    push(out, &format!("Date: {}\r\n", at.rfc5322()));
    push(out, &format!("From: {}\r\n", draft.from));
    if !draft.to.is_empty() {
        push(out, &address_list("To", &draft.to));
    }
    push(out, &encoded_word::unstructured("Subject", &draft.subject));
    push(out, &format!("Message-ID: <{message_id}>\r\n"));
    push(out, "MIME-Version: 1.0\r\n");
}

// address-list = (address *("," address))                              (RFC 5322 section 3.4)
fn address_list(name: &str, addresses: &[Mailbox]) -> String {
    let mut out = format!("{name}:");
    let mut column = out.len();
    for (i, address) in addresses.iter().enumerate() {
        let item = address.to_string();
        let comma = usize::from(i + 1 < addresses.len());
        // A first address that is too long for the line stays on it: it would be no shorter below.
        if i > 0 && column + 1 + item.len() + comma > PREFERRED_LINE {
            out.push_str("\r\n");
            column = 0;
        }
        out.push(' ');
        out.push_str(&item);
        if comma == 1 {
            out.push(',');
        }
        column += 1 + item.len() + comma;
    }
    out.push_str("\r\n");
    out
}

fn write_text(out: &mut Vec<u8>, text: &Encoded) {
    push(
        out,
        &format!(
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {}\r\n\r\n",
            text.encoding
        ),
    );
    out.extend_from_slice(&text.bytes);
}

// multipart-body = [preamble CRLF] dash-boundary CRLF body-part
//                  *(CRLF dash-boundary CRLF body-part) CRLF dash-boundary "--"
//                                                                      (RFC 2046 section 5.1.1)
fn write_mixed(out: &mut Vec<u8>, text: &Encoded, file: &Attachment, seed: u64) {
    let boundary = boundary(seed, &text.bytes);
    push(out, &format!("Content-Type: multipart/mixed;\r\n boundary=\"{boundary}\"\r\n\r\n"));
    push(out, &format!("--{boundary}\r\n"));
    write_text(out, text);
    push(out, &format!("\r\n--{boundary}\r\n"));
    file.write(out, seed);
    push(out, &format!("\r\n--{boundary}--\r\n"));
}

/// A boundary that stands nowhere in the text. It holds `=_`, which neither base64 nor
/// quoted-printable can contain (RFC 2045 section 6.7), so only plain text can need a second try.
fn boundary(seed: u64, text: &[u8]) -> String {
    let mut numbers = SplitMix64::new(!seed);
    loop {
        let candidate = format!("=_{:016x}", numbers.next());
        if !contains(text, candidate.as_bytes()) {
            return candidate;
        }
    }
}

#[cfg(test)]
mod tests;
