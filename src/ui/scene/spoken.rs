//! What is being said, as a part of the drawing: where no script places a box over it.

use yew::prelude::*;

use super::Pen;
use crate::ui::shape::{all, class, group, join, shape};
use scene::{Bubble, Face, Tail, Typeface};

/// How large letters are, of the line and of what it means, in scene units: on paper, one is about half a
/// pixel.
const LINE: i32 = 21;
const GLOSS: i32 = 22;

/// Between them and the edge.
const PAD: i32 = 16;

/// The widest bubble.
const WIDEST: i32 = 820;

/// From the ends of its room, and of the picture.
pub(super) const CLEAR: i32 = 8;

/// A tail is so far away from the bubble's ends.
const END: i32 = 28;

/// The bubble, and its upper edge: as far to the right in its room as its speaker, so that it never
/// leaves it, and as high as it has to be.
pub(super) fn spoken(bubble: &Bubble, letters: &Typeface) -> (Html, i32) {
    let [said, meant] = [LINE, GLOSS].map(|size| Pen { letters, size });
    let (from, until) = (bubble.from + CLEAR, bubble.until - CLEAR);
    let room = (until - from).min(WIDEST) - 2 * PAD;
    // Readers may have letters of the one kind where those of the other are meant.
    let code = |text: &str| said.width(text, Face::Mono).max(said.width(text, Face::Bold));
    let plain = |text: &str| meant.width(text, Face::Plain);
    let lines = wrap(&bubble.line, room, &code);
    let gloss = wrap(&bubble.gloss, room, &plain);
    let widths = lines.iter().map(|line| code(line)).chain(gloss.iter().map(|line| plain(line)));
    let wide = widths.max().unwrap_or(0) + 2 * PAD;

    let (lead, leading) = (LINE * 140 / 100, GLOSS * 130 / 100);
    let rows = |lines: &[String]| i32::try_from(lines.len()).unwrap_or(1);
    let head = rows(&lines) * lead + PAD * 85 / 100;
    let height = head + rows(&gloss) * leading + PAD;
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
        "M",
        x + 1,
        " ",
        y + head,
        "V",
        y + 10,
        "q0 -9 9 -9H",
        right - 10,
        "q9 0 9 9V",
        y + head,
        "z"
    );
    let write = |(pen, name, face): (Pen<'_>, _, _), lines: Vec<String>, top: i32, leading: i32| {
        let rows = (0..)
            .zip(lines)
            .map(|(n, line)| pen.write(name, face, &line, (x + PAD, top + n * leading + pen.size)));
        rows.collect::<Html>()
    };
    let parts = [
        shape!("rect", "x" = x, "y" = y, "width" = wide, "height" = height, "rx" = "10"),
        shape!("path", "class" = "ej-said-band", "d" = band),
        shape!("path", "d" = tail),
        write((said, "ej-said-code", Face::Mono), lines, y + PAD * 45 / 100, lead),
        write((meant, "ej-said-gloss", Face::Plain), gloss, y + head + PAD * 35 / 100, leading),
    ];
    let class = class("ej-said", &[bubble.refuses.then_some("is-stop")]);
    let drawing = group!(all(parts), "class" = class);
    (drawing, y)
}

/// The text in lines that are no wider than this: broken at spaces, and where a word is wider, anywhere.
fn wrap(text: &str, room: i32, width: &impl Fn(&str) -> i32) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for word in text.split(' ') {
        let longer = [line.as_str(), if line.is_empty() { "" } else { " " }, word].concat();
        if line.is_empty() || width(&longer) <= room {
            line = longer;
        } else {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        }
        while width(&line) > room {
            let fits = |end: &usize| *end > 0 && width(&line[..*end]) <= room;
            let ends = line.char_indices().map(|(at, _)| at);
            let Some(end) = ends.filter(fits).last() else { break };
            let rest = line.split_off(end);
            lines.push(std::mem::replace(&mut line, rest));
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_wrapped() {
        let ten = |text: &str| i32::try_from(text.chars().count()).unwrap() * 10;
        assert_eq!(wrap("a b c", 1_000, &ten), ["a b c"]);
        assert_eq!(wrap("aaaa bbbb", 50, &ten), ["aaaa", "bbbb"]);
        assert_eq!(wrap("a bbbbbb€bb cc", 40, &ten), ["a", "bbbb", "bb€b", "b cc"]);
        assert_eq!(wrap("ab", 5, &ten), ["ab"], "no room at all");
    }
}
