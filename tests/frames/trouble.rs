//! What goes wrong is seen where it goes wrong, for as long as it does.

use super::{contains, preset, stories, story};
use model::scenario::{Condition, RefusalStage};
use model::story::{BeatKind, Negative, Story};
use scene::{
    Fate, Flag, Held, HostState, Layout, Mark, PlaceId, Pose, Rect, RouteState, Size, TokenKind,
    frame_at,
};

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

    let pose = at("greylisted", "refused");
    assert_eq!(mark(&pose, PlaceId::Destination), Some(Mark::Clock), "it is asked to come again");
    assert_eq!(host(&pose, PlaceId::Destination).state, HostState::InPlay);

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
    assert!(kinds.contains(&&TokenKind::OpenNotice), "and it is no bounce that was read");

    let pose = at("misspelt-domain", "registry");
    assert_eq!(mark(&pose, PlaceId::Registry), Some(Mark::Stop));
}

#[test]
fn not_now_is_no_refusal() {
    let mut seen = [0, 0];
    for (slug, story) in stories() {
        let layout = Layout::new(&story, Size::Wide);
        for beat in &story.beats {
            let BeatKind::Say { lines: (first, _), .. } = beat.kind else { continue };
            let Some(negative) = story.lines[first].negative else { continue };
            let pose = frame_at(&story, &layout, beat.until - 1).pose;
            let text = &story.lines[first].text;
            let (n, state) = match negative {
                Negative::Transient => (0, RouteState::PutOff),
                Negative::Permanent => (1, RouteState::Refused),
            };
            seen[n] += 1;
            let live = |state| pose.routes.iter().any(|route| route.state == state);
            assert!(live(state), "{slug}: {text}");
            let final_bubble = pose.bubble.is_some_and(|bubble| bubble.refuses);
            assert_eq!(final_bubble, negative == Negative::Permanent, "{slug}: {text}");
        }
    }
    assert!(seen.iter().all(|n| *n > 3), "{seen:?}");
}

#[test]
fn a_refusal_is_still_read_where_its_step_rests() {
    for (slug, story) in stories() {
        let layout = Layout::new(&story, Size::Narrow);
        for step in story.steps.iter().filter(|step| step.name.starts_with("refused")) {
            let bubble = frame_at(&story, &layout, step.rest).pose.bubble;
            let line = bubble.map(|bubble| bubble.line).unwrap_or_default();
            assert!(line.starts_with(['4', '5']), "{slug} {}: {line}", step.name);
        }
    }
}

#[test]
fn at_the_end_the_host_that_the_verdict_names_is_flagged() {
    for (slug, story) in stories() {
        let verdicts = story::verdict::of(&story.trace);
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
            // On phones there is not always room for all of them.
            assert!(verdicts.is_empty() || !pose.flags.is_empty(), "{slug}, {size:?}");
            let seen = |flag: &Flag| contains(pose.camera, flag.rect);
            assert!(pose.flags.iter().all(seen), "{slug}, {size:?}: {:?}", pose.flags);
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
    // No sign knows more than what was told of that recipient.
    let (open, waits) = (Fate::Open, Fate::Waiting);
    let (got, lost) = (Fate::Delivered, Fate::Returned);
    for (name, expected) in [
        ("packets", [open; 3]),
        ("address", [open; 3]),
        ("right-server", [open; 3]),
        ("waiting-1", [open, waits, open]),
        ("box", [got, waits, open]),
        ("collected", [got, waits, open]),
        ("waiting-2", [got, waits, open]),
        ("delay-notice-collected", [got, waits, open]),
        ("given-up", [got, lost, open]),
        ("bounce-collected", [got, lost, open]),
        ("other-domain-2", [got, lost, open]),
        ("unknown-domain", [got, lost, lost]),
    ] {
        let step = told.step_named(name).expect("a step");
        assert_eq!(fates(told.steps[step].rest), expected, "{name}");
    }
    // Whose turn it is.
    for (name, turn) in [("right-server", 0), ("refused", 1), ("collected", 0), ("given-up", 1)] {
        let step = told.step_named(name).expect("a step");
        let pose = frame_at(&told, &layout, told.steps[step].rest).pose;
        let current: Vec<usize> = (0..3).filter(|n| pose.fates[*n].current).collect();
        assert_eq!(current, [turn], "{name}");
    }
    let alone = story(preset("everything-works"));
    let layout = Layout::new(&alone, Size::Wide);
    assert!(frame_at(&alone, &layout, alone.end()).pose.fates.is_empty());
}

/// Where the letter lies when a step rests, if it is seen: who holds it.
fn holder(story: &Story, step: &str) -> Option<PlaceId> {
    let layout = Layout::new(story, Size::Wide);
    let rest = story.steps[story.step_named(step).expect("a step")].rest;
    let frame = frame_at(story, &layout, rest);
    let places = frame.pose.tokens.iter().zip(&frame.motion.tokens);
    let letter = places.filter(|(token, _)| {
        use TokenKind::{Letter, OpenLetter, SmallLetter, WaitingLetter};
        matches!(token.kind, Letter | OpenLetter | SmallLetter | WaitingLetter)
    });
    let (x, y) = letter.map(|(_, place)| (place.x / 100, place.y / 100)).next()?;
    let holds =
        |rect: &Rect| (rect.x..rect.right()).contains(&x) && (rect.y..rect.bottom()).contains(&y);
    frame.pose.hosts.iter().find(|host| holds(&host.rect)).map(|host| host.place)
}

#[test]
fn what_is_refused_stays_with_who_offered_it() {
    for slug in ["refused-as-spam", "no-such-person", "too-big", "mailbox-full"] {
        let told = story(preset(slug));
        assert_eq!(holder(&told, "refused"), Some(PlaceId::Provider), "{slug}");
    }
    let refused = |slug: &str, hop| {
        let mut parts = preset(slug);
        let stage = RefusalStage::Message;
        parts.conditions.push(Condition::Refused { hop, stage, permanent: true, times: None });
        story(parts)
    };
    assert_eq!(holder(&refused("everything-works", 0), "not-sent"), Some(PlaceId::Sender));
    assert_eq!(holder(&refused("everything-works", 1), "refused"), Some(PlaceId::Provider));
    assert_eq!(holder(&refused("everything-works", 2), "refused"), Some(PlaceId::Relay(0)));
    let told = story(preset("everything-works"));
    assert_eq!(holder(&told, "right-server"), Some(PlaceId::Destination), "what is taken is there");
    let told = story(preset("several-recipients"));
    for step in ["other-domain-2", "unknown-domain"] {
        assert_eq!(holder(&told, step), Some(PlaceId::Provider), "{step}: the other copy");
    }
}

#[test]
fn a_notice_of_a_delay_is_no_bounce_and_hides_no_letter() {
    let told = story(preset("mailbox-full"));
    for size in Size::ALL {
        let layout = Layout::new(&told, size);
        let rest = told.steps[told.step_named("delay-notice").expect("a step")].rest;
        let frame = frame_at(&told, &layout, rest);
        let at = |kind: &TokenKind| {
            let n = frame.pose.tokens.iter().position(|token| token.kind == *kind);
            let n = n.unwrap_or_else(|| panic!("{size:?}: no {kind:?}"));
            (frame.motion.tokens[n].y, frame.pose.tokens[n].scale)
        };
        let ((notice, scale), (letter, _)) =
            (at(&TokenKind::Notice), at(&TokenKind::WaitingLetter));
        assert!(letter - notice >= 44 * scale, "{size:?}: {notice} over {letter}");
        let holder = frame.pose.hosts.iter().find(|host| host.held == Held::LetterAndNotice);
        let holder = holder.expect("somebody holds both").rect;
        assert!(notice / 100 - 22 * scale / 100 >= holder.y, "{size:?}: it sticks out");
        assert!(frame.pose.routes.iter().all(|route| route.state != RouteState::Return));
    }
    let bounce = story(preset("no-such-person"));
    let layout = Layout::new(&bounce, Size::Wide);
    let kinds = |at| frame_at(&bounce, &layout, at).pose.tokens;
    let rest = bounce.steps[bounce.step_named("bounce-written").expect("a step")].rest;
    assert!(kinds(rest).iter().any(|token| token.kind == TokenKind::Report));
}
