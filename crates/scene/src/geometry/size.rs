//! How much room the picture has, and the measures that follow from it.
//!
//! Lengths are scene units. The lowest number of pixels that a unit gets at each size is known, so
//! that letters stay readable: nothing is written smaller than twelve pixels.

/// How much room the picture has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// A phone, below 600 pixels: the picture shows a part of the scene, and pans.
    Narrow,
    /// From 600 pixels: the whole scene with large names, two lines each.
    Small,
    /// From 840 pixels: the whole scene, and what runs on each host.
    Medium,
    /// From 1080 pixels: room for everything.
    #[default]
    Wide,
}

impl Size {
    /// All four, from small to large.
    pub const ALL: [Self; 4] = [Self::Narrow, Self::Small, Self::Medium, Self::Wide];

    /// The size of a picture that is so many pixels wide.
    pub const fn of(pixels: u32) -> Self {
        match pixels {
            0..600 => Self::Narrow,
            600..840 => Self::Small,
            840..1080 => Self::Medium,
            _ => Self::Wide,
        }
    }

    /// Whether the picture shows a part of the scene only.
    pub const fn pans(self) -> bool {
        matches!(self, Self::Narrow)
    }

    /// The measures of this size.
    pub(crate) const fn measures(self) -> &'static Measures {
        match self {
            Self::Narrow => &NARROW,
            Self::Small => &SMALL,
            Self::Medium => &MEDIUM,
            Self::Wide => &WIDE,
        }
    }
}

/// How high a picture that is so many pixels wide is, in pixels, as in the style sheet: that depends
/// on nothing else.
pub(crate) const fn height_of(pixels: u32) -> u32 {
    match pixels {
        0..358 => 222,
        358..600 => 248,
        600..840 => 300,
        840..960 => 320,
        960..1200 => pixels / 3,
        _ => 400,
    }
}

/// Lengths in scene units.
pub(crate) struct Measures {
    /// Of the scene, from the upper edge of the sky.
    pub(crate) height: i32,
    /// The line on which everything stands.
    pub(crate) street: i32,
    /// Sizes of letters: of names, of what runs on a host (where there is room for that), of all
    /// the rest.
    pub(crate) name: i32,
    pub(crate) technical: Option<i32>,
    pub(crate) small: i32,
    /// The longest gloss in a bubble, in characters.
    pub(crate) gloss: usize,
    /// How large that which travels is, in percent: what is written on it must be legible.
    pub(crate) travels: i32,
    /// Lines a name may take, and where they are, below the street.
    pub(crate) name_lines: usize,
    pub(crate) lines: [i32; 3],
    /// Where the provider stands, where the whole scene is shown.
    pub(crate) provider: i32,
    /// Drawings: width and height.
    pub(crate) computer: (i32, i32),
    pub(crate) server: (i32, i32),
    /// The wall of boxes: its doors, how many rows and columns of them, its roof, and the part
    /// with the server in it.
    pub(crate) door: (i32, i32),
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) roof: i32,
    pub(crate) strip: i32,
    /// The card index: its width, the part with its name, and one of its three drawers.
    pub(crate) cabinet: i32,
    pub(crate) head: i32,
    pub(crate) drawer: i32,
}

/// The size of letters on what travels, where its scale is 100.
pub const LETTERS_ON_TOKENS: i32 = 14;

/// From what is written above hosts to what must be seen.
pub(crate) const CLEAR: i32 = 12;

/// The scene where all of it is shown.
pub(crate) const WHOLE_WIDTH: i32 = 1200;

/// A unit is 0.9 to 1 pixel.
const WIDE: Measures = Measures {
    height: 400,
    street: 292,
    name: 16,
    technical: Some(14),
    small: 14,
    gloss: 100,
    travels: 100,
    name_lines: 1,
    lines: [60, 80, 97],
    provider: 286,
    computer: (120, 105),
    server: (84, 136),
    door: (74, 38),
    rows: 3,
    columns: 3,
    roof: 26,
    strip: 48,
    cabinet: 176,
    head: 28,
    drawer: 28,
};

/// A unit is 0.7 to 0.9 pixels.
const MEDIUM: Measures = Measures {
    height: 400,
    street: 290,
    name: 18,
    technical: Some(18),
    small: 18,
    gloss: 100,
    travels: 125,
    name_lines: 1,
    lines: [60, 82, 102],
    provider: 280,
    computer: (120, 105),
    server: (84, 136),
    door: (92, 37),
    rows: 3,
    columns: 2,
    roof: 30,
    strip: 50,
    cabinet: 214,
    head: 32,
    drawer: 29,
};

/// A unit is 0.5 to 0.7 pixels.
const SMALL: Measures = Measures {
    height: 400,
    street: 288,
    name: 24,
    technical: None,
    small: 24,
    gloss: 90,
    travels: 175,
    name_lines: 2,
    lines: [70, 97, 97],
    provider: 246,
    computer: (120, 105),
    server: (84, 136),
    door: (116, 48),
    rows: 2,
    columns: 2,
    roof: 36,
    strip: 52,
    cabinet: 222,
    head: 34,
    drawer: 32,
};

/// A unit is 0.68 pixels on the narrowest phones, 0.76 on the others.
const NARROW: Measures = Measures {
    height: 325,
    street: 240,
    name: 18,
    technical: Some(18),
    small: 18,
    gloss: 76,
    travels: 128,
    name_lines: 1,
    lines: [60, 79, 79],
    provider: 0,
    computer: (112, 98),
    server: (74, 120),
    door: (88, 40),
    rows: 2,
    columns: 2,
    roof: 24,
    strip: 46,
    cabinet: 200,
    head: 28,
    drawer: 28,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_smaller_than_twelve_pixels() {
        // Widths at which a unit is smallest, and the width of the scene or the camera then.
        for (size, pixels, units) in [
            (Size::Wide, 1080, WHOLE_WIDTH),
            (Size::Medium, 840, WHOLE_WIDTH),
            (Size::Small, 600, WHOLE_WIDTH),
            // On phones, the height decides: 222 pixels on those below 360, borders not counted.
            (Size::Narrow, 222, NARROW.height),
        ] {
            let measures = size.measures();
            let on_tokens = LETTERS_ON_TOKENS * measures.travels;
            assert!(on_tokens * pixels >= 12 * 100 * units, "{size:?}");
            for letters in [Some(measures.name), measures.technical, Some(measures.small)] {
                assert!(letters.unwrap_or(99) * pixels >= 12 * units, "{size:?}");
            }
        }
        assert_eq!(Size::of(599), Size::Narrow);
        assert_eq!(Size::of(1080), Size::Wide);
    }
}
