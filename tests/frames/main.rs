//! The picture is a pure function of the moment, and legible at every one.

mod legible;
mod motion;
mod trouble;

use model::limits::scenario::{MAX_RECIPIENTS, MAX_RELAYS};
use model::owner::{Field, Owner};
use model::presets::{self, PRESETS};
use model::scenario::{Condition, Parts, Scenario};
use model::show_time::ShowTime;
use model::story::Story;
use scene::{Frame, Layout, Rect, changes, frame_at};
use sim::simulate;
use story::TracedStory;

fn stories() -> impl Iterator<Item = (&'static str, TracedStory)> {
    PRESETS.iter().map(|preset| (preset.slug(), story::tell(simulate(&preset.scenario()))))
}

fn story(parts: Parts) -> TracedStory {
    story::tell(simulate(&Scenario::new(parts).expect("a valid scenario")))
}

fn preset(slug: &str) -> Parts {
    presets::find(slug).expect("a preset").parts()
}

/// Journeys with as much in them as a reader can put there.
fn crowded() -> Vec<(String, TracedStory)> {
    let mut all = Vec::new();
    for relays in 0..=MAX_RELAYS {
        let parts = Parts { relays, ..preset("everything-works") };
        all.push((format!("{relays} relays"), story(parts)));
    }
    let conditions = |relays| Parts {
        relays,
        conditions: vec![Condition::PreferredServerDown { recipient: 0, minutes: Some(20) }],
        ..preset("backup-server")
    };
    all.push(("relays and a backup".to_owned(), story(conditions(MAX_RELAYS))));
    let people = |domains: &[&str]| -> Parts {
        let mailboxes = (0..MAX_RECIPIENTS).map(|n| {
            format!("person-number-{n}@{}", domains[n % domains.len()]).parse().expect("an address")
        });
        Parts { recipients: mailboxes.collect(), relays: 2, ..preset("everything-works") }
    };
    all.push(("20 recipients".to_owned(), story(people(&["allbusiness.com"]))));
    let domains = ["allbusiness.com", "south.example", "north.example", "riverside.example"];
    all.push(("20 recipients, 4 domains".to_owned(), story(people(&domains))));
    let long = "x".repeat(60);
    let domain = ["a-really-rather-long-name-of-a-company", "with-several-labels", "example"];
    let parts = Parts {
        recipients: vec![format!("{long}@{}", domain.join(".")).parse().expect("an address")],
        sender: format!("{long}@{}", domain.join(".of.")).parse().expect("an address"),
        relays: 3,
        ..preset("everything-works")
    };
    all.push(("long names".to_owned(), story(parts)));
    let domain = "of-a-long-company.some-country.example";
    let recipients = (0..MAX_RECIPIENTS).map(|n| {
        let department = ["very-long-department-name", "another-department", "sales"][n % 3];
        format!("recipient.number.{n}@{department}.{domain}").parse().expect("an address")
    });
    let parts = Parts {
        recipients: recipients.collect(),
        relays: MAX_RELAYS,
        ..preset("everything-works")
    };
    all.push(("long names, many relays, many recipients".to_owned(), story(parts)));
    let names = [
        (Field::Provider, "Wwwwww & Mmmmmmm of Wwwwwwwwww"),
        (Field::Mailboxes, "wwwwwwwwwwwwwwwwwwww, mmmmmmmmmmmmmmmmmmmm"),
        (Field::SmtpServer, "smtp.a-really-rather-long-name-of-a-company.example.net"),
        (Field::PopServer, "pop.a-really-rather-long-name-of-a-company.example.org"),
    ];
    let owner = Owner::default().with(names.into_iter()).0;
    for slug in ["everything-works", "same-provider", "mailbox-full-for-good"] {
        let preset = presets::find(slug).expect("a preset");
        all.push((format!("{slug} with names of an owner's"), story(preset.parts_for(&owner))));
    }
    all
}

/// Every pose of a story, each once, with its moment.
fn poses(story: &Story, layout: &Layout) -> Vec<(ShowTime, Frame)> {
    let mut frames: Vec<(ShowTime, Frame)> = Vec::new();
    for at in changes(story) {
        let frame = frame_at(story, layout, at);
        if frames.last().is_none_or(|(_, last)| last.pose != frame.pose) {
            frames.push((at, frame));
        }
    }
    frames
}

fn contains(outer: Rect, inner: Rect) -> bool {
    outer.x <= inner.x
        && inner.right() <= outer.right()
        && outer.y <= inner.y
        && inner.bottom() <= outer.bottom()
}
