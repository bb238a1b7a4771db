//! The picture is a pure function of the moment, and legible at every one.

use email_journey::presets::{self, PRESETS};
use email_journey::scene::{
    Fate, Frame, HostState, Layout, Mark, Motion, PlaceId, Pose, Rect, Size, TextLine, TokenKind,
    frame_at, motion_at, pose_key,
};
use email_journey::sim::scenario::{Condition, MAX_RECIPIENTS, MAX_RELAYS, Parts, Scenario};
use email_journey::sim::simulate;
use email_journey::story::{BeatKind, Story};

fn stories() -> impl Iterator<Item = (&'static str, Story)> {
    PRESETS.iter().map(|preset| (preset.slug, Story::tell(simulate(&preset.scenario()))))
}

fn story(parts: Parts) -> Story {
    Story::tell(simulate(&Scenario::new(parts).expect("a valid scenario")))
}

fn preset(slug: &str) -> Parts {
    presets::find(slug).expect("a preset").parts()
}

/// Journeys with as much in them as a reader can put there.
fn crowded() -> Vec<(String, Story)> {
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
    all
}

/// Every pose of a story, each once.
fn poses(story: &Story, layout: &Layout) -> Vec<Frame> {
    let mut frames: Vec<Frame> = Vec::new();
    for beat in &story.beats {
        let length = beat.until - beat.from;
        for part in [0, length / 3, length * 2 / 3, length.saturating_sub(1)] {
            let frame = frame_at(story, layout, beat.from + part);
            if frames.last().is_none_or(|last| last.pose != frame.pose) {
                frames.push(frame);
            }
        }
    }
    frames.push(frame_at(story, layout, story.end()));
    frames
}

#[test]
fn while_the_key_stays_so_does_the_pose() {
    for (slug, story) in stories() {
        for size in [Size::Narrow, Size::Wide] {
            let layout = Layout::new(&story, size);
            let mut last = None;
            for at in (0..=story.end()).step_by(97) {
                let key = pose_key(&story, &layout, at);
                let frame = frame_at(&story, &layout, at);
                if let Some((last_key, last_pose)) = last
                    && last_key == key
                {
                    assert!(last_pose == frame.pose, "{slug}, {size:?}, at {at}");
                }
                last = Some((key, frame.pose));
            }
        }
    }
}

#[test]
fn every_token_has_its_place_in_the_scene() {
    let all = stories().map(|(slug, story)| (slug.to_owned(), story)).chain(crowded());
    for (name, story) in all {
        for size in Size::ALL {
            let layout = Layout::new(&story, size);
            let scene = layout.scene();
            for frame in poses(&story, &layout) {
                assert_eq!(frame.pose.tokens.len(), frame.motion.tokens.len());
                for (token, place) in frame.pose.tokens.iter().zip(&frame.motion.tokens) {
                    assert_eq!(token.key, place.key);
                    assert!((50..=100).contains(&token.scale), "{name}, {size:?}: {token:?}");
                    assert!(
                        (0..=scene.width * 100).contains(&place.x)
                            && (0..=scene.height * 100).contains(&place.y),
                        "{name}, {size:?}: {place:?}"
                    );
                }
                let mut keys: Vec<u64> = frame.pose.tokens.iter().map(|token| token.key).collect();
                keys.sort_unstable();
                keys.dedup();
                assert_eq!(keys.len(), frame.pose.tokens.len(), "{name}: keys are unique");
            }
        }
    }
}

#[test]
fn motion_is_that_of_the_frame_and_has_no_jumps_within_a_beat() {
    for (slug, story) in stories() {
        for size in [Size::Narrow, Size::Wide] {
            let layout = Layout::new(&story, size);
            for beat in &story.beats {
                let mut last: Option<Motion> = None;
                for at in (beat.from..beat.until).step_by(16) {
                    let motion = motion_at(&story, &layout, at);
                    if let Some(before) = last.replace(motion.clone()) {
                        for (a, b) in before.tokens.iter().zip(&motion.tokens) {
                            let far = (a.x - b.x).abs().max((a.y - b.y).abs());
                            assert!(a.key != b.key || far <= 9_000, "{slug} at {at}: {far}");
                        }
                    }
                }
                let frame = frame_at(&story, &layout, beat.from);
                assert_eq!(frame.motion, motion_at(&story, &layout, beat.from), "{slug}");
            }
        }
    }
}

#[test]
fn the_letter_ends_on_the_recipients_screen() {
    for (slug, story) in stories() {
        let layout = Layout::new(&story, Size::Wide);
        let frame = frame_at(&story, &layout, story.end());
        if story.steps.last().is_none_or(|step| !step.name.starts_with("collected")) {
            continue;
        }
        assert!(
            frame.pose.tokens.iter().any(|token| token.kind == TokenKind::OpenLetter),
            "{slug}"
        );
    }
}

fn box_of(line: &TextLine) -> Rect {
    Rect { x: line.x - line.width / 2, y: line.y - line.size, width: line.width, height: line.size }
}

fn overlap(a: Rect, b: Rect) -> bool {
    a.shares_width(&b) && a.y < b.bottom() && b.y < a.bottom()
}

fn contains(outer: Rect, inner: Rect) -> bool {
    outer.x <= inner.x
        && inner.right() <= outer.right()
        && outer.y <= inner.y
        && inner.bottom() <= outer.bottom()
}

/// Everything written below the street, each with whose it is.
fn written(pose: &Pose) -> Vec<(String, Rect)> {
    let of_hosts = pose.hosts.iter().filter(|host| !host.away).flat_map(|host| {
        host.label.iter().map(|line| (format!("{:?}: {}", host.place, line.text), box_of(line)))
    });
    let tags = pose.routes.iter().filter(|route| !route.away).filter_map(|route| {
        let tag = route.tag.as_ref()?;
        Some((format!("{:?} to {:?}: {}", route.from, route.to, tag.text), box_of(tag)))
    });
    of_hosts.chain(tags).collect()
}

#[test]
fn names_do_not_overlap_and_are_not_cut_off() {
    let all = stories().map(|(slug, story)| (slug.to_owned(), story)).chain(crowded());
    for (name, story) in all {
        for size in Size::ALL {
            let layout = Layout::new(&story, size);
            for Frame { pose, .. } in poses(&story, &layout) {
                let texts = written(&pose);
                for (n, (text, rect)) in texts.iter().enumerate() {
                    assert!(contains(pose.camera, *rect), "{name}, {size:?}: {text} is cut off");
                    for (other, beside) in &texts[n + 1..] {
                        assert!(
                            !overlap(*rect, *beside),
                            "{name}, {size:?}: {text} over {other}: {rect:?} {beside:?}"
                        );
                    }
                }
                if !size.pans() {
                    for fate in &pose.fates {
                        let ((x, y), half) = (fate.at, fate.size / 2);
                        let sign =
                            Rect { x: x - half, y: y - half, width: fate.size, height: fate.size };
                        assert!(contains(layout.scene(), sign), "{name}, {size:?}: {fate:?}");
                        for (text, rect) in &texts {
                            assert!(!overlap(sign, *rect), "{name}, {size:?}: a fate over {text}");
                        }
                    }
                }
                for flag in &pose.flags {
                    assert!(contains(pose.camera, flag.rect), "{name}, {size:?}: {flag:?}");
                }
            }
        }
    }
}

#[test]
fn who_is_in_play_is_seen_with_a_name_and_large_enough() {
    let all = stories().map(|(slug, story)| (slug.to_owned(), story)).chain(crowded());
    for (name, story) in all {
        for size in Size::ALL {
            let layout = Layout::new(&story, size);
            for Frame { pose, .. } in poses(&story, &layout) {
                for host in &pose.hosts {
                    let rect = host.rect;
                    let at = format!("{name}, {size:?}: {host:?}");
                    if host.state.in_play() {
                        assert!(!host.away, "{at}");
                        assert!(
                            pose.camera.x <= rect.x && rect.right() <= pose.camera.right(),
                            "{at}: {:?}",
                            pose.camera
                        );
                        assert!(!host.label.is_empty() || host.place == PlaceId::Registry, "{at}");
                        // The narrowest pictures are half a pixel to a unit wide.
                        assert!(rect.width >= 40, "{at}");
                    }
                    assert!(rect.y >= 0 && rect.bottom() <= layout.street(), "{at}");
                }
                let standing: Vec<_> = pose
                    .hosts
                    .iter()
                    .filter(|host| !host.away && host.rect.bottom() == layout.street())
                    .collect();
                for (n, host) in standing.iter().enumerate() {
                    for other in &standing[n + 1..] {
                        assert!(
                            !host.rect.shares_width(&other.rect),
                            "{name}, {size:?}: {:?} stands in front of {:?}",
                            host.place,
                            other.place
                        );
                    }
                }
                if size.pans() {
                    assert_eq!(pose.camera.width, 468, "{name}: the camera only pans");
                }
            }
        }
    }
}

#[test]
fn a_bubble_has_room_above_its_speaker() {
    let all = stories().map(|(slug, story)| (slug.to_owned(), story)).chain(crowded());
    for (name, story) in all {
        for size in Size::ALL {
            let layout = Layout::new(&story, size);
            for Frame { pose, .. } in poses(&story, &layout) {
                let Some(bubble) = &pose.bubble else { continue };
                assert!(bubble.until - bubble.from >= 250, "{name}, {size:?}: {bubble:?}");
                if bubble.beside {
                    continue;
                }
                assert!(bubble.edge >= 80 && bubble.edge < bubble.tail_y, "{name}: {bubble:?}");
                // No box on the wall is covered, and no registry that is spoken to.
                for door in &pose.boxes {
                    let covered = bubble.edge > door.rect.y
                        && bubble.from < door.rect.right()
                        && door.rect.x < bubble.until;
                    assert!(!covered || size.pans(), "{name}, {size:?}: {bubble:?}, {door:?}");
                }
            }
        }
    }
}

#[test]
fn what_went_wrong_is_marked_until_it_is_over() {
    let at = |slug: &str, step: &str| {
        let story = story(preset(slug));
        let layout = Layout::new(&story, Size::Wide);
        let rest = story.steps[story.step_named(step).expect("a step")].rest;
        frame_at(&story, &layout, rest).pose
    };
    let host = |pose: &Pose, place: PlaceId| {
        pose.hosts.iter().find(|host| host.place == place).expect("a host").clone()
    };
    let mark = |pose: &Pose, place: PlaceId| host(pose, place).mark.map(|(mark, _)| mark);

    let pose = at("no-such-person", "refused");
    assert_eq!(mark(&pose, PlaceId::Destination), Some(Mark::Stop));
    // Much later, while nobody speaks there any more.
    let pose = at("no-such-person", "bounce-collected");
    assert_eq!(
        host(&pose, PlaceId::Destination).state,
        HostState::Refusing { in_play: false },
        "its doorstep stays red"
    );
    assert!(pose.tokens.iter().any(|token| token.kind == TokenKind::OpenReport));

    let pose = at("lookup-fails", "registry");
    assert_eq!(host(&pose, PlaceId::Registry).state, HostState::Silent);
    let pose = at("lookup-fails", "waiting-1");
    assert_eq!(mark(&pose, PlaceId::Registry), Some(Mark::Clock), "still silent");
    assert!(pose.drawers[2].open, "and which drawer it is");
    assert!(pose.flags.iter().any(|flag| flag.text.contains("15 min")));
    let pose = at("lookup-fails", "right-server");
    assert_eq!(mark(&pose, PlaceId::Registry), None, "it has answered");

    let pose = at("mailbox-full", "delay-notice-collected");
    let kinds: Vec<&TokenKind> = pose.tokens.iter().map(|token| &token.kind).collect();
    assert!(kinds.contains(&&TokenKind::WaitingLetter), "the letter stays in the queue");
    assert!(kinds.contains(&&TokenKind::OpenReport));

    let pose = at("misspelt-domain", "registry");
    assert_eq!(mark(&pose, PlaceId::Registry), Some(Mark::Stop));
}

#[test]
fn at_the_end_the_host_that_the_verdict_names_is_flagged() {
    for (slug, story) in stories() {
        let verdicts = email_journey::story::verdict::of(&story.trace);
        for size in Size::ALL {
            let layout = Layout::new(&story, size);
            let pose = frame_at(&story, &layout, story.end()).pose;
            assert_eq!(verdicts.is_empty(), pose.hosts.iter().all(|host| host.mark.is_none()));
            for verdict in &verdicts {
                let place = PlaceId::of(&story.trace.cast, verdict.host);
                let host = pose.hosts.iter().find(|host| host.place == place).expect("a host");
                assert!(host.mark.is_some(), "{slug}: {place:?} is marked");
                let flagged = pose.flags.iter().any(|flag| flag.place == place);
                assert!(flagged || size.pans(), "{slug}, {size:?}: {place:?} is flagged");
            }
        }
    }
}

#[test]
fn each_of_several_recipients_has_a_fate() {
    let told = story(preset("several-recipients"));
    let layout = Layout::new(&told, Size::Wide);
    let fates = |at| -> Vec<Fate> {
        frame_at(&told, &layout, at).pose.fates.iter().map(|fate| fate.fate).collect()
    };
    assert_eq!(fates(0), [Fate::Open; 3]);
    assert_eq!(fates(told.end()), [Fate::Delivered, Fate::Returned, Fate::Returned]);
    let alone = story(preset("everything-works"));
    let layout = Layout::new(&alone, Size::Wide);
    assert!(frame_at(&alone, &layout, alone.end()).pose.fates.is_empty());
}

#[test]
fn drawers_open_from_the_root_down() {
    let story = story(preset("everything-works"));
    let layout = Layout::new(&story, Size::Wide);
    let mut opened: Vec<String> = Vec::new();
    for beat in story.beats.iter().filter(|beat| matches!(beat.kind, BeatKind::Ask { .. })) {
        let pose = frame_at(&story, &layout, beat.from).pose;
        let open: Vec<&String> =
            pose.drawers.iter().filter(|drawer| drawer.open).map(|drawer| &drawer.name).collect();
        assert_eq!(open.len(), 1, "{:?}", pose.drawers);
        opened.push(open[0].clone());
    }
    assert_eq!(opened[..3], ["root", ".com", "allbusiness.com"]);
}
