//! What people paste, in our own words after public examples: lines of logs, copies of windows in several languages,
//! reports of every kind.

use reader::{Found, Kind, Recipient};

/// The kind, a line for each recipient, and the text. A line has address, action, reply code, status code, cause,
/// whether it is final, the host that said it, the reporting host and the stage, with `-` for what is not there.
type Row = (&'static str, &'static [&'static str], &'static str);

/// Every row is read as it says, and what is read stands where the spans say.
fn check(rows: &[Row]) {
    let mut wrong = Vec::new();
    for (kind, recipients, text) in rows {
        let found = reader::read(text);
        let told: Vec<_> = found.recipients.iter().map(line).collect();
        let told: Vec<_> = told.iter().map(|it| &**it).collect();
        if (name(&found), &*told) != (*kind, *recipients) {
            let read = name(&found);
            wrong.push(format!(
                "{text}\n  is read as {read} {told:#?}\n  and not {kind} {recipients:#?}\n"
            ));
        }
        for recipient in &found.recipients {
            if let Some(address) = &recipient.address {
                let read: Vec<_> = address.spans.iter().map(|span| &text[span.clone()]).collect();
                if !text.contains("base64") {
                    assert_eq!(read.concat(), address.value, "{text}");
                }
            }
            if let Some(code) = &recipient.code {
                let read = &text[code.spans[0].clone()];
                assert!(read == code.value.to_string() || text.contains("base64"), "{text}");
            }
            if let Some(status) = &recipient.status {
                let read = &text[status.spans[0].clone()];
                assert!(read == status.value.to_string() || text.contains("base64"), "{text}");
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn name(found: &Found) -> &'static str {
    match found.kind {
        Kind::Report => "report",
        Kind::Line => "line",
        Kind::Headers => "headers",
        Kind::Nothing => "nothing",
    }
}

fn line(recipient: &Recipient) -> String {
    let text = |said: &Option<reader::Said<String>>| said.as_ref().map(|it| it.value.clone());
    let values = [
        text(&recipient.address),
        recipient.action.as_ref().map(|it| format!("{:?}", it.value).to_lowercase()),
        recipient.code.as_ref().map(|it| it.value.to_string()),
        recipient.status.as_ref().map(|it| it.value.to_string()),
        recipient.cause.map(|cause| cause.slug().into()),
        recipient.is_final.map(|it| if it { "final" } else { "open" }.into()),
        text(&recipient.host),
        text(&recipient.by),
        recipient.stage.as_ref().map(|it| format!("{:?}", it.value).to_lowercase()),
    ];
    values.map(|value| value.unwrap_or_else(|| "-".into())).join(" ")
}

#[rustfmt::skip]
const LINES: &[Row] = &[
    ("line", &["anna@example.org failed 550 5.1.1 no-such-person final mx.example.org - rcpt"],
     "Nov 30 13:54:23 mail postfix/smtp[4711]: 4F1A2B3C4D: to=<anna@example.org>, relay=mx.example.org[192.0.2.1]:25, delay=1.2, delays=0.1/0/0.8/0.3, dsn=5.1.1, status=bounced (host mx.example.org[192.0.2.1] said: 550 5.1.1 <anna@example.org>: Recipient address rejected: User unknown (in reply to RCPT TO command))"),
    ("line", &["anna@example.org delayed - 4.4.1 no-answer open mx.example.org - connecting"],
     "2026-11-30T13:54:23.123456+01:00 mail postfix/smtp[4711]: 4F1A2B3C4D: to=<anna@example.org>, relay=none, delay=30, delays=0.1/0/30/0, dsn=4.4.1, status=deferred (connect to mx.example.org[192.0.2.1]:25: Connection timed out)"),
    ("line", &["anna@example.org delivered 250 2.0.0 - - mx.example.org - -"],
     "Nov 30 13:54:23 mail postfix/smtp[4711]: 4F1A2B3C4D: to=<anna@example.org>, relay=mx.example.org[192.0.2.1]:25, delay=1.2, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 12345)"),
    ("line", &["bob@example.net failed 554 5.7.1 not-signed-in final - - rcpt"],
     "Nov 30 13:54:23 mail postfix/smtpd[4711]: NOQUEUE: reject: RCPT from unknown[192.0.2.9]: 554 5.7.1 <bob@example.net>: Relay access denied; from=<anna@example.org> to=<bob@example.net> proto=ESMTP helo=<pc>"),
    ("line", &["anna@example.org failed 550 5.1.1 no-such-person final mx.example.org - rcpt"],
     "2026-11-30 13:54:23 1vPabc-000000001XY-0aBc ** anna@example.org R=dnslookup T=remote_smtp H=mx.example.org [192.0.2.1] X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=yes: SMTP error from remote mail server after RCPT TO:<anna@example.org>: 550 5.1.1 <anna@example.org>: Recipient address rejected: User unknown"),
    ("line", &["anna@example.org delayed 451 4.7.1 later open mx.example.org - rcpt"],
     "2026-11-30 13:54:23 1vPabc-000000001XY-0aBc == anna@example.org R=dnslookup T=remote_smtp defer (-44) H=mx.example.org [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<anna@example.org>: 451 4.7.1 Greylisted, please try again later"),
    ("line", &["anna@example.org delivered 250 - - - mx.example.org - -"],
     "2026-11-30 13:54:23 1vPabc-000000001XY-0aBc => anna@example.org R=dnslookup T=remote_smtp H=mx.example.org [192.0.2.1] C=\"250 OK id=1abc\""),
    ("line", &["anna@example.org failed - 5.1.1 no-such-person final mx.example.org - -"],
     "Nov 30 13:54:23 mail sendmail[4711]: 6AUDsNab012345: to=<anna@example.org>, delay=00:00:01, xdelay=00:00:01, mailer=esmtp, pri=120000, relay=mx.example.org. [192.0.2.1], dsn=5.1.1, stat=User unknown"),
    ("line", &["anna@example.org delayed - 4.0.0 no-answer open mx.example.org - connecting"],
     "Nov 30 13:54:23 mail sendmail[4711]: 6AUDsNab012345: to=<anna@example.org>, delay=00:00:01, mailer=esmtp, relay=mx.example.org. [192.0.2.1], dsn=4.0.0, stat=Deferred: Connection refused by mx.example.org."),
    ("line", &["anna@example.org failed 550 5.1.10 no-such-person final mx.example.org - -"],
     "2026-11-30T13:54:23Z Fail anna@example.org [{LED=550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient anna@example.org not found by SMTP address lookup};{MSG=};{FQDN=mx.example.org};{IP=192.0.2.1};{LRT=11/30/2026 1:54:23 PM}]"),
    ("line", &["anna@example.org failed 550 5.1.1 no-such-person final 192.0.2.1 - rcpt"],
     "@400000006743 starting delivery 5: msg 1234 to remote anna@example.org\n@400000006744 delivery 5: failure: 192.0.2.1_does_not_like_recipient./Remote_host_said:_550_5.1.1_User_unknown/Giving_up_on_192.0.2.1./"),
    ("line", &["anna@example.org failed 550 5.1.1 no-such-person final mx.example.org - -"],
     "smtpd[4711]: 7c1e mta delivery evpid=1122334455667788 from=<bob@example.net> to=<anna@example.org> rcpt=<-> source=\"192.0.2.9\" relay=\"192.0.2.1 (mx.example.org)\" delay=1s result=\"PermFail\" stat=\"550 5.1.1 User unknown\""),
    // Two recipients in a line.
    ("line", &[
        "anna@example.org failed - 5.1.1 no-such-person final mx.example.org - -",
        "bob@example.org failed - 5.1.1 no-such-person final mx.example.org - -",
     ],
     "Nov 30 13:54:23 mail sendmail[4711]: 6AUDsNab012345: to=<anna@example.org>,<bob@example.org>, delay=00:00:01, mailer=esmtp, relay=mx.example.org. [192.0.2.1], dsn=5.1.1, stat=User unknown"),
    // Two lines, one after the other.
    ("line", &[
        "anna@example.org failed 552 5.2.2 mailbox-full final mx.example.org - rcpt",
        "bob@example.net delayed 450 4.2.1 too-much open mx.example.net - rcpt",
     ],
     "Nov 30 13:54:23 mail postfix/smtp[1]: A1: to=<anna@example.org>, relay=mx.example.org[192.0.2.1]:25, delay=1, dsn=5.2.2, status=bounced (host mx.example.org[192.0.2.1] said: 552 5.2.2 Mailbox full (in reply to RCPT TO command))\nNov 30 13:54:24 mail postfix/smtp[1]: A1: to=<bob@example.net>, relay=mx.example.net[192.0.2.2]:25, delay=1, dsn=4.2.1, status=deferred (host mx.example.net[192.0.2.2] said: 450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered (in reply to RCPT TO command))\n"),
    // A line that was wrapped and quoted.
    ("line", &["anna@example.org failed 550 5.1.1 no-such-person final mx.example.org - rcpt"],
     "> Nov 30 13:54:23 mail postfix/smtp[4711]: 4F1A2B3C4D:\n> to=<anna@example.org>, relay=mx.example.org[192.0.2.1]:25, delay=1.2,\n> dsn=5.1.1, status=bounced (host mx.example.org[192.0.2.1] said: 550 5.1.1\n> <anna@example.org>: User unknown (in reply to RCPT TO command))\n"),
    // A trace that names the recipient apart.
    ("line", &["anna@example.org - 550 5.4.1 no-such-person final mx.example.org - -"],
     "Recipient address: anna@example.org\nEvent: Fail\nReason: [{LED=550 5.4.1 Recipient address rejected: Access denied};{MSG=};{FQDN=mx.example.org};{IP=192.0.2.1}]\n"),
    // A session.
    ("line", &["anna@example.org - 550 5.1.1 no-such-person final - - -"],
     "MAIL FROM:<bob@example.net>\n250 2.1.0 Ok\nRCPT TO:<anna@example.org>\n550 5.1.1 User unknown\n"),
    // Replies alone.
    ("line", &["anna@example.org - 550 5.1.1 no-such-person final - - -"],
     "550 5.1.1 <anna@example.org>: Recipient address rejected: User unknown in virtual mailbox table"),
    ("line", &["- - 550 5.7.26 not-proven final - - -"],
     "550-5.7.26 This mail has been blocked because the sender is unauthenticated.\n550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.\n550 5.7.26  For instructions, see https://support.google.com/mail/answer/81126"),
];

#[test]
fn lines_of_logs_and_replies_are_read() {
    check(LINES);
}

#[rustfmt::skip]
const REPORTS: &[Row] = &[
    // RFC 3464 with several recipients, one of them delayed, one relayed.
    ("report", &[
        "anna@example.org failed 550 5.1.1 no-such-person final mx.example.org mail.example.net -",
        "bob@example.org delayed 452 4.2.2 mailbox-full open mx.example.org mail.example.net -",
        "carol@example.com relayed - 2.0.0 - - - mail.example.net -",
     ],
     "From: MAILER-DAEMON@mail.example.net\nTo: dora@example.net\nSubject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b1\"\n\n--b1\nContent-Type: text/plain\n\nSorry.\n\n--b1\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example.net\nArrival-Date: Mon, 30 Nov 2026 13:54:23 +0100\n\nFinal-Recipient: rfc822; anna@example.org\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.example.org\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\nFinal-Recipient: rfc822; bob@example.org\nAction: delayed\nStatus: 4.2.2\nRemote-MTA: dns; mx.example.org\nDiagnostic-Code: smtp; 452 4.2.2 Mailbox full\nWill-Retry-Until: Sat, 5 Dec 2026 13:54:23 +0100\n\nFinal-Recipient: rfc822; carol@example.com\nAction: relayed (to a system that sends no reports)\nStatus: 2.0.0\n\n--b1\nContent-Type: message/rfc822\n\nFrom: dora@example.net\nTo: anna@example.org\nSubject: Hello\n\nThe mailbox is full of letters.\n--b1--\n"),
    // Quoted-printable, encoded in the middle of words.
    ("report", &["anna@example.org failed 550 5.2.2 mailbox-full final - mail.example.net -"],
     "From: postmaster@mail.example.net\nSubject: failure\nContent-Type: multipart/report; boundary=b1\n\n--b1\nContent-Type: message/delivery-status\nContent-Transfer-Encoding: quoted-printable\n\nReporting-MTA: dns; mail.example.net\n\nFinal-Recipient: rfc822; anna@example.org\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 550 5.2.2 Mail=\nbox=20full\n--b1--\n"),
    // The fields alone, in any order of names, with a line wrapped without white space.
    ("report", &["anna@example.org failed 550 5.7.1 spam final mx.example.org mail.example.net -"],
     "Reporting-MTA: dns; mail.example.net\nArrival-Date: Mon, 30 Nov 2026 13:54:23 +0100\n\nOriginal-Recipient: rfc822;anna@example.org\nFinal-Recipient: rfc822;anna@example.org\nStatus: 5.7.1\nAction: failed\nRemote-MTA: dns;mx.example.org\nDiagnostic-Code: smtp;550 5.7.1 Message content was identified\nas spam\n"),
    // From the middle of a source on.
    ("report", &["anna@example.org failed 550 5.1.1 no-such-person final - mail.example.net -"],
     "--b1\nContent-Type: message/delivery-status\nContent-Transfer-Encoding: 7bit\n\nReporting-MTA: dns; mail.example.net\n\nFinal-Recipient: rfc822; anna@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\n--b1\nContent-Type: message/rfc822\n\nTo: anna@example.org\n\nSpam!\n"),
    // Postfix in words.
    ("report", &[
        "anna@example.org failed 550 5.1.1 no-such-person final mx.example.org mail.example.net rcpt",
        "bob@example.net failed - - no-such-domain final - mail.example.net -",
     ],
     "This is the mail system at host mail.example.net.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\nFor further assistance, please send mail to postmaster.\n\nIf you do so, please include this problem report. You can\ndelete your own text from the attached returned message.\n\n                   The mail system\n\n<anna@example.org>: host mx.example.org[192.0.2.1] said: 550 5.1.1\n    <anna@example.org>: Recipient address rejected: User unknown (in reply to\n    RCPT TO command)\n\n<bob@example.net>: Host or domain name not found. Name service error for\n    name=example.net type=A: Host not found\n"),
    // qmail.
    ("report", &["anna@example.org failed 550 5.7.1 spam final 192.0.2.1 mail.example.net endofdata"],
     "Hi. This is the qmail-send program at mail.example.net.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<anna@example.org>:\n192.0.2.1 failed after I sent the message.\nRemote host said: 550 5.7.1 Message rejected as spam\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <bob@example.net>\nTo: anna@example.org\n"),
    // Exim, two recipients.
    ("report", &[
        "anna@example.org failed 550 - mailbox-full final mx.example.org - rcpt",
        "bob@example.net failed - - no-such-domain final - - -",
     ],
     "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  anna@example.org\n    host mx.example.org [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<anna@example.org>:\n    550 Mailbox quota exceeded\n  bob@example.net\n    Unrouteable address\n"),
    // Sendmail.
    ("report", &["anna@example.org failed 550 5.7.1 not-trusted final mx.example.org - rcpt"],
     "The original message was received at Mon, 30 Nov 2026 13:54:23 +0100\nfrom pc.example.net [192.0.2.9]\n\n   ----- The following addresses had permanent fatal errors -----\n<anna@example.org>\n    (reason: 550 5.7.1 Your IP address is listed on a blocklist)\n\n   ----- Transcript of session follows -----\n... while talking to mx.example.org.:\n>>> RCPT To:<anna@example.org>\n<<< 550 5.7.1 Your IP address is listed on a blocklist\n550 5.1.1 <anna@example.org>... User unknown\n>>> DATA\n<<< 503 5.0.0 Need RCPT (recipient)\n"),
    // Gmail.
    ("report", &["anna@example.org failed 550 5.1.1 no-such-person final - - -"],
     "Address not found\n\nYour message wasn't delivered to anna@example.org because the address couldn't be found, or is unable to receive mail.\n\nThe response from the remote server was:\n\n550 5.1.1 <anna@example.org>: Recipient address rejected: User unknown\n"),
    ("report", &["anna@example.org delayed - - no-answer open - - connecting"],
     "Delivery incomplete\n\nThere was a temporary problem delivering your message to anna@example.org. Gmail will retry for 46 more hours. You'll be notified if the delivery fails permanently.\n\nThe response was:\n\nThe recipient server did not accept our requests to connect. Learn more at https://support.google.com/mail/answer/7720 [mx.example.org. 192.0.2.1: timed out]\n"),
    // Microsoft 365.
    ("report", &["anna@example.org failed 550 5.1.10 no-such-person final - VI1PR01MB1234.eurprd01.prod.exchangelabs.com -"],
     "Your message to anna@example.org couldn't be delivered.\n\nanna wasn't found at example.org.\n\nDiagnostic information for administrators:\n\nGenerating server: VI1PR01MB1234.eurprd01.prod.exchangelabs.com\n\nanna@example.org\nRemote server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'\n\nOriginal message headers:\n\nReceived: from a.example (192.0.2.1) by b.example\nTo: anna@example.org\n"),
    // Exchange of old.
    ("report", &["anna@example.org failed - 5.1.1 no-such-person final - mail.example.net -"],
     "Your message did not reach some or all of the intended recipients.\n\n      Subject:\tHello\n      Sent:\t30.11.2026 13:54\n\nThe following recipient(s) could not be reached:\n\n      anna@example.org on 30.11.2026 13:54\n            The e-mail account does not exist at the organization this message was sent to.\n            <mail.example.net #5.1.1>\n"),
    // Yahoo.
    ("report", &["anna@example.org failed 554 - mailbox-off final - - -"],
     "Sorry, we were unable to deliver your message to the following address.\n\n<anna@example.org>:\n554: delivery error: dd Sorry, your message to anna@example.org cannot be delivered. This mailbox is disabled (554.30).\n\n--- Below this line is a copy of the message.\n"),
    // Domino.
    ("report", &["anna@example.org failed - - no-such-person final - - -"],
     "Your message\n\n  Subject: Hello\n\nwas not delivered to:\n\n  anna@example.org\n\nbecause:\n\n  User anna (anna@example.org) not listed in Domino Directory\n"),
    // A report in the report of somebody who forwards it.
    ("report", &["anna@example.org failed 550 5.1.1 no-such-person final - mail.example.net -"],
     "From: bob@example.net\nTo: help@example.net\nSubject: Fwd: what is this?\nContent-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/plain\n\nWhat is this?\n--a\nContent-Type: message/rfc822\n\nFrom: MAILER-DAEMON@mail.example.net\nTo: bob@example.net\nSubject: Undelivered\nContent-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example.net\n\nFinal-Recipient: rfc822; anna@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n--b--\n--a--\n"),
];

/// Programs with words of their own.
#[rustfmt::skip]
const OTHERS: &[Row] = &[
    // A pipe that an alias leads to.
    ("report", &["anna@example.org failed - - other final - - -"],
     "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  pipe to |/usr/local/bin/filter\n    generated by anna@example.org\n    local delivery failed\n"),
    // Of phones.
    ("report", &["anna@example.org failed 550 - no-such-person final - - rcpt"],
     "From: Postmaster@example.org\nTo: bob@example.net\nSubject: Mail System Error - Returned Mail\n\nEach of the following recipients was rejected by a remote mail server.\nThe reasons given by the server are included to help you determine why\neach recipient was rejected.\n\n    Recipient: <anna@example.org>\n    >>> RCPT TO:<anna@example.org>\n    <<< 550 <anna@example.org>: User unknown\n"),
    // A protocol before the answer.
    ("report", &["anna@example.org failed 550 - no-such-person final - - -"],
     "From: postmaster@gw.example.net\nTo: bob@example.net\nSubject: Undeliverable\n\nYour message could not be sent.\nA transcript of the attempts to send the message follows.\nThe number of attempts made: 1\nAddressed To: anna@example.org\n\nMon, 30 Nov 2026 13:54:23 +0100\nFailed to send to identified host,\nanna@example.org: [192.0.2.5], 550 anna@example.org... No such user\n--- Message non-deliverable.\n"),
    ("report", &["anna@example.org failed - - no-such-person final - - -"],
     "From: postmaster@example.org\nTo: bob@example.net\nSubject: NDN: Hello\n\n--- The following addresses had delivery problems ---\n\n<anna@example.org>   (User unknown anna@example.org)\n\n--- The following is the body of your message ---\n"),
    ("report", &["anna@example.org failed - - mailbox-full final - - -"],
     "From: postmaster@example.org\nTo: bob@example.net\nSubject: Undeliverable Mail\n\nUser mailbox exceeds allowed size: anna@example.org\n\nOriginal message follows.\n\nReceived: from a.example by b.example\nTo: anna@example.org\n"),
    ("report", &["anna@example.org failed - - no-such-person final - - -"],
     "From: postmaster@example.org\nTo: bob@example.net\nSubject: Undeliverable message\n\n------- Failure Reasons  --------\n\nUser not listed in public Name & Address Book\nanna@example.org\n\n------- Returned Message --------\n\nReceived: from a.example by b.example\n"),
    ("report", &["anna@example.org failed 550 5.1.1 no-such-person final - - -"],
     "From: postmaster@gw.example.net\nTo: bob@example.net\nSubject: Undeliverable mail\n\nYour message:\n   From:    bob@example.net\n   Subject: Hello\n\nCould not be delivered because of\n\n550 5.1.1 User unknown\n\nThe following recipients were affected:\n    anna@example.org\n"),
    ("report", &["anna@example.org failed - 4.4.1 no-answer final - mail.example.net connecting"],
     "Subject: failure notice\n\nHi. This is the qmail-send program at mail.example.net.\n\n<anna@example.org>:\nSorry, I wasn't able to establish an SMTP connection. (#4.4.1)\nI'm not going to try again; this message has been in the queue too long.\n"),
    ("report", &["anna@example.org failed 550 5.7.1 sender-refused final mx.example.org - mail"],
     "From: MAILER-DAEMON@mail.example.net\nTo: bob@example.net\nSubject: Mail delivery failed: returning message to sender\n\nThis message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  anna@example.org\n    SMTP error from remote mail server after MAIL FROM:<bob@example.net>:\n    host mx.example.org [192.0.2.1]: 550 5.7.1 Sender address rejected\n\n------ This is a copy of the message, including all the headers. ------\n"),
    // Two transcripts.
    ("report", &[
        "anna@example.org - 550 - no-such-domain final - - -",
        "bob@example.com - 550 - no-such-person final - - -",
     ],
     "   ----- Transcript of session follows -----\n550 example.org (smtp)... 550 Host unknown\n554 <anna@example.org>... 550 Host unknown (Authoritative answer from name server)\n550 <bob@example.com>... User unknown\n\n   ----- Unsent message follows -----\nReceived: by a.example\nTo: anna@example.org\n"),
    // Lotus, Groupwise, and who else puts the reason first.
    ("report", &["anna@example.org failed - - mailbox-full final - - -"],
     "From: postmaster@example.org\nTo: bob@example.net\nSubject: Message status - undeliverable\n\nThe message that you sent was undeliverable to the following:\n    anna@example.org (Mailbox is full)\n"),
    ("report", &["anna@example.org failed 554 5.7.1 spam final mx.example.org mail.example.net -"],
     "From: MAILER-DAEMON@mail.example.net\nTo: bob@example.net\nSubject: Mail Delivery Failure\n\nMessage from mail.example.net.\nDelivery to the following recipient failed.\n\nanna@example.org\n    The mail server mx.example.org [192.0.2.1] responded with: 554 5.7.1 Message considered spam\n"),
    // Several in one session.
    ("report", &[
        "anna@example.org - 550 - no-such-domain final - - -",
        "bob@example.com - 550 - mailbox-full final mx.example.com - rcpt",
     ],
     "   ----- Transcript of session follows -----\n550 example.org (smtp)... 550 Host unknown\n554 <anna@example.org>... 550 Host unknown (Authoritative answer from name server)\nWhile talking to mx.example.com:\n>>> RCPT To:<bob@example.com>\n<<< 550 Mailbox full\n550 <bob@example.com>... User unknown\n\n   ----- Unsent message follows -----\nReceived: by a.example\n"),
    // A service that writes JSON.
    ("report", &["anna@example.org failed 550 5.1.1 no-such-person final - mail.example.net -"],
     "{\"notificationType\":\"Bounce\",\"bounce\":{\"bounceType\":\"Permanent\",\"bouncedRecipients\":[{\"emailAddress\":\"anna@example.org\",\"action\":\"failed\",\"status\":\"5.1.1\",\"diagnosticCode\":\"smtp; 550 5.1.1 user unknown\"}],\"reportingMTA\":\"dsn; mail.example.net\"},\"mail\":{\"source\":\"bob@example.net\"}}"),
    ("report", &["anna@example.org failed 552 5.2.2 mailbox-full final - - -"],
     "[{\n  \"email\": \"anna@example.org\",\n  \"event\": \"bounce\",\n  \"reason\": \"552 5.2.2 Mailbox full\",\n  \"status\": \"5.2.2\"\n}]\n"),
    // The message's own fields are in the notice.
    ("report", &["anna@example.org failed - - - final - - -"],
     "From: Administrator <sysadmin@example.org>\nTo: bob@example.net\nSubject: Undeliverable Message\n\nError: No valid recipients\n\nMessage details:\n\nFrom: bob@example.net\nTo: anna@example.org\nSubject: Hello\n"),
    // HTML alone.
    ("report", &["anna@example.org failed 550 5.4.1 no-such-person final - - -"],
     "From: postmaster@example.org\nTo: bob@example.net\nSubject: Undeliverable: Hello\nContent-Type: text/html; charset=utf-8\n\n<html><head><style>p { color: red }</style></head><body><p>Your message to <b>anna@example.org</b> couldn&#39;t be delivered.</p><p>Remote server returned &#39;550 5.4.1 Recipient address rejected: Access denied&#39;</p></body></html>\n"),
    // The reason is in the subject alone, encoded.
    ("report", &["anna@example.org failed - - mailbox-full final - - -"],
     "From: MAILER-DAEMON@mail.example.net\nSubject: =?utf-8?B?VW56dXN0ZWxsYmFyOiBQb3N0ZmFjaCB2b2xs?=\n\nIhre Nachricht an anna@example.org:\n\nHallo\n"),
    // What was delivered.
    ("report", &["anna@example.org delivered - - - - - - -"],
     "From: MAILER-DAEMON@mail.example.net\nSubject: Delivery Status Notification (Success)\n\nYour message was successfully delivered to the following recipients:\n\n  anna@example.org\n"),
    // With colons after words.
    ("report", &["anna@example.org failed 552 5.2.2 mailbox-full final mx.example.org - rcpt"],
     "The following address failed:\n\nanna@example.org:\nSMTP error from remote server for RCPT TO command, host: mx.example.org (192.0.2.1) reason: 552 5.2.2 Mailbox full\n"),
    // Who sends to a program.
    ("report", &["anna@example.org failed - 5.3.0 other final - mail.example.net -"],
     "From: MAILER-DAEMON@mail.example.net\nContent-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example.net\n\nFinal-Recipient: RFC822; |/usr/bin/filter\nX-Actual-Recipient: RFC822; anna@example.org\nAction: failed\nStatus: 5.3.0\n\n--b--\n"),
    // Base64.
    ("report", &["anna@example.org failed 552 5.2.2 mailbox-full final - - -"],
     "From: MAILER-DAEMON@mail.example.net\nSubject: Undelivered\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nWW91ciBtZXNzYWdlIGNvdWxkIG5vdCBiZSBkZWxpdmVyZWQuCgo8YW5uYUBleGFtcGxlLm9yZz46\nIGhvc3Qgc2FpZDogNTUyIDUuMi4yIE1haWxib3ggZnVsbAo=\n"),
];

#[test]
fn programs_with_words_of_their_own_are_read() {
    check(OTHERS);
}

#[test]
fn reports_are_read() {
    check(REPORTS);
}

#[rustfmt::skip]
const LANGUAGES: &[Row] = &[
    ("report", &["anna@example.org failed 550 5.1.1 no-such-person final mx.example.org mail.example.net -"],
     "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\n\nanna@example.org\nDie eingegebene E-Mail-Adresse konnte nicht gefunden werden. Überprüfen Sie die E-Mail-Adresse des Empfängers.\n\nDiagnoseinformationen für Administratoren:\n\nGenerierender Server: mail.example.net\n\nanna@example.org\nmx.example.org\nRemote Server returned '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found'\n"),
    ("report", &["anna@example.org failed 552 5.2.2 mailbox-full final - - -"],
     "> Ihre Nachricht an anna@example.org konnte nicht zugestellt werden.\n>\n> Die Antwort lautete:\n>\n> 552 5.2.2 <anna@example.org>: Das Postfach ist voll\n"),
    ("report", &["anna@example.org failed 550 5.1.1 no-such-person final - - -"],
     "Adresse introuvable\n\nVotre message n'a pas été remis à anna@example.org, car l'adresse est introuvable ou ne peut pas recevoir de messages.\n\nLa réponse était :\n\n550 5.1.1 The email account that you tried to reach does not exist.\n"),
    ("report", &["anna@example.org failed 550 5.1.1 no-such-person final - - -"],
     "No se encontró la dirección\n\nTu mensaje no se entregó a anna@example.org porque no se encontró la dirección o esta no puede recibir correos.\n\nLa respuesta fue:\n\n550 5.1.1 The email account that you tried to reach does not exist.\n"),
    ("report", &["anna@example.org failed 550 5.1.1 no-such-person final - - -"],
     "アドレス不明\n\nanna@example.orgが見つからないため、またはメールを受信できないため、メールは配信されませんでした。配信できませんでした。\n\n応答は次のとおりです:\n\n550 5.1.1 The email account that you tried to reach does not exist.\n"),
    // The same with the header as the window shows it.
    ("report", &["anna@example.org failed 550 5.1.1 no-such-person final mx.example.org mail.example.net rcpt"],
     "Von: MAILER-DAEMON@mail.example.net\nGesendet: Montag, 30. November 2026 13:54\nAn: bob@example.net\nBetreff: Undelivered Mail Returned to Sender\n\nThis is the mail system at host mail.example.net.\n\n<anna@example.org>: host mx.example.org[192.0.2.1] said: 550 5.1.1 User unknown\n(in reply to RCPT TO command)\n"),
    ("report", &["anna@example.org failed 550 5.1.10 no-such-person final - mail.example.net -"],
     "De : Microsoft Outlook <postmaster@example.net>\nEnvoyé : lundi 30 novembre 2026 13:54\nÀ : Bob <bob@example.net>\nObjet : Non remis : Bonjour\n\nVotre message à anna@example.org n'a pas pu être remis.\n\nanna introuvable sur example.org.\n\nInformations de diagnostic pour les administrateurs :\n\nServeur de génération : mail.example.net\n\nanna@example.org\nRemote server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'\n"),
    ("report", &["anna@example.org failed 552 5.2.2 mailbox-full final - mail.example.net -"],
     "De: postmaster@example.net\nEnviado: lunes, 30 de noviembre de 2026 13:54\nPara: bob@example.net\nAsunto: No se puede entregar: Hola\n\nNo se pudo entregar el mensaje a anna@example.org.\n\nEl buzón de anna está lleno.\n\nInformación de diagnóstico para los administradores:\n\nServidor de generación: mail.example.net\n\nanna@example.org\nRemote Server returned '552 5.2.2 mailbox full'\n"),
    ("report", &["anna@example.org failed 550 5.1.1 no-such-person final - - -"],
     "差出人: postmaster@example.net\n送信日時: 2026年11月30日 13:54\n宛先: bob@example.net\n件名: 配信不能: こんにちは\n\n次の受信者またはグループへの配信に失敗しました:\n\nanna@example.org\n入力した電子メール アドレスが見つかりませんでした。\n\n550 5.1.1 RESOLVER.ADR.RecipNotFound; not found\n"),
    // Quoted with bars.
    ("report", &["anna@example.org failed 552 5.2.2 mailbox-full final - - -"],
     "| Ihre Nachricht an anna@example.org konnte nicht zugestellt werden.\n|\n| Die Antwort lautete:\n|\n| 552 5.2.2 Das Postfach ist voll\n"),
    // An address of somebody else at the beginning of a line, because it was wrapped.
    ("report", &["anna@example.org failed 550 - sender-refused final mx.example.org - data"],
     "   ----- The following addresses had permanent fatal errors -----\n<anna@example.org>\n\n   ----- Transcript of session follows -----\n... while talking to mx.example.org.:\n>>> DATA\n<<< 550 No message of this kind may be sent to this server by the sender\n(bob@example.net).\n"),
    // A delay.
    ("report", &["anna@example.org delayed - - no-answer open - - -"],
     "Ihre Nachricht wurde noch nicht zugestellt.\n\n<anna@example.org>:\nZeitüberschreitung bei der Verbindung\n"),
    // Two recipients.
    ("report", &[
        "anna@example.org failed 550 5.1.1 no-such-person final - - -",
        "bob@example.com failed 552 5.2.2 mailbox-full final - - -",
     ],
     "> Ihre Nachricht konnte folgende Empfänger nicht erreichen:\n>\n> anna@example.org\n>     550 5.1.1 User unknown\n>\n> bob@example.com\n>     552 5.2.2 Mailbox full\n"),
];

#[test]
fn other_languages_are_read() {
    check(LANGUAGES);
}

#[test]
fn what_is_nothing_is_nothing() {
    check(&[
        ("nothing", &[], ""),
        (
            "nothing",
            &[],
            "Dear Anna,\n\nsee you on Monday at 17:30. My address is bob@example.net.\n\nBob\n",
        ),
        (
            "nothing",
            &[],
            "From: bob@example.net\nTo: anna@example.org\nSubject: Monday\n\nSee you at 5.\n",
        ),
    ]);
}

/// A message that comes back under a heading is told as nobody's words.
#[test]
fn the_message_that_comes_back_is_not_told() {
    let said = "Message could not be delivered to mobile.\nError: No valid recipients for this MM";
    for heading in ["Original Message:", "--- Original message ---", "Returned Message:"] {
        let text = format!(
            "From: Administrator <sysadmin@mms.example>\nSubject: Undeliverable Message\n\n{said}\n\n\n\
             {heading}\nFrom: anna@example.net\nTo: 0000000000@mms.example\nSubject: mailbox full\n"
        );
        let found = reader::read(&text);
        let told = found.recipients[0].text.as_ref().expect("something is said");
        assert_eq!(told.value, said.replace('\n', " "), "{heading}");
        let address = found.recipients[0].address.as_ref().expect("somebody is named");
        assert_eq!(address.value, "0000000000@mms.example");
    }
}
