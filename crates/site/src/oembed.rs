//! oEmbed answers (oembed.com, version 1.0): what a content system asks for when somebody pastes the address of an
//! example, as files beside its page.
//!
//! Simplified: files cannot read `maxwidth` and `maxheight`, so the answer is the same for everybody; the frame
//! takes less width where there is less.

use super::PREVIEW;
use super::markup::escape;
use super::preset_journey::PresetJourney;
use ::text::{pages as text, ui};
use serde_json::json;

/// The frame, in CSS pixels: as wide as a column of text, and as high as the widget is at most up to there while
/// nothing is opened.
pub(super) const WIDTH: u16 = 720;
/// The same.
pub(super) const HEIGHT: u16 = 640;

/// How long an answer may be kept, in seconds: a day.
const CACHE_AGE: u32 = 86_400;

/// In which of the two ways it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Xml,
}

impl Format {
    pub(super) const ALL: [Self; 2] = [Self::Json, Self::Xml];

    /// The type of the link by which it is found.
    pub(super) const fn discovery(self) -> &'static str {
        match self {
            Self::Json => "application/json+oembed",
            Self::Xml => "text/xml+oembed",
        }
    }
}

/// Where in the site the answer for a preset lies.
pub(super) fn path(slug: &str, format: Format) -> String {
    let name = match format {
        Format::Json => "oembed.json",
        Format::Xml => "oembed.xml",
    };
    ["p/", slug, "/", name].concat()
}

/// The page for the frame: with its whole name, because not every server shows it for the folder.
pub(super) fn frame(site: &str, slug: &str) -> String {
    [site, "embed/", slug, "/index.html"].concat()
}

/// The answer for a preset, in a site at this address.
pub(super) fn answer(journey: &PresetJourney, site: &str, format: Format) -> String {
    let slug = journey.preset.slug();
    let title = text::title(journey.name);
    let frame = frame(site, slug);
    let picture = [site, "p/", slug, "/", PREVIEW].concat();
    let html = format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" loading=\"lazy\" \
         frameborder=\"0\" style=\"border:0;width:100%;max-width:{WIDTH}px;color-scheme:light dark\"></iframe>",
        escape(&frame),
        escape(&title)
    );
    let fields = [
        ("type", json!("rich")),
        ("version", json!("1.0")),
        ("title", json!(title)),
        ("provider_name", json!(ui::TITLE)),
        ("provider_url", json!(site)),
        ("cache_age", json!(CACHE_AGE)),
        ("html", json!(html)),
        ("width", json!(WIDTH)),
        ("height", json!(HEIGHT)),
        ("thumbnail_url", json!(picture)),
        ("thumbnail_width", json!(1200)),
        ("thumbnail_height", json!(630)),
    ];
    match format {
        Format::Json => {
            let all: serde_json::Map<String, serde_json::Value> =
                fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            serde_json::Value::Object(all).to_string() + "\n"
        }
        Format::Xml => {
            let field = |(name, value): (&str, serde_json::Value)| {
                let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
                format!("  <{name}>{}</{name}>\n", escape(&text))
            };
            let fields: String = fields.into_iter().map(field).collect();
            let head = "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\n";
            [head, "<oembed>\n", &fields, "</oembed>\n"].concat()
        }
    }
}
