//! What names whole addresses: it is left out until somebody says where the site will be. `set-site.mjs`, which is
//! handed out with a finished site, writes it then, so that no compiler is needed for it.

use super::oembed;
use super::page::Page;
use super::preset_journey::PresetJourney;
use super::{all_pages, page};
use model::presets::PRESETS;
use serde_json::{Value, json};

/// Stands for the address of the site, with its last slash, in what [`addresses`] gives. Nobody can have it (RFC 6761).
const ANYWHERE: &str = "https://site.invalid/";

/// What `set-site.mjs` needs, as JSON: the stand-in for the address, what is added to the head of each page by its
/// path, and what each new file holds.
pub fn addresses() -> String {
    let mut pages = serde_json::Map::new();
    let anywhere = page::Site::default();
    for (kind, journey) in all_pages() {
        let page = Page { kind, journey: &journey, site: &anywhere };
        pages.insert(page.path(), Value::String(page.whole_addresses(ANYWHERE)));
    }
    let value = json!({ "site": ANYWHERE, "head": pages, "files": files(ANYWHERE) });
    value.to_string() + "\n"
}

/// Files that name whole addresses, by their path.
pub(super) fn files(site: &str) -> serde_json::Map<String, Value> {
    let mut files = serde_json::Map::new();
    for preset in &PRESETS {
        let journey = PresetJourney::new(preset);
        for format in oembed::Format::ALL {
            let answer = oembed::answer(&journey, site, format);
            files.insert(oembed::path(preset.slug(), format), Value::String(answer));
        }
    }
    files
}
