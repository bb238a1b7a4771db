//! What is being said, as a part of the drawing: where no script places a box over it.

use yew::prelude::*;

use super::writing;
use crate::scene::{Bubble, Face, Tail, width_of};
use crate::ui::shape::{class, join, shape};

/// Letters and measures of what is said, in scene units.
#[derive(Clone, Copy)]
pub(crate) struct Letters {
    /// Of the line, and of what it means.
    pub line: i32,
    pub gloss: i32,
    /// Between them and the edge.
    pub pad: i32,
    /// The widest bubble.
    pub widest: i32,
}

impl Letters {
    /// On paper, where a unit is about half a pixel.
    pub(crate) const PAPER: Self = Self { line: 21, gloss: 22, pad: 16, widest: 820 };
}

/// A line of what machines say takes no more lines than this; what is left out is in its meaning.
const LINES: usize = 2;

/// From the ends of its room, and of the picture.
pub(super) const CLEAR: i32 = 8;

/// A tail is so far away from the bubble's ends.
const END: i32 = 28;

/// The bubble, and its upper edge: as far to the right in its room as its speaker, so that it never
/// leaves it, and as high as it has to be.
pub(super) fn spoken(bubble: &Bubble, letters: &Letters) -> (Html, i32) {
    let Letters { line: small, gloss: size, pad, widest } = *letters;
    let (from, until) = (bubble.from + CLEAR, bubble.until - CLEAR);
    let room = (until - from).min(widest) - 2 * pad;
    // Readers may have letters of the one kind where those of the other are meant.
    let code = |text: &str| {
        width_of(text, small, Face::Mono).max(width_of(text, small, Face::Bold))
    };
    let plain = |text: &str| width_of(text, size, Face::Plain);
    let lines = cut(wrap(&bubble.line, room, &code), room, &code);
    let gloss = wrap(&bubble.gloss, room, &plain);
    let widths = lines.iter().map(|line| code(line)).chain(gloss.iter().map(|line| plain(line)));
    let wide = widths.max().unwrap_or(0) + 2 * pad;

    let (lead, leading) = (small * 140 / 100, size * 130 / 100);
    let rows = |lines: &[String]| i32::try_from(lines.len()).unwrap_or(1);
    let head = rows(&lines) * lead + pad * 85 / 100;
    let height = head + rows(&gloss) * leading + pad;
    let y = bubble.edge - height;
    let x = match bubble.tail {
        Tail::Left => from,
        Tail::Right => until - wide,
        Tail::Below | Tail::Apart(_) => {
            let share = (bubble.tail_x - bubble.from) * 100 / (bubble.until - bubble.from).max(1);
            from + (until - from - wide) * share.clamp(0, 100) / 100
        }
    };
    let (right, bottom, middle) = (x + wide, y + height, y + height / 2);
    let tip = bubble.tail_x.clamp(x + END, (right - END).max(x + END));
    // Each begins inside of the edge, so that it hides that.
    let tail = match bubble.tail {
        Tail::Below => join!("M", tip - 9, " ", bottom - 1, "l9 11l9 -11"),
        Tail::Left => join!("M", x + 1, " ", middle - 9, "l-11 9l11 9"),
        Tail::Right => join!("M", right - 1, " ", middle - 9, "l11 9l-11 9"),
        Tail::Apart(_) => String::new(),
    };
    let band = join!(
        "M", x + 1, " ", y + head, "V", y + 10, "q0 -9 9 -9H", right - 10, "q9 0 9 9V", y + head, "z"
    );
    let write = |name: &'static str, lines: Vec<String>, top: i32, size: i32, leading: i32| {
        let rows = (0..).zip(lines).map(move |(n, line)| {
            writing(name, &line, (x + pad, top + n * leading + size), size)
        });
        rows.collect::<Html>()
    };
    let drawing = html! {
        <g class={class("ej-said", &[bubble.refuses.then_some("is-stop")])}>
            { shape!("rect", "x" = x, "y" = y, "width" = wide, "height" = height, "rx" = "10") }
            { shape!("path", "class" = "ej-said-band", "d" = band) }
            { shape!("path", "d" = tail) }
            { write("ej-said-code", lines, y + pad * 45 / 100, small, lead) }
            { write("ej-said-gloss", gloss, y + head + pad * 35 / 100, size, leading) }
        </g>
    };
    (drawing, y)
}

/// The text in lines that are no wider than this, where a word is not.
fn wrap(text: &str, room: i32, width: &impl Fn(&str) -> i32) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        let longer = [line.as_str(), if line.is_empty() { "" } else { " " }, word].concat();
        if line.is_empty() || width(&longer) <= room {
            *line = longer;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// The first of these lines, each with as much of its beginning as there is room for.
fn cut(mut lines: Vec<String>, room: i32, width: &impl Fn(&str) -> i32) -> Vec<String> {
    let more = lines.len() > LINES;
    lines.truncate(LINES);
    if more && let Some(last) = lines.last_mut() {
        last.push_str(" …");
    }
    for line in &mut lines {
        if width(line) > room {
            while width(line) + width("…") > room && line.pop().is_some() {}
            line.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_wrapped_and_cut() {
        let ten = |text: &str| i32::try_from(text.chars().count()).unwrap() * 10;
        assert_eq!(wrap("a b c", 1_000, &ten), ["a b c"]);
        assert_eq!(wrap("aaaa bbbb", 50, &ten), ["aaaa", "bbbb"]);
        let cut = |text: &str, room| cut(wrap(text, room, &ten), room, &ten);
        assert_eq!(cut("abc", 1_000), ["abc"]);
        assert_eq!(cut("aaaaaaaaaa", 50), ["aaaa…"]);
        assert_eq!(cut("aa bb cc", 40), ["aa", "bb …"]);
    }
}
