//! The ways of messages, as servers of many makes told them: hosts, times and delays agree with what Python's `email`
//! and `dateutil` read.
//!
//! `tests/chains/` has a header for each way: those named `bounce-…` are in messages that came back (`tests/bounces/`),
//! the others are written after the forms of mail programs. Python's words are kept in `told-by-python.golden`, which
//! `UPDATE_GOLDEN=1 cargo test -p e2e --test peers_chains` writes (`tell.py`).

use std::fmt::Write;
use std::path::{Path, PathBuf};

use reader::{Hop, Kind, Moment, Said};

#[test]
fn chains_are_read_as_python_reads_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/chains");
    let files = std::fs::read_dir(&folder).expect("chains are there").map(|it| it.expect("a file"));
    let is_chain = |path: &PathBuf| path.extension().is_some_and(|end| end == "txt");
    let mut files: Vec<_> = files.map(|file| file.path()).filter(is_chain).collect();
    files.sort();
    assert!(files.len() > 50, "{} chains", files.len());
    let told: String = files.iter().map(|file| told(file)).collect();
    let expected = include_str!("chains/told-by-python.golden");
    for (told, expected) in told.lines().zip(expected.lines()) {
        assert_eq!(told, expected);
    }
    assert_eq!(told.len(), expected.len());
}

/// As `tell.py` tells it.
fn told(file: &Path) -> String {
    let text = std::fs::read_to_string(file).expect("a chain is text");
    let found = reader::read(&text);
    assert_eq!(found.kind, Kind::Headers, "{}", file.display());
    let mut out = file.file_stem().expect("a name").to_string_lossy().into_owned() + "\n";
    let at = |hop: &Hop| hop.at.as_ref().map(|at| at.value);
    for (n, hop) in found.hops.iter().enumerate() {
        let name = |said: &Option<Said<String>>| said.as_ref().map(|it| it.value.clone());
        let before = found.hops.get(n + 1).and_then(at);
        let delay = at(hop).zip(before).map(|(at, before)| at.seconds - before.seconds);
        let words = [
            name(&hop.from),
            name(&hop.by),
            at(hop).map(written),
            delay.map(|delay| format!("{delay:+}")),
        ];
        let words = words.map(|word| word.unwrap_or_else(|| "-".to_owned()));
        let _ = writeln!(out, "  {}", words.join(" "));
    }
    out
}

/// ISO 8601, with the zone that it was written in.
fn written(moment: Moment) -> String {
    let local = moment.seconds + i64::from(moment.zone) * 60;
    let (days, second) = (local.div_euclid(86_400), local.rem_euclid(86_400));
    // Days are counted up from year to year and from month to month: nothing of the reader's arithmetic.
    let is_leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = |year| if is_leap(year) { 366 } else { 365 };
    let (mut year, mut day) = (1970, days);
    while day < 0 {
        year -= 1;
        day += length(year);
    }
    while day >= length(year) {
        day -= length(year);
        year += 1;
    }
    let february = if is_leap(year) { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if day < length {
            break;
        }
        day -= length;
        month += 1;
    }
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let sign = if moment.zone < 0 { '-' } else { '+' };
    let zone = moment.zone.abs();
    format!(
        "{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}{sign}{:02}:{:02}",
        day + 1,
        zone / 60,
        zone % 60
    )
}
