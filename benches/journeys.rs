//! How long journeys take to simulate and to tell. `cargo bench --bench journeys`.

use model::preset_id::PresetId;
use model::presets;
use model::scenario::{Attachment, Parts, Scenario};
use model::time::Instant;
use scene::{Layout, Size, frame_at, tracks};
use sim::message::{self, DataReader, Draft, compose, dot_stuff};
use sim::simulate;

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

#[divan::bench(args = presets::PRESETS.iter().map(presets::Preset::slug))]
fn simulated(bencher: divan::Bencher, slug: &str) {
    let scenario = presets::find(slug).expect("a preset").scenario();
    bencher.bench_local(|| simulate(&scenario));
}

/// What a keystroke in the form costs: everything up to the first frame.
#[divan::bench]
fn retold(bencher: divan::Bencher) {
    let parts = preset(PresetId::default().slug());
    bencher.bench_local(|| {
        let scenario = Scenario::new(parts.clone()).expect("a valid scenario");
        let story = story::tell(simulate(&scenario));
        let layout = Layout::new(&story, Size::Wide);
        frame_at(&story, &layout, story.end() / 2)
    });
}

/// What a new beat costs the core: its picture, and how everything in it will move.
#[divan::bench(args = ["everything-works", "big-attachment"])]
fn beat(bencher: divan::Bencher, slug: &str) {
    let story = story::tell(simulate(&Scenario::new(preset(slug)).expect("a valid scenario")));
    let layout = Layout::new(&story, Size::Wide);
    let packets = story.step_named("packets").expect("a step");
    let at = story.steps[packets].rest - 1_200;
    bencher.bench_local(|| (frame_at(&story, &layout, at), tracks(&story, &layout, at)));
}

/// Cost must grow with the size, not faster.
#[divan::bench(args = [6, 12, 25], sample_count = 5, sample_size = 1)]
fn megabytes_over_two_hops(bencher: divan::Bencher, megabytes: u64) {
    let scenario = huge(megabytes);
    bencher.bench_local(|| simulate(&scenario));
}

/// A message of 25 MB, composed, stuffed, and read off the wire.
mod message_of_25_mb {
    use super::{DataReader, Draft, Instant, compose, dot_stuff, message};

    fn draft() -> Draft {
        let parts = super::preset("big-attachment");
        let attachment = message::Attachment { name: "film.bin".to_owned(), size: 18_750_000 };
        Draft {
            from: parts.sender,
            to: parts.recipients,
            subject: parts.subject,
            text: parts.text,
            attachment: Some(attachment),
            seed: 1,
        }
    }

    fn composed() -> Vec<u8> {
        compose(&draft(), Instant::ZERO, "1@bench.example")
    }

    #[divan::bench(sample_count = 10, sample_size = 1)]
    fn compose_it(bencher: divan::Bencher) {
        bencher.bench_local(composed);
    }

    #[divan::bench(sample_count = 10, sample_size = 1)]
    fn dot_stuff_it(bencher: divan::Bencher) {
        let message = composed();
        bencher.bench_local(|| dot_stuff(&message));
    }

    #[divan::bench(sample_count = 10, sample_size = 1)]
    fn read_it_in_packets(bencher: divan::Bencher) {
        let wire = dot_stuff(&composed());
        bencher.bench_local(|| {
            let mut reader = DataReader::new(u64::MAX);
            for mut piece in wire.chunks(1_460) {
                reader.read(&mut piece);
            }
            reader.finish()
        });
    }
}
