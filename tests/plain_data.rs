//! What a picture needs of a journey is plain data: it can be stored, sent, and drawn where there is
//! no simulator.

use model::presets::{self, PRESETS};
use model::story::Story;
use scene::{Layout, Size, changes, frame_at, tracks};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sim::simulate;

fn told(slug: &str) -> Story {
    story::tell(simulate(&presets::find(slug).expect("a preset").scenario())).story
}

/// The same, from its bytes.
fn shipped<T: Serialize + DeserializeOwned>(it: &T) -> T {
    let bytes = postcard::to_allocvec(it).expect("it can be written");
    postcard::from_bytes(&bytes).expect("it can be read")
}

#[test]
fn a_story_is_drawn_without_its_trace() {
    for preset in &PRESETS {
        let story = told(preset.slug());
        let copy = shipped(&story);
        assert_eq!(changes(&copy), changes(&story), "{}", preset.slug());
        for size in [Size::Narrow, Size::Wide] {
            let layout = Layout::new(&story, size);
            assert!(Layout::new(&copy, size) == layout, "{}", preset.slug());
            for beat in &story.beats {
                for at in [beat.from, beat.until] {
                    let frames = [&copy, &story].map(|it| frame_at(it, &layout, at));
                    assert!(frames[0] == frames[1], "{}, {size:?}, at {at}", preset.slug());
                }
                assert_eq!(tracks(&copy, &layout, beat.from), tracks(&story, &layout, beat.from));
            }
        }
    }
}
