//! The way that a message took, as headers of many programs tell it.

use reader::{Hop, Kind, Said};

/// A line for each hop (from, address, by, with, id, recipient, seconds since 1970 and zone), and the field.
const ROWS: &[(&str, &str)] = &[
    // Postfix.
    (
        "pc.example.net 192.0.2.9 mail.example.net ESMTPSA 4F1A2B3C4D anna@example.org 1796043263+60",
        "from pc.example.net (unknown [192.0.2.9])\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))\n\t(No client certificate requested)\n\tby mail.example.net (Postfix) with ESMTPSA id 4F1A2B3C4D\n\tfor <anna@example.org>; Mon, 30 Nov 2026 13:54:23 +0100 (CET)",
    ),
    // Gmail, over IPv6; and its inner hop.
    (
        "mail.example.net 2001:db8::9 mx.google.com ESMTPS ffacd0b85a97d-1 anna@example.org 1796075663-480",
        "from mail.example.net (mail.example.net. [2001:db8::9])\n        by mx.google.com with ESMTPS id ffacd0b85a97d-1\n        for <anna@example.org>\n        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\n        Mon, 30 Nov 2026 13:54:23 -0800 (PST)",
    ),
    (
        "- - 2002:a05:7300:abc:b0:151:1f3d:dead SMTP x12csp123 - 1796075663-480",
        "by 2002:a05:7300:abc:b0:151:1f3d:dead with SMTP id x12csp123;\n        Mon, 30 Nov 2026 13:54:23 -0800 (PST)",
    ),
    // Microsoft 365.
    (
        "VI1PR01.eurprd01.prod.exchangelabs.com 2603:10a6:803:9d::15 AM0PR01.eurprd01.prod.exchangelabs.com Microsoft_SMTP_Server 20.1.2.3 - 1796046863+0",
        "from VI1PR01.eurprd01.prod.exchangelabs.com\n (2603:10a6:803:9d::15) by AM0PR01.eurprd01.prod.exchangelabs.com\n (2603:10a6:208:1a::24) with Microsoft SMTP Server (version=TLS1_2,\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 20.1.2.3; Mon, 30 Nov\n 2026 13:54:23 +0000",
    ),
    // Exim.
    (
        "pc.example.net 192.0.2.9 mail.example.net esmtpsa 1vPabc-000000001XY-0aBc anna@example.org 1796043263+60",
        "from [192.0.2.9] (helo=pc.example.net)\n\tby mail.example.net with esmtpsa (TLS1.3) tls TLS_AES_256_GCM_SHA384\n\t(Exim 4.98)\n\t(envelope-from <bob@example.net>)\n\tid 1vPabc-000000001XY-0aBc\n\tfor anna@example.org;\n\tMon, 30 Nov 2026 13:54:23 +0100",
    ),
    // qmail.
    (
        "pc.example.net 192.0.2.9 mail.example.net SMTP - - 1796046863+0",
        "from unknown (HELO pc.example.net) (192.0.2.9)\n  by mail.example.net with SMTP; 30 Nov 2026 13:54:23 -0000",
    ),
    ("- - - - - - 1796046863+0", "(qmail 4711 invoked by uid 89); 30 Nov 2026 13:54:23 -0000"),
    // Without a time.
    ("a.example - b.example - - - -", "from a.example by b.example"),
];

fn line(hop: &Hop) -> String {
    let text = |said: &Option<Said<String>>| {
        said.as_ref().map_or_else(|| "-".into(), |said| said.value.replace(' ', "_"))
    };
    let at = hop.at.as_ref().map(|at| format!("{}{:+}", at.value.seconds, at.value.zone));
    let values = [&hop.from, &hop.ip, &hop.by, &hop.with, &hop.id, &hop.recipient].map(text);
    values.join(" ") + " " + &at.unwrap_or_else(|| "-".into())
}

#[test]
fn each_hop_is_read() {
    for (expected, field) in ROWS {
        let text = format!("Received: {field}\nFrom: bob@example.net\nSubject: Hello\n\nHello!\n");
        let found = reader::read(&text);
        assert_eq!(found.kind, Kind::Headers, "{text}");
        let told: Vec<_> = found.hops.iter().map(line).collect();
        assert_eq!(told, [*expected], "{text}");
        let by = found.hops[0].by.as_ref();
        assert!(by.is_none_or(|by| text[by.spans[0].clone()] == by.value), "{text}");
    }
}

#[test]
fn the_last_server_comes_first() {
    let fields: Vec<_> = ROWS.iter().map(|(_, field)| format!("Received: {field}\n")).collect();
    let found = reader::read(&(fields.concat() + "Subject: Hello\n"));
    let told: Vec<_> = found.hops.iter().map(line).collect();
    let expected: Vec<_> = ROWS.iter().map(|(hop, _)| *hop).collect();
    assert_eq!(told, expected);
}

/// A line for each text: who wrote the message, whom it is for, and how many hops it had before it came back.
const CORRESPONDENTS: &[(&str, &str)] = &[
    (
        "ann@a.example bob@b.example 0",
        "Received: from c.example by d.example for <bob@b.example>; 30 Nov 2026 13:54:23 -0000\n\
         From: Ann <ann@a.example>\nTo: list@b.example\n",
    ),
    (
        "bounce@a.example bob@b.example 0",
        "Return-Path: <bounce@a.example>\nDelivered-To: bob@b.example\n\
         Received: from c.example by d.example\nTo: list@b.example\n",
    ),
    (
        "ann@a.example - 1",
        "From: MAILER-DAEMON@d.example\nTo: x@a.example\nSubject: Undelivered\n\n\
         <bob@b.example>: host mx.b.example said: 550 5.1.1 Unknown\n\n\
         --- Below this line is a copy of the message.\n\n\
         Received: from c.example by d.example; 30 Nov 2026 13:54:23 -0000\nFrom: ann@a.example\n",
    ),
    (
        "x@a.example - 0",
        "From: MAILER-DAEMON@d.example\nTo: x@a.example\nSubject: Undelivered\n\n\
         <bob@b.example>: host mx.b.example said: 550 5.1.1 Unknown\n",
    ),
    (
        "- - 0",
        "Nov 30 13:54:23 mail postfix/smtp[1]: 4F1: to=<bob@b.example>, status=bounced (550 No)\n",
    ),
];

#[test]
fn who_wrote_and_whom_for_is_read() {
    for (expected, text) in CORRESPONDENTS {
        let found = reader::read(text);
        let text =
            |said: &Option<Said<String>>| said.as_ref().map_or("-".into(), |it| it.value.clone());
        let told =
            [text(&found.sender), text(&found.addressee), found.returned_hops.len().to_string()];
        assert_eq!(told.join(" "), *expected, "{found:?}");
    }
}
