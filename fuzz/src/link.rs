//! Links that somebody made by hand, damaged, or meant to do harm with.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use journey::share_link::{Opened, check_character, decode, encode};
use model::limits::link::{MAX_FRAGMENT, MAX_PAGE_ATTACHMENT};
use model::link::LinkProblem;
use model::preset_id::PresetId;
use model::presets::{PRESETS, Preset};
use model::scenario::{Parts, Scenario};

/// What stands after the `#` of a link. Anything opens something valid, and a link to what was
/// opened opens the same. By the first byte the rest is also taken as what a link holds inside, or
/// as a scenario to make a link to.
pub fn link(data: &[u8]) {
    match data.split_first() {
        Some((0, payload)) => {
            let mut fragment = ["1", &URL_SAFE_NO_PAD.encode(payload)].concat();
            fragment.push(check_character(&fragment));
            check(&fragment);
        }
        Some((1, parts)) => {
            let parts: Option<(u8, Parts)> = postcard::from_bytes(parts).ok();
            if let Some((preset, parts)) = parts {
                round_trip(PRESETS[usize::from(preset) % PRESETS.len()].id, &parts);
            }
        }
        _ => check(&String::from_utf8_lossy(data)),
    }
}

fn check(fragment: &str) {
    let opened = decode(fragment);
    check_opened(&opened);
    let encoded = encode(opened.preset, opened.step.as_deref(), &opened.parts);
    let again = decode(&encoded.fragment);
    check_opened(&again);
    assert_eq!(again.problem, None, "a link that was made here");
    assert_eq!(again.preset, opened.preset);
    assert_eq!(again.step, opened.step);
    assert!(encoded.text_left_out || again.parts == opened.parts, "the same scenario");
}

fn check_opened(opened: &Opened) {
    assert!(Scenario::new(opened.parts.clone()).is_ok(), "{:?}", opened.parts);
    let size = |parts: &Parts| parts.attachment.as_ref().map_or(0, |file| file.size);
    // The owner's size limit can want a file that is larger.
    let plain = preset(opened.preset, &opened.parts);
    assert!(size(&opened.parts) <= MAX_PAGE_ATTACHMENT.max(size(&plain)));
    if let Some(problem) = &opened.problem {
        let sentence = text::links::whole(problem);
        assert!(sentence.ends_with('.'), "a sentence: {sentence}");
    }
}

/// The preset in the page of the same owner.
fn preset(id: PresetId, parts: &Parts) -> Parts {
    Preset::of(id).parts_for(&parts.owner)
}

fn round_trip(id: PresetId, parts: &Parts) {
    if Scenario::new(parts.clone()).is_err() {
        return;
    }
    let encoded = encode(id, Some("box"), parts);
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    assert!(encoded.fragment.len() <= MAX_FRAGMENT && encoded.fragment.chars().all(plain));
    let opened = decode(&encoded.fragment);
    check_opened(&opened);
    assert_eq!((opened.preset, opened.step.as_deref()), (id, Some("box")));
    let preset = preset(id, parts);
    let too_big = parts.attachment != preset.attachment
        && parts.attachment.as_ref().is_some_and(|file| file.size > MAX_PAGE_ATTACHMENT);
    let expected = too_big.then_some(LinkProblem::AttachmentTooBig);
    let mut carried = parts.clone();
    if too_big {
        carried.attachment.clone_from(&preset.attachment);
    }
    if encoded.text_left_out {
        carried.text.clone_from(&preset.text);
        let nothing_left = opened.parts == preset && opened.problem.is_none();
        assert!(nothing_left || (opened.parts == carried && opened.problem == expected));
    } else {
        assert_eq!((opened.parts, opened.problem), (carried, expected));
    }
}
