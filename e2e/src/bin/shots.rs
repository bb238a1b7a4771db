//! Takes screenshots of the built page: every place, in all widths, light and dark.
//!
//! `shots --out DIR [--at PLACE]…`; `cargo xtask shots` builds the page and runs this. A place is a
//! moment of the widget alone, such as `#two-boxes_box`, or a page, such as `faq.html`.

use std::path::PathBuf;
use std::process::ExitCode;

use e2e::{Engine, Settings};

/// Widths of a phone, a tablet and a desk, each with a usual height.
const SIZES: [(u32, u32); 3] = [(360, 740), (768, 1024), (1200, 900)];

/// Where to look when nobody says where: each stage, what is special of each preset, the pages.
const PLACES: [&str; 18] = [
    "#everything-works_pressed-send",
    "#everything-works_connected",
    "#everything-works_packets",
    "#everything-works_domain",
    "#everything-works_registry",
    "#everything-works_relay",
    "#everything-works_right-server",
    "#everything-works_box",
    "#everything-works_key",
    "#everything-works_collected",
    "#two-boxes_collected-2",
    "#same-provider_box",
    "#long-way-round_relay-3",
    "#big-attachment_packets",
    "#lost-packet_packet-lost",
    "#wrong-password_key-refused",
    "index.html",
    "faq.html",
];

fn main() -> ExitCode {
    let mut out = PathBuf::from("shots");
    let mut places = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match (arg.as_str(), args.next()) {
            ("--out", Some(folder)) => out = folder.into(),
            ("--at", Some(place)) => places.push(place),
            _ => {
                eprintln!("usage: shots --out DIR [--at PLACE]…");
                return ExitCode::FAILURE;
            }
        }
    }
    if places.is_empty() {
        places = PLACES.map(str::to_owned).into();
    }
    for (scheme, dark) in [("light", false), ("dark", true)] {
        let browser = Engine::Chromium.visit_with(Settings { dark, ..Settings::default() });
        for place in &places {
            for (width, height) in SIZES {
                browser.resize(width, height);
                // Another fragment alone would not load the page again.
                browser.goto("about:blank");
                if place.starts_with('#') {
                    browser.open(&["embed.html", place].concat());
                } else {
                    browser.goto(place);
                    browser.wait_for("document.readyState === 'complete'");
                }
                let file = out.join(format!("{}-{width}-{scheme}.png", file_name(place)));
                browser.screenshot(&file);
                println!("{}", file.display());
            }
        }
    }
    ExitCode::SUCCESS
}

/// A place as part of a file name.
fn file_name(place: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }
    };
    place.trim_start_matches('#').chars().map(plain).collect()
}
