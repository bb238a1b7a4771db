//! Records the moving picture of the README: the default journey from Send to the recipient's screen, twice as fast as it
//! plays, as an animated PNG.
//!
//! `cargo run -p e2e --bin film -- docs/journey.png`, after `cargo xtask dist`. The time of the page is in our hands, so
//! that it is the same film on every machine.

use std::collections::BTreeMap;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use e2e::{Browser, Engine};
use tempfile::TempDir;

/// The widget in a column of text, without what opens below it.
const SIZE: (u32, u32) = (720, 598);

/// From one frame to the next: of the journey, and of whoever watches, in milliseconds.
const TOLD: u32 = 320;
const SHOWN: u16 = 160;

/// How long the last one stays, in milliseconds.
const LAST: u16 = 3_000;

/// More than any journey takes.
const MOST: usize = 600;

/// Pixels as red, green and blue.
type Pixels = Vec<[u8; 3]>;

fn main() -> ExitCode {
    let Some(out) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: film FILE.png");
        return ExitCode::FAILURE;
    };
    match write(&out, &record()) {
        Ok(bytes) => {
            println!("{}: {bytes} bytes", out.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", out.display());
            ExitCode::FAILURE
        }
    }
}

/// Each frame, from the beginning to the end.
fn record() -> Vec<Pixels> {
    let browser = Engine::Chromium.open("embed.html");
    browser.resize(SIZE.0, SIZE.1);
    browser.script("document.documentElement.style.overflow = 'hidden'", &[]);
    browser.take_time();
    let folder = TempDir::with_prefix("email-journey-film-").expect("a folder");
    let mut frames = vec![shoot(&browser, folder.path())];
    browser.press("play");
    while !browser.is_at_end() && frames.len() < MOST {
        browser.let_time_go(TOLD);
        // What has changed its colour has changed it.
        browser.wait_for("!document.getAnimations().some((it) => it instanceof CSSTransition)");
        frames.push(shoot(&browser, folder.path()));
    }
    frames
}

fn shoot(browser: &Browser, folder: &Path) -> Pixels {
    let file = folder.join("frame.png");
    browser.screenshot(&file);
    let file = std::io::BufReader::new(std::fs::File::open(file).expect("a screenshot"));
    let mut reader = png::Decoder::new(file).read_info().expect("a PNG");
    let mut bytes = vec![0; reader.output_buffer_size().expect("it has a size")];
    let info = reader.next_frame(&mut bytes).expect("a PNG");
    assert_eq!((info.width, info.height), SIZE, "the window is as large as was asked for");
    let samples = info.color_type.samples();
    bytes[..info.buffer_size()].chunks(samples).map(|it| [it[0], it[1], it[2]]).collect()
}

/// The most frequent colours, and which of them stands for each one.
fn palette(frames: &[Pixels]) -> (Pixels, BTreeMap<[u8; 3], u8>) {
    let mut counts: BTreeMap<[u8; 3], usize> = BTreeMap::new();
    for pixel in frames.iter().flatten() {
        *counts.entry(*pixel).or_default() += 1;
    }
    let mut most: Vec<([u8; 3], usize)> =
        counts.iter().map(|(pixel, count)| (*pixel, *count)).collect();
    most.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let kept: Pixels = most.iter().take(255).map(|(pixel, _)| *pixel).collect();
    let far = |a: [u8; 3], b: [u8; 3]| -> u32 {
        a.iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    let nearest = |pixel: [u8; 3]| {
        let nearest = (0..kept.len()).min_by_key(|n| far(kept[*n], pixel));
        nearest.and_then(|n| u8::try_from(n).ok()).unwrap_or_default()
    };
    let stands = counts.keys().map(|pixel| (*pixel, nearest(*pixel))).collect();
    (kept, stands)
}

/// Where two frames differ: from and to, in columns and rows. Where they are the same, it is one pixel.
fn changed(before: &Pixels, now: &Pixels) -> [usize; 4] {
    let width = SIZE.0 as usize;
    let others = (0..now.len()).filter(|n| before[*n] != now[*n]);
    let [mut left, mut top, mut right, mut bottom] = [width, now.len() / width, 0, 0];
    for n in others {
        let (column, row) = (n % width, n / width);
        (left, right) = (left.min(column), right.max(column + 1));
        (top, bottom) = (top.min(row), bottom.max(row + 1));
    }
    if right == 0 { [0, 0, 1, 1] } else { [left, top, right, bottom] }
}

/// Writes the film; of each frame only what is new in it. Returns how long the file is.
fn write(out: &Path, frames: &[Pixels]) -> Result<u64, Box<dyn std::error::Error>> {
    let (colours, stands) = palette(frames);
    let file = BufWriter::new(std::fs::File::create(out)?);
    let mut encoder = png::Encoder::new(file, SIZE.0, SIZE.1);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    // The last one is what stays as it was.
    let stays = u8::try_from(colours.len())?;
    encoder.set_palette([&colours[..], &[[0; 3]]].concat().concat());
    encoder.set_trns([vec![u8::MAX; colours.len()], vec![0]].concat());
    encoder.set_compression(png::Compression::High);
    encoder.set_animated(u32::try_from(frames.len())?, 0)?;
    encoder.set_frame_delay(SHOWN, 1_000)?;
    let mut writer = encoder.write_header()?;
    let width = SIZE.0 as usize;
    for (n, now) in frames.iter().enumerate() {
        let [left, top, right, bottom] = match n.checked_sub(1) {
            Some(before) => changed(&frames[before], now),
            None => [0, 0, width, SIZE.1 as usize],
        };
        // It may not be larger at the place of the one before.
        writer.reset_frame_position()?;
        writer.set_frame_dimension(u32::try_from(right - left)?, u32::try_from(bottom - top)?)?;
        writer.set_frame_position(u32::try_from(left)?, u32::try_from(top)?)?;
        if n + 1 == frames.len() {
            writer.set_frame_delay(LAST, 1_000)?;
        }
        writer.set_blend_op(if n == 0 { png::BlendOp::Source } else { png::BlendOp::Over })?;
        let places = (top..bottom).flat_map(|row| row * width + left..row * width + right);
        let is_new =
            |place: usize| n.checked_sub(1).is_none_or(|it| frames[it][place] != now[place]);
        let bytes: Vec<u8> =
            places.map(|place| if is_new(place) { stands[&now[place]] } else { stays }).collect();
        writer.write_image_data(&bytes)?;
    }
    writer.finish()?;
    Ok(std::fs::metadata(out)?.len())
}
