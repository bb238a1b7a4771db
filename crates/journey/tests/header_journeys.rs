//! Headers of delivered messages become journeys from server to server, in the manner of many programs.
#![cfg(not(target_arch = "wasm32"))]

use journey::export::eml::eml;
use journey::retelling::{Assumed, Names, Retold, retell};
use journey::share_link::{decode, encode};
use model::host_names::NamedServer;
use model::owner::Owner;
use model::preset_id::PresetId;
use model::scenario::Scenario;
use reader::{Hop, Kind, read};
use sim::simulate;
use sim::trace::{Outcome, Trace};
use story::tell;

/// The fields of one chain, the last server first as in a header.
fn header(fields: &[&str]) -> String {
    let received: Vec<String> = fields.iter().map(|field| format!("Received: {field}\n")).collect();
    received.concat() + "From: Ann <ann@a.example>\nTo: list@b.example\nSubject: Hello\n\nHello!\n"
}

fn run(retold: &Retold) -> Trace {
    simulate(&Scenario::new(retold.parts.clone()).expect("a valid scenario"))
}

/// The mail servers that the message went through, in their order. Those whose names were assumed are in brackets.
fn way(retold: &Retold, trace: &Trace) -> String {
    let cast = &trace.cast;
    let servers = [cast.provider].into_iter().chain(cast.relays.iter().copied());
    let servers = servers.chain(cast.destinations.first().map(|(_, id)| *id));
    let names: Vec<String> = servers
        .map(|id| {
            let name = &cast.host(id).name;
            if cast.named_servers.contains(&id) { name.clone() } else { format!("({name})") }
        })
        .collect();
    let assumed = retold.assumed.iter().filter(|it| matches!(it, Assumed::HostName(_))).count();
    let usual = names.iter().filter(|name| name.starts_with('(')).count();
    assert_eq!(assumed, usual, "{names:?}, {:?}", retold.assumed);
    names.join(" > ")
}

fn by(hop: &Hop) -> Option<&str> {
    hop.by.as_ref().map(|by| by.value.as_str())
}

/// The way of the journey, both ways: what is shown was read, and the message that arrives tells the same way again.
#[track_caller]
fn check(fields: &[&str], expected: &str) {
    let text = header(fields);
    let found = read(&text);
    assert_eq!(found.kind, Kind::Headers);
    for names in [Names::Shown, Names::Hidden] {
        let retold = retell(&found, names, &Owner::default()).expect("a journey");
        let trace = run(&retold);
        assert_eq!(way(&retold, &trace), expected, "{text}");
        assert!(retold.of.is_empty());
        assert!(trace.outcomes.iter().all(|(_, it)| *it == Outcome::Collected));
        for id in &trace.cast.named_servers {
            assert!(text.to_lowercase().contains(&trace.cast.host(*id).name));
        }
        let arrived = eml(&trace, &trace.outcomes[0].0).expect("a message");
        let again = read(&String::from_utf8_lossy(arrived));
        let again: Vec<&str> = again.hops.iter().rev().filter_map(by).collect();
        assert_eq!(again.join(" > "), expected.replace(['(', ')'], ""), "as the message tells it");
        let story = tell(trace).story;
        assert!(story.end() <= 75_000, "plays for {} ms", story.end());
        let link = encode(PresetId::EverythingWorks, None, &retold.parts);
        assert!(!link.text_left_out);
        assert_eq!(decode(&link.fragment).parts, retold.parts);
    }
    let hidden = retell(&found, Names::Hidden, &Owner::default()).expect("a journey").parts;
    assert!(hidden.sender.local_part.as_str() == "a***");
}

#[test]
fn postfix_to_postfix() {
    check(
        &[
            "from mx.filter.example (mx.filter.example [192.0.2.7])\n\tby mail.b.example (Postfix) with ESMTPS id 4F1\n\tfor <bob@b.example>; Mon, 30 Nov 2026 14:01:00 +0100 (CET)",
            "from smtp.a.example (smtp.a.example [192.0.2.9])\n\tby mx.filter.example (Postfix) with ESMTPS id 4F0\n\tfor <bob@b.example>; Mon, 30 Nov 2026 14:00:02 +0100 (CET)",
            "from laptop (unknown [192.0.2.44])\n\tby smtp.a.example (Postfix) with ESMTPSA id 4EF\n\tfor <bob@b.example>; Mon, 30 Nov 2026 14:00:01 +0100 (CET)",
        ],
        "smtp.a.example > mx.filter.example > mail.b.example",
    );
}

#[test]
fn a_single_hop_tells_of_two_servers() {
    check(
        &[
            "from smtp.a.example (smtp.a.example [192.0.2.9])\n\tby mail.b.example (Postfix) with ESMTPS id 4F1\n\tfor <bob@b.example>; Mon, 30 Nov 2026 14:01:00 +0100 (CET)",
        ],
        "smtp.a.example > mail.b.example",
    );
    // Of a computer and a server, if somebody signed in.
    check(
        &[
            "from laptop.home.example ([192.0.2.9])\n\tby mail.b.example (Postfix) with ESMTPSA id 4F1\n\tfor <bob@b.example>; Mon, 30 Nov 2026 14:01:00 +0100 (CET)",
        ],
        "(mail.a.example) > mail.b.example",
    );
    check(
        &["from [192.0.2.9] by mail.b.example; Mon, 30 Nov 2026 14:01:00 +0100"],
        "(mail.a.example) > mail.b.example",
    );
}

#[test]
fn gmail_takes_it() {
    check(
        &[
            "by 2002:a05:7300:abc:b0:151:1f3d:dead with SMTP id x12csp123;\n        Mon, 30 Nov 2026 06:00:04 -0800 (PST)",
            "from smtp.a.example (smtp.a.example. [192.0.2.9])\n        by mx.google.com with ESMTPS id ffacd0b85a97d-1\n        for <bob@b.example>\n        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\n        Mon, 30 Nov 2026 06:00:03 -0800 (PST)",
            "from laptop (unknown [192.0.2.44])\n\tby smtp.a.example (Postfix) with ESMTPSA id 4EF; Mon, 30 Nov 2026 14:00:01 +0000",
        ],
        "smtp.a.example > mx.google.com",
    );
}

#[test]
fn gmail_sends_it() {
    check(
        &[
            "from mail-sor-f41.google.com (mail-sor-f41.google.com [192.0.2.41])\n\tby mail.b.example (Postfix) with ESMTPS id 4F1\n\tfor <bob@b.example>; Mon, 30 Nov 2026 14:00:05 +0000 (UTC)",
            "by mail-sor-f41.google.com with SMTP id 5b1f17b1804b1-abc\n        for <bob@b.example>; Mon, 30 Nov 2026 06:00:03 -0800 (PST)",
        ],
        "mail-sor-f41.google.com > mail.b.example",
    );
    // Its first server has an address for a name, and is called what it calls itself.
    check(
        &[
            "from mail-wr1-f44.google.com (mail-wr1-f44.google.com [192.0.2.41])\n\tby mail.b.example (Postfix) with ESMTPS id 4F1\n\tfor <bob@b.example>; Mon, 30 Nov 2026 14:00:05 +0000 (UTC)",
            "by 2002:a05:6000:18a4:b0:1 with SMTP id ffacd-abc; Mon, 30 Nov 2026 06:00:03 -0800 (PST)",
        ],
        "mail-wr1-f44.google.com > mail.b.example",
    );
}

#[test]
fn microsoft_365() {
    check(
        &[
            "from AM0PR01MB1.eurprd01.prod.exchangelabs.com (2603:10a6:208:1::1)\n by VI1PR01MB2.eurprd01.prod.exchangelabs.com with HTTPS; Mon, 30 Nov\n 2026 14:00:09 +0000",
            "from AM5EUR02FT3.eop-EUR02.prod.protection.outlook.com\n (2603:10a6:208:1a::4) by AM0PR01MB1.outlook.office365.com\n (2603:10a6:208:1a::24) with Microsoft SMTP Server (version=TLS1_2,\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 20.1.2.3; Mon, 30 Nov\n 2026 14:00:08 +0000",
            "from smtp.a.example (192.0.2.9) by\n AM5EUR02FT3.mail.protection.outlook.com (10.152.8.1) with Microsoft\n SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)\n id 20.1.2.3 via Frontend Transport; Mon, 30 Nov 2026 14:00:07 +0000",
            "from laptop (unknown [192.0.2.44])\n\tby smtp.a.example (Postfix) with ESMTPSA id 4EF; Mon, 30 Nov 2026 14:00:01 +0000",
        ],
        "smtp.a.example > am5eur02ft3.mail.protection.outlook.com > am0pr01mb1.outlook.office365.com > \
         vi1pr01mb2.eurprd01.prod.exchangelabs.com",
    );
}

#[test]
fn exim_to_exim() {
    check(
        &[
            "from smtp.a.example ([192.0.2.9])\n\tby mx.b.example with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384\n\t(Exim 4.98)\n\t(envelope-from <ann@a.example>)\n\tid 1vPabd-000000001XY-0aBc\n\tfor bob@b.example;\n\tMon, 30 Nov 2026 14:10:23 +0100",
            "from [192.0.2.44] (helo=pc.a.example)\n\tby smtp.a.example with esmtpsa (TLS1.3) tls TLS_AES_256_GCM_SHA384\n\t(Exim 4.98)\n\t(envelope-from <ann@a.example>)\n\tid 1vPabc-000000001XY-0aBc\n\tfor bob@b.example;\n\tMon, 30 Nov 2026 13:54:23 +0100",
        ],
        "smtp.a.example > mx.b.example",
    );
}

#[test]
fn qmail_notes_its_own_programs() {
    check(
        &[
            "(qmail 4712 invoked by uid 89); 30 Nov 2026 13:54:30 -0000",
            "(qmail 4711 invoked from network); 30 Nov 2026 13:54:29 -0000",
            "from unknown (HELO smtp.a.example) (192.0.2.9)\n  by mail.b.example with SMTP; 30 Nov 2026 13:54:28 -0000",
            "(qmail 99 invoked by uid 1000); 30 Nov 2026 13:54:23 -0000",
        ],
        "smtp.a.example > mail.b.example",
    );
}

#[test]
fn sendmail_to_sendmail() {
    check(
        &[
            "from mx1.b.example (mx1.b.example [192.0.2.7])\n\tby store.b.example (8.18.1/8.18.1) with ESMTPS id 5AU1\n\t(version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NOT)\n\tfor <bob@b.example>; Mon, 30 Nov 2026 17:06:00 GMT",
            "from smtp.a.example (smtp.a.example [192.0.2.9])\n\tby mx1.b.example (8.18.1/8.18.1) with ESMTPS id 5AU0\n\tfor <bob@b.example>; Mon, 30 Nov 2026 13:54:23 GMT",
            "from localhost (localhost [127.0.0.1])\n\tby smtp.a.example (8.18.1/8.18.1/Submit) with ESMTP id 5AT9\n\tfor <bob@b.example>; Mon, 30 Nov 2026 13:54:22 GMT",
        ],
        "smtp.a.example > mx1.b.example > store.b.example",
    );
}

/// A journey has eight relays at most. What is left out is said.
#[test]
fn of_a_long_way_the_beginning_and_the_end_are_shown() {
    let fields: Vec<String> = (1..=14)
        .rev()
        .map(|n| {
            format!(
                "from s{}.example.net by s{n}.example.net; 30 Nov 2026 13:54:{n:02} -0000",
                n - 1
            )
        })
        .collect();
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let servers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 14].map(|n| format!("s{n}.example.net"));
    check(&fields, &servers.join(" > "));
    let retold = retell(&read(&header(&fields)), Names::Shown, &Owner::default()).expect("one");
    assert_eq!(retold.left_out, [4, 3, 2, 1], "the hops of servers 10 to 13");
}

#[test]
fn what_is_not_said_is_as_usual() {
    let text = "Received: by mail.b.example; 30 Nov 2026 13:54:23 -0000\nSubject: Hello\n\n";
    let retold = retell(&read(text), Names::Shown, &Owner::default()).expect("a journey");
    assert_eq!(
        retold.assumed,
        [Assumed::Addressee, Assumed::Sender, Assumed::HostName(NamedServer::Provider)]
    );
    // Within a domain no other server would be met.
    let text = "Received: from smtp.a.example by mail.a.example; 30 Nov 2026 13:54:23 -0000\n\
                From: ann@a.example\nTo: bob@a.example\n\n";
    let retold = retell(&read(text), Names::Shown, &Owner::default()).expect("a journey");
    assert_eq!(retold.assumed, [Assumed::Sender]);
    assert_eq!(way(&retold, &run(&retold)), "smtp.a.example > mail.a.example");
}

/// A chain of servers with these times, in minutes after some moment, the first one first. The message that arrives in
/// the journey tells the same times between them, and captions say this of them.
#[track_caller]
fn check_times(minutes: &[i64], captions: &[&str]) {
    let fields: Vec<String> = (0..minutes.len())
        .rev()
        .map(|n| {
            let (day, time) = (minutes[n] / 1_440 + 10, minutes[n] % 1_440);
            let (from, hour, minute) = (n.wrapping_sub(1), time / 60, time % 60);
            let from = if n == 0 { "laptop".to_owned() } else { format!("s{from}.example.net") };
            format!("from {from} by s{n}.example.net with ESMTPSA; {day} Nov 2026 {hour:02}:{minute:02}:00 +0000")
        })
        .collect();
    let text = header(&fields.iter().map(String::as_str).collect::<Vec<_>>());
    let retold = retell(&read(&text), Names::Shown, &Owner::default()).expect("a journey");
    let trace = run(&retold);
    let arrived = eml(&trace, &trace.outcomes[0].0).expect("a message");
    let again = read(&String::from_utf8_lossy(arrived)).hops;
    let stamps = again.iter().rev().filter_map(|hop| Some(hop.at.as_ref()?.value.seconds));
    let stamps: Vec<i64> = stamps.collect();
    let between: Vec<i64> =
        stamps.windows(2).map(|pair| (pair[1] - pair[0] + 30).div_euclid(60)).collect();
    let read: Vec<i64> = minutes.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert_eq!(between, read, "{:?}", retold.parts.conditions);
    let story = tell(trace).story;
    let told =
        story.steps.iter().filter(|it| it.name.starts_with("held") || it.name.starts_with("clock"));
    let told: Vec<&str> = told.map(|step| step.caption.as_str()).collect();
    assert_eq!(told.len(), captions.len(), "{told:?}");
    for (told, expected) in told.iter().zip(captions) {
        assert!(told.contains(expected), "{told}");
    }
    assert!(story.end() <= 75_000, "plays for {} ms", story.end());
    let link = encode(PresetId::EverythingWorks, None, &retold.parts);
    assert_eq!(decode(&link.fragment).parts, retold.parts);
}

#[test]
fn where_it_lay_and_whose_clock_is_wrong_is_told() {
    check_times(&[600, 600, 600], &[]);
    check_times(
        &[600, 792, 793],
        &["It sat at s0.example.net for 3 h 12 min", "It sat at s1.example.net for 1 min"],
    );
    check_times(&[600, 600, 3_000], &["It sat at s1.example.net for 1 day 16 h"]);
    check_times(&[600, 480, 600], &["s1.example.net’s clock is 2 h slow"]);
    check_times(&[660, 600, 600], &["s0.example.net’s clock is 1 h fast"]);
    check_times(
        &[600, 610, 720, 615],
        &[
            "It sat at s0.example.net for 10 min",
            "It sat at s1.example.net for 5 min",
            "s2.example.net’s clock is 1 h 45 min fast",
        ],
    );
}

/// Weeks are more than a journey can tell.
#[test]
fn what_takes_longer_than_a_journey_is_shortened_and_told() {
    let text = header(&[
        "from s1.example.net by s2.example.net; 30 Nov 2026 13:54:23 -0000",
        "from s0.example.net by s1.example.net; 24 Nov 2026 13:54:23 -0000",
        "from laptop by s0.example.net with ESMTPA; 1 Nov 2026 13:54:23 -0000",
    ]);
    let retold = retell(&read(&text), Names::Shown, &Owner::default()).expect("a journey");
    let times: Vec<_> =
        retold.assumed.iter().filter(|it| matches!(it, Assumed::Times(_))).collect();
    assert_eq!(times, [&Assumed::Times(0), &Assumed::Times(1)]);
    let trace = run(&retold);
    assert!(!trace.cut_short && trace.outcomes[0].1 == Outcome::Collected);
}
