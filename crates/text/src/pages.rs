//! The words of the static pages around the widget, and of their pictures.

use super::ui::TITLE;

/// What the first page is about, for search engines and chats.
pub const DESCRIPTION: &str = "Watch an email travel from the sender to the recipient: a real \
                               simulation, step by step, that you can stop, replay and change.";

/// Where the picture does not move: scripts or WebAssembly are off, did not arrive, or failed.
pub const STILL: &str = "The picture does not move: it needs JavaScript and WebAssembly, which \
                         could not run here; the whole journey is told in words below.";

/// Leads to the field for what came back: before the link, and the link.
pub const CAME_BACK: (&str, &str) =
    ("Did a message come back, or is it late?", "Paste what you got, and watch what happened.");

/// The title of a preset's page.
pub fn title(name: &str) -> String {
    [name, " – ", TITLE].concat()
}

/// Heading of the list of all steps.
pub fn in_words(name: &str) -> String {
    ["In words: ", name].concat()
}

/// Heading of the list of presets, on the first page and on those of presets.
pub const PRESETS: &str = "What could go wrong?";
/// See [`PRESETS`].
pub const OTHERS: &str = "Other journeys";

/// Link from a preset's page to the first one.
pub const ARTICLE: &str = "How email works, from the beginning";

/// What the picture of a page shows, for those who do not see it.
pub fn preview(name: &str, title: &str, caption: &str) -> String {
    [name, ": ", title, ". ", caption].concat()
}

/// In the picture: what became of the message.
pub const OUTCOME_WELL: &str = "It arrives.";
/// See [`OUTCOME_WELL`].
pub const OUTCOME_BADLY: &str = "It does not arrive.";
/// See [`OUTCOME_WELL`].
pub const OUTCOME_MIXED: &str = "Not everybody gets it.";
/// See [`OUTCOME_WELL`].
pub const OUTCOME_MENDED: &str = "It still arrives.";
/// See [`OUTCOME_WELL`].
pub const OUTCOME_LATE: &str = "It arrives, but late.";
/// See [`OUTCOME_WELL`].
pub const OUTCOME_LOST: &str = "It does not reach its reader, and nobody is told.";
