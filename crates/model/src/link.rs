//! What a link is, as far as that can be said without making a scenario of it.
//!
//! What stands after the `#` is one of
//!
//! ```text
//! fragment = ""                      the default journey
//!          / slug                    a preset, from its beginning
//!          / slug ("_" / "/") step   a preset, at the rest of a step
//!          / "came-back"             the default journey, with the field for what came back
//!          / state                   a preset with changes
//! state    = version 1*base64url check
//! version  = "1"
//! check    = ALPHA / DIGIT           over everything before it
//! ```

use crate::limits::link::{MAX_FRAGMENT, MAX_STEP};
use crate::owner::OwnerError;
use crate::preset_id::PresetId;
use crate::scenario::ScenarioError;

/// What a state begins with.
pub const VERSION: char = '1';

/// Opens the field for what came back, where the name of a preset could stand.
pub const CAME_BACK: &str = "came-back";

/// What a link shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// A preset as it is.
    Preset {
        /// Which one.
        preset: PresetId,
        /// The name of the step to open, as it stands in the link. May not exist.
        step: Option<String>,
        /// What had to be left aside, if anything.
        problem: Option<LinkProblem>,
    },
    /// A preset with changes, to be read by whoever makes scenarios.
    State(String),
}

/// Why a link does not open all that it was meant to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkProblem {
    /// There is no preset of that name.
    UnknownPreset,
    /// Part of the link is missing or was changed on the way.
    Damaged,
    /// The link is of a version that is not known here.
    UnknownVersion,
    /// The link is longer than [`MAX_FRAGMENT`].
    TooLong,
    /// What it shows could not be fetched.
    NotOpened,
    /// A value in it is not allowed.
    NotAllowed(ScenarioError),
    /// A value in it is not allowed: the attachment is larger than [`MAX_PAGE_ATTACHMENT`](crate::limits::link::MAX_PAGE_ATTACHMENT).
    AttachmentTooBig,
    /// A name of the page's owner is not allowed.
    OwnerNotAllowed(OwnerError),
}

/// Looks at what stands after the `#`.
pub fn sort(fragment: &str) -> Link {
    let usual = |problem| Link::Preset { preset: PresetId::default(), step: None, problem };
    let fragment = asked(fragment);
    // Mail programs and chats like to take the full stop or bracket behind a link along.
    let fragment = fragment.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    if fragment.len() > MAX_FRAGMENT {
        return usual(Some(LinkProblem::TooLong));
    }
    match fragment.chars().next() {
        None => usual(None),
        Some(_) if fragment == CAME_BACK => usual(None),
        Some(VERSION) => Link::State(fragment.to_owned()),
        Some(first) if first.is_ascii_digit() => usual(Some(LinkProblem::UnknownVersion)),
        Some(_) => by_name(fragment),
    }
}

/// What a reader asks for with what stands after the `#`. `WordPress` writes a secret of its own there, behind a `?`,
/// when it makes a frame of a pasted address.
fn asked(fragment: &str) -> &str {
    let fragment = fragment.trim_start_matches('#');
    if fragment.starts_with('?') { "" } else { fragment }
}

/// Looks at what stands after the `#` in the page of this preset, if it is one: nothing means that preset, and
/// the name of a step alone means that step of it (no step has the name of a preset). Everything else is
/// as on any page.
pub fn sort_on(preset: Option<PresetId>, fragment: &str) -> Link {
    let Some(preset) = preset else {
        return sort(fragment);
    };
    let name = asked(fragment);
    let name = name.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    if name.is_empty() {
        return Link::Preset { preset, step: None, problem: None };
    }
    let step = step_name(name).filter(|name| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && PresetId::find(name).is_none()
            && name != CAME_BACK
    });
    match step {
        Some(step) => Link::Preset { preset, step: Some(step), problem: None },
        None => sort(fragment),
    }
}

/// Whether what stands after the `#` opens the field for what came back.
pub fn is_came_back(fragment: &str) -> bool {
    fragment.trim_start_matches('#') == CAME_BACK
}

fn by_name(fragment: &str) -> Link {
    let (slug, step) = match fragment.split_once(['_', '/']) {
        Some((slug, step)) => (slug, Some(step)),
        None => (fragment, None),
    };
    let Some(preset) = PresetId::find(&slug.to_ascii_lowercase()) else {
        let problem = Some(LinkProblem::UnknownPreset);
        return Link::Preset { preset: PresetId::default(), step: None, problem };
    };
    Link::Preset { preset, step: step.and_then(step_name), problem: None }
}

/// Writes a link to a preset as it is, or to a step of it.
pub fn named(preset: PresetId, step: Option<&str>) -> String {
    let slug = preset.slug();
    step.map_or_else(|| slug.to_owned(), |step| [slug, "_", step].concat())
}

/// A name of a step, if it can be one. It ends in a letter or digit: what else stands at the end of a
/// link is left aside.
pub fn step_name(text: &str) -> Option<String> {
    let good = text.len() <= MAX_STEP
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.ends_with('-');
    (good && !text.is_empty()).then(|| text.to_owned())
}
