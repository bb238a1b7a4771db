//! Takes screenshots of the built page, to be looked at by a person: every place, in all widths,
//! light and dark, with and without motion, and on paper.
//!
//! `shots --out DIR [--at PLACE]… [--width N]… [--look LOOK]…`; `cargo xtask shots` builds the page
//! and runs this. A place is a moment of the widget alone, such as `#two-boxes_box`, or a page, such as
//! `faq.html`. The looks are those of [`LOOKS`], and `paper`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use e2e::{Browser, Engine, Settings};
use serde_json::json;

/// Widths of phones, a large phone or a column, a tablet and a desk, each with a usual height.
const SIZES: [(u32, u32); 5] = [(320, 640), (360, 740), (600, 960), (768, 1024), (1200, 900)];

/// What readers may have set: dark, and no motion.
const LOOKS: [(&str, Settings); 4] = [
    ("light", Settings { dark: false, reduced_motion: false, only_fonts: None }),
    ("dark", Settings { dark: true, reduced_motion: false, only_fonts: None }),
    ("light-still", Settings { dark: false, reduced_motion: true, only_fonts: None }),
    ("dark-still", Settings { dark: true, reduced_motion: true, only_fonts: None }),
];

/// On A4 paper, with what is printed beside the pictures of it as PDF.
const PAPER: &str = "paper";

/// A4 without margins of 1 cm, at 96 pixels an inch.
const SHEET: (u32, u32) = (718, 1047);

/// Where to look when nobody says where: each stage, what is special of each what-if, the pages.
const PLACES: [&str; 26] = [
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
    "#misspelt-domain_unknown-domain",
    "#no-such-person_refused",
    "#server-down_no-connection",
    "#mailbox-full_waiting-1",
    "#refused-as-spam_bounce-collected",
    "#several-recipients_refused",
    "#backup-server_backup",
    "#mail-loop_round-and-round",
    "index.html",
    "faq.html",
];

/// What is asked for; nothing of a kind means all of it.
struct Wishes {
    out: PathBuf,
    places: Vec<String>,
    widths: Vec<String>,
    looks: Vec<String>,
}

fn main() -> ExitCode {
    let Some(mut wishes) = read(std::env::args().skip(1)) else {
        eprintln!("usage: shots --out DIR [--at PLACE]… [--width N]… [--look LOOK]…");
        return ExitCode::FAILURE;
    };
    if wishes.places.is_empty() {
        wishes.places = PLACES.map(str::to_owned).into();
    }
    let wanted = |list: &[String], one: &str| list.is_empty() || list.iter().any(|it| it == one);
    for (look, settings) in LOOKS {
        if !wanted(&wishes.looks, look) {
            continue;
        }
        let browser = Engine::Chromium.visit_with(settings);
        count_widgets(&browser);
        for place in &wishes.places {
            for (width, height) in SIZES {
                if !wanted(&wishes.widths, &width.to_string()) {
                    continue;
                }
                browser.resize(width, height);
                open(&browser, place, width);
                shoot(
                    &browser,
                    &wishes.out.join(format!("{}-{width}-{look}.png", file_name(place))),
                );
            }
        }
    }
    if wanted(&wishes.looks, PAPER) {
        let browser = Engine::Chromium.visit();
        count_widgets(&browser);
        browser.resize(SHEET.0, SHEET.1);
        for place in &wishes.places {
            let name = |kind: &str| wishes.out.join(format!("{}-{PAPER}.{kind}", file_name(place)));
            open(&browser, place, SHEET.0);
            let pdf = name("pdf");
            browser.print(&pdf);
            println!("{}", pdf.display());
            // Somebody who looks through pictures sees what was printed, too.
            browser.emulate_media("print", &[]);
            browser.script("window.dispatchEvent(new Event('beforeprint'))", &[]);
            shoot(&browser, &name("png"));
            browser.emulate_media("", &[]);
        }
    }
    ExitCode::SUCCESS
}

/// The arguments, if they are understood.
fn read(mut args: impl Iterator<Item = String>) -> Option<Wishes> {
    let mut wishes = Wishes {
        out: PathBuf::from("shots"),
        places: Vec::new(),
        widths: Vec::new(),
        looks: Vec::new(),
    };
    while let Some(arg) = args.next() {
        let value = args.next()?;
        match arg.as_str() {
            "--out" => wishes.out = value.into(),
            "--at" => wishes.places.push(value),
            "--width" if SIZES.iter().any(|(width, _)| width.to_string() == value) => {
                wishes.widths.push(value);
            }
            "--look" if value == PAPER || LOOKS.iter().any(|(look, _)| *look == value) => {
                wishes.looks.push(value);
            }
            _ => return None,
        }
    }
    Some(wishes)
}

/// Has every page count the widgets in it that answer.
fn count_widgets(browser: &Browser) {
    let count = "addEventListener('ej-ready', () => { window.awake = (window.awake ?? 0) + 1; });";
    browser.cdp("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": count }));
}

/// Loads a place, and waits until it is drawn.
fn open(browser: &Browser, place: &str, width: u32) {
    // Another fragment alone would not load the page again.
    browser.goto("about:blank");
    if place.starts_with('#') {
        browser.open(&["embed.html", place].concat());
    } else {
        browser.goto(place);
        browser.wait_for("document.readyState === 'complete'");
        // What is far below is laid out and fetched when somebody comes near.
        for _ in 0..2 {
            let height = browser.eval("document.documentElement.scrollHeight").as_u64();
            browser.resize(width, height.and_then(|it| u32::try_from(it).ok()).unwrap_or(1));
        }
        browser
            .wait_for("document.querySelectorAll('email-journey').length === (window.awake ?? 0)");
    }
    // What is drawn after it was measured, and what was asked for then, is on the screen.
    browser.script(
        "return document.fonts.ready.then(() => new Promise((done) => \
         requestAnimationFrame(() => requestAnimationFrame(() => done(true)))));",
        &[],
    );
}

fn shoot(browser: &Browser, file: &Path) {
    browser.screenshot(file);
    println!("{}", file.display());
}

/// A place as part of a file name.
fn file_name(place: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }
    };
    place.trim_start_matches('#').chars().map(plain).collect()
}
