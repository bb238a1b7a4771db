//! What can go wrong: the facts that each failing journey must show, asserted on the trace, without
//! relays and with two.

mod trace_facts;

use model::cast::HostId;
use model::limits::message::MOST_HOPS;
use model::scenario::{Condition, RefusalStage};
use model::time::{Duration, Instant};
use sim::dns::{LookupError, describe};
use sim::host::mail_server::{GIVE_UP_AFTER, RETRY_GAPS};
use sim::host::{POP3_PORT, SMTP_PORT, SUBMISSION_PORT};
use sim::message::count_received;
use sim::smtp::client::Stage;
use sim::trace::{Cause, EventKind, Folder, Outcome, PacketFate, Side, Trace};
use trace_facts::{
    WrittenDsn, all, changed, check_arrival, check_bounce, check_line, count, holder, lines,
    outcomes, reports, run, with,
};

/// What the destination refuses for good: the server that holds the message writes the bounce.
#[track_caller]
fn check_refused(
    slug: &str,
    relays: u8,
    at_border: bool,
    stage: Stage,
    reply: &str,
    holds: &[&str],
) {
    let trace = run(slug, relays);
    assert_eq!(outcomes(&trace), [Outcome::Failed], "{slug}");
    check_line(&trace, SMTP_PORT, reply, 1);
    let refused = all(&trace, |kind| match kind {
        EventKind::NotRelayed { server, cause, transient, .. } => {
            Some((server.clone(), cause.clone(), *transient))
        }
        _ => None,
    });
    assert_eq!(refused.len(), 1);
    let (_, _, (server, cause, transient)) = &refused[0];
    assert!(!transient);
    let Cause::Reply { stage: at, reply: said } = cause else { panic!("{cause:?}") };
    assert_eq!(*at, stage);
    let (first, rest) =
        trace.cast.relays.split_first().map_or((None, 0), |(f, r)| (Some(f), r.len()));
    let destination = trace.cast.destinations[0].1;
    let (by, at) = match first {
        Some(first) if at_border => (trace.cast.provider, *first),
        Some(_) => (holder(&trace), destination),
        None => (trace.cast.provider, destination),
    };
    let at = &trace.cast.host(at).name;
    assert_eq!(server.as_ref(), Some(at), "{slug}, {rest}");
    let remote = format!("Remote-MTA: dns; {at}\r\nDiagnostic-Code: smtp; {said}\r\n");
    check_bounce(&trace, by, &[&[remote.as_str()], holds].concat());
    assert_eq!(count(&trace, |kind| matches!(kind, EventKind::WillRetry { .. })), 0);
}

#[test]
fn sign_in_refused() {
    for relays in [0, 2] {
        let trace = run("sign-in-refused", relays);
        assert_eq!(outcomes(&trace), [Outcome::NotSent]);
        check_line(&trace, SUBMISSION_PORT, "535 5.7.8 ", 1);
        assert_eq!(count(&trace, |kind| matches!(kind, EventKind::Accepted { .. })), 0);
        let told = all(&trace, |kind| match kind {
            EventKind::SubmissionFailed { cause, .. } => Some(cause.clone()),
            _ => None,
        });
        assert_eq!((told.len(), told[0].1), (1, trace.cast.sender));
        assert!(matches!(&told[0].2, Cause::Reply { stage: Stage::Auth, reply } if reply.is(535)));
        assert!(told[0].0.since(Instant::ZERO) < Duration::from_secs(1), "at once");
        assert_eq!(trace.connections.len(), 1);
    }
}

/// The provider says no to the sender's program, at once and in these words.
#[track_caller]
fn check_not_sent(slug: &str, relays: u8, stage: Stage, said: &str) -> Trace {
    let trace = run(slug, relays);
    assert_eq!(outcomes(&trace), [Outcome::NotSent], "{slug}");
    check_line(&trace, SUBMISSION_PORT, said, 1);
    assert_eq!(count(&trace, |kind| matches!(kind, EventKind::Accepted { .. })), 0);
    let told = all(&trace, |kind| match kind {
        EventKind::SubmissionFailed { cause: Cause::Reply { stage, .. }, .. } => Some(*stage),
        _ => None,
    });
    assert_eq!(told.iter().map(|it| it.2).collect::<Vec<_>>(), [stage], "{slug}");
    trace
}

#[test]
fn not_signed_in() {
    for relays in [0, 2] {
        let trace = check_not_sent("not-signed-in", relays, Stage::Mail, "530 5.7.0 ");
        assert!(!lines(&trace, SUBMISSION_PORT, Side::Client).iter().any(|it| it.contains("AUTH")));
        assert_eq!(trace.connections.len(), 1);
    }
}

/// Who sends and who collects says the same name.
#[test]
fn one_name_signs_in_for_both() {
    let trace = changed("no-such-person", |_| {});
    let names = all(&trace, |kind| match kind {
        EventKind::Authenticated { user, .. } => Some(user.clone()),
        EventKind::MaildropOpened { box_name, .. } => Some(box_name.clone()),
        _ => None,
    });
    assert_eq!(names.iter().map(|it| it.2.as_str()).collect::<Vec<_>>(), ["ann", "ann"]);
}

fn kept(trace: &Trace) -> Vec<(Instant, Instant)> {
    let kept = all(trace, |kind| match kind {
        EventKind::KeptInOutbox { until, .. } => Some(*until),
        _ => None,
    });
    kept.into_iter().map(|(at, _, until)| (at, until)).collect()
}

#[test]
fn sending_limit() {
    for relays in [0, 2] {
        let trace = run("sending-limit", relays);
        assert_eq!(outcomes(&trace), [Outcome::Collected]);
        check_line(&trace, SUBMISSION_PORT, "450 4.2.1 ", 1);
        let kept = kept(&trace);
        assert_eq!(kept.len(), 1);
        let (at, until) = kept[0];
        assert_eq!(until.since(at), Duration::from_mins(30));
        let calls = trace.connections.iter().filter(|it| it.server.1 == SUBMISSION_PORT).count();
        assert_eq!(calls, 2);
        // What the first call brought is not lost, and not there twice.
        assert_eq!(count(&trace, |kind| matches!(kind, EventKind::Stored { .. })), 1);
        let failed = |kind: &EventKind| matches!(kind, EventKind::SubmissionFailed { .. });
        assert_eq!(count(&trace, failed), 0);
    }
    // In the end the user is told.
    let trace = with(0, &[Condition::SendingLimit { minutes: 6_000 }]);
    assert_eq!((outcomes(&trace), kept(&trace).len()), (vec![Outcome::NotSent], 7));
    let failed = |kind: &EventKind| matches!(kind, EventKind::SubmissionFailed { .. });
    assert_eq!(count(&trace, failed), 1);
}

/// What lies elsewhere than in the box, and where.
fn aside(trace: &Trace) -> Vec<(String, Folder, &[u8])> {
    let aside = all(trace, |kind| match kind {
        EventKind::SetAside { mailbox, folder, message, .. } => {
            Some((mailbox.to_string(), *folder, trace[*message].as_slice()))
        }
        _ => None,
    });
    aside.into_iter().map(|(.., it)| it).collect()
}

#[test]
fn spam_folder() {
    for relays in [0, 2] {
        let trace = run("spam-folder", relays);
        assert_eq!(outcomes(&trace), [Outcome::SetAside]);
        let aside = aside(&trace);
        assert_eq!(aside.len(), 1);
        assert_eq!((aside[0].0.as_str(), aside[0].1), ("feedback@allbusiness.com", Folder::Spam));
        assert!(aside[0].2.ends_with(&trace.messages[0]), "all of the message is there");
        // The recipient looks, and the box is empty.
        check_line(&trace, POP3_PORT, "+OK 0 0", 1);
        assert!(!lines(&trace, POP3_PORT, Side::Client).iter().any(|it| it.starts_with("RETR")));
        assert!(reports(&trace).is_empty(), "nobody is told");
    }
    // Reports are no spam: they come from nobody.
    let trace = changed("no-such-person", |parts| {
        parts.recipients.push(parts.sender.clone());
        parts.conditions.push(Condition::SpamFolder { recipient: 1 });
    });
    assert_eq!(outcomes(&trace), [Outcome::Failed, Outcome::SetAside]);
    let reports = count(
        &trace,
        |kind| matches!(kind, EventKind::Stored { mailbox, reverse_path: None, .. } if mailbox.to_string() == "ann@riverside.example"),
    );
    assert_eq!(reports, 1);
}

#[test]
fn typo_domain() {
    for relays in [0, 2] {
        let trace = run("typo-domain", relays);
        assert_eq!(outcomes(&trace), [Outcome::SetAside]);
        let aside = aside(&trace);
        assert_eq!(
            (aside[0].0.as_str(), aside[0].1),
            ("feedback@allbusines.com", Folder::CatchAll)
        );
        assert!(aside[0].2.ends_with(&trace.messages[0]));
        assert!(lines(&trace, SMTP_PORT, Side::Server).iter().all(|it| !it.starts_with('5')));
        assert!(reports(&trace).is_empty(), "nobody is told");
        assert_eq!(count(&trace, |kind| matches!(kind, EventKind::ChecksMail { .. })), 0);
    }
    // Of one's own domain nobody is a stranger.
    let trace = changed("same-provider", |parts| {
        parts.conditions.push(Condition::LookAlikeDomain { recipient: 0 });
    });
    assert_eq!(outcomes(&trace), [Outcome::Collected]);
}

#[test]
fn app_password() {
    for relays in [0, 2] {
        let trace = check_not_sent("app-password", relays, Stage::Auth, "534 5.7.9 ");
        assert_eq!(count(&trace, |kind| matches!(kind, EventKind::Authenticated { .. })), 0);
        assert!(!lines(&trace, SUBMISSION_PORT, Side::Client).iter().any(|it| it.contains("MAIL")));
    }
}

#[test]
fn not_your_address() {
    for relays in [0, 2] {
        let trace = check_not_sent("not-your-address", relays, Stage::Mail, "553 5.7.1 ");
        let users = all(&trace, |kind| match kind {
            EventKind::Authenticated { user, .. } => Some(user.clone()),
            _ => None,
        });
        assert_eq!(users[0].2, "ann");
        let said = lines(&trace, SUBMISSION_PORT, Side::Client);
        assert!(said.iter().any(|line| line.starts_with("MAIL FROM:<ann@riversde.example>")));
    }
}

#[test]
fn no_answer() {
    for relays in [0, 2] {
        let trace = run("no-answer", relays);
        assert_eq!(outcomes(&trace), [Outcome::Failed]);
        let reports = reports(&trace);
        assert_eq!(reports.len(), 2, "late, and then given up");
        assert!(reports[0].text.contains("Status: 4.4.1\r\n"), "{}", reports[0].text);
        assert!(reports[0].text.contains("Action: delayed\r\n"), "{}", reports[0].text);
        assert!(reports[1].text.contains("Status: 4.4.7\r\n"), "{}", reports[1].text);
        assert!(reports[1].text.contains("Action: failed\r\n"), "{}", reports[1].text);
        let unanswered = count(&trace, |kind| {
            matches!(
                kind,
                EventKind::NotRelayed { cause: Cause::NoConnection { refused: false }, .. }
            )
        });
        assert!(unanswered > 30, "{unanswered} timeouts");
    }
}

#[test]
fn misspelt_domain() {
    for relays in [0, 2] {
        let trace = run("misspelt-domain", relays);
        assert_eq!(outcomes(&trace), [Outcome::Failed]);
        let accepted =
            trace.events.iter().position(|e| matches!(e.kind, EventKind::Accepted { .. }));
        let failed = trace.events.iter().position(|e| {
            matches!(&e.kind, EventKind::LookedUp { result: Err(why), .. }
                if *why == LookupError::NxDomain)
        });
        assert!(accepted.expect("accepted") < failed.expect("not found"));
        let denied =
            trace.packets.iter().filter_map(|packet| packet.udp()).any(|(_, _, payload)| {
                describe(payload).is_some_and(|dns| dns.is_response && dns.rcode == "NXDOMAIN")
            });
        assert!(denied, "a name server says NXDOMAIN on the wire");
        check_bounce(&trace, trace.cast.provider, &["Status: 5.1.2\r\n"]);
        assert!(!reports(&trace)[0].text.contains("Diagnostic-Code"));
        assert!(lines(&trace, SMTP_PORT, Side::Client).is_empty(), "nobody is called");
    }
}

#[test]
fn refusals() {
    for relays in [0, 2] {
        check_refused(
            "no-such-person",
            relays,
            false,
            Stage::Rcpt,
            "550 5.1.1 ",
            &["Status: 5.1.1\r\n", "Final-Recipient: rfc822; feedbak@allbusiness.com\r\n"],
        );
        for (slug, stage, reply, status) in [
            ("access-denied", Stage::Rcpt, "550 5.4.1 ", "Status: 5.4.1\r\n"),
            ("closed-group", Stage::Rcpt, "550 5.7.133 ", "Status: 5.7.133\r\n"),
            ("mailbox-full-refused", Stage::Rcpt, "552 5.2.2 ", "Status: 5.2.2\r\n"),
            ("network-blocked", Stage::Mail, "550 5.7.1 ", "Status: 5.7.1\r\n"),
            ("attachment-blocked", Stage::Message, "552 5.7.0 ", "Status: 5.7.0\r\n"),
        ] {
            check_refused(slug, relays, true, stage, reply, &[status]);
        }
        check_refused(
            "refused-as-spam",
            relays,
            false,
            Stage::Message,
            "554 5.7.1 ",
            &["Status: 5.7.1\r\n"],
        );
        check_refused(
            "sender-not-proven",
            relays,
            true,
            Stage::Message,
            "550 5.7.26 ",
            &["Status: 5.7.26\r\n"],
        );
        check_refused(
            "sender-blocked",
            relays,
            true,
            Stage::Rcpt,
            "554 5.7.1 ",
            &["Status: 5.7.1\r\n", "192.0.2.25"],
        );
        check_refused(
            "too-big",
            relays,
            false,
            Stage::Mail,
            "552 5.3.4 ",
            &["Status: 5.3.4\r\n", "text/rfc822-headers", "\r\nSubject: Open on Friday?\r\n"],
        );
    }
}

#[test]
fn too_big_is_announced_and_comes_back_without_its_body() {
    for relays in [0, 2] {
        let trace = run("too-big", relays);
        check_line(&trace, SMTP_PORT, "250-SIZE 1048576", 1);
        let report = &reports(&trace)[0].text;
        assert!(report.len() < 4_000 && !report.contains("Content-Transfer-Encoding: base64"));
        let declared = lines(&trace, SMTP_PORT, Side::Client);
        let size = declared.iter().rev().find_map(|line| {
            line.split_once("SIZE=").filter(|_| line.contains("ann@")).map(|(_, size)| size)
        });
        assert!(size.expect("declared").parse::<u64>().expect("a number") > 1_048_576);
    }
}

fn tries(trace: &Trace) -> Vec<Instant> {
    all(trace, |kind| matches!(kind, EventKind::TriesAgain { .. }).then_some(()))
        .into_iter()
        .map(|(at, ..)| at)
        .collect()
}

#[test]
fn mailbox_full() {
    for relays in [0, 2] {
        let trace = run("mailbox-full", relays);
        assert_eq!(outcomes(&trace), [Outcome::Collected]);
        let full = count(
            &trace,
            |kind| matches!(kind, EventKind::BoxFull { octets, quota, .. } if octets >= quota),
        );
        check_line(&trace, SMTP_PORT, "452 4.2.2 ", full);
        assert!(full > 5);
        // On the schedule.
        let holder = holder(&trace);
        let plans = all(&trace, |kind| match kind {
            EventKind::WillRetry { at, .. } => Some(*at),
            _ => None,
        });
        assert_eq!(plans.len(), full);
        for (n, (now, host, at)) in plans.iter().enumerate() {
            assert_eq!(*host, holder);
            assert_eq!(at.since(*now), RETRY_GAPS[n.min(RETRY_GAPS.len() - 1)]);
        }
        let planned: Vec<Instant> = plans.iter().map(|(.., at)| *at).collect();
        assert_eq!(tries(&trace), planned);
        // One notice of delay, collected by the sender.
        let reports = reports(&trace);
        assert_eq!(reports.len(), 1);
        assert!(reports[0].delayed && reports[0].by == holder);
        for part in ["Action: delayed\r\nStatus: 4.2.2\r\n", "Will-Retry-Until: Sat, 10 Jan 2026"] {
            assert!(reports[0].text.contains(part), "{}", reports[0].text);
        }
        check_arrival(&trace, &reports[0].text);
        // On day 2 the owner fetches the old mail, and the next try delivers.
        let emptied = all(&trace, |kind| match kind {
            EventKind::Deleted { count, box_name, .. } if box_name == "feedback" => Some(*count),
            _ => None,
        });
        assert_eq!(emptied.len(), 2);
        let (at, _, old) = emptied[0];
        assert!(old > 1 && at.civil().day == 6);
        let stored = all(&trace, |kind| match kind {
            EventKind::Stored { mailbox, .. } => Some(mailbox.to_string()),
            _ => None,
        });
        let ours = stored.iter().find(|(.., name)| name == "feedback@allbusiness.com");
        let (arrived, ..) = ours.expect("it arrives");
        assert!(*arrived > at && arrived.since(at) < Duration::from_mins(4 * 60));
        let old_mail = all(&trace, |kind| match kind {
            EventKind::Collected { message, .. } => Some(*message),
            _ => None,
        });
        let newsletters = old_mail.iter().filter(|(.., message)| {
            trace[*message].starts_with(b"Date: Mon, 05 Jan 2026 09:00:00 +0000\r\nFrom: news")
        });
        assert_eq!(newsletters.count(), old);
    }
}

#[test]
fn mailbox_full_for_good() {
    for relays in [0, 2] {
        let trace = run("mailbox-full-for-good", relays);
        assert_eq!(outcomes(&trace), [Outcome::Failed]);
        let holder = holder(&trace);
        let accepted = all(&trace, |kind| matches!(kind, EventKind::Accepted { .. }).then_some(()));
        let arrived = accepted.iter().find(|(_, host, ())| *host == holder).expect("accepted").0;
        let gave_up = all(&trace, |kind| match kind {
            EventKind::GaveUp { expired, is_dsn, .. } => Some((*expired, *is_dsn)),
            _ => None,
        });
        assert_eq!(gave_up.len(), 1);
        assert_eq!((gave_up[0].1, gave_up[0].2), (holder, (true, false)));
        let age = gave_up[0].0.since(arrived);
        assert!(age >= GIVE_UP_AFTER && age < GIVE_UP_AFTER + Duration::from_mins(1));
        // The status of the real problem.
        check_bounce(&trace, holder, &["Status: 4.2.2\r\n", "Diagnostic-Code: smtp; 452 4.2.2 "]);
        assert_eq!(reports(&trace).iter().filter(|told| told.delayed).count(), 1);
        assert!(trace.events.len() < 2_000, "waiting costs little: {}", trace.events.len());
    }
}

#[test]
fn server_down() {
    for relays in [0, 2] {
        let trace = run("server-down", relays);
        assert_eq!(outcomes(&trace), [Outcome::Collected]);
        let destination = trace.cast.destinations[0].1;
        let calls = all(&trace, |kind| match kind {
            EventKind::NoConnection { connection, refused } => Some((*connection, *refused)),
            _ => None,
        });
        assert_eq!(calls.len(), 2);
        for (_, host, (connection, refused)) in &calls {
            assert_eq!((*host, *refused), (holder(&trace), true));
            let reset = trace.packets.iter().any(|packet| {
                packet.connection == Some(*connection)
                    && packet.from == destination
                    && packet.tcp().is_some_and(|tcp| tcp.flags.rst())
            });
            assert!(reset, "nobody listens: the call is answered with a reset");
        }
        let tries = tries(&trace);
        assert_eq!(tries.len(), 2);
        assert!(tries[1].since(tries[0]) > tries[0].since(Instant::ZERO), "growing gaps");
        let back = all(&trace, |kind| matches!(kind, EventKind::BackAgain).then_some(()));
        assert_eq!(back.len(), 1);
        assert!(tries[0] < back[0].0 && back[0].0 < tries[1]);
        assert!(reports(&trace).is_empty());
    }
}

#[test]
fn a_server_that_is_off_lets_calls_ring() {
    for relays in [0, 2] {
        let minutes = Some(40);
        let trace = with(relays, &[Condition::ServerDown { recipient: 0, minutes, silent: true }]);
        assert_eq!(outcomes(&trace), [Outcome::Collected]);
        let destination = trace.cast.destinations[0].1;
        let calls = all(&trace, |kind| match kind {
            EventKind::NoConnection { connection, refused } => Some((*connection, *refused)),
            _ => None,
        });
        assert_eq!(calls.len(), 2);
        for (at, _, (connection, refused)) in &calls {
            assert!(!refused);
            let sent: Vec<_> =
                trace.packets.iter().filter(|p| p.connection == Some(*connection)).collect();
            assert!(sent.len() >= 3, "the call is repeated");
            assert!(
                sent.iter()
                    .all(|p| p.to == destination && matches!(p.fate, PacketFate::Dropped(_)))
            );
            assert!(at.since(sent[0].sent_at) >= Duration::from_secs(30));
        }
    }
    let trace = with(0, &[Condition::ServerDown { recipient: 0, minutes: None, silent: true }]);
    assert_eq!(outcomes(&trace), [Outcome::Failed]);
    check_bounce(&trace, trace.cast.provider, &["Status: 4.4.7\r\n"]);
}

#[test]
fn backup_server() {
    for relays in [0, 2] {
        let trace = run("backup-server", relays);
        assert_eq!(outcomes(&trace), [Outcome::Collected]);
        let preferred = trace.cast.relays.first().copied().unwrap_or(trace.cast.destinations[0].1);
        let (preferred, backup) = (&trace.cast.host(preferred).name, trace.cast.backups[0].1);
        let backup_name = &trace.cast.host(backup).name;
        let answer = format!("10 {preferred}, 20 {backup_name}");
        let looked_up = count(
            &trace,
            |kind| matches!(kind, EventKind::LookedUp { result: Ok(found), .. } if found.to_string() == answer),
        );
        assert!(looked_up > 0);
        let fallback = all(&trace, |kind| match kind {
            EventKind::TriedAndFailed { server, next, cause, .. } => {
                Some((server.clone(), next.clone(), cause.clone()))
            }
            _ => None,
        });
        let cause = Cause::NoConnection { refused: true };
        assert_eq!(fallback.len(), 1);
        assert_eq!(fallback[0].1, trace.cast.provider);
        assert_eq!(fallback[0].2, (preferred.clone(), backup_name.clone(), cause));
        // The second one takes it at once, and never calls itself.
        let accepted = all(&trace, |kind| matches!(kind, EventKind::Accepted { .. }).then_some(()));
        let (at, ..) = accepted.iter().find(|(_, host, ())| *host == backup).expect("accepted");
        assert!(at.since(Instant::ZERO) < Duration::from_secs(1));
        let routes = all(&trace, |kind| match kind {
            EventKind::Routed { server, .. } => Some(server.clone()),
            _ => None,
        });
        let own: Vec<_> = routes.iter().filter(|(_, host, _)| *host == backup).collect();
        assert!(own.len() > 1 && own.iter().all(|(.., server)| server == preferred));
        let handed_on = all(&trace, |kind| matches!(kind, EventKind::Relayed { .. }).then_some(()));
        let back = all(&trace, |kind| matches!(kind, EventKind::BackAgain).then_some(()))[0].0;
        let by_backup = handed_on.iter().find(|(_, host, ())| *host == backup).expect("handed on");
        assert!(by_backup.0 > back);
    }
}

#[test]
fn greylisted() {
    for relays in [0, 2] {
        let trace = run("greylisted", relays);
        assert_eq!(outcomes(&trace), [Outcome::Collected]);
        check_line(&trace, SMTP_PORT, "451 4.7.1 ", 1);
        assert_eq!(count(&trace, |kind| matches!(kind, EventKind::Greylisted { .. })), 1);
        let tries = tries(&trace);
        assert_eq!(tries.len(), 1);
        let minutes = tries[0].micros() / 60_000_000;
        assert_eq!(minutes, 15);
    }
}

#[test]
fn no_mail_here() {
    for relays in [0, 2] {
        let trace = run("no-mail-here", relays);
        assert_eq!(outcomes(&trace), [Outcome::Failed]);
        assert_eq!(count(&trace, |kind| matches!(kind, EventKind::Accepted { .. })), 1);
        let found = count(
            &trace,
            |kind| matches!(kind, EventKind::LookedUp { result: Ok(found), .. } if found.to_string() == "0 ."),
        );
        assert_eq!(found, 1);
        assert!(trace.connections.iter().all(|c| c.server.1 != SMTP_PORT), "no connection");
        check_bounce(&trace, trace.cast.provider, &["Status: 5.1.10\r\n"]);
        assert!(!reports(&trace)[0].text.contains("Diagnostic-Code"));
    }
}

#[test]
fn lookup_fails() {
    for relays in [0, 2] {
        let trace = run("lookup-fails", relays);
        assert_eq!(outcomes(&trace), [Outcome::Collected]);
        let silent = all(&trace, |kind| match kind {
            EventKind::NoAnswer { server, tries, .. } => Some((*server, *tries)),
            _ => None,
        });
        let asked: Vec<(HostId, u8)> = silent.iter().map(|(.., what)| *what).collect();
        assert_eq!(asked.len(), 4);
        assert_eq!((asked[0].0, asked[0].1, asked[1].1), (asked[1].0, 1, 2), "asked again");
        assert!(asked[2].0 == asked[3].0 && asked[2].0 != asked[0].0, "then the next server");
        let servfail =
            trace.packets.iter().filter_map(|packet| packet.udp()).any(|(_, _, bytes)| {
                describe(bytes).is_some_and(|dns| dns.is_response && dns.rcode == "SERVFAIL")
            });
        assert!(!servfail, "nobody answers at all");
        let causes = all(&trace, |kind| match kind {
            EventKind::NotRelayed { cause, .. } => Some(cause.clone()),
            _ => None,
        });
        assert_eq!((causes.len(), &causes[0].2), (1, &Cause::DnsTimeout));
        assert_eq!(tries(&trace).len(), 1);
    }
}

#[test]
fn mail_loop() {
    for relays in [0, 2] {
        let trace = run("mail-loop", relays);
        assert_eq!(outcomes(&trace), [Outcome::Failed]);
        check_line(&trace, SMTP_PORT, "554 5.4.6 ", 1);
        let received = all(&trace, |kind| match kind {
            EventKind::Accepted { message, .. } => Some(count_received(&trace[*message])),
            _ => None,
        });
        assert!(received.iter().any(|(.., count)| *count == MOST_HOPS + 1));
        assert!(received.iter().all(|(.., count)| *count <= MOST_HOPS + 1));
        let reporter = reports(&trace)[0].by;
        assert!(
            reporter == trace.cast.backups[0].1 || reporter == trace.cast.destinations[0].1,
            "one of the two holds it"
        );
        check_bounce(&trace, reporter, &["Status: 5.4.6\r\n", "Diagnostic-Code: smtp; 554 5.4.6 "]);
    }
}

#[test]
fn several_recipients() {
    for relays in [0, 2] {
        let trace = run("several-recipients", relays);
        assert_eq!(outcomes(&trace), [Outcome::Collected, Outcome::Failed, Outcome::Failed]);
        let failures: Vec<WrittenDsn> =
            reports(&trace).into_iter().filter(|dsn| !dsn.delayed).collect();
        assert_eq!(failures.len(), 2, "one report for each group");
        assert!(failures[0].text.contains("Status: 5.1.2\r\n"));
        assert!(failures[1].text.contains("Status: 4.2.2\r\n"));
        assert_eq!(failures[0].by, trace.cast.provider);
        assert_eq!(failures[1].by, holder(&trace));
        for told in &failures {
            check_arrival(&trace, &told.text);
            assert!(!told.text.contains("Final-Recipient: rfc822; feedback@"));
        }
    }
}

#[test]
fn vanished_bounce() {
    for relays in [0, 2] {
        let trace = run("vanished-bounce", relays);
        assert_eq!(outcomes(&trace), [Outcome::Failed]);
        let written = reports(&trace);
        assert_eq!(written.len(), 1, "no report about a report");
        assert!(written[0].text.contains("To: ann@riversde.example\r\n"));
        let dropped = all(&trace, |kind| match kind {
            EventKind::DsnDropped { message, cause, .. } => Some((*message, cause.clone())),
            _ => None,
        });
        assert_eq!(dropped.len(), 1);
        let (_, host, (message, cause)) = &dropped[0];
        assert_eq!((*host, cause), (holder(&trace), &Cause::NoSuchDomain));
        assert_eq!(trace[*message].as_slice(), written[0].text.as_bytes());
        assert_eq!(count(&trace, |kind| matches!(kind, EventKind::ChecksMail { .. })), 0);
    }
}

#[test]
fn a_lock_that_was_left_behind_is_taken_away() {
    for relays in [0, 2] {
        let trace = with(relays, &[Condition::BoxLocked { recipient: 0, minutes: 10 }]);
        assert_eq!(outcomes(&trace), [Outcome::Collected]);
        check_line(&trace, POP3_PORT, "-ERR [IN-USE] ", 2);
        assert_eq!(count(&trace, |kind| matches!(kind, EventKind::MaildropLocked { .. })), 2);
        assert_eq!(count(&trace, |kind| matches!(kind, EventKind::LockReleased { .. })), 1);
        assert_eq!(count(&trace, |kind| matches!(kind, EventKind::ChecksMail { .. })), 3);
    }
}

#[test]
fn a_packet_that_arrives_twice_is_read_once() {
    for relays in [0, 2] {
        for hop in 0..=relays + 1 {
            let trace = with(relays, &[Condition::PacketDuplicated { hop, packet: 2 }]);
            let plain = with(relays, &[]);
            assert_eq!(outcomes(&trace), [Outcome::Collected]);
            assert_eq!(trace.messages.len(), plain.messages.len());
            assert_eq!(trace.messages[0], plain.messages[0]);
            let twins = trace.packets.windows(2).filter(|pair| pair[0].bytes == pair[1].bytes);
            assert_eq!(twins.filter(|pair| pair[0].arrived() && pair[1].arrived()).count(), 1);
        }
    }
}

const STAGES: [(RefusalStage, Stage); 6] = [
    (RefusalStage::Greeting, Stage::Greeting),
    (RefusalStage::Hello, Stage::Hello),
    (RefusalStage::Mail, Stage::Mail),
    (RefusalStage::Rcpt, Stage::Rcpt),
    (RefusalStage::Data, Stage::Data),
    (RefusalStage::Message, Stage::Message),
];

#[test]
fn refusals_at_every_stage_of_every_hop() {
    for relays in [0, 2] {
        for hop in 0..=relays + 1 {
            for (stage, at) in STAGES {
                for permanent in [false, true] {
                    let times = (!permanent).then_some(2);
                    let condition = Condition::Refused { hop, stage, permanent, times };
                    let trace = with(relays, &[condition]);
                    check_refusal(&trace, hop, at, permanent);
                }
            }
        }
    }
}

#[track_caller]
fn check_refusal(trace: &Trace, hop: u8, at: Stage, permanent: bool) {
    let what = format!("hop {hop}, {at:?}, permanent {permanent}");
    let causes = all(trace, |kind| match kind {
        EventKind::NotRelayed { cause, .. } | EventKind::SubmissionFailed { cause, .. } => {
            Some(cause.clone())
        }
        _ => None,
    });
    let expected = if permanent || hop == 0 { 1 } else { 2 };
    assert_eq!(causes.len(), expected, "{what}");
    for (.., cause) in &causes {
        assert!(matches!(cause, Cause::Reply { stage, .. } if *stage == at), "{what}: {cause:?}");
        assert_eq!(cause.is_transient(), !permanent, "{what}");
    }
    let outcome = match (hop, permanent) {
        (0, _) => Outcome::NotSent,
        (_, true) => Outcome::Failed,
        (_, false) => Outcome::Collected,
    };
    assert_eq!(outcomes(trace), [outcome], "{what}");
    if outcome == Outcome::Failed {
        check_bounce(trace, causes[0].1, &[&format!("Status: {}\r\n", causes[0].2.status())]);
    } else {
        assert!(reports(trace).is_empty(), "{what}");
    }
}

#[test]
fn the_same_provider_can_refuse_too() {
    let same = |conditions: &[Condition]| {
        changed("same-provider", |parts| parts.conditions = conditions.to_vec())
    };
    // Customers are told at once.
    let trace = same(&[Condition::NoSuchPerson { recipient: 0 }]);
    assert_eq!(outcomes(&trace), [Outcome::NotSent]);
    check_line(&trace, SUBMISSION_PORT, "550 5.1.1 ", 1);
    // A full box is noticed when the message is put into it.
    let trace = same(&[Condition::BoxFull { recipient: 0, hours: None }]);
    assert_eq!(outcomes(&trace), [Outcome::Failed]);
    check_bounce(&trace, trace.cast.provider, &["Status: 4.2.2\r\n"]);
    assert!(!reports(&trace)[0].text.contains("Remote-MTA"));
    let trace = same(&[Condition::BoxFull { recipient: 0, hours: Some(1) }]);
    assert_eq!(outcomes(&trace), [Outcome::Collected]);
}

#[test]
fn of_a_group_only_those_wait_who_have_to() {
    let full = Condition::BoxFull { recipient: 1, hours: Some(2) };
    let nobody = Condition::NoSuchPerson { recipient: 2 };
    for relays in [0, 2] {
        let trace = changed("two-boxes", |parts| {
            parts.relays = relays;
            parts.recipients.push("nobody@allbusiness.com".parse().expect("an address"));
            parts.conditions = vec![full.clone(), nobody.clone()];
        });
        let expected = [Outcome::Collected, Outcome::Collected, Outcome::Failed];
        assert_eq!(outcomes(&trace), expected);
        let retries = all(&trace, |kind| match kind {
            EventKind::TriesAgain { recipients, .. } => Some(recipients.len()),
            _ => None,
        });
        assert!(retries.iter().all(|(.., waiting)| *waiting == 1) && retries.len() > 1);
        check_bounce(&trace, holder(&trace), &["Status: 5.1.1\r\n"]);
    }
}

/// A server keeps the message, passes it on when its time has come, and stamps that the next one took it then.
#[test]
fn held_on_the_way() {
    for (hop, relays) in [(0, 0), (1, 0), (0, 2), (1, 2), (2, 2), (3, 2)] {
        let held = Duration::from_mins(3 * 60 + 12);
        let condition = Condition::Held { hop, seconds: 11_520 };
        let trace = with(relays, &[condition]);
        assert_eq!(outcomes(&trace), [Outcome::Collected]);
        let (_, host) = trace.cast.hop(hop).expect("a hop");
        let kept = all(&trace, |kind| match kind {
            EventKind::Held { until, .. } => Some(*until),
            _ => None,
        });
        assert_eq!(kept.len(), 1);
        let (at, by, until) = kept[0];
        assert_eq!((by, until), (host, at + held));
        let next = all(&trace, |kind| matches!(kind, EventKind::RouteChosen { .. }).then_some(()));
        let (went_on, ..) = next.iter().find(|(_, by, ())| *by == host).expect("it goes on");
        assert_eq!(*went_on, until);
    }
}

/// A report passes by.
#[test]
fn reports_are_not_held() {
    let held = Condition::Held { hop: 0, seconds: 600 };
    let trace = changed("no-such-person", |parts| parts.conditions.push(held));
    assert_eq!(count(&trace, |kind| matches!(kind, EventKind::Held { .. })), 1);
    assert!(trace.end().since(Instant::ZERO) < Duration::from_mins(11));
}

/// Only the stamp of that server is wrong.
#[test]
fn a_wrong_clock_stamps_wrong_times() {
    let right = with(2, &[]);
    let stamps = |trace: &Trace| -> Vec<String> {
        let stored = all(trace, |kind| match kind {
            EventKind::Stored { message, .. } => Some(*message),
            _ => None,
        });
        let header = String::from_utf8_lossy(&trace[stored[0].2]).into_owned();
        header
            .lines()
            .filter(|line| line.ends_with(" +0000"))
            .map(|line| line.trim().to_owned())
            .collect()
    };
    let usual = stamps(&right);
    assert_eq!(usual.len(), 5, "four servers, and the program: {usual:?}");
    for (hop, line) in [(0, 3), (1, 2), (2, 1), (3, 0)] {
        for (seconds, hour) in [(-7_200, " 07:"), (90 * 60, " 10:3")] {
            let trace = with(2, &[Condition::ClockOff { hop, seconds }]);
            let told = stamps(&trace);
            for (n, (told, usual)) in told.iter().zip(&usual).enumerate() {
                assert_eq!(told != usual, n == line, "{hop}: {told}");
            }
            assert!(told[line].contains(hour), "{}", told[line]);
            let off = count(&trace, |kind| matches!(kind, EventKind::ClockOff { .. }));
            assert_eq!((off, outcomes(&trace)), (1, vec![Outcome::Collected]));
        }
    }
}
