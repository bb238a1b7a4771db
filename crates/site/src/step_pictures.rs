//! The picture of each step of a journey, for paper: drawings that stand alone, with letters and colours of
//! their own.

use roxmltree::Document;
use simplecss::StyleSheet;

use super::drawing::Pens;
use super::markup::render;
use super::plain_css::{Plain, plain};
use super::preset_journey::PresetJourney;
use super::preview::{LOOK, SYMBOLS, TOKENS};
use email_journey::ui::storyboard::{SIZE, picture};
use scene::Layout;

/// What the page around the picture says elsewhere.
const OWN: &str = ".ej-scene { color: var(--ej-c-ink); }";

/// The name of the picture of step `n`, beside its page.
pub(super) fn name(n: usize) -> String {
    format!("step-{n}.svg")
}

/// Draws steps.
pub(super) struct Sketcher {
    sheet: Plain,
}

impl Sketcher {
    pub(super) fn new() -> Self {
        Self { sheet: plain(&[TOKENS, LOOK, OWN].concat()) }
    }

    /// All of them, by their names.
    pub(super) fn draw(&self, journey: &PresetJourney) -> Result<Vec<(String, String)>, String> {
        let fail = |error: roxmltree::Error| format!("{}: {error}", journey.preset.slug());
        let symbols = Document::parse(SYMBOLS).map_err(fail)?;
        let rules = StyleSheet::parse(&self.sheet.selectors);
        let pens = Pens { rules, blocks: &self.sheet.blocks, symbols: &symbols };
        let layout = Layout::new(&journey.story, SIZE);
        let pictures = (1..).zip(&journey.story.steps).map(|(n, step)| {
            let drawing = render(picture("ej ej-scene", &journey.story, &layout, step));
            let stage = ["<svg data-stage=\"", step.stage.slug(), "\" "].concat();
            let drawing = drawing.replacen("<svg ", &stage, 1);
            let document = Document::parse(&drawing).map_err(fail)?;
            Ok((name(n), pens.draw(document.root_element())))
        });
        pictures.collect()
    }
}
