//! `cargo xtask measure`: what the built page weighs, how it loads, what its animation costs.
//!
//! `e2e/measure/web.mjs` measures, in a headless Chromium; this builds the site, says what is to be
//! measured under which conditions, and prints tables. Every number is the median of several runs,
//! each in a browser with an empty profile.

use std::path::PathBuf;

use serde_json::Value;

use crate::page_build::Build;
use crate::{Result, apt, browsers, dist, policy, run, tools};

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    /// The compressed size of each file.
    Weight,
    /// From the address to a page that answers.
    Load,
    /// What a second costs while the story plays.
    Frames,
    /// What a frame costs while the slider is dragged.
    Drag,
    /// That what is still or out of sight costs nothing.
    Idle,
    /// Violations of the accessibility rules.
    A11y,
}

impl Measure {
    const ALL: [(&str, Self); 6] = [
        ("weight", Self::Weight),
        ("load", Self::Load),
        ("frames", Self::Frames),
        ("drag", Self::Drag),
        ("idle", Self::Idle),
        ("a11y", Self::A11y),
    ];
}

/// What is wanted; options that are not given are what `web.mjs` takes by itself.
#[derive(Default)]
pub struct Wishes {
    /// `weight`, `load`, `frames`, `drag`, `idle`, `a11y`; none of them means all.
    pub what: Vec<String>,
    /// The network to emulate, such as `slow4g`.
    pub net: Option<String>,
    /// How much slower the processor is to be, such as `4`, or `1,4` for frames.
    pub cpu: Option<String>,
    /// How many runs are counted.
    pub runs: Option<String>,
    /// How long frames are watched in each run.
    pub seconds: Option<String>,
    /// The folder that the complete results are written to.
    pub json: Option<PathBuf>,
    /// Install missing system packages without asking.
    pub yes: bool,
}

/// The page has drawn its first picture and answers.
const READY: [&str; 2] = ["--ready", "html[data-ready]"];

/// The button that plays and pauses, and the slider.
const PLAY: [&str; 2] = ["--click", "[data-ej=play]"];
const DRAG: [&str; 2] = ["--drag", "[data-ej=scrub]"];

/// A slow phone on a slow network, as it is usually emulated.
const SLOW: (&str, &str) = ("slow4g", "4");

/// What is looked at while it plays: the usual journey, and the one with the most packets from where
/// they begin to travel.
const PLAYED: [(&str, &str); 2] = [
    ("everything-works plays", "/index.html"),
    ("big-attachment plays", "/index.html#big-attachment_envelope"),
];

/// What is dragged through from end to end: the story with the most steps, and the one with the most
/// packets.
const DRAGGED: [(&str, &str); 2] = [
    ("mail-loop is dragged", "/index.html#mail-loop"),
    ("big-attachment is dragged", "/index.html#big-attachment"),
];

/// `cargo xtask measure`.
pub fn command(wishes: &Wishes) -> Result {
    let wanted = wanted(&wishes.what)?;
    apt::ensure(&[&browsers::CHROMIUM], wishes.yes)?;
    tools::ensure_modules()?;
    dist::make(Build::Page, None, wishes.yes)?;
    for (n, (_, measure)) in Measure::ALL.into_iter().enumerate() {
        if !wanted[n] {
            continue;
        }
        match measure {
            Measure::Weight => dist::check_size()?,
            Measure::Load => load(wishes)?,
            Measure::Frames => frames(wishes, &PLAYED, PLAY)?,
            Measure::Drag => frames(wishes, &DRAGGED, DRAG)?,
            Measure::Idle => idle(wishes)?,
            Measure::A11y => a11y(wishes)?,
        }
    }
    Ok(())
}

/// Which of [`Measure::ALL`] these words name.
fn wanted(words: &[String]) -> Result<[bool; Measure::ALL.len()]> {
    let mut wanted = [words.is_empty(); Measure::ALL.len()];
    for word in words {
        let Some(at) = Measure::ALL.iter().position(|(name, _)| name == word) else {
            let names = Measure::ALL.map(|(name, _)| name).join(", ");
            return Err(format!("\"{word}\" cannot be measured; these can: {names}"));
        };
        wanted[at] = true;
    }
    Ok(wanted)
}

fn load(wishes: &Wishes) -> Result {
    let conditions = if wishes.net.is_some() || wishes.cpu.is_some() {
        let net = wishes.net.clone().unwrap_or_else(|| "none".to_owned());
        vec![(net, wishes.cpu.clone().unwrap_or_else(|| "1".to_owned()))]
    } else {
        vec![("none".to_owned(), "1".to_owned()), (SLOW.0.to_owned(), SLOW.1.to_owned())]
    };
    let mut table = Table::new(&[
        "page",
        "net",
        "CPU",
        "requests",
        "KB",
        "first paint",
        "largest",
        "ready",
        "blocking",
        "longest task",
        "shift",
        "heap MB",
        "wasm MB",
        "nodes",
    ]);
    for page in ["index.html", "embed.html"] {
        for (net, cpu) in &conditions {
            let path = format!("/{page}");
            let mut arguments = vec!["--path", path.as_str(), "--net", net, "--cpu", cpu];
            arguments.extend(READY);
            let result = measure(wishes, "load", &format!("load {page} {net} {cpu}x"), &arguments)?;
            let of = |name: &str| median(&result["summary"][name]);
            let mut row = vec![page.to_owned(), net.clone(), format!("{cpu}x")];
            row.extend(
                [
                    "requests",
                    "kb",
                    "fcp_ms",
                    "lcp_ms",
                    "ready_ms",
                    "tbt_ms",
                    "longest_task_ms",
                    "cls",
                    "js_heap_mb",
                    "wasm_memory_mb",
                    "dom_nodes",
                ]
                .map(of),
            );
            table.add(row);
            no_errors(&result["page_errors"])?;
        }
    }
    println!("\nLoading, in ms from the start; KB is what came over the network\n{table}");
    Ok(())
}

fn frames(wishes: &Wishes, places: &[(&str, &str)], start: [&str; 2]) -> Result {
    let mut table = Table::new(&[
        "what",
        "CPU",
        "drawn fps",
        "made fps",
        "busy",
        "script",
        "style+layout",
        "paint",
        "frame p50",
        "p95",
        "p99",
        "worst",
        "1/60 s p95",
        "tasks > 50 ms",
    ]);
    for (what, path) in places {
        let mut arguments = vec!["--path", path];
        arguments.extend(READY.iter().chain(&start));
        if let Some(cpu) = &wishes.cpu {
            arguments.extend(["--cpu", cpu]);
        }
        let result = measure(wishes, "frames", what, &arguments)?;
        for (throttle, of) in result["throttle"].as_object().into_iter().flatten() {
            let mut row = vec![(*what).to_owned(), throttle.clone()];
            let names = [
                "drawn_fps",
                "main_fps",
                "busy_ms_s",
                "scripting_ms_s",
                "rendering_ms_s",
                "painting_ms_s",
            ];
            row.extend(names.map(|name| median(&of[name])));
            row.extend(["p50", "p95", "p99", "max"].map(|p| median(&of["frame_task_ms"][p])));
            row.push(median(&of["sixtieth_task_ms"]["p95"]));
            row.push(median(&of["long_tasks_50ms"]));
            table.add(row);
        }
    }
    println!(
        "\nMoving: busy, script, style+layout and paint in ms of the main thread for each second, \
         frame in ms of it for each frame that it makes\n{table}"
    );
    Ok(())
}

fn idle(wishes: &Wishes) -> Result {
    let mut arguments = vec!["--path", "/index.html"];
    arguments.extend(READY.iter().chain(&PLAY));
    let result = measure(wishes, "idle", "still", &arguments)?;
    let mut table = Table::new(&[
        "the page is",
        "frames asked for",
        "waited for",
        "timers set",
        "animations",
        "drawn fps",
    ]);
    let mut faults = Vec::new();
    let names = ["requested", "waiting", "timers", "animations"];
    for (state, counts) in result["result"]["states"].as_object().into_iter().flatten() {
        let state = state.replace('_', " ");
        let mut row = vec![state.clone()];
        row.extend(names.map(|name| plain(&counts[name])));
        row.push(plain(&counts["drawn_fps"]));
        table.add(row);
        if state != "playing" && names.iter().any(|name| counts[name] != 0) {
            faults.push(state);
        }
    }
    println!("\nStill, except for the last line\n{table}");
    no_errors(&result["result"]["errors"])?;
    if faults.is_empty() {
        Ok(())
    } else {
        Err(format!("something goes on while nothing moves or is seen: {}", faults.join(", ")))
    }
}

fn a11y(wishes: &Wishes) -> Result {
    let mut table =
        Table::new(&["page", "colours", "critical", "serious", "moderate", "minor", "rules"]);
    for page in ["index.html", "embed.html", "faq.html"] {
        for scheme in ["light", "dark"] {
            let (path, media) = (format!("/{page}"), format!("prefers-color-scheme:{scheme}"));
            let mut arguments = vec!["--path", path.as_str(), "--media", &media];
            if page != "faq.html" {
                arguments.extend(READY);
            }
            let result = measure(wishes, "axe", &format!("axe {page} {scheme}"), &arguments)?;
            let found = &result["result"];
            let mut row = vec![page.to_owned(), scheme.to_owned()];
            let impacts = ["critical", "serious", "moderate", "minor"];
            row.extend(impacts.map(|impact| plain(&found["elements"][impact])));
            let rules = found["violations"].as_array().into_iter().flatten();
            row.push(rules.map(|rule| plain(&rule["id"])).collect::<Vec<_>>().join(" "));
            table.add(row);
        }
    }
    println!("\nElements that violate a rule of axe-core\n{table}");
    Ok(())
}

/// Runs `web.mjs` and returns its result.
fn measure(wishes: &Wishes, mode: &str, label: &str, arguments: &[&str]) -> Result<Value> {
    println!("Measuring: {label} …");
    let modules = tools::modules()?;
    let mut node = run::command("node");
    node.env("MEASURE_MODULES", modules.parent().unwrap_or(&modules));
    node.env("CHROMIUM", browsers::CHROMIUM.path()?);
    node.arg("e2e/measure/web.mjs").arg(mode).arg(dist::folder());
    node.args(["--policy", policy::POLICY, "--label", label]).args(arguments);
    for (name, value) in [("--runs", &wishes.runs), ("--seconds", &wishes.seconds)] {
        if let Some(value) = value {
            node.args([name, value]);
        }
    }
    let text = run::read(&mut node)?;
    if let Some(folder) = &wishes.json {
        std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        run::write_file(&folder.join(format!("{}.json", label.replace([' ', '/'], "-"))), &text)?;
    }
    serde_json::from_str(&text).map_err(|error| format!("web.mjs printed no result: {error}"))
}

/// Fails when the page failed while it was measured.
fn no_errors(errors: &Value) -> Result {
    match errors.as_array() {
        Some(errors) if !errors.is_empty() => Err(format!("the page had errors: {errors:?}")),
        _ => Ok(()),
    }
}

/// The median of what several runs gave.
fn median(summary: &Value) -> String {
    plain(&summary["median"])
}

/// A value as one would write it in a table.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Columns, as wide as what is in them.
struct Table(Vec<Vec<String>>);

impl Table {
    fn new(head: &[&str]) -> Self {
        Self(vec![head.iter().map(|&word| word.to_owned()).collect()])
    }

    fn add(&mut self, row: Vec<String>) {
        self.0.push(row);
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let width = |n: usize| {
            let cells = self.0.iter().filter_map(|row| row.get(n));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let is_number = |cell: &String| cell.starts_with(|c: char| c.is_ascii_digit() || c == '–');
        for row in &self.0 {
            for (n, cell) in row.iter().enumerate() {
                let (width, space) = (width(n), if n == 0 { "" } else { "  " });
                // Words to the left, numbers and what stands above them to the right.
                if self.0.last().and_then(|row| row.get(n)).is_some_and(is_number) {
                    write!(f, "{space}{cell:>width$}")?;
                } else {
                    write!(f, "{space}{cell:<width$}")?;
                }
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_measured_is_understood() {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        assert_eq!(wanted(&[]), Ok([true; 6]));
        let two = Ok([true, false, true, false, false, false]);
        assert_eq!(wanted(&words(&["frames", "weight"])), two);
        assert!(wanted(&words(&["speed"])).unwrap_err().contains("weight, load, frames, drag"));
    }

    #[test]
    fn numbers_stand_under_each_other() {
        let mut table = Table::new(&["page", "KB"]);
        table.add(vec!["index.html".to_owned(), "5.1".to_owned()]);
        table.add(vec!["x".to_owned(), "120.0".to_owned()]);
        assert_eq!(table.to_string(), "page           KB\nindex.html    5.1\nx           120.0\n");
    }
}
