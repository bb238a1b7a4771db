//! What stands under the picture fits there, whatever the names in it are.

use model::address::Mailbox;
use model::limits::page::{MAX_CAPTION, MAX_TITLE};
use model::limits::scenario::{MAX_RECIPIENTS, MAX_RELAYS};
use model::presets::PRESETS;
use model::scenario::{Parts, Scenario};
use sim::simulate;
use text::brief;

/// The longest name before the `@` that there can be.
fn long_local_part(n: usize) -> String {
    let name = format!("{n}.somebody-with-many-names-and-a-long-title-in-front-of-all-of-them");
    name.chars().take(64).collect()
}

/// Long names for everybody in a preset, and as many people and servers as there can be.
fn stressed(mut parts: Parts) -> Parts {
    let long =
        "the-department-of-long-names.an-organisation-with-a-name-of-sixty-letters-or-even-more";
    let address = |n: usize, domain: &str| -> Mailbox {
        format!("{}@{domain}", long_local_part(n)).parse().expect("an address")
    };
    parts.sender = address(0, &format!("sender.{long}.example"));
    // A large file over as many wires takes its time.
    let people = if parts.attachment.is_some() { 3 } else { MAX_RECIPIENTS };
    let recipient = |n: usize| address(n, &format!("d{}.{long}.example", n % 3));
    parts.recipients = (1..=people).map(recipient).collect();
    parts.relays = MAX_RELAYS;
    parts
}

#[track_caller]
fn check(name: &str, parts: Parts) {
    let story = story::tell(simulate(&Scenario::new(parts).expect("a valid scenario")));
    for step in &story.steps {
        let (title, caption) = (brief::title(&step.title), brief::caption(&step.caption));
        let context = format!("{name}, {}: {title} / {caption}", step.name);
        assert!(title.chars().count() <= MAX_TITLE, "{context}");
        assert!(caption.chars().count() <= MAX_CAPTION, "{context}");
        // Names are shortened; sentences are not.
        assert!(caption.ends_with('.'), "{context}");
        let words = |text: &str| text.split(' ').count();
        assert_eq!(words(&caption), words(&step.caption), "{context}");
        assert_eq!(words(&title), words(&step.title), "{context}");
    }
}

#[test]
fn titles_and_captions_of_all_presets_fit() {
    for preset in PRESETS {
        check(preset.slug(), preset.parts());
    }
}

/// The same, where names could be somebody's.
fn real(mut parts: Parts) -> Parts {
    for mailbox in parts.recipients.iter_mut().chain([&mut parts.sender]) {
        let name = mailbox.to_string().replace(".example", ".international");
        *mailbox = name.parse().expect("an address");
    }
    parts
}

#[test]
fn it_fits_where_names_could_be_somebodys() {
    check("real names", real(stressed(PRESETS[0].parts())));
}

#[test]
fn it_is_said_where_names_could_be_somebodys() {
    let told = |parts: Parts| {
        let story = story::tell(simulate(&Scenario::new(parts).expect("a valid scenario")));
        let captions = story.steps.iter().map(|step| step.caption.as_str());
        captions.filter(|it| it.contains("simulated") || it.contains("made up")).count()
    };
    for preset in PRESETS {
        assert_eq!(told(preset.parts()), 0, "{}", preset.slug());
    }
    let usual = PRESETS[0].parts();
    let to = |address: &str| Parts {
        recipients: vec![address.parse().expect("an address")],
        ..usual.clone()
    };
    assert_eq!(told(to("me@gmail.com")), 2, "at the beginning, and with the number");
    assert_eq!(told(Parts { sender: "me@gmail.com".parse().expect("one"), ..usual.clone() }), 2);
    assert_eq!(told(to("bob@example.org")), 0);
}

#[test]
fn titles_and_captions_fit_with_the_longest_names_and_the_most_people() {
    for preset in PRESETS {
        check(preset.slug(), stressed(preset.parts()));
    }
}
