//! How much memory a message of 25 MB over two hops needs at most. `cargo bench --bench memory`.

use model::presets;
use model::scenario::{Attachment, Scenario};
use sim::simulate;

fn main() {
    let mut parts = presets::find("big-attachment").expect("a preset").parts();
    let size = 25 * 1024 * 1024 * 3 / 4;
    parts.attachment = Some(Attachment { name: "film.bin".to_owned(), size });
    let trace = simulate(&Scenario::new(parts).expect("a valid scenario"));
    let bytes: usize = trace.packets.iter().map(|packet| packet.bytes.len()).sum();
    println!("{} packets with {bytes} bytes recorded", trace.packets.len());
    // Linux tells; elsewhere there is nothing to read.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    match status.lines().find(|line| line.starts_with("VmHWM")) {
        Some(line) => println!("{line} (most memory resident so far)"),
        None => println!("this system does not tell how much memory was resident"),
    }
}
