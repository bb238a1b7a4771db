//! Reports about messages that are late or lost: delivery status notifications (RFC 3464) in a
//! `multipart/report` (RFC 6522).
//!
//! ```text
//! multipart/report
//! ├─ text/plain                  for people
//! ├─ message/delivery-status     for programs: which server, which recipients, why
//! └─ message/rfc822              the message itself, or text/rfc822-headers
//! ```
//!
//! Simplified: senders cannot ask for reports or decline them (RFC 3461), so there is no
//! `Original-Recipient` and no envelope id, and nobody is told of success.

mod words;

use super::bytes::{contains, push};
use super::field::headers;
use crate::trace::Cause;
use model::address::Mailbox;
use model::limits::message::LARGEST_RETURNED;
use model::time::Instant;

/// A delivery status notification: what it is about.
#[derive(Clone, Copy, Debug)]
pub struct Dsn<'a> {
    /// The server that writes it.
    pub reporter: &'a str,
    /// To whom: the reverse-path of the message.
    pub to: &'a Mailbox,
    /// Failure or delay.
    pub kind: Kind,
    /// When the message reached the reporter.
    pub arrived: Instant,
    /// Now, just after the last try.
    pub written: Instant,
    /// Whom the message did not reach; at least one.
    pub recipients: &'a [FailedRecipient<'a>],
    /// The message as the reporter has it.
    pub original: &'a [u8],
    /// A name for the report that no other one has.
    pub id: &'a str,
}

/// Failure or delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The message is given up.
    Failed,
    /// It is still tried, until then.
    Delayed {
        /// The last moment.
        until: Instant,
    },
}

/// Somebody whom the message did not reach.
#[derive(Clone, Copy, Debug)]
pub struct FailedRecipient<'a> {
    /// Who.
    pub recipient: &'a Mailbox,
    /// Why.
    pub cause: &'a Cause,
    /// The server that said so, if one did.
    pub remote: Option<&'a str>,
}

impl Dsn<'_> {
    /// A message that was too large must not come back whole.
    fn headers_only(&self) -> bool {
        let too_big = |failed: &FailedRecipient<'_>| {
            failed.cause.reply().is_some_and(|reply| reply.is(552))
                && failed.cause.status().subject() == 3
        };
        self.original.len() > LARGEST_RETURNED || self.recipients.iter().any(too_big)
    }

    fn is_delay(&self) -> bool {
        self.kind != Kind::Failed
    }
}

/// Writes a report as a message.
pub fn write(dsn: &Dsn<'_>) -> Vec<u8> {
    let boundary = boundary(dsn);
    let mut out = Vec::new();
    write_header(&mut out, dsn, &boundary);
    push(&mut out, &format!("--{boundary}\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n"));
    push(&mut out, &for_people(dsn).replace('\n', "\r\n"));
    push(&mut out, &format!("\r\n--{boundary}\r\nContent-Type: message/delivery-status\r\n\r\n"));
    for_programs(&mut out, dsn);
    let (kind, original) = returned(dsn);
    push(&mut out, &format!("\r\n--{boundary}\r\nContent-Type: {kind}\r\n\r\n"));
    out.extend_from_slice(original);
    push(&mut out, &format!("\r\n--{boundary}--\r\n"));
    out
}

// The subtype's parameter and the three parts: RFC 6522 section 3. `Auto-Submitted` keeps other
// programs from answering: RFC 3834 section 5.
fn write_header(out: &mut Vec<u8>, dsn: &Dsn<'_>, boundary: &str) {
    let (reporter, id) = (dsn.reporter, dsn.id);
    push(out, &format!("Date: {}\r\n", dsn.written.rfc5322()));
    push(out, &format!("From: MAILER-DAEMON@{reporter}\r\n"));
    push(out, &format!("To: {}\r\n", dsn.to));
    push(out, &format!("Subject: {}\r\n", words::subject(dsn.is_delay())));
    push(out, &format!("Message-ID: <{id}.report@{reporter}>\r\n"));
    let original = headers(dsn.original).find(|(n, _)| n.eq_ignore_ascii_case("Message-ID"));
    if let Some((_, original)) = original {
        push(out, &format!("In-Reply-To: {original}\r\n"));
    }
    push(out, "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n");
    push(out, "Content-Type: multipart/report; report-type=delivery-status;\r\n");
    push(out, &format!(" boundary=\"{boundary}\"\r\n\r\n"));
}

fn for_people(dsn: &Dsn<'_>) -> String {
    let mut text = words::opening(dsn.is_delay(), dsn.reporter);
    for failed in dsn.recipients {
        let address = failed.recipient.to_string();
        text.push_str(&words::recipient(&address, &reason(failed)));
    }
    let until = match dsn.kind {
        Kind::Failed => None,
        Kind::Delayed { until } => Some(until.rfc5322()),
    };
    text.push_str(&words::closing(until.as_deref(), dsn.headers_only()));
    text
}

fn reason(failed: &FailedRecipient<'_>) -> String {
    let words = match failed.cause {
        Cause::Reply { reply, .. } => {
            let server = failed.remote.unwrap_or_default();
            return words::refused(server, &ascii(&reply.to_string()));
        }
        Cause::NoConnection { refused: true } => words::CONNECTION_REFUSED,
        Cause::NoConnection { refused: false } => words::NO_ANSWER,
        Cause::ConnectionLost { .. } => words::CONNECTION_LOST,
        Cause::NoReply { .. } => words::SILENT,
        Cause::NoSuchDomain => words::NO_SUCH_DOMAIN,
        Cause::NullMx => words::TAKES_NO_MAIL,
        Cause::NoUsableServer => words::NO_SERVER,
        Cause::LoopsBack => words::COMES_BACK,
        Cause::DnsTimeout => words::REGISTRY_SILENT,
        Cause::BoxFull => words::BOX_FULL,
        Cause::NoSuchBox => words::NO_SUCH_BOX,
    };
    words.to_owned()
}

// per-message-fields: reporting-mta-field, [arrival-date-field]        (RFC 3464 section 2.2)
// per-recipient-fields: final-recipient-field, action-field, status-field, [remote-mta-field],
//     [diagnostic-code-field], [last-attempt-date-field], [will-retry-until-field]
//                                                                      (RFC 3464 section 2.3)
fn for_programs(out: &mut Vec<u8>, dsn: &Dsn<'_>) {
    push(out, &format!("Reporting-MTA: dns; {}\r\n", dsn.reporter));
    push(out, &format!("Arrival-Date: {}\r\n", dsn.arrived.rfc5322()));
    let action = if dsn.is_delay() { "delayed" } else { "failed" };
    for FailedRecipient { recipient, cause, remote } in dsn.recipients {
        push(out, &format!("\r\nFinal-Recipient: rfc822; {recipient}\r\n"));
        let status = if dsn.is_delay() { cause.status() } else { cause.final_status() };
        push(out, &format!("Action: {action}\r\nStatus: {status}\r\n"));
        if let Some(remote) = remote {
            push(out, &format!("Remote-MTA: dns; {remote}\r\n"));
        }
        if let Some(reply) = cause.reply() {
            push(out, &format!("Diagnostic-Code: smtp; {}\r\n", ascii(&reply.to_string())));
        }
        push(out, &format!("Last-Attempt-Date: {}\r\n", dsn.written.rfc5322()));
        if let Kind::Delayed { until } = dsn.kind {
            push(out, &format!("Will-Retry-Until: {}\r\n", until.rfc5322()));
        }
    }
}

/// What comes back of the message, and what it is called.
fn returned<'a>(dsn: &Dsn<'a>) -> (&'static str, &'a [u8]) {
    if !dsn.headers_only() {
        return ("message/rfc822", dsn.original);
    }
    let end = memchr::memmem::find(dsn.original, b"\r\n\r\n").map(|end| end + 2);
    ("text/rfc822-headers", &dsn.original[..end.unwrap_or(dsn.original.len())])
}

/// A boundary that stands nowhere in what comes back.
fn boundary(dsn: &Dsn<'_>) -> String {
    let (_, original) = returned(dsn);
    let mut candidate = format!("=_{}", dsn.id);
    while contains(original, candidate.as_bytes()) {
        candidate.push('_');
    }
    candidate
}

/// Servers' words may hold anything; a report stays with ASCII, and with lines of a length that mail
/// allows.
fn ascii(text: &str) -> String {
    let mut text: String =
        text.chars().map(|c| if matches!(c, ' '..='~') { c } else { '?' }).collect();
    text.truncate(700);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::smtp::Reply;
    use crate::smtp::client::Stage;
    use model::time::Duration;

    const ORIGINAL: &[u8] =
        b"Received: x\r\nMessage-ID: <1@ann.example>\r\nSubject: Hi\r\n\r\nThe body\r\n";

    fn refusal(reply: Reply) -> Cause {
        Cause::Reply { stage: Stage::Rcpt, reply }
    }

    #[track_caller]
    fn check(
        cause: &Cause,
        remote: Option<&str>,
        kind: Kind,
        original: &[u8],
        holds: &[&str],
        lacks: &[&str],
    ) {
        let to: Mailbox = "ann@riverside.example".parse().unwrap();
        let recipient: Mailbox = "bob@allbusiness.com".parse().unwrap();
        let dsn = Dsn {
            reporter: "mail.riverside.example",
            to: &to,
            kind,
            arrived: Instant::ZERO,
            written: Instant::ZERO + Duration::from_secs(61),
            recipients: &[FailedRecipient { recipient: &recipient, cause, remote }],
            original,
            id: "00AB",
        };
        let text = String::from_utf8(write(&dsn)).unwrap();
        for part in holds {
            assert!(text.contains(part), "{part:?} is not in\n{text}");
        }
        for part in lacks {
            assert!(!text.contains(part), "{part:?} is in\n{text}");
        }
        assert!(text.lines().all(|line| line.len() <= 998));
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
    }

    #[test]
    fn a_report_says_who_why_and_what() {
        check(
            &refusal(Reply::coded::<550, 1, 1>("No such mailbox here")),
            Some("mail.allbusiness.com"),
            Kind::Failed,
            ORIGINAL,
            &[
                "From: MAILER-DAEMON@mail.riverside.example\r\nTo: ann@riverside.example\r\n",
                "In-Reply-To: <1@ann.example>\r\nAuto-Submitted: auto-replied\r\n",
                "multipart/report; report-type=delivery-status;\r\n boundary=\"=_00AB\"",
                "The server mail.allbusiness.com said: 550 5.1.1 No such mailbox here\r\n",
                "\r\n\r\nReporting-MTA: dns; mail.riverside.example\r\n\
                 Arrival-Date: Mon, 05 Jan 2026 09:00:00 +0000\r\n\r\n\
                 Final-Recipient: rfc822; bob@allbusiness.com\r\nAction: failed\r\n\
                 Status: 5.1.1\r\nRemote-MTA: dns; mail.allbusiness.com\r\n\
                 Diagnostic-Code: smtp; 550 5.1.1 No such mailbox here\r\n\
                 Last-Attempt-Date: Mon, 05 Jan 2026 09:01:01 +0000\r\n\r\n--=_00AB\r\n",
                "Content-Type: message/rfc822\r\n\r\nReceived: x\r\n",
                "\r\n\r\nThe body\r\n\r\n--=_00AB--\r\n",
            ],
            &["Will-Retry-Until"],
        );
        check(
            &Cause::NullMx,
            None,
            Kind::Failed,
            ORIGINAL,
            &["Status: 5.1.10\r\nLast-Attempt-Date"],
            &["Diagnostic-Code", "Remote-MTA"],
        );
        check(
            &refusal(Reply::plain::<450>("later")),
            Some("a.example"),
            Kind::Delayed { until: Instant::ZERO + Duration::from_mins(60) },
            ORIGINAL,
            &[
                "Action: delayed\r\nStatus: 4.0.0\r\n",
                "Will-Retry-Until: Mon, 05 Jan 2026 10:00:00 +0000\r\n",
                "Subject: Your message is delayed\r\n",
            ],
            &["Action: failed"],
        );
    }

    #[test]
    fn of_a_large_message_only_the_header_comes_back() {
        let header: &[&str] = &["text/rfc822-headers\r\n\r\nReceived: x\r\n", "Subject: Hi\r\n"];
        let too_big = refusal(Reply::coded::<552, 3, 4>("Message size exceeds limit"));
        check(&too_big, Some("a.example"), Kind::Failed, ORIGINAL, header, &["The body"]);
        let large = [ORIGINAL, "x\r\n".repeat(LARGEST_RETURNED / 3).as_bytes()].concat();
        check(&Cause::NoSuchDomain, None, Kind::Failed, &large, header, &["The body"]);
        let odd = b"Subject: =_00AB\r\n\r\n--=_00AB_\r\n";
        check(&Cause::NullMx, None, Kind::Failed, odd, &["boundary=\"=_00AB__\""], &[]);
    }
}
