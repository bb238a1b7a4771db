//! How long journeys take to simulate and to tell. `cargo bench --bench journeys`.

use email_journey::presets;
use email_journey::scene::{Layout, frame_at, motion_at};
use email_journey::sim::scenario::{Attachment, Parts, Scenario};
use email_journey::sim::simulate;
use email_journey::story::Story;

fn main() {
    divan::main();
}

fn preset(slug: &str) -> Parts {
    presets::find(slug).expect("a preset").parts()
}

/// A message of about 25 MB from the sender over the provider's server to the destination.
fn huge(megabytes: u64) -> Scenario {
    let mut parts = preset("big-attachment");
    // Base64 makes four bytes of three.
    let size = megabytes * 1024 * 1024 * 3 / 4;
    parts.attachment = Some(Attachment { name: "film.bin".to_owned(), size });
    Scenario::new(parts).expect("a valid scenario")
}

#[divan::bench(args = presets::PRESETS.iter().map(|preset| preset.slug))]
fn simulated(bencher: divan::Bencher, slug: &str) {
    let scenario = presets::find(slug).expect("a preset").scenario();
    bencher.bench_local(|| simulate(&scenario));
}

/// What a keystroke in the form costs: everything up to the first frame.
#[divan::bench]
fn retold(bencher: divan::Bencher) {
    let parts = preset(presets::DEFAULT_SLUG);
    bencher.bench_local(|| {
        let scenario = Scenario::new(parts.clone()).expect("a valid scenario");
        let story = Story::tell(simulate(&scenario));
        let layout = Layout::new(&story.trace.cast);
        frame_at(&story, &layout, story.end() / 2)
    });
}

/// What an animation frame costs the core.
#[divan::bench(args = ["everything-works", "big-attachment"])]
fn moved(bencher: divan::Bencher, slug: &str) {
    let story = Story::tell(simulate(&Scenario::new(preset(slug)).expect("a valid scenario")));
    let layout = Layout::new(&story.trace.cast);
    let packets = story.step_named("packets").expect("a step");
    let at = story.steps[packets].rest - 1_200;
    bencher.bench_local(|| motion_at(&story, &layout, at));
}

/// Cost must grow with the size, not faster.
#[divan::bench(args = [6, 12, 25], sample_count = 5, sample_size = 1)]
fn megabytes_over_two_hops(bencher: divan::Bencher, megabytes: u64) {
    let scenario = huge(megabytes);
    bencher.bench_local(|| simulate(&scenario));
}
