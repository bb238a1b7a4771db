//! Writes the seeds that come from the presets: `cargo run -p email-journey-fuzz --example seeds`.
//! Those of the SMTP and POP3 servers, and what was once found, are written by hand.

use journey::export::pcap;
use journey::scenario_file;
use journey::share_link::encode;
use model::answer::{Answer, AnswerStage, AnswersTo, ServerAnswer};
use model::owner::{Field, Owner};
use model::presets::PRESETS;
use model::refusal::Refusal;
use model::scenario::{Condition, Parts};
use sim::simulate;
use std::collections::BTreeSet;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let write = |door: &str, name: &str, content: &[u8]| {
        std::fs::create_dir_all(folder.join(door))?;
        std::fs::write(folder.join(door).join(name), content)
    };
    let mut questions = BTreeSet::new();
    let mut answers = BTreeSet::new();
    for (n, preset) in (0_u8..).zip(&PRESETS) {
        let mut parts = preset.parts();
        // libFuzzer cuts what is longer than a few thousand bytes.
        parts.text = parts.text.chars().take(200).collect();
        write(
            "scenario",
            &format!("{}.json", preset.slug()),
            scenario_file::write(&parts).as_bytes(),
        )?;
        let packed = postcard::to_allocvec(&parts).unwrap_or_default();
        write("scenario", preset.slug(), &packed)?;
        if n % 4 == 0 {
            let inside = [&[1, n], packed.as_slice()].concat();
            write("link", &format!("{}-parts", preset.slug()), &inside)?;
            write("link", preset.slug(), [preset.slug(), "_box"].concat().as_bytes())?;
            let link = encode(preset.id, Some("box"), &changed(parts)).fragment;
            write("link", &format!("{}-changed", preset.slug()), link.as_bytes())?;
            let mut parts = preset.parts_for(&owner());
            parts.text = parts.text.chars().take(200).collect();
            let json = scenario_file::write(&parts);
            write("scenario", &format!("{}-owned.json", preset.slug()), json.as_bytes())?;
            let link = encode(preset.id, Some("box"), &changed(parts)).fragment;
            write("link", &format!("{}-owned", preset.slug()), link.as_bytes())?;
        }
        for packet in pcap::in_order(&simulate(&preset.scenario())) {
            // UDP behind an IPv4 header of 20 octets.
            if let Some(datagram) = packet.bytes.get(28..).filter(|_| packet.bytes[9] == 17) {
                let answer = datagram[2] & 0x80 != 0;
                if answer { &mut answers } else { &mut questions }.insert(datagram[2..].to_vec());
            }
        }
    }
    for (n, parts) in (0..).zip(answering()) {
        let name = format!("answers-{n}");
        write("scenario", &format!("{name}.json"), scenario_file::write(&parts).as_bytes())?;
        let packed = postcard::to_allocvec(&parts).unwrap_or_default();
        write("scenario", &name, &packed)?;
        let link = encode(PRESETS[0].id, Some("refused"), &parts).fragment;
        write("link", &name, link.as_bytes())?;
    }
    // A few of each: they are much alike.
    for (n, rest) in questions.iter().step_by(8).take(4).enumerate() {
        write("dns", &format!("question-{n}"), &[b"\x02id", rest.as_slice()].concat())?;
    }
    for (n, rest) in answers.iter().step_by(4).take(12).enumerate() {
        // What stands behind the question, as a lie of `src/dns.rs`.
        let name = rest[10..].iter().position(|&b| b == 0).unwrap_or(0);
        let records = rest.get(10 + name + 5..).unwrap_or_default();
        let mut lie = vec![rest[0] & 4, rest[1], rest[5], rest[7], rest[9]];
        lie.extend(records);
        let length = u8::try_from(lie.len()).unwrap_or(u8::MAX);
        write("dns", &format!("answer-{n}"), &[&[1, length], lie.as_slice()].concat())?;
    }
    Ok(())
}

/// Journeys in which servers answer something else than usual, in each of the ways there are.
fn answering() -> impl Iterator<Item = Parts> {
    let reply = |stage, text| Refusal::read(text).ok().map(|reply| Answer::Reply { stage, reply });
    let answers = [
        reply(AnswerStage::Rcpt, "452-4.2.2 The mailbox\n452 4.2.2 is full"),
        reply(AnswerStage::Greeting, "554 No"),
        Some(Answer::Silence { stage: AnswerStage::Message }),
        Some(Answer::HangUp { stage: AnswerStage::Hello }),
        Some(Answer::RefusedCall),
        Some(Answer::SilentNames),
    ];
    let whose = [AnswersTo::Recipient(0), AnswersTo::Domain(0), AnswersTo::Hop(1)];
    answers.into_iter().flatten().zip(whose.into_iter().cycle()).map(|(answer, to)| {
        let mut parts = PRESETS[0].parts();
        parts.conditions.push(Condition::Answers(ServerAnswer { to, answer, times: Some(2) }));
        parts
    })
}

/// A page of somebody's with names of their own.
fn owner() -> Owner {
    let texts = [
        "Riverside Net",
        "acme.example",
        "smtp.example.net",
        "pop.example.org",
        "support, accounts",
        "https://acme.example/help",
        "1 GB",
        "2 MB",
    ];
    Owner::default().with(Field::ALL.into_iter().zip(texts)).0
}

/// A reader's own journey.
fn changed(mut parts: Parts) -> Parts {
    "Grüße, <b>".clone_into(&mut parts.subject);
    "Hi\n.\nthere\n".clone_into(&mut parts.text);
    parts.relays = 3;
    parts.seed = 7;
    parts
}
