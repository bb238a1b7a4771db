//! The lines that servers put on top of a message on its way (RFC 5321 section 4.4).

use model::address::{Mailbox, ReversePath, write_path};
use model::time::Instant;
use std::net::Ipv4Addr;

/// What a server knows when it takes a message: the material of a `Received:` line.
#[derive(Clone, Copy, Debug)]
pub struct Received<'a> {
    /// What the client called itself in `EHLO` or `HELO`.
    pub helo: &'a str,
    /// What the client's IP address is called in the domain name system, if anything.
    pub reverse_name: Option<&'a str>,
    /// The client's IP address.
    pub ip: Ipv4Addr,
    /// The server that writes the line.
    pub by: &'a str,
    /// Whether the client said `EHLO`.
    pub esmtp: bool,
    /// Whether the client signed in (RFC 3848: `ESMTPA`).
    pub authenticated: bool,
    /// The message's number in the server's queue.
    pub id: &'a str,
    /// Who it is for; named in the line only if it is exactly one, so that no recipient learns of
    /// the others (RFC 5321 section 7.2).
    pub recipients: &'a [Mailbox],
}

// Time-stamp-line = "Received:" FWS Stamp <CRLF>
// Stamp           = From-domain By-domain Opt-info [CFWS] ";" FWS date-time
// Extended-Domain = Domain / (Domain FWS "(" TCP-info ")")
// TCP-info        = address-literal / (Domain FWS address-literal)     (RFC 5321 section 4.4)
/// The `Received:` line, folded, CR LF at the end; of a server whose clock is so many seconds ahead, or behind.
pub fn received_line(stamp: &Received<'_>, at: Instant, clock_off: i32) -> String {
    let helo = name_only(stamp.helo);
    let reverse =
        stamp.reverse_name.map_or_else(String::new, |name| format!("{} ", name_only(name)));
    let with = match (stamp.esmtp, stamp.authenticated) {
        (_, true) => "ESMTPA",
        (true, false) => "ESMTP",
        (false, false) => "SMTP",
    };
    let by = stamp.by;
    let ip = stamp.ip;
    let id = stamp.id;
    let recipient = match stamp.recipients {
        [only] => format!("\r\n\tfor <{only}>"),
        _ => String::new(),
    };
    let date = at.rfc5322_off_by(clock_off);
    format!(
        "Received: from {helo} ({reverse}[{ip}])\r\n\tby {by} with {with} id {id}{recipient};\r\n\t\
         {date}\r\n"
    )
}

/// The peer chose this name: what could close a comment or a line in it becomes `?`.
fn name_only(name: &str) -> String {
    name.chars()
        .map(|c| match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_' | ':' | '[' | ']' => c,
            _ => '?',
        })
        .collect()
}

// Return-path-line = "Return-Path:" FWS Reverse-path <CRLF>            (RFC 5321 section 4.4)
/// The line that the last server adds, CR LF at the end: where a failure report would have gone.
pub fn return_path_line(path: &ReversePath) -> String {
    format!("Return-Path: {}\r\n", write_path(path))
}

/// The message with complete header lines (CR LF included) on top.
pub fn prepend(headers: &str, message: &[u8]) -> Vec<u8> {
    [headers.as_bytes(), message].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(stamp: &Received<'_>, expected: &str) {
        assert_eq!(received_line(stamp, Instant::ZERO, 0), expected);
    }

    #[test]
    fn a_server_stamps_what_it_takes() {
        let one: [Mailbox; 1] = ["feedback@allbusiness.com".parse().unwrap()];
        let two = [one[0].clone(), "ann@riverside.example".parse().unwrap()];
        let relay = Received {
            helo: "mail.riverside.example",
            reverse_name: Some("mail.riverside.example"),
            ip: Ipv4Addr::new(192, 0, 2, 25),
            by: "mx.allbusiness.com",
            esmtp: true,
            authenticated: false,
            id: "3F2A",
            recipients: &one,
        };
        check(
            &relay,
            "Received: from mail.riverside.example (mail.riverside.example [192.0.2.25])\r\n\
             \tby mx.allbusiness.com with ESMTP id 3F2A\r\n\
             \tfor <feedback@allbusiness.com>;\r\n\
             \tMon, 05 Jan 2026 09:00:00 +0000\r\n",
        );
        check(
            &Received { reverse_name: None, authenticated: true, recipients: &two, ..relay },
            "Received: from mail.riverside.example ([192.0.2.25])\r\n\
             \tby mx.allbusiness.com with ESMTPA id 3F2A;\r\n\
             \tMon, 05 Jan 2026 09:00:00 +0000\r\n",
        );
        check(
            &Received {
                helo: "x)\r\nBcc: (",
                reverse_name: None,
                esmtp: false,
                recipients: &[],
                ..relay
            },
            "Received: from x???Bcc:?? ([192.0.2.25])\r\n\
             \tby mx.allbusiness.com with SMTP id 3F2A;\r\n\
             \tMon, 05 Jan 2026 09:00:00 +0000\r\n",
        );
    }

    #[test]
    fn lines_go_on_top() {
        let ann = Some("ann@riverside.example".parse().unwrap());
        assert_eq!(
            prepend(&return_path_line(&ann), b"A: b\r\n\r\nc\r\n"),
            b"Return-Path: <ann@riverside.example>\r\nA: b\r\n\r\nc\r\n"
        );
        assert_eq!(return_path_line(&None), "Return-Path: <>\r\n");
    }
}
