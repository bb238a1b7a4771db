//! The picture of a preset, 1200 × 630, for chats and search engines: its name, its most telling
//! moment, what is said of it, and how it ends. It is read at the size of a stamp, too.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};
use roxmltree::Document;
use simplecss::StyleSheet;

use super::drawing::Pens;
use super::markup::{escape, render};
use super::plain_css::{Plain, plain};
use super::preset_journey::PresetJourney;
use ::text::{pages as text, ui};
use email_journey::ui::still::picture;
use model::presets::Ending;
use model::show_time::ShowTime;
use model::story::Step;
use scene::{Bubble, Face, Layout, Size, Tail, Typeface, frame_at};

/// What chats ask for.
const WIDTH: u32 = 1200;
const HEIGHT: u32 = 630;

/// Where the scene is in the picture: a little smaller than in the page, with the street going on beyond
/// it.
const SCENE: &str = "x=\"63\" y=\"122\" width=\"1074\" height=\"358\" viewBox=\"0 0 1200 400\" \
                     overflow=\"visible\"";

/// From the left edge to what is written.
const LEFT: i32 = 44;

/// Sizes of letters: of the name, of what is around it, of the caption.
const NAME: i32 = 54;
const SMALL: i32 = 24;
const CAPTION: i32 = 26;

/// What lies between the lines of a text, in percent of its letters.
const LEADING: i32 = 128;

const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/OpenSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../../assets/fonts/OpenSans-Bold.ttf");
const FAMILY: &str = "Open Sans";

pub(super) const SYMBOLS: &str = include_str!("../../../src/ui/symbols.svg");
pub(super) const TOKENS: &str = include_str!("../../../static/tokens.css");
pub(super) const LOOK: &str = include_str!("../../../static/scene.css");

/// What only pictures have in them. Colours are those of the page.
const OWN: &str = "
.is-picture { --ej-c-white: #fff; color: var(--ej-c-ink); }
.is-picture text { font-family: var(--ej-t-font); fill: var(--ej-c-ink); }
.pv-paper { fill: var(--ej-c-paper); }
.pv-sky { fill: var(--ej-c-sky); }
.pv-name, .pv-end, .pv-title { font-weight: 700; }
.is-picture .pv-muted { fill: var(--ej-c-muted); }
.pv-end { text-anchor: end; }
.is-picture .pv-end.is-stop { fill: var(--ej-c-stop); }
.is-picture .pv-end.is-well { fill: var(--ej-c-ok); }
.pv-say { fill: var(--ej-c-card); stroke: var(--ej-c-ink); stroke-width: 2; stroke-linejoin: round; }
.pv-say.is-stop { stroke: var(--ej-c-stop); }
.pv-line { fill: var(--ej-c-live-tint); }
.pv-line.is-stop { fill: var(--ej-c-stop-tint); }
.is-picture .pv-code { font-weight: 700; }
";

/// Steps that tell more than the one in which somebody says no, or where nobody does; and whether what
/// is to be seen is on its way in the middle of the step.
const TELLING: [(&str, &str, bool); 19] = [
    ("everything-works", "box", false),
    ("two-boxes", "box", false),
    ("same-provider", "box", false),
    ("long-way-round", "relay-3", false),
    ("big-attachment", "packets", true),
    ("lost-packet", "packet-lost", false),
    ("crossed-packets", "out-of-order", false),
    ("sign-in-refused", "not-sent", false),
    ("app-password", "not-sent", false),
    ("not-signed-in", "not-sent", false),
    ("not-your-address", "not-sent", false),
    ("sending-limit", "outbox", false),
    ("typo-domain", "catch-all", false),
    ("spam-folder", "filed-as-spam", false),
    ("backup-server", "backup", false),
    ("mail-loop", "round-and-round", false),
    ("lookup-fails", "registry-silent", false),
    ("several-recipients", "refused", false),
    ("vanished-bounce", "bounce-lost", false),
];

/// The step that is drawn, and when in it.
pub(super) fn moment(journey: &PresetJourney) -> (&Step, ShowTime) {
    let steps = &journey.story.steps;
    let telling = TELLING.iter().find(|(slug, ..)| *slug == journey.preset.slug());
    let named = telling.and_then(|(_, name, _)| steps.iter().position(|step| step.name == *name));
    let step = named.or(journey.refusal).unwrap_or(steps.len().saturating_sub(1));
    let step = &steps[step];
    let middle = named.is_some() && telling.is_some_and(|(.., middle)| *middle);
    (step, if middle { ShowTime::midpoint(step.from, step.rest) } else { step.rest })
}

/// The picture for those who do not see it.
pub(super) fn in_words(journey: &PresetJourney) -> String {
    let (step, _) = moment(journey);
    [&text::preview(journey.name, &step.title, &step.caption), " ", outcome(journey).0].concat()
}

/// How it ends, in a few words, and the class of that.
const fn outcome(journey: &PresetJourney) -> (&'static str, &'static str) {
    match journey.preset.ending {
        Ending::Forked if journey.verdicts.is_empty() => (text::OUTCOME_WELL, "is-well"),
        Ending::Fine => (text::OUTCOME_WELL, "is-well"),
        Ending::Mended | Ending::Retried => (text::OUTCOME_MENDED, "is-well"),
        Ending::Waiting => (text::OUTCOME_LATE, "is-well"),
        Ending::Forked => (text::OUTCOME_MIXED, "is-stop"),
        Ending::Refused => (text::OUTCOME_BADLY, "is-stop"),
        Ending::Lost => (text::OUTCOME_LOST, "is-stop"),
    }
}

/// Draws pictures.
pub(super) struct Artist {
    fonts: Arc<fontdb::Database>,
    sheet: Plain,
}

impl Artist {
    pub(super) fn new() -> Result<Self, String> {
        let mut fonts = fontdb::Database::new();
        for face in [REGULAR, BOLD] {
            fonts.load_font_data(face.to_vec());
        }
        if fonts.len() != 2 {
            return Err("assets/fonts: two faces are needed".to_owned());
        }
        for family in
            [fontdb::Database::set_sans_serif_family, fontdb::Database::set_monospace_family]
        {
            family(&mut fonts, FAMILY);
        }
        Ok(Self { fonts: Arc::new(fonts), sheet: plain(&[TOKENS, LOOK, OWN].concat()) })
    }

    /// The picture of a journey as PNG.
    pub(super) fn draw(&self, journey: &PresetJourney) -> Result<Vec<u8>, String> {
        let fail = |what: &dyn std::fmt::Display| format!("{}: {what}", journey.preset.slug());
        let symbols = Document::parse(SYMBOLS).map_err(|error| fail(&error))?;
        let drawing = drawing(journey);
        let document = Document::parse(&drawing).map_err(|error| fail(&error))?;
        let rules = StyleSheet::parse(&self.sheet.selectors);
        let pens = Pens { rules, blocks: &self.sheet.blocks, symbols: &symbols };
        let plain = pens.draw(document.root_element());
        let options = usvg::Options {
            font_family: FAMILY.to_owned(),
            fontdb: self.fonts.clone(),
            ..usvg::Options::default()
        };
        let tree = usvg::Tree::from_str(&plain, &options).map_err(|error| fail(&error))?;
        let mut pixels = Pixmap::new(WIDTH, HEIGHT).ok_or_else(|| fail(&"no room"))?;
        resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
        png(&pixels).map_err(|error| fail(&error))
    }
}

/// A picture without anything transparent in it, in the 256 colours that it has most of: what is
/// left are the soft edges of lines and letters, which take the nearest of them.
fn png(pixels: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let colours = || pixels.pixels().iter().map(|it| [it.red(), it.green(), it.blue()]);
    let mut count: BTreeMap<[u8; 3], u32> = BTreeMap::new();
    for colour in colours() {
        *count.entry(colour).or_default() += 1;
    }
    let mut palette: Vec<[u8; 3]> = count.keys().copied().collect();
    palette.sort_by_key(|colour| Reverse(count[colour]));
    palette.truncate(256);
    let far = |a: &[u8; 3], b: &[u8; 3]| -> u32 {
        a.iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2)).sum()
    };
    let nearest = |colour: &[u8; 3]| -> u8 {
        let numbered = (0..=u8::MAX).zip(&palette);
        numbered.min_by_key(|(_, other)| far(colour, other)).map_or(0, |(n, _)| n)
    };
    let places: BTreeMap<[u8; 3], u8> =
        count.keys().map(|colour| (*colour, nearest(colour))).collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_compression(png::Compression::High);
    // Numbers of colours say nothing about those beside them.
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&colours().map(|colour| places[&colour]).collect::<Vec<u8>>())?;
    writer.finish()?;
    Ok(file)
}

/// The picture as a drawing with the classes of the page.
fn drawing(journey: &PresetJourney) -> String {
    let (step, at) = moment(journey);
    let layout = Layout::new(&journey.story, Size::Wide);
    let frame = frame_at(&journey.story, &layout, at);
    let scene = render(picture(&layout, &frame));
    let bubble = frame.pose.bubble.as_ref().map(bubble).unwrap_or_default();
    let (end, class) = outcome(journey);
    let right = i32::try_from(WIDTH).unwrap_or(0) - LEFT;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ej is-picture\" width=\"{WIDTH}\" \
         height=\"{HEIGHT}\" data-stage=\"{}\"><rect class=\"pv-paper\" width=\"{WIDTH}\" \
         height=\"{HEIGHT}\"/><rect class=\"pv-sky\" y=\"122\" width=\"{WIDTH}\" height=\"358\"/>\
         <svg class=\"ej-scene\" {SCENE}>{scene}{bubble}</svg>",
        step.stage.slug(),
    );
    put(&mut out, "pv-muted", ui::TITLE, (LEFT, 40), SMALL);
    put(&mut out, "pv-name", journey.name, (LEFT, 96), NAME);
    put(&mut out, &["pv-end ", class].concat(), end, (right, 96), SMALL + 4);
    put(&mut out, "pv-title", &step.title, (LEFT, 520), CAPTION + 2);
    let lines = wrap(&step.caption, right - LEFT, CAPTION - 2, Face::Plain);
    for (n, line) in (1..).zip(&lines) {
        let y = 520 + n * (CAPTION - 2) * LEADING / 100 + 4;
        put(&mut out, "pv-muted", line, (LEFT, y), CAPTION - 2);
    }
    out + "</svg>"
}

/// What is said, over the scene and in its units.
fn bubble(bubble: &Bubble) -> String {
    let letters = 19;
    let pad = 14;
    let room = (bubble.until - bubble.from).min(620) - 2 * pad;
    let line = cut(&bubble.line, room, letters);
    let gloss = wrap(&bubble.gloss, room, letters, Face::Plain);
    let widest = gloss.iter().map(|line| width_of(line, letters, Face::Plain));
    let wide = widest.chain([width_of(&line, letters, Face::Bold)]).max().unwrap_or(0) + 2 * pad;
    let leading = letters * LEADING / 100;
    let rows = i32::try_from(gloss.len()).unwrap_or(1);
    let height = leading * (rows + 1) + 24;
    let y = (bubble.edge - height).max(6);
    // As far to the right in its room as its speaker is.
    let span = (bubble.until - bubble.from).max(1);
    let share = ((bubble.tail_x - bubble.from) * 100 / span).clamp(0, 100);
    let x = match bubble.tail {
        Tail::Left => bubble.from,
        Tail::Right => bubble.until - wide,
        Tail::Below | Tail::Apart(_) => bubble.from + (span - wide) * share / 100,
    };
    let stop = if bubble.refuses { " is-stop" } else { "" };
    let mut out = format!(
        "<rect class=\"pv-say{stop}\" x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{height}\" rx=\"10\"/>\
         <rect class=\"pv-line{stop}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"8\"/>",
        x + 1,
        y + 1,
        wide - 2,
        leading + 10,
    );
    if bubble.tail == Tail::Below {
        let tip = bubble.tail_x.clamp(x + 24, x + wide - 24);
        let bottom = y + height;
        let _ =
            write!(out, "<path class=\"pv-say{stop}\" d=\"M{} {bottom}l9 10l9 -10\"/>", tip - 9);
    }
    put(&mut out, "pv-code", &line, (x + pad, y + leading), letters);
    for (n, line) in (2..).zip(&gloss) {
        put(&mut out, "pv-gloss", line, (x + pad, y + n * leading + 10), letters);
    }
    out
}

/// A line of text.
fn put(out: &mut String, class: &str, line: &str, (x, y): (i32, i32), size: i32) {
    let line = escape(line);
    let _ = write!(
        out,
        "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" font-size=\"{size}\">{line}</text>"
    );
}

/// The text in lines that are no wider than this.
fn wrap(text: &str, room: i32, size: i32, face: Face) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        let longer = if line.is_empty() { word.to_owned() } else { [line, " ", word].concat() };
        if line.is_empty() || width_of(&longer, size, face) <= room {
            *line = longer;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// How wide a text is in the letters of pictures for chats, which are a little wider than those that layouts are made
/// for.
fn width_of(text: &str, size: i32, face: Face) -> i32 {
    Typeface::default().width(text, size, face) * 106 / 100
}

/// As much of the beginning as there is room for.
fn cut(text: &str, room: i32, size: i32) -> String {
    let mut kept = text.to_owned();
    let wide = |text: &str| width_of(text, size, Face::Bold);
    if wide(&kept) <= room {
        return kept;
    }
    while wide(&kept) + wide("…") > room && kept.pop().is_some() {}
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::presets::{self, PRESETS};

    #[test]
    fn every_moment_that_is_named_is_there() {
        for (slug, name, _) in TELLING {
            let journey = PresetJourney::new(presets::find(slug).unwrap());
            assert_eq!(moment(&journey).0.name, name, "{slug}");
        }
    }

    #[test]
    fn captions_have_room() {
        for preset in &PRESETS {
            let journey = PresetJourney::new(preset);
            let (step, _) = moment(&journey);
            let lines = wrap(&step.caption, 1200 - 2 * LEFT, CAPTION - 2, Face::Plain);
            assert!(lines.len() <= 3, "{}: {lines:?}", preset.slug());
        }
    }

    #[test]
    fn long_texts_are_wrapped_and_cut() {
        assert_eq!(wrap("a b c", 1_000, 10, Face::Plain), ["a b c"]);
        assert_eq!(wrap("aaaa bbbb", 30, 10, Face::Plain), ["aaaa", "bbbb"]);
        assert_eq!(cut("abc", 1_000, 10), "abc");
        assert_eq!(cut(&"a".repeat(99), 60, 10).chars().last(), Some('…'));
    }
}
