//! What a browser prints: the words on each page and where they stand, and how much is drawn somewhere.
//!
//! Read with poppler's `pdftotext` and `pdftoppm`. Lengths are whole points, from the upper left corner.

use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use serde_json::json;

use crate::browser::{Browser, ok, write_file};

/// Points to an inch: so a point is a pixel of what is looked at.
const POINTS: &str = "72";

/// What is lighter than this is paper, or sky.
const INK: u8 = 215;

/// Sheets of paper.
pub struct Paper {
    words: Vec<Word>,
    sheets: Vec<Sheet>,
}

struct Word {
    text: String,
    place: Place,
}

/// A rectangle on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Counted from 0.
    pub page: usize,
    /// From the left edge.
    pub left: usize,
    /// From the upper edge.
    pub top: usize,
    /// From the left edge.
    pub right: usize,
    /// From the upper edge.
    pub bottom: usize,
}

/// What a page looks like in shades of grey.
struct Sheet {
    width: usize,
    shades: Vec<u8>,
}

impl Browser {
    /// Prints the page into a PDF file on A4, as the browser's own command does at its first try, without
    /// backgrounds.
    #[track_caller]
    pub fn print(&self, file: &Path) {
        let page = json!({ "page": { "width": 21.0, "height": 29.7 }, "background": false });
        let printed = ok(self.command("POST", "/print", Some(&page)));
        let data = printed.as_str().unwrap_or_default();
        let content = base64::engine::general_purpose::STANDARD.decode(data);
        ok(content.map_err(|error| error.to_string()).and_then(|pdf| write_file(file, &pdf)));
    }

    /// What [`Browser::print`] prints. It stays in `shots/paper/` under this name, for whoever wants to
    /// look at it.
    #[track_caller]
    pub fn printed(&self, name: &str) -> Paper {
        let name = format!("{name}-{:?}.pdf", self.engine()).to_lowercase();
        let file = xtask::run::root().join("shots/paper").join(name);
        self.print(&file);
        ok(Paper::read(&file))
    }
}

impl Paper {
    fn read(file: &Path) -> Result<Self, String> {
        let mut command = Command::new(xtask::browsers::PDFTOTEXT.path()?);
        let text = xtask::run::read(command.args(["-raw", "-bbox"]).arg(file).arg("-"))?;
        let pages = text.split("<page ").skip(1).enumerate();
        let words = pages.flat_map(|(page, text)| {
            text.split("<word ").skip(1).filter_map(move |word| Word::read(page, word))
        });
        let mut command = Command::new("pdftoppm");
        command.args(["-gray", "-r", POINTS]).arg(file);
        let pictures = command.output().map_err(|error| format!("pdftoppm: {error}"))?.stdout;
        Ok(Self { words: words.collect(), sheets: sheets(&pictures) })
    }

    /// How many pages.
    pub fn pages(&self) -> usize {
        self.sheets.len()
    }

    /// Everything that can be read, in the order in which it was written.
    pub fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// Where this stands for the first time, one word after the other.
    pub fn find(&self, sentence: &str) -> Option<Place> {
        self.search(sentence, |_| true)
    }

    /// Where this stands for the first time on a page, in the part of it from here to there.
    pub fn find_between(
        &self,
        page: usize,
        (from, until): (usize, usize),
        sentence: &str,
    ) -> Option<Place> {
        self.search(sentence, |at| at.page == page && at.top >= from && at.bottom <= until)
    }

    fn search(&self, sentence: &str, fits: impl Fn(&Place) -> bool) -> Option<Place> {
        let wanted: Vec<&str> = sentence.split_whitespace().collect();
        let windows = self.words.windows(wanted.len().max(1));
        let same = windows.filter(|words| words.iter().map(|word| &word.text).eq(wanted.iter()));
        let places = same.filter_map(|words| {
            let (first, last) = (words.first()?.place, words.last()?.place);
            let (left, right) = (first.left.min(last.left), first.right.max(last.right));
            Some(Place { left, right, bottom: last.bottom, ..first })
        });
        places.into_iter().find(fits)
    }

    /// How many hundredths of a place are covered with ink.
    pub fn ink(&self, place: Place) -> usize {
        let Some(sheet) = self.sheets.get(place.page) else { return 0 };
        let rows = sheet.shades.chunks(sheet.width.max(1)).take(place.bottom).skip(place.top);
        let pixels = rows.flat_map(|row| row.iter().take(place.right).skip(place.left));
        let (all, inked) =
            pixels.fold((0, 0), |(all, inked), shade| (all + 1, inked + usize::from(*shade < INK)));
        inked * 100 / all.max(1)
    }

    /// The lightest shade at the edges of the pages, from 0 for black to 255.
    pub fn edge(&self) -> u8 {
        let corners = self.sheets.iter().filter_map(|sheet| sheet.shades.first());
        corners.copied().min().unwrap_or(0)
    }
}

impl Word {
    /// `xMin="1.0" yMin="2.0" xMax="3.0" yMax="4.0">word</word>`
    fn read(page: usize, word: &str) -> Option<Self> {
        let (attributes, rest) = word.split_once('>')?;
        let (text, _) = rest.split_once("</word>")?;
        let mut lengths =
            attributes.split('"').skip(1).step_by(2).map(|value| {
                value.split('.').next().and_then(|whole| whole.parse().ok()).unwrap_or(0)
            });
        let mut next = || lengths.next();
        let (left, top, right, bottom) = (next()?, next()?, next()?, next()?);
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        let text = text.replace("&apos;", "'").replace("&amp;", "&");
        Some(Self { text, place: Place { page, left, top, right, bottom } })
    }
}

/// Pictures in shades of grey, one behind the other: `P5`, width, height, the brightest shade, shades.
fn sheets(mut pictures: &[u8]) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    while pictures.starts_with(b"P5") {
        let mut head = [0; 4];
        for number in &mut head {
            let end = pictures.iter().position(u8::is_ascii_whitespace).unwrap_or(pictures.len());
            let (word, rest) = pictures.split_at(end);
            *number = String::from_utf8_lossy(word).parse().unwrap_or(0);
            pictures = rest.get(1..).unwrap_or_default();
        }
        let [_, width, height, _] = head;
        let (shades, rest) = pictures.split_at((width * height).min(pictures.len()));
        sheets.push(Sheet { width, shades: shades.to_vec() });
        pictures = rest;
    }
    sheets
}
