//! What does not go as usual in a journey does not go as usual at the ports of `journey serve`
//! either.

#![cfg(not(target_arch = "wasm32"))]

#[path = "../../../tests/conditions/mod.rs"]
mod conditions;
mod servers;

use journey::serve::{Clock, Limits, Servers, collect, resolve};
use model::answer::{self, AnswerStage, AnswersTo, ServerAnswer};
use model::presets::PRESETS;
use model::refusal::Refusal;
use model::scenario::{Condition, Parts, RefusalStage};
use model::time::Duration;
use servers::{MESSAGE, accepted, fetch, preset, send, servers, servers_for, wait_for, wait_until};
use sim::dns::{
    Answer, LookupError, MailRoute, MxVerdict, Question, Resolver, ResolverConfig, route_by_mx,
};
use sim::pop3::client::ProblemKind;
use sim::pop3::{ClientConfig, ClientResult};
use sim::smtp::client::Stage;
use sim::smtp::{RecipientResult, Reply};
use std::io::{ErrorKind, Read};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};

const ANN: &str = "ann@riverside.example";
const FEEDBACK: &str = "feedback@allbusiness.com";

#[test]
fn each_condition_is_said_to_people_at_the_ports() {
    for condition in conditions::each_condition().into_iter().chain(conditions::each_answer()) {
        let (servers, _, _) = servers_for(conditions::journey_with(&condition), 1_000);
        let number = conditions::number(&condition);
        assert!(!servers.unusual().is_empty(), "number {number}, {condition:?}: nobody is told");
    }
}

/// A stranger's message to the destination.
fn strange(servers: &Servers, to: &str) -> RecipientResult {
    from(servers, "eve@elsewhere.example", to)
}

fn from(servers: &Servers, from: &str, to: &str) -> RecipientResult {
    send(servers.smtp(), None, from, &[to], MESSAGE).recipients.remove(0).1
}

/// Ann's message, handed to her provider, who takes it.
#[track_caller]
fn submit(servers: &Servers, key: &str, to: &str) {
    let result = send(servers.submission(), Some((servers.customer(), key)), ANN, &[to], MESSAGE);
    assert!(accepted(&result.recipients[0].1), "{result:?}");
}

/// At which point of the conversation, and how its reply begins.
#[track_caller]
fn check(result: &RecipientResult, stage: Stage, code: &str) {
    let (RecipientResult::Permanent(problem) | RecipientResult::Transient(problem)) = result else {
        panic!("accepted: {result:?}");
    };
    let said = problem.reply.as_ref().and_then(|reply| reply.wire_lines().next());
    assert_eq!(problem.stage, stage, "{said:?}");
    let said = said.unwrap_or_default();
    assert!(said.starts_with(&format!("{code} ")), "{said} instead of {code}");
}

fn try_key(servers: &Servers, user: &str, password: &str) -> ClientResult {
    let config = ClientConfig {
        user: user.to_owned(),
        password: password.to_owned(),
        after_wrong: None,
        leave_on_server: false,
    };
    collect(servers.pop3(), Clock::start(), Limits::default(), config)
}

#[track_caller]
fn check_refused(address: SocketAddr) {
    let call = TcpStream::connect(address).map(|_| ());
    assert_eq!(call.map_err(|error| error.kind()), Err(ErrorKind::ConnectionRefused));
}

/// Asks the name servers of a journey, each of them only once.
fn look_up(servers: &Servers, domain: &str) -> Result<Answer, LookupError> {
    let root = Ipv4Addr::new(198, 51, 100, 1);
    let timeout = Duration::from_millis(200);
    let config =
        ResolverConfig { timeout, tries_per_server: 1, ..ResolverConfig::new(vec![root], 7) };
    let mut resolver = Resolver::new(config);
    let question = Question::mx(domain.parse().expect("a domain"));
    resolve(&mut resolver, Clock::start(), question, |_| servers.dns())
}

/// The only message in Ann's box: a report, as text.
#[track_caller]
fn report(servers: &Servers, key: &str) -> String {
    let messages = fetch(servers.pop3(), servers.customer(), key);
    let [report] = messages.as_slice() else { panic!("{} messages", messages.len()) };
    String::from_utf8(report.to_vec()).expect("a report is text")
}

fn lies_in_the_box(name: &str) -> String {
    format!("A message lies in the box of {name}.")
}

fn with(conditions: &[Condition]) -> Parts {
    Parts { relays: 0, conditions: conditions.to_vec(), ..preset("everything-works") }
}

#[test]
fn every_journey_is_served_and_says_what_is_not_as_usual() {
    for preset in &PRESETS {
        let (servers, boxes, _told) = servers(preset.slug());
        let conditions = preset.parts().conditions.len();
        assert_eq!(
            servers.unusual().len(),
            conditions,
            "{}: {:?}",
            preset.slug(),
            servers.unusual()
        );
        let anns = [ANN, "ann"].iter().filter(|name| boxes.contains_key(**name));
        assert_eq!(anns.count(), 1, "{}: {boxes:?}", preset.slug());
    }
}

#[test]
fn a_full_box_is_full_until_its_mail_is_collected() {
    let (servers, boxes, told) = servers("mailbox-full-for-good");
    check(&strange(&servers, FEEDBACK), Stage::Rcpt, "452 4.2.2");
    // The others are not.
    assert!(accepted(&strange(&servers, "info@allbusiness.com")));
    // What the provider has, it keeps until then.
    submit(&servers, &boxes[ANN], FEEDBACK);
    wait_for(&told, "mail.riverside.example keeps the message for feedback@allbusiness.com");
    check(&strange(&servers, FEEDBACK), Stage::Rcpt, "452 4.2.2");
    let old = fetch(servers.pop3(), "feedback", &boxes["feedback"]);
    assert!(!old.is_empty() && old.iter().all(|message| !message.ends_with(MESSAGE)));
    assert!(accepted(&strange(&servers, FEEDBACK)));
    for _ in 0..2 {
        wait_for(&told, &lies_in_the_box("feedback"));
    }
    let new = fetch(servers.pop3(), "feedback", &boxes["feedback"]);
    assert_eq!(new.iter().filter(|message| message.ends_with(MESSAGE)).count(), 2);
}

#[test]
fn the_owner_of_a_full_box_makes_room_in_time() {
    let full = Condition::BoxFull { recipient: 0, hours: Some(1) };
    let (servers, _, _told) = servers_for(with(&[full]), 3_600);
    check(&strange(&servers, FEEDBACK), Stage::Rcpt, "452 4.2.2");
    wait_until(|| accepted(&strange(&servers, FEEDBACK)));
}

#[test]
fn where_nobody_lives_nothing_arrives_and_the_report_has_what_was_submitted() {
    let (servers, boxes, told) = servers("no-such-person");
    let nobody = "feedbak@allbusiness.com";
    assert!(!boxes.contains_key("feedbak"));
    check(&strange(&servers, nobody), Stage::Rcpt, "550 5.1.1");
    submit(&servers, &boxes[ANN], nobody);
    wait_for(&told, &lies_in_the_box(ANN));
    let report = report(&servers, &boxes[ANN]);
    assert!(report.contains("\r\nStatus: 5.1.1\r\n"), "{report}");
    // What was submitted, below the stamp of the server that took it.
    let original = &report[report.find("Content-Type: message/rfc822").expect("the original")..];
    assert!(original.contains(std::str::from_utf8(MESSAGE).unwrap()), "{report}");
    assert!(!report.contains("Friday"), "{report}");
}

#[test]
fn a_greylisting_server_lets_strangers_in_after_a_while() {
    let (servers, _, _told) = servers("greylisted");
    check(&strange(&servers, FEEDBACK), Stage::Rcpt, "451 4.7.1");
    check(&from(&servers, "bob@elsewhere.example", FEEDBACK), Stage::Rcpt, "451 4.7.1");
    wait_until(|| accepted(&strange(&servers, FEEDBACK)));
    assert!(accepted(&strange(&servers, FEEDBACK)), "no stranger any more");
}

#[test]
fn a_server_that_is_down_refuses_calls_until_it_is_back() {
    let down = Condition::ServerDown { recipient: 0, minutes: Some(40), silent: false };
    assert_eq!(preset("server-down").conditions, [down]);
    let (servers, boxes, told) = servers("server-down");
    check_refused(servers.smtp());
    submit(&servers, &boxes[ANN], FEEDBACK);
    // Boxes can be opened meanwhile.
    assert!(fetch(servers.pop3(), "feedback", &boxes["feedback"]).is_empty());
    wait_for(&told, "mail.allbusiness.com is back.");
    wait_for(&told, "The port for SMTP takes calls now.");
    assert!(accepted(&strange(&servers, FEEDBACK)));
    for _ in 0..2 {
        wait_for(&told, &lies_in_the_box("feedback"));
    }
}

#[test]
fn a_machine_that_is_off_does_not_say_a_word() {
    let off = Condition::ServerDown { recipient: 0, minutes: Some(40), silent: true };
    let (servers, _, told) = servers_for(with(&[off]), 1_000);
    let mut call = TcpStream::connect(servers.smtp()).unwrap();
    let port = call.local_addr().unwrap().port();
    wait_for(&told, &format!("SMTP {port} gets no answer"));
    wait_for(&told, "mail.allbusiness.com is back.");
    assert!(accepted(&strange(&servers, FEEDBACK)));
    call.set_nonblocking(true).unwrap();
    let heard = call.read(&mut [0; 8]).map_err(|error| error.kind());
    assert_eq!(heard, Err(ErrorKind::WouldBlock));
}

#[test]
fn the_second_server_takes_mail_while_the_preferred_one_is_down() {
    let (servers, boxes, told) = servers("backup-server");
    check_refused(servers.smtp());
    submit(&servers, &boxes[ANN], FEEDBACK);
    wait_for(&told, "mail.riverside.example to mx2.allbusiness.com: QUIT");
    check_refused(servers.smtp());
    wait_for(&told, "mx2.allbusiness.com to mail.allbusiness.com: QUIT");
    assert_eq!(fetch(servers.pop3(), "feedback", &boxes["feedback"]).len(), 1);
}

#[test]
fn a_wrong_key_opens_no_box_and_sends_nothing() {
    let (servers, boxes, _told) = servers("wrong-password");
    assert!(servers.unusual()[0].contains("password123"), "{:?}", servers.unusual());
    assert!(accepted(&strange(&servers, FEEDBACK)));
    let problem = try_key(&servers, "feedback", "password123").problem.expect("a refusal");
    assert_eq!(problem.kind, ProblemKind::Refused);
    assert_eq!(fetch(servers.pop3(), "feedback", &boxes["feedback"]).len(), 1);

    let (servers, _, _told) = servers::servers("sign-in-refused");
    let wrong = Some((ANN, "password123"));
    let result = send(servers.submission(), wrong, ANN, &[FEEDBACK], MESSAGE);
    check(&result.recipients[0].1, Stage::Auth, "535 5.7.8");
}

#[test]
fn a_box_that_is_in_use_is_free_after_a_while() {
    let locked = Condition::BoxLocked { recipient: 0, minutes: 30 };
    let (servers, boxes, told) = servers_for(with(&[locked]), 1_000);
    let problem = try_key(&servers, "feedback", &boxes["feedback"]).problem.expect("a refusal");
    assert_eq!(problem.kind, ProblemKind::Locked);
    wait_for(&told, "The box of feedback is free again.");
    assert!(fetch(servers.pop3(), "feedback", &boxes["feedback"]).is_empty());
}

#[test]
fn silent_name_servers_answer_after_a_while() {
    let (servers, boxes, told) = servers("lookup-fails");
    assert_eq!(look_up(&servers, "allbusiness.com"), Err(LookupError::Timeout));
    wait_for(&told, "DNS > MX allbusiness.com?");
    // Those of other domains are well.
    assert!(matches!(look_up(&servers, "riverside.example"), Ok(Answer::Mx(..))));
    submit(&servers, &boxes[ANN], FEEDBACK);
    wait_until(|| look_up(&servers, "allbusiness.com").is_ok());
    wait_for(&told, &lies_in_the_box("feedback"));
}

#[test]
fn a_domain_that_takes_no_mail_says_so_and_takes_no_calls() {
    let (servers, boxes, told) = servers("no-mail-here");
    let answer = look_up(&servers, "allbusiness.com");
    assert_eq!(route_by_mx(&answer), MxVerdict::Route(MailRoute::NullMx));
    check_refused(servers.smtp());
    submit(&servers, &boxes[ANN], FEEDBACK);
    wait_for(&told, &lies_in_the_box(ANN));
    let report = report(&servers, &boxes[ANN]);
    assert!(report.contains("Status: 5.1.10") && report.contains("real bytes"), "{report}");
}

#[test]
fn a_domain_that_nobody_has_registered_has_no_servers() {
    let (servers, boxes, told) = servers("misspelt-domain");
    assert_eq!(look_up(&servers, "allbusines.com"), Err(LookupError::NxDomain));
    check_refused(servers.smtp());
    // Her provider's boxes are the only ones, so that they go by their bare names.
    submit(&servers, &boxes["ann"], "feedback@allbusines.com");
    wait_for(&told, &lies_in_the_box("ann"));
    assert!(report(&servers, &boxes["ann"]).contains("Status: 5.1.2"));
}

#[test]
fn what_a_server_thinks_of_the_sender_counts_for_callers_too() {
    let (servers, _, _told) = servers("refused-as-spam");
    check(&from(&servers, ANN, FEEDBACK), Stage::Message, "554 5.7.1");
    assert!(accepted(&strange(&servers, FEEDBACK)));
    let (servers, _, _told) = servers::servers("sender-not-proven");
    check(&from(&servers, ANN, FEEDBACK), Stage::Message, "550 5.7.26");
    let (servers, _, _told) = servers::servers("sender-blocked");
    check(&strange(&servers, FEEDBACK), Stage::Rcpt, "554 5.7.1");
}

#[test]
fn a_message_that_is_too_big_is_not_taken() {
    let (servers, boxes, told) = servers("too-big");
    let big = [MESSAGE, &b"a line of 32 bytes, with its end\r\n".repeat(40_000)].concat();
    let result = send(servers.smtp(), None, ANN, &[FEEDBACK], &big);
    check(&result.recipients[0].1, Stage::Mail, "552 5.3.4");
    assert!(accepted(&strange(&servers, FEEDBACK)));
    let user = Some((ANN, boxes[ANN].as_str()));
    let result = send(servers.submission(), user, ANN, &[FEEDBACK], &big);
    assert!(accepted(&result.recipients[0].1), "{result:?}");
    wait_for(&told, &lies_in_the_box(ANN));
    let report = report(&servers, &boxes[ANN]);
    assert!(report.contains("Status: 5.3.4") && report.contains("Subject: Hello"));
    assert!(!report.contains("real bytes"), "only the header comes back");
}

#[test]
fn a_loop_ends_with_a_report() {
    let (servers, boxes, told) = servers("mail-loop");
    submit(&servers, &boxes[ANN], FEEDBACK);
    wait_for(&told, &lies_in_the_box(ANN));
    assert!(report(&servers, &boxes[ANN]).contains("Status: 5.4.6"));
}

#[test]
fn a_report_to_nowhere_ends_with_the_postmaster() {
    let (servers, boxes, told) = servers("vanished-bounce");
    let user = Some((ANN, boxes[ANN].as_str()));
    let misspelt = "ann@riversde.example";
    let nobody = ["feedbak@allbusiness.com"];
    let result = send(servers.submission(), user, misspelt, &nobody, MESSAGE);
    assert!(accepted(&result.recipients[0].1), "{result:?}");
    let postmaster = "postmaster@riverside.example";
    wait_for(&told, "mail.riverside.example cannot deliver its report");
    let messages = fetch(servers.pop3(), postmaster, &boxes[postmaster]);
    let [report] = messages.as_slice() else { panic!("{} messages", messages.len()) };
    assert!(String::from_utf8_lossy(report).contains("real bytes"));
    assert!(fetch(servers.pop3(), ANN, &boxes[ANN]).is_empty());
}

#[test]
fn three_recipients_three_fates() {
    let (servers, boxes, told) = servers("several-recipients");
    let to = [FEEDBACK, "service@allbusiness.com", "sales@allbusines.com"];
    let user = Some((ANN, boxes[ANN].as_str()));
    let result = send(servers.submission(), user, ANN, &to, MESSAGE);
    assert!(result.recipients.iter().all(|(_, result)| accepted(result)), "{result:?}");
    wait_for(&told, &lies_in_the_box("feedback"));
    wait_for(&told, "mail.riverside.example keeps the message for service@allbusiness.com");
    let strangers = send(servers.smtp(), None, "eve@elsewhere.example", &to, MESSAGE);
    let results: Vec<&RecipientResult> =
        strangers.recipients.iter().map(|(_, result)| result).collect();
    assert!(accepted(results[0]));
    check(results[1], Stage::Rcpt, "452 4.2.2");
    check(results[2], Stage::Rcpt, "550 5.7.1");
}

#[test]
fn a_refusal_comes_at_its_point_of_the_conversation() {
    let stages = [
        (RefusalStage::Greeting, Stage::Greeting),
        (RefusalStage::Hello, Stage::Hello),
        (RefusalStage::Mail, Stage::Mail),
        (RefusalStage::Rcpt, Stage::Rcpt),
        (RefusalStage::Data, Stage::Data),
        (RefusalStage::Message, Stage::Message),
    ];
    for (stage, expected) in stages {
        for permanent in [false, true] {
            let once = Condition::Refused { hop: 1, stage, permanent, times: Some(1) };
            let (servers, _, _told) = servers_for(with(&[once]), 1_000);
            let result = strange(&servers, FEEDBACK);
            let (RecipientResult::Permanent(problem) | RecipientResult::Transient(problem)) =
                &result
            else {
                panic!("accepted at {stage:?}");
            };
            assert_eq!(problem.stage, expected);
            let reply = problem.reply.as_ref().expect("a refusal has words");
            assert_eq!(
                (Reply::is_permanent(reply), Reply::is_transient(reply)),
                (permanent, !permanent)
            );
            assert!(accepted(&strange(&servers, FEEDBACK)), "{stage:?} twice");
        }
    }
}

#[test]
fn a_server_answers_what_it_is_told_to() {
    let reply = Refusal::read("450 4.7.1 Slowly\nplease").expect("a refusal");
    let stage = AnswerStage::Rcpt;
    let once = |answer| {
        let answer = ServerAnswer { to: AnswersTo::Domain(0), answer, times: Some(1) };
        servers_for(with(&[Condition::Answers(answer)]), 1_000)
    };
    let (servers, _, _told) = once(answer::Answer::Reply { stage, reply });
    let told = servers.unusual().concat();
    assert!(told.contains("RCPT is answered with 450 4.7.1 Slowly please, once."), "{told}");
    let result = strange(&servers, FEEDBACK);
    let RecipientResult::Transient(problem) = &result else { panic!("{result:?}") };
    let said = problem.reply.as_ref().map(ToString::to_string);
    assert_eq!(said.as_deref(), Some("450 4.7.1 Slowly please"));
    assert!(accepted(&strange(&servers, FEEDBACK)));

    let (servers, _, _told) = once(answer::Answer::HangUp { stage });
    let result = strange(&servers, FEEDBACK);
    let RecipientResult::Transient(problem) = &result else { panic!("{result:?}") };
    assert_eq!((problem.stage, &problem.reply), (Stage::Rcpt, &None));
    assert!(accepted(&strange(&servers, FEEDBACK)));
}

#[test]
fn whoever_runs_the_server_can_be_written_to() {
    use std::io::{BufRead, BufReader, Write};
    let (servers, boxes, told) = servers("two-boxes");
    // Without any domain (RFC 5321 section 4.5.1).
    let mut stream = BufReader::new(TcpStream::connect(servers.smtp()).unwrap());
    let commands =
        ["EHLO me.example", "MAIL FROM:<>", "RCPT TO:<Postmaster>", "DATA", "Hello\r\n."];
    let mut say = |command: &str| {
        let line = format!("{command}\r\n");
        stream.get_mut().write_all(line.as_bytes()).unwrap();
    };
    for command in commands {
        say(command);
    }
    say("QUIT");
    let mut last = String::new();
    let mut codes = Vec::new();
    while stream.read_line(&mut last).unwrap() > 0 {
        if last.as_bytes().get(3) == Some(&b' ') {
            codes.push(last[..3].to_owned());
        }
        last.clear();
    }
    assert_eq!(codes, ["220", "250", "250", "250", "354", "250", "221"]);
    wait_for(&told, &lies_in_the_box("postmaster"));
    assert_eq!(fetch(servers.pop3(), "postmaster", &boxes["postmaster"]).len(), 1);
}
