//! How wide a text is, and what becomes of one that is too long.
//!
//! Readers have any typeface, with any spacing between letters: the page measures what it has when it
//! starts, and again when that changes. Until then, and where nobody measures, letters are those of
//! Arial and of the typefaces that are as wide (Liberation Sans, Helvetica).
//!
//! Simplified: letters are measured one by one, so kerning, which makes texts a little narrower, is
//! left out. Letters of other scripts than Latin are not measured: they are wide ones.

/// Which kind of letters; as numbers, the parts of a sample that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Names: proportional and bold.
    Bold,
    /// What is explained: proportional, not bold.
    Plain,
    /// What machines say: all letters are as wide as each other.
    Mono,
}

/// The letters that are measured: all of ASCII, and what else the picture's own words have. The space is
/// between others, because at an end it would have no width.
pub const MEASURED: &str = concat!(
    "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~",
    " …’·–→←“”",
);

/// How many of [`MEASURED`] are ASCII without the space, from `!` to `~`, and how many there are.
const ASCII: usize = 94;
const COUNT: usize = ASCII + 9;

/// The widest letters, should those of machines not be as wide as each other.
const WIDEST: [char; 3] = ['W', 'm', '@'];

/// Stands for what was left out.
const LEFT_OUT: char = '…';

/// Below this a letter has not been measured but is not there, above it something is wrong: in
/// thousandths of the size.
const LIKELY: std::ops::RangeInclusive<u32> = 1..=4_000;

/// How wide all of [`MEASURED`] are together, in [`ARIAL`].
const USUAL: u32 = 54780;

/// In the page nobody sees what is written before it is measured: it does without the tables.
#[cfg(target_arch = "wasm32")]
const ARIAL: Advances = [600; COUNT];
#[cfg(target_arch = "wasm32")]
const ARIAL_BOLD: Advances = ARIAL;

/// How wide letters are, in thousandths of their size.
type Advances = [u16; COUNT];

/// How high a line of explanation is, in thousandths of the size of its letters: as the style sheet
/// says.
const LEADING: u32 = 1_350;

/// The letters that the picture is written in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typeface {
    bold: Advances,
    plain: Advances,
    /// The widest of them counts for all.
    mono: u16,
    /// How high a line of explanation is, in thousandths of the size of its letters.
    leading: u32,
    /// Nobody has measured it.
    assumed: bool,
}

impl Default for Typeface {
    fn default() -> Self {
        Self { bold: ARIAL_BOLD, plain: ARIAL, mono: 605, leading: LEADING, assumed: true }
    }
}

impl Typeface {
    /// What was measured: how wide letter n of [`MEASURED`] is in each face, and how high a line of
    /// explanation is, all in thousandths of the size of letters. None if there was nothing to be
    /// measured, because nothing of it is shown.
    pub fn measured(advance: impl Fn(Face, u32) -> u32, leading: u32) -> Option<Self> {
        let mut usable = true;
        let mut of = |face, n: usize| {
            let measured = u32::try_from(n).map_or(0, |n| advance(face, n));
            usable &= LIKELY.contains(&measured);
            u16::try_from(measured).unwrap_or(u16::MAX)
        };
        let bold = std::array::from_fn(|n| of(Face::Bold, n));
        let plain = std::array::from_fn(|n| of(Face::Plain, n));
        let widest = WIDEST.into_iter().filter_map(place).map(|n| of(Face::Mono, n));
        let mono = widest.max().unwrap_or_default();
        usable.then_some(Self { bold, plain, mono, leading: leading.max(LEADING), assumed: false })
    }

    /// Whether nobody has measured it: texts may turn out wider than they should be.
    pub const fn is_assumed(&self) -> bool {
        self.assumed
    }

    /// Whether the reader has lines further apart than they are made: what is said has to be denser in
    /// other ways.
    pub const fn is_spaced(&self) -> bool {
        self.leading > LEADING + 50
    }

    /// How wide a text is, in the units of its `size`.
    #[inline(never)]
    pub fn width(&self, text: &str, size: i32, face: Face) -> i32 {
        let thousandths: i32 = text.chars().map(|letter| self.advance(letter, face)).sum();
        (thousandths * size + 999) / 1_000
    }

    /// In thousandths of the size.
    fn advance(&self, letter: char, face: Face) -> i32 {
        let advances = match face {
            Face::Mono => return self.mono.into(),
            Face::Bold => &self.bold,
            Face::Plain => &self.plain,
        };
        let of = |known: char| place(known).map_or(0, |n| advances[n]);
        let advance = match place(letter) {
            Some(n) => advances[n],
            // A whole square.
            None if letter >= '\u{2e80}' => of(LEFT_OUT).max(of('W')),
            None => of('m'),
        };
        advance.into()
    }

    /// How many letters of an explanation take the room of `most` letters of [`Typeface::default`].
    pub(super) fn letters_in_room_of(&self, most: usize) -> usize {
        let here = self.plain.iter().map(|each| u32::from(*each)).sum::<u32>();
        let (usual, here) = (USUAL * LEADING / 1_000, here * self.leading / 1_000);
        if here <= usual {
            return most;
        }
        // The fewer words there are in a line, the more of it is left over at its end.
        let fit = most as u64 * u64::from(usual) * 85 / 100 / u64::from(here);
        usize::try_from(fit).unwrap_or(usize::MAX)
    }

    /// A text that fits: the middle of one that is too long is left out, so that beginning and end,
    /// which tell names apart, stay.
    #[inline(never)]
    pub fn fit(&self, text: &str, room: i32, size: i32, face: Face) -> String {
        if self.width(text, size, face) <= room {
            return text.to_owned();
        }
        let letters: Vec<char> = text.chars().collect();
        let (mut head, mut tail) = (0, 0);
        let shortened = |head: usize, tail: usize| -> String {
            let end = letters.len() - tail;
            letters[..head].iter().chain([&LEFT_OUT]).chain(&letters[end..]).collect()
        };
        // The end takes turns with the beginning, which comes first.
        while head + tail < letters.len() {
            let (h, t) = if head <= tail { (head + 1, tail) } else { (head, tail + 1) };
            if self.width(&shortened(h, t), size, face) > room {
                break;
            }
            (head, tail) = (h, t);
        }
        shortened(head, tail)
    }

    /// A text on as many lines as may be, broken at spaces so that the longest line is short.
    pub(super) fn wrap(&self, text: &str, lines: usize, size: i32) -> Vec<String> {
        let whole = vec![text.to_owned()];
        if lines < 2 {
            return whole;
        }
        let breaks = text.match_indices(' ').map(|(at, _)| (&text[..at], &text[at + 1..]));
        let wide = |line: &str| self.width(line, size, Face::Bold);
        let longest = |pair: &(&str, &str)| wide(pair.0).max(wide(pair.1));
        breaks.min_by_key(longest).map_or(whole, |(a, b)| vec![a.to_owned(), b.to_owned()])
    }
}

/// Where a letter is among those that are measured.
fn place(letter: char) -> Option<usize> {
    if letter.is_ascii_graphic() {
        return Some(letter as usize - '!' as usize);
    }
    MEASURED.chars().skip(ASCII).position(|known| known == letter).map(|n| ASCII + n)
}

#[cfg(not(target_arch = "wasm32"))]
#[rustfmt::skip]
const ARIAL_BOLD: Advances = [
    333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611,
    778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667,
    611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278,
    889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584, 278,
    1000, 278, 278, 556, 1000, 1000, 500, 500,
];

#[cfg(not(target_arch = "wasm32"))]
#[rustfmt::skip]
const ARIAL: Advances = [
    278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    278, 1000, 222, 278, 556, 1000, 1000, 333, 333,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_loses_its_middle() {
        let letters = Typeface::default();
        let name = "mail.a-rather-long-name-of-a-company.example";
        let short = letters.fit(name, 160, 14, Face::Mono);
        assert!(letters.width(&short, 14, Face::Mono) <= 160);
        assert!(short.starts_with("mail.a") && short.ends_with("xample"), "{short}");
        assert_eq!(letters.fit("mx", 160, 14, Face::Mono), "mx");
        assert_eq!(letters.fit("anything", 0, 14, Face::Bold), "…");
    }

    #[test]
    fn names_are_broken_into_lines_of_about_the_same_length() {
        let check = |name: &str, most: usize, lines: &[&str]| {
            assert_eq!(Typeface::default().wrap(name, most, 24), lines);
        };
        check("Your provider’s server", 2, &["Your provider’s", "server"]);
        check("Another mail server", 2, &["Another", "mail server"]);
        check("Server", 2, &["Server"]);
        check("Another mail server", 1, &["Another mail server"]);
    }

    #[test]
    fn each_letter_has_its_own_width() {
        assert_eq!(MEASURED.chars().count(), COUNT);
        assert!(MEASURED.chars().enumerate().all(|(n, letter)| place(letter) == Some(n)));
        let twice = |face, n: u32| {
            let letters = Typeface::default();
            let letter = MEASURED.chars().nth(n as usize).expect("it is one of them");
            2 * letters.advance(letter, face).cast_unsigned()
        };
        let wide = Typeface::measured(twice, 0).expect("it can be measured");
        for face in [Face::Bold, Face::Plain, Face::Mono] {
            let usual = Typeface::default().width("im…é→語", 100, face);
            let twice = wide.width("im…é→語", 100, face);
            assert!((2 * usual - 1..=2 * usual).contains(&twice), "{face:?}: {twice}, {usual}");
        }
        assert_eq!(Typeface::default().width("…", 1_000, Face::Bold), 1_000);
        assert_eq!(Typeface::default().width("W", 1_000, Face::Plain), 944);
        assert_eq!(USUAL, ARIAL.iter().map(|each| u32::from(*each)).sum::<u32>());
        assert_eq!(wide.letters_in_room_of(100), 42);
        assert_eq!(Typeface::default().letters_in_room_of(100), 100);
    }

    #[test]
    fn what_is_not_shown_is_not_measured() {
        assert_eq!(Typeface::measured(|_, _| 0, 1_350), None);
        assert_eq!(Typeface::measured(|_, _| 1_000_000, 1_350), None);
    }
}
