//! What a reader's own message begins with.
//!
//! The examples have texts long enough for several packets. Nobody wants to write on in one of those: instead
//! there is a short one, and an attachment that makes up for it, so that about as many packets go.

use crate::parts::{Attachment, Parts};
use crate::preset_id::PresetId;
use crate::presets::Preset;

/// The text.
const TEXT: &str = "Hello,\n\nAre you open on Friday? I should like to bring eight people for lunch. What \
                    we would like to eat is attached.\n\nThank you, and see you soon!\nAnn\n";
/// What the attachment is called.
const FILE: &str = "friday-menu.pdf";
/// So many bytes of text are one KB of an attachment, which is encoded on its way.
const PER_KB: usize = 1_400;

/// An attachment of so many bytes, called like the one that is there.
pub fn attachment(parts: &Parts, size: u64) -> Attachment {
    let name = parts.attachment.as_ref().map_or(FILE, |file| file.name.as_str());
    Attachment { name: name.to_owned(), size }
}

/// Text and attachment with which the reader goes on from a scenario that began as this preset: its own ones,
/// once there are some.
pub fn beginning(preset: PresetId, parts: &Parts) -> (String, Option<Attachment>) {
    let is_own = parts.text != Preset::of(preset).parts_for(&parts.owner).text;
    if is_own {
        return (parts.text.clone(), parts.attachment.clone());
    }
    let size = || parts.text.len() / PER_KB * 1_024;
    let instead = || u64::try_from(size()).ok().map(|size| attachment(parts, size));
    (TEXT.to_owned(), parts.attachment.clone().or_else(instead))
}
