//! The pages as they are before any script is, written when the site is built: the first page, one
//! for each preset and the frame of each, with the first picture and the whole journey in words.
//!
//! ```text
//! index.html                 article, widget, links to every preset
//! embed.html                 the widget alone, for a frame
//! p/<slug>/index.html        a preset, with its card where it does not simply succeed
//! p/<slug>/preview.png       its picture, for chats and search engines
//! p/<slug>/oembed.json, .xml what a content system asks for, where the address is known
//! p/<slug>/step-<n>.svg      the picture of each step, for paper
//! embed/<slug>/index.html    the widget alone
//! stories/<slug>.bin         the preset's story, for the live widget to play
//! ```
//!
//! All of them are made of the site's `index.html`: what is in its head stays, and two
//! comments say where the rest goes (`shell.rs`).

mod addresses;
mod body;
mod colours;
mod drawing;
mod markup;
mod oembed;
mod page;
mod plain_css;
mod preset_journey;
mod preview;
mod shell;
mod step_pictures;

use std::fs;
use std::path::Path;

use journey::compile::compile_preset;
use model::preset_id::PresetId;
use model::presets::PRESETS;
use page::{Kind, Page};
use preset_journey::PresetJourney;
use shell::Shell;

pub use addresses::addresses;
pub use page::Site;

/// The name of a preset's picture, beside its page.
const PREVIEW: &str = "preview.png";

/// Writes every page, picture and story into `folder`.
///
/// # Errors
///
/// If the shell is not as it should be, or a file cannot be written.
pub fn write(folder: &Path, site: &Site) -> Result<(), String> {
    let index = folder.join("index.html");
    let shell = fs::read_to_string(&index).map_err(|e| format!("{}: {e}", index.display()))?;
    for (path, page) in pages(&shell, site)? {
        put(&folder.join(path), page.as_bytes())?;
    }
    for preset in &PRESETS {
        let story = folder.join("stories").join([preset.slug(), ".bin"].concat());
        put(&story, &compile_preset(preset).write())?;
    }
    if let Some(address) = site.address() {
        for (path, content) in addresses::files(address) {
            put(&folder.join(path), content.as_str().unwrap_or_default().as_bytes())?;
        }
    }
    let artist = preview::Artist::new()?;
    let sketcher = step_pictures::Sketcher::new();
    for preset in &PRESETS {
        let journey = PresetJourney::new(preset);
        let beside = folder.join("p").join(preset.slug());
        put(&beside.join(PREVIEW), &artist.draw(&journey)?)?;
        for (name, picture) in sketcher.draw(&journey)? {
            put(&beside.join(name), picture.as_bytes())?;
        }
    }
    Ok(())
}

/// Every page by its path in the site.
///
/// # Errors
///
/// If the shell is not as it should be.
pub fn pages(shell: &str, site: &Site) -> Result<Vec<(String, String)>, String> {
    let shell = Shell::new(shell)?;
    let page = |(kind, journey): (Kind, PresetJourney)| {
        let page = Page { kind, journey: &journey, site };
        (page.path(), shell.fill(&page))
    };
    Ok(all_pages().map(page).collect())
}

/// Which pages there are, and the journey that each of them shows.
fn all_pages() -> impl Iterator<Item = (Kind, PresetJourney)> {
    PRESETS.iter().flat_map(|preset| {
        let kinds = [Kind::First, Kind::FirstEmbed, Kind::Preset, Kind::Embed];
        let first = preset.id == PresetId::default();
        let kinds = kinds.into_iter().filter(move |kind| first || kind.is_of_preset());
        kinds.map(|kind| (kind, PresetJourney::new(preset)))
    })
}

fn put(file: &Path, content: &[u8]) -> Result<(), String> {
    let fail = |error: std::io::Error| format!("{}: {error}", file.display());
    file.parent().map_or(Ok(()), fs::create_dir_all).map_err(fail)?;
    fs::write(file, content).map_err(fail)
}
