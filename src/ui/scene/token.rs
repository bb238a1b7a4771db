//! What travels. Each token is a box as large as the scene, with a drawing around its corner: so
//! that to move it by parts of itself is to move it by parts of the scene, however large that is.

use yew::prelude::*;

use super::{Pen, marks};
use crate::ui::number::{hundredths, percent};
use crate::ui::shape::{class, element, group, keyed, shape};
use ::text::ui as text;
use scene::{Face, LETTERS_ON_TOKENS, Mark, Paper, Token, TokenKind, Typeface};

/// Every drawing fits into such a box around its middle.
const VIEW_BOX: &str = "-60 -40 120 80";
const WIDTH: i32 = 120;

/// One token, in a scene so many units wide.
pub(super) fn token(token: &Token, scene_width: i32, letters: &Typeface) -> Html {
    let (name, drawing) = drawing(token, letters);
    let class = class("ej-token", &[paper(token)]);
    let width = percent(WIDTH, scene_width);
    let drawing = element!("svg", drawing, "viewBox" = VIEW_BOX, "width" = width);
    keyed(token.key, element!("div", drawing, "class" = class, "data-token" = name))
}

/// The class of what it is written on.
pub(super) const fn paper(token: &Token) -> Option<&'static str> {
    match token.paper {
        Paper::Letter => None,
        Paper::Report => Some("is-report"),
        Paper::Notice => Some("is-notice"),
    }
}

/// What a token is, for tests, and its drawing around 0,0 in scene units.
pub(super) fn drawing(token: &Token, letters: &Typeface) -> (&'static str, Html) {
    let scale = token.scale;
    let pen = Pen { letters, size: LETTERS_ON_TOKENS };
    let (name, drawing) = match &token.kind {
        TokenKind::Letter => ("letter", letter()),
        TokenKind::OpenLetter => ("open-letter", symbol("#ej-envelope-open", 72, 72)),
        TokenKind::SmallLetter => ("small-letter", symbol("#ej-envelope", 64, 44)),
        TokenKind::WaitingLetter => ("waiting-letter", waiting_letter()),
        TokenKind::Report => ("report", report()),
        TokenKind::OpenReport => ("open-report", symbol("#ej-report-open", 72, 72)),
        TokenKind::Notice => ("notice", notice()),
        TokenKind::OpenNotice => ("open-notice", symbol("#ej-envelope-open", 72, 72)),
        TokenKind::Ghost { pieces, arrived, gap } => ("ghost", ghost(*pieces, *arrived, *gap)),
        TokenKind::Piece { number, count, lost, again } => {
            ("piece", piece((*number, *count), *lost, *again, pen, token.legible))
        }
        TokenKind::Line => ("line", slip()),
        TokenKind::Card { text, answer } => {
            (if *answer { "answer" } else { "card" }, card(text, token.legible, pen))
        }
        TokenKind::Key => ("key", symbol("#ej-key", 52, 24)),
    };
    if scale == 100 {
        return (name, drawing);
    }
    let transform = ["scale(", &hundredths(scale), ")"].concat();
    (name, group!(drawing, "transform" = transform))
}

/// A drawing around 0,0.
fn symbol(href: &'static str, width: i32, height: i32) -> Html {
    let (x, y) = (-width / 2, -height / 2);
    shape!("use", "href" = href, "x" = x, "y" = y, "width" = width, "height" = height)
}

fn letter() -> Html {
    html! {
        <>
            { shape!(
                "rect", "class" = "ej-halo", "x" = "-36", "y" = "-25", "width" = "72",
                "height" = "50", "rx" = "6",
            ) }
            { symbol("#ej-envelope", 72, 50) }
        </>
    }
}

/// The letter in a queue, with a clock.
fn waiting_letter() -> Html {
    html! { <>{ symbol("#ej-envelope", 64, 44) }{ marks::mark(Mark::Clock, (27, 17), 28) }</> }
}

/// A report: other paper than the letter, and an arrow back.
fn report() -> Html {
    html! {
        <>
            { shape!(
                "rect", "class" = "ej-halo", "x" = "-32", "y" = "-22", "width" = "64",
                "height" = "44", "rx" = "6",
            ) }
            { symbol("#ej-envelope-bounce", 64, 44) }
            <g class="ej-badge is-stop" transform="translate(29 -17)">
                { shape!("circle", "r" = "12") }
                { shape!(
                    "use", "href" = "#ej-return", "x" = "-8", "y" = "-8", "width" = "16",
                    "height" = "16",
                ) }
            </g>
        </>
    }
}

/// A notice that it takes longer: the paper of a report, without its red, and a clock.
fn notice() -> Html {
    html! {
        <>
            <rect class="ej-halo" x="-32" y="-22" width="64" height="44" rx="6" />
            { symbol("#ej-envelope", 64, 44) }
            { marks::mark(Mark::Clock, (27, -15), 26) }
        </>
    }
}

/// The outline of a letter that arrives in pieces, each a strip; there is a gap where some were lost.
fn ghost(pieces: u16, arrived: u16, gap: Option<(u16, u16)>) -> Html {
    let pieces = i32::from(pieces.max(1));
    let arrived = i32::from(arrived).min(pieces);
    let gap = gap.filter(|_| arrived < pieces).map(|(n, count)| (i32::from(n), i32::from(count)));
    let (first, skipped) = gap.map_or((arrived, 0), |(n, count)| (arrived.min(n - 1), count));
    let x = |strip: i32| -31 + 62 * strip.min(pieces) / pieces;
    let there = [(0, first), (first + skipped, arrived + skipped)].map(|(a, b)| (x(a), x(b)));
    let filled = there.into_iter().filter(|(from, until)| from < until);
    // On paper they are drawn with the letter's ink.
    let [mut bare, mut written] = [String::new(), String::new()];
    for n in 1..pieces.min(12) {
        let x = -31 + 62 * n / pieces.min(12);
        let covered = there.iter().any(|(from, until)| (*from..*until).contains(&x));
        let cuts = if covered { &mut written } else { &mut bare };
        cuts.push_str(&["M", &x.to_string(), " -19V19"].concat());
    }
    html! {
        <>
            { shape!(
                "rect", "class" = "ej-sy ej-sy-b ej-ghost", "x" = "-31", "y" = "-21",
                "width" = "62", "height" = "42", "rx" = "4", "stroke-dasharray" = "3 4.2",
            ) }
            { for filled.map(|(from, until)| shape!(
                "rect", "class" = "ej-ghost-fill", "x" = from, "y" = "-20", "width" = until - from,
                "height" = "40", "rx" = "3",
            )) }
            if arrived > 0 {
                { shape!(
                    "rect", "class" = "ej-sy", "x" = "-31", "y" = "-21", "width" = "62",
                    "height" = "42", "rx" = "4", "stroke-dasharray" = "3 4.2",
                ) }
            }
            { shape!("path", "class" = "ej-sy ej-sy-q", "stroke-dasharray" = "3 4", "d" = bare) }
            { shape!("path", "class" = "ej-sy ej-sy-m", "stroke-dasharray" = "3 4", "d" = written) }
        </>
    }
}

fn piece(
    (number, count): (u16, u16),
    lost: bool,
    again: bool,
    pen: Pen<'_>,
    legible: bool,
) -> Html {
    let href = if lost { "#ej-packet-lost" } else { "#ej-packet" };
    let label = if count > 1 { text::train(number, count) } else { number.to_string() };
    let wide = pen.letters.width(&label, pen.size, Face::Bold) + 10;
    let width = if count > 1 { wide.max(60) } else { 30 };
    html! {
        <>
            if count > 1 {
                { shape!(
                    "use", "href" = href, "x" = "-24", "y" = "-17", "width" = "30",
                    "height" = "28",
                ) }
                { shape!(
                    "use", "href" = href, "x" = "-10", "y" = "-17", "width" = "30",
                    "height" = "28",
                ) }
                { shape!(
                    "rect", "class" = "ej-sy ej-sy-l", "x" = -width / 2, "y" = "-12",
                    "width" = width, "height" = "26", "rx" = "3",
                ) }
            } else {
                { shape!(
                    "use", "href" = href, "x" = "-15", "y" = "-14", "width" = "30",
                    "height" = "28",
                ) }
            }
            if legible {
                { pen.write(if lost { "ej-num is-lost" } else { "ej-num" }, Face::Bold, &label, (0, 5)) }
            }
            if lost { { badge(Some("is-stop"), "M-3.5 -3.5l7 7M3.5 -3.5l-7 7") } }
            if again { { badge(None, "M3.6 -1.8A4 4 0 1 0 4 1.2M4 -4.4v3.2h-3.2") } }
        </>
    }
}

/// A small sign on the upper right corner of a piece.
fn badge(more: Option<&'static str>, d: &'static str) -> Html {
    let content = html! {
        <>
            { shape!("circle", "r" = "9") }
            { shape!("path", "class" = "ej-sy", "d" = d) }
        </>
    };
    let class = class("ej-badge", &[more]);
    group!(content, "class" = class, "transform" = "translate(15 -15)")
}

/// A line of the conversation: a slip of paper.
fn slip() -> Html {
    html! {
        <>
            { shape!(
                "rect", "class" = "ej-slip", "x" = "-11", "y" = "-7", "width" = "22",
                "height" = "14", "rx" = "3",
            ) }
            { shape!("path", "class" = "ej-slip-line", "d" = "M-6 -2H6M-6 2.5H2") }
        </>
    }
}

/// The longest text on a card: eighteen letters, usually.
const CARD: i32 = 154;

/// A card that asks or answers.
fn card(label: &str, legible: bool, pen: Pen<'_>) -> Html {
    let label = pen.letters.fit(label, CARD, pen.size, Face::Mono);
    let width = pen.letters.width(&label, pen.size, Face::Mono).max(27) + 14;
    let left = (-width / 2).to_string();
    html! {
        <>
            { shape!(
                "rect", "class" = "ej-slip", "x" = left.clone(), "y" = "-15", "width" = width,
                "height" = "30", "rx" = "3",
            ) }
            { shape!(
                "rect", "class" = "ej-sy-live", "x" = left, "y" = "-15", "width" = width,
                "height" = "8", "rx" = "3",
            ) }
            if legible {
                { pen.write("ej-crd", Face::Mono, &label, (0, 9)) }
            }
        </>
    }
}
