//! What is said of links that do not open all that they were meant to.

use model::link::LinkProblem;

/// What is wrong, where that can be said without a value.
pub const fn short(problem: &LinkProblem) -> &'static str {
    match problem {
        LinkProblem::UnknownPreset => UNKNOWN_PRESET,
        LinkProblem::Damaged => DAMAGED,
        LinkProblem::UnknownVersion => UNKNOWN_VERSION,
        LinkProblem::TooLong => TOO_LONG,
        LinkProblem::AttachmentTooBig => ATTACHMENT_TOO_BIG,
        LinkProblem::NotOpened => NOT_OPENED,
        LinkProblem::NotAllowed(_) | LinkProblem::OwnerNotAllowed(_) => NOT_ALLOWED,
    }
}

/// What is wrong, with what is wrong with a value.
pub fn whole(problem: &LinkProblem) -> String {
    let short = short(problem);
    match problem {
        LinkProblem::NotAllowed(error) => format!("{short} {error}."),
        LinkProblem::OwnerNotAllowed(error) => format!("{short} {error}"),
        _ => short.to_owned(),
    }
}

/// There is no preset of that name.
const UNKNOWN_PRESET: &str =
    "This link names an example that does not exist, so you see the usual journey.";
/// The story has no step of that name.
pub const UNKNOWN_STEP: &str =
    "This link names a step or an example that does not exist, so you see the beginning.";
/// Part of the link is missing or was changed.
const DAMAGED: &str = "This link was cut off or changed on the way. Part of the story may be missing: what went wrong, \
     for example. Ask for the whole link.";
/// A version from the future, or none.
const UNKNOWN_VERSION: &str =
    "This page does not know this kind of link, so you see the usual journey.";
/// Longer than a link can be.
const TOO_LONG: &str = "This link is too long to be one of ours, so you see the usual journey.";
/// The attachment is larger than the page takes.
const ATTACHMENT_TOO_BIG: &str =
    "The attachment in this link is larger than 1 MB, so it was left out.";
/// Before what is wrong with a value.
const NOT_ALLOWED: &str = "Part of this link could not be used:";
/// What the link opens has to be fetched or made, and that did not succeed.
pub const NOT_OPENED: &str =
    "What this link shows could not be loaded. Check your connection, then open it again.";
