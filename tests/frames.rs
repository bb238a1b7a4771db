//! The picture is a pure function of the moment, and legible at every one.

use model::limits::scenario::{MAX_RECIPIENTS, MAX_RELAYS};
use model::owner::{Field, Owner};
use model::presets::{self, PRESETS};
use model::scenario::{Condition, Parts, RefusalStage, Scenario};
use model::show_time::ShowTime;
use model::story::{BeatKind, Negative, Story};
use scene::{
    Bubble, Face, Fate, Flag, Frame, Held, HostPose, HostState, LETTERS_ON_TOKENS, Layout,
    MEASURED, Mark, Motion, PlaceId, Pose, Rect, RouteState, Size, Tail, TextLine, TokenKind,
    TokenPlace, Track, Typeface, changes, frame_at, looks_ahead, motion_at, tracks as tracks_at,
};
use sim::simulate;
use std::collections::BTreeSet;
use std::rc::Rc;
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

#[test]
fn names_stand_below_what_they_name_and_signs_are_whole() {
    let usual = stories().map(|(slug, story)| (slug.to_owned(), story));
    for (name, story) in usual.chain(crowded()) {
        for size in [Size::Small, Size::Medium, Size::Wide] {
            let layout = Layout::new(&story, size);
            for step in &story.steps {
                let pose = frame_at(&story, &layout, step.rest).pose;
                for host in &pose.hosts {
                    let what = format!("{name}, {size:?}, {}: {:?}", step.name, host.place);
                    for line in &host.label {
                        let off = (line.x - host.rect.middle()).abs();
                        // Servers that stand close together have numbers in their names.
                        let crowd = matches!(host.place, PlaceId::Relay(_) | PlaceId::Backup);
                        let most = (host.rect.width / 2).max(90);
                        assert!(crowd || off <= most, "{what}: {} by {off}", line.text);
                    }
                    let open = host.sign.contains(" of ") && !host.sign.contains('(');
                    assert!(!open && !host.sign.contains("…1 of"), "{what}: {}", host.sign);
                }
            }
        }
    }
}

#[test]
fn between_two_changes_the_pose_stays_the_same() {
    for (slug, story) in stories() {
        let changes = changes(&story);
        for size in [Size::Narrow, Size::Wide] {
            let layout = Layout::new(&story, size);
            let mut last = None;
            for at in (0..=story.end()).step_by(97) {
                let since = changes.partition_point(|change| *change <= at);
                let said = (story.step_at(at), story.lines_said(at));
                let pose = frame_at(&story, &layout, at).pose;
                if let Some((before, last_said, last_pose)) = last
                    && before == since
                {
                    assert!(last_pose == pose, "{slug}, {size:?}, at {at}");
                    assert_eq!(last_said, said, "{slug} at {at}");
                }
                last = Some((since, said, pose));
            }
        }
    }
}

/// Between two points of a track, the token goes straight on.
#[test]
fn tracks_stay_close_to_the_motion() {
    for (slug, story) in stories() {
        for size in [Size::Narrow, Size::Wide] {
            let layout = Layout::new(&story, size);
            for beat in &story.beats {
                let mut tracks = tracks_at(&story, &layout, beat.from);
                for at in (beat.from..beat.until).step_by(61) {
                    if beat.kind == BeatKind::Rest {
                        // Before its end the picture turns to the next step.
                        tracks = tracks_at(&story, &layout, at);
                    }
                    let motion = motion_at(&story, &layout, at);
                    assert_eq!(tracks.len(), motion.tokens.len(), "{slug} at {at}");
                    let done =
                        i64::from(at - beat.from) * 10_000 / i64::from(beat.until - beat.from);
                    for (track, place) in tracks.iter().zip(&motion.tokens) {
                        let points = &track.points;
                        assert_eq!((points[0].0, points[points.len() - 1].0), (0, 10_000));
                        let next = points.partition_point(|(when, _)| i64::from(*when) <= done);
                        let ((t0, a), (t1, b)) = (points[next - 1], points[next]);
                        let (t0, t1) = (i64::from(t0), i64::from(t1));
                        let off = |a: i32, b: i32, here: i32| {
                            let along = i64::from(b - a) * (done - t0) / (t1 - t0);
                            (i64::from(here) - i64::from(a) - along).abs()
                        };
                        assert_eq!(a.key, place.key, "{slug} at {at}");
                        let far = off(a.x, b.x, place.x).max(off(a.y, b.y, place.y));
                        // Corners are cut by half of what a token moves between two samples.
                        assert!(far <= 900, "{slug}, {size:?}, at {at}: {far} off");
                        assert!(track.moves() || far == 0, "{slug} at {at}");
                    }
                }
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
                    let turns =
                        looks_ahead(&story, at) != looks_ahead(&story, at.saturating_sub(16));
                    if let Some(before) = last.replace(motion.clone()).filter(|_| !turns) {
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

/// While two hosts have to do with each other, the reader sees something on its way between them.
#[test]
fn whatever_is_said_is_seen_to_travel() {
    for (slug, story) in stories() {
        let layout = Layout::new(&story, Size::Wide);
        for beat in &story.beats {
            let between = matches!(
                beat.kind,
                BeatKind::Say { .. }
                    | BeatKind::Acknowledge { .. }
                    | BeatKind::Ask { .. }
                    | BeatKind::Answer { .. }
                    | BeatKind::NoCall { .. }
                    | BeatKind::Pieces { .. }
                    | BeatKind::Key { .. }
            );
            let far = |track: &Track| {
                let way = |along: fn(&TokenPlace) -> i32| {
                    let all = || track.points.iter().map(|(_, place)| along(place));
                    all().max().unwrap_or(0) - all().min().unwrap_or(0)
                };
                way(|place| place.x).max(way(|place| place.y))
            };
            let tracks = tracks_at(&story, &layout, beat.from);
            assert!(!between || tracks.iter().any(|it| far(it) > 2_000), "{slug}: {beat:?}");
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

/// How wide pictures of a size may be, in pixels: the narrowest, some, the widest.
const fn widths(size: Size) -> &'static [u32] {
    match size {
        Size::Narrow => &[318, 357, 358, 599],
        Size::Small => &[600, 699, 700, 839],
        Size::Medium => &[840, 900, 1079],
        Size::Wide => &[1080, 1200],
    }
}

#[test]
fn everything_is_legible_on_phones() {
    every_pose_is_legible(Size::Narrow);
}

#[test]
fn everything_is_legible_on_tablets() {
    every_pose_is_legible(Size::Small);
}

#[test]
fn everything_is_legible_beside_a_menu() {
    every_pose_is_legible(Size::Medium);
}

#[test]
fn everything_is_legible_on_large_screens() {
    every_pose_is_legible(Size::Wide);
}

/// Letters such as readers have: how much wider than the usual ones, in percent; how far apart, and how
/// high lines are, in thousandths of their size.
const LETTERS: [(&str, u32, u32, u32); 5] = [
    ("usual", 100, 0, 1_350),
    ("condensed", 78, 0, 1_350),
    ("wide", 125, 0, 1_350),
    ("with spaces between them", 100, 120, 1_500),
    ("very wide, with spaces", 130, 120, 1_500),
];

fn typeface((_, percent, apart, leading): (&str, u32, u32, u32)) -> Rc<Typeface> {
    let usual = Typeface::default();
    let advance = |face, n: u32| {
        let letter = MEASURED.chars().nth(n as usize).expect("it is one of them").to_string();
        usual.width(&letter, 1_000, face).cast_unsigned() * percent / 100 + apart
    };
    Rc::new(Typeface::measured(advance, leading).expect("likely letters"))
}

fn every_pose_is_legible(size: Size) {
    let examples: Vec<_> = stories().map(|(slug, story)| (slug.to_owned(), story)).collect();
    let crowded = crowded();
    let mut faults = Faults::default();
    for letters in LETTERS {
        every_pose_is_legible_in(letters, size, &crowded, &mut faults);
    }
    for letters in [LETTERS[0], LETTERS[4]] {
        every_pose_is_legible_in(letters, size, &examples, &mut faults);
    }
    let count = faults.found.len();
    assert!(count == 0, "{count} faults:\n{}", faults.found[..count.min(40)].join("\n"));
}

fn every_pose_is_legible_in(
    letters: (&str, u32, u32, u32),
    size: Size,
    stories: &[(String, TracedStory)],
    faults: &mut Faults,
) {
    let typeface = typeface(letters);
    for (name, story) in stories {
        let layout = Layout::lettered(story, size, typeface.clone());
        for (at, frame) in poses(story, &layout) {
            (faults.of, faults.at) = (format!("{name}, {size:?}, {}", letters.0), at);
            let it = Seen { layout: &layout, pose: &frame.pose, leading: letters.3 };
            it.tokens_have_their_places(&frame.motion, faults);
            it.hosts_stand_beside_each_other(faults);
            it.who_is_in_play_is_seen(faults);
            it.signs_are_seen_whole(faults);
            it.nothing_written_overlaps(faults);
            for pixels in widths(size) {
                it.letters_are_large_enough(*pixels, faults);
                it.the_bubble_has_room(*pixels, faults);
            }
        }
    }
}

/// What is wrong with the pictures, and where that was seen.
#[derive(Default)]
struct Faults {
    of: String,
    at: ShowTime,
    kinds: BTreeSet<String>,
    found: Vec<String>,
}

impl Faults {
    fn check(&mut self, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            let what = what();
            // Once for each kind and journey.
            let kind =
                [self.of.as_str(), what.split(|c: char| c.is_ascii_digit()).next().unwrap_or("")]
                    .concat();
            if self.kinds.insert(kind) {
                self.found.push(format!("{} at {}: {what}", self.of, self.at));
            }
        }
    }
}

/// One pose at one size.
struct Seen<'a> {
    layout: &'a Layout,
    pose: &'a Pose,
    /// How high a line of explanation is, in thousandths of the size of its letters.
    leading: u32,
}

impl Seen<'_> {
    fn tokens_have_their_places(&self, motion: &Motion, faults: &mut Faults) {
        let (pose, scene) = (self.pose, self.layout.scene());
        assert_eq!(pose.tokens.len(), motion.tokens.len());
        for (token, place) in pose.tokens.iter().zip(&motion.tokens) {
            assert_eq!(token.key, place.key);
            faults.check((50..=175).contains(&token.scale), || format!("{token:?}"));
            let inside = (0..=scene.width * 100).contains(&place.x)
                && (0..=scene.height * 100).contains(&place.y);
            faults.check(inside, || format!("{place:?}"));
        }
        let mut keys: Vec<u64> = pose.tokens.iter().map(|token| token.key).collect();
        keys.sort_unstable();
        keys.dedup();
        faults.check(keys.len() == pose.tokens.len(), || "two tokens of one key".to_owned());
    }

    fn present(&self) -> impl Iterator<Item = &HostPose> {
        self.pose.hosts.iter().filter(|host| !host.away)
    }

    fn hosts_stand_beside_each_other(&self, faults: &mut Faults) {
        for (n, host) in self.present().enumerate() {
            let rect = host.rect;
            let stands = rect.y >= 0 && rect.bottom() <= self.layout.street();
            faults.check(stands, || format!("{:?} at {rect:?}", host.place));
            for other in self.present().skip(n + 1) {
                faults.check(!rect.overlaps(&other.rect), || {
                    format!("{:?} in front of {:?}", host.place, other.place)
                });
            }
        }
    }

    fn who_is_in_play_is_seen(&self, faults: &mut Faults) {
        let camera = self.pose.camera;
        for host in self.pose.hosts.iter().filter(|host| host.state.in_play()) {
            let (place, rect) = (host.place, host.rect);
            let within = camera.x <= rect.x && rect.right() <= camera.right();
            faults.check(within && !host.away, || format!("{place:?} is out of view: {rect:?}"));
            let named = !host.label.is_empty() || place == PlaceId::Registry;
            faults.check(named, || format!("{place:?} has no name"));
            // The narrowest pictures have half a pixel for a unit.
            faults.check(rect.width >= 40, || format!("{place:?} is small: {rect:?}"));
        }
        if self.layout.size().pans() {
            faults.check(camera.width == 468, || "the camera does more than pan".to_owned());
        }
    }

    fn signs_are_seen_whole(&self, faults: &mut Faults) {
        let (camera, half) = (self.pose.camera, self.layout.sign() / 2);
        for host in self.present() {
            let Some((mark, (x, _))) = host.mark else { continue };
            let (left, right) = (x - half, x + half);
            let whole = camera.x <= left && right <= camera.right();
            let unseen = right <= camera.x || camera.right() <= left;
            faults.check(whole || unseen, || format!("{mark:?} of {:?} is cut: {x}", host.place));
        }
    }

    /// Names, tags, flags, and signs of what became of the message.
    fn nothing_written_overlaps(&self, faults: &mut Faults) {
        let pose = self.pose;
        let names = self.present().flat_map(|host| {
            host.label.iter().map(|line| (format!("{:?}: {}", host.place, line.text), box_of(line)))
        });
        let tags = pose.routes.iter().filter(|route| !route.away).filter_map(|route| {
            let tag = route.tag.as_ref()?;
            Some((format!("{:?} to {:?}: {}", route.from, route.to, tag.text), box_of(tag)))
        });
        let flags = pose.flags.iter().map(|flag| (flag.text.clone(), flag.rect));
        let fates = pose.fates.iter().filter(|_| !self.layout.size().pans()).map(|fate| {
            // With the frame that says whose turn it is.
            let size = fate.size + if fate.current { 4 } else { 0 };
            let (x, y) = (fate.at.0 - size / 2, fate.at.1 - size / 2);
            (fate.title.clone(), Rect { x, y, width: size, height: size })
        });
        let texts: Vec<(String, Rect)> = names.chain(tags).chain(flags).chain(fates).collect();
        for (n, (text, rect)) in texts.iter().enumerate() {
            faults.check(contains(pose.camera, *rect), || format!("{text} is cut off: {rect:?}"));
            for (other, beside) in &texts[n + 1..] {
                faults.check(!rect.overlaps(beside), || {
                    format!("{text} over {other}: {rect:?} {beside:?}")
                });
            }
            for host in self.present() {
                faults.check(!rect.overlaps(&host.rect), || {
                    format!("{text} covers {:?}: {rect:?} {:?}", host.place, host.rect)
                });
            }
        }
    }

    fn letters_are_large_enough(&self, pixels: u32, faults: &mut Faults) {
        let pose = self.pose;
        let unit = Unit::of(self.layout, pose.camera, pixels);
        let labels = pose.hosts.iter().flat_map(|host| &host.label);
        let tags = pose.routes.iter().filter_map(|route| route.tag.as_ref());
        let lines = labels.chain(tags).map(|line| line.size);
        let tokens = pose.tokens.iter().filter(|token| {
            token.legible && matches!(token.kind, TokenKind::Piece { .. } | TokenKind::Card { .. })
        });
        let flags = pose.flags.iter().map(|flag| flag.size);
        let all = lines
            .chain(flags)
            .chain([self.layout.letters()])
            .map(|size| size * 100)
            .chain(tokens.map(|token| LETTERS_ON_TOKENS * token.scale));
        for letters in all {
            faults.check(unit.pixels(letters) >= 12 * 100 * 100, || {
                format!("letters of {letters} hundredths of a unit at {pixels} pixels")
            });
        }
    }

    /// What is said fits above its speaker, whatever the font, and covers nothing and nobody.
    fn the_bubble_has_room(&self, pixels: u32, faults: &mut Faults) {
        let pose = self.pose;
        let Some(bubble) = &pose.bubble else { return };
        let unit = Unit::of(self.layout, pose.camera, pixels);
        let view = unit.view;
        let (from, until) = if self.layout.size().pans() {
            (view.x, view.right())
        } else {
            (bubble.from, bubble.until)
        };
        let (wide, high) = self.size_of(bubble, pixels, unit.pixels(until - from));
        let what = || format!("at {pixels} pixels, {wide} x {high}: {bubble:?}");
        // The page leaves some pixels above it.
        let room = bubble.edge - view.y;
        faults.check(unit.pixels(room) - 400 >= high, || {
            format!("{} hundredths of room {}", unit.pixels(room) - 400, what())
        });
        let (width, height) = (unit.units(wide), unit.units(high));
        let share = (bubble.tail_x - from).clamp(0, until - from);
        let x = from + (until - from - width).max(0) * share / (until - from);
        let rect = Rect { x, y: bubble.edge - height, width, height };
        for host in self.present() {
            faults.check(!rect.overlaps(&host.rect), || {
                format!("covers {:?} {:?} {}", host.place, host.rect, what())
            });
        }
        for flag in &pose.flags {
            faults.check(!rect.overlaps(&flag.rect), || format!("covers {flag:?} {}", what()));
        }
        // Its tail is where the speaker is.
        if bubble.tail == Tail::Below {
            let end = unit.units(28 * 100).min(width / 2);
            let tail = bubble.tail_x.clamp(x + end, x + width - end);
            let speaker = self
                .present()
                .find(|host| (host.rect.middle(), host.rect.y) == (bubble.tail_x, bubble.tail_y));
            let reached =
                speaker.is_some_and(|host| (tail - bubble.tail_x).abs() <= host.rect.width / 2);
            faults.check(reached, || format!("its tail is elsewhere {}", what()));
        }
    }

    /// How large a bubble is at most, in hundredths of a pixel, when it has so much room: as the style
    /// sheet says.
    fn size_of(&self, bubble: &Bubble, pixels: u32, room: i32) -> (i32, i32) {
        // Letters of both parts, how high lines of the second are, and what is around them.
        let (code, gloss, line, side, around) = match pixels {
            0..600 => (12, 13, 125, 20, 14),
            600..1080 => (12, 13, 130, 20, 19),
            _ => (13, 14, 135, 24, 25),
        };
        let border = 4;
        let most = (room - 12 * 100).min(504 * 100);
        let inside = most - (side + border) * 100;
        let letters = self.layout.typeface();
        let code_width = letters.width(&bubble.line, code * 100, Face::Mono);
        // What a reader sets holds for all lines, which are closer to their frame then.
        let spaced = (self.leading > 1_350).then(|| self.leading.cast_signed() / 10);
        let (code_line, line) = (spaced.unwrap_or(140), spaced.unwrap_or(line));
        let (gloss, around) = if spaced.is_some() { (12, 9) } else { (gloss, around) };
        let gloss_width = letters.width(&bubble.gloss, gloss * 100, Face::Plain);
        // Lines break at spaces, so that not all of a line is used.
        let lines = |width: i32| {
            if width <= inside { 1 } else { (width + inside * 92 / 100 - 1) / (inside * 92 / 100) }
        };
        let code_lines = lines(code_width).min(match pixels {
            0..600 => 1,
            600..700 => 3,
            _ => 2,
        });
        let height = code_lines * code * code_line + lines(gloss_width) * gloss * line;
        let width = code_width.max(gloss_width) + (side + border) * 100;
        (width.min(most), height + (around + border) * 100)
    }
}

/// A picture that is so many pixels wide, and what it shows of the scene.
struct Unit {
    view: Rect,
    pixels: i32,
}

impl Unit {
    fn of(layout: &Layout, camera: Rect, pixels: u32) -> Self {
        Self { view: layout.view(camera, pixels), pixels: pixels.cast_signed() }
    }

    /// Hundredths of a pixel.
    fn pixels(&self, units: i32) -> i32 {
        units * 100 * self.pixels / self.view.width
    }

    /// From hundredths of a pixel.
    fn units(&self, pixels: i32) -> i32 {
        pixels * self.view.width / self.pixels / 100
    }
}

fn box_of(line: &TextLine) -> Rect {
    Rect { x: line.x - line.width / 2, y: line.y - line.size, width: line.width, height: line.size }
}

fn contains(outer: Rect, inner: Rect) -> bool {
    outer.x <= inner.x
        && inner.right() <= outer.right()
        && outer.y <= inner.y
        && inner.bottom() <= outer.bottom()
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
fn arrows_point_where_somebody_speaks_and_at_rest_nowhere() {
    let mut seen = 0;
    for (slug, story) in stories() {
        for size in Size::ALL {
            let layout = Layout::new(&story, size);
            for beat in &story.beats {
                let rests = beat.kind == BeatKind::Rest;
                let middle = u32::midpoint(beat.from, beat.until);
                let pose = frame_at(&story, &layout, if rests { beat.from } else { middle }).pose;
                let what = format!("{slug}, {size:?}: {}", story.steps[beat.step].name);
                for route in &pose.routes {
                    let arrow = |text: &str| text.contains(['→', '←']);
                    let tag = route.tag.as_ref().is_some_and(|tag| arrow(&tag.text));
                    assert!(!tag || route.forward.is_some(), "{what}: {:?}", route.tag);
                    assert!(!rests || route.forward.is_none(), "{what}: {:?}", route.tag);
                }
                let BeatKind::Say { speaker, listener, .. } = &beat.kind else { continue };
                let place = |host| PlaceId::of(&story.overview.cast, host);
                let ends = (place(*speaker), place(*listener));
                for route in pose.routes.iter().filter(|route| route.forward.is_some()) {
                    let forward = route.forward == Some(true);
                    let (from, to) = (route.from, route.to);
                    assert_eq!(if forward { (from, to) } else { (to, from) }, ends, "{what}");
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 300, "only {seen} arrows");
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

/// What is misspelt is to be seen: no text in the picture has a hole where it is.
#[test]
fn a_misspelling_is_shown_whole() {
    for (slug, begins, whole) in [
        ("misspelt-domain", "allb", "allbusines.com"),
        ("no-such-person", "feedb", "feedbak"),
        ("vanished-bounce", "feedb", "feedbak"),
    ] {
        let told = story(preset(slug));
        let mut seen = 0;
        for size in Size::ALL {
            let layout = Layout::new(&told, size);
            for (at, frame) in poses(&told, &layout) {
                let pose = &frame.pose;
                let hosts = pose.hosts.iter().filter(|host| !host.away);
                let labels = hosts.flat_map(|host| &host.label).map(|line| &line.text);
                let signs = pose.hosts.iter().map(|host| &host.sign);
                let drawers = pose.drawers.iter().map(|drawer| &drawer.name);
                let said = pose.bubble.iter().flat_map(|bubble| [&bubble.line, &bubble.gloss]);
                for text in labels.chain(signs).chain(drawers).chain(said) {
                    let cut = text.contains(begins) && text.contains('…');
                    let plain = text.replace(" …", "");
                    let hidden = cut && plain.contains('…') && !plain.contains(whole);
                    assert!(!hidden, "{slug}, {size:?}, at {at}: {text}");
                    seen += usize::from(text.contains(whole));
                }
            }
        }
        assert!(seen > 3, "{slug}: {seen}");
    }
}
