//! Whatever is written in the picture can be read, in any size and typeface.

use super::{contains, crowded, poses, preset, stories, story};
use model::show_time::ShowTime;
use scene::{
    Bubble, Face, HostPose, LETTERS_ON_TOKENS, Layout, MEASURED, Motion, PlaceId, Pose, Rect, Size,
    Tail, TextLine, TokenKind, Typeface, frame_at,
};
use std::collections::BTreeSet;
use std::rc::Rc;
use story::TracedStory;

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
