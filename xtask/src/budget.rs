//! What the page may weigh (`budget.toml`), and what it weighs.

use std::path::{Path, PathBuf};

use crate::{Result, compression, run, stamp};

/// The numbers of `budget.toml`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// Everything needed before a reader can press play, in compressed KB.
    pub playable_kb: u64,
    /// The first page and its style sheets, in compressed KB.
    pub painted_kb: u64,
}

/// One file of the built site.
pub struct Weight {
    /// The path in `dist/`.
    pub name: PathBuf,
    /// The bytes on disk.
    pub raw: u64,
    /// The bytes on the wire.
    pub compressed: u64,
    /// Whether the page cannot play without it.
    pub needed: bool,
    /// Whether nothing is painted without it.
    pub first: bool,
}

impl Budget {
    /// Reads `budget.toml`.
    pub fn read() -> Result<Self> {
        let text = run::read_file(&run::root().join("budget.toml"))?;
        basic_toml::from_str(&text).map_err(|error| format!("budget.toml: {error}"))
    }

    /// Prints what each file weighs and fails when it is too much.
    pub fn check(&self, weights: &[Weight]) -> Result {
        print(weights);
        let sum = |of: fn(&Weight) -> bool| -> u64 {
            weights.iter().filter(|one| of(one)).map(|one| one.compressed).sum()
        };
        within("to paint", sum(|one| one.first), self.painted_kb)?;
        within("to play", sum(|one| one.needed), self.playable_kb)
    }
}

/// Prints what each file weighs.
pub fn print(weights: &[Weight]) {
    println!("{:>10}  {:>10}  file (* = needed to play)", "raw", "brotli 11");
    let (pictures, files): (Vec<&Weight>, _) = weights.iter().partition(|one| is_step(&one.name));
    for Weight { name, raw, compressed, needed, .. } in files {
        let mark = if *needed { "*" } else { "" };
        println!("{raw:>10}  {compressed:>10}  {}{mark}", name.display());
    }
    let sum = |of: fn(&Weight) -> u64| pictures.iter().map(|one| of(one)).sum::<u64>();
    let (raw, compressed) = (sum(|one| one.raw), sum(|one| one.compressed));
    println!("{raw:>10}  {compressed:>10}  {} pictures for paper", pictures.len());
}

/// Whether it is the picture of a step, of which there are hundreds.
fn is_step(name: &Path) -> bool {
    let name = name.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("step-") && name.ends_with(".svg")
}

/// Prints what is needed, and fails when it is more than may be.
fn within(what: &str, needed: u64, limit: u64) -> Result {
    let kb = kb(needed);
    println!("needed {what}: {kb} KB of {limit} KB");
    if needed <= limit * 1000 {
        Ok(())
    } else {
        Err(format!("the page needs {kb} KB {what}, and budget.toml allows {limit} KB"))
    }
}

/// Weighs every file of `dist`, but for what is there a second time, compressed.
pub fn weigh(dist: &Path) -> Result<Vec<Weight>> {
    let mut weights = Vec::new();
    for path in run::files(dist)? {
        if compression::is_compressed(&path) {
            continue;
        }
        let content = std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let name = path.strip_prefix(dist).unwrap_or(&path).to_owned();
        let (raw, compressed) =
            (content.len() as u64, compression::brotli(&content, 11).len() as u64);
        let (needed, first) = (stamp::needed_to_play(&name), stamp::needed_to_paint(&name));
        weights.push(Weight { name, raw, compressed, needed, first });
    }
    Ok(weights)
}

/// Bytes as KB with one decimal.
fn kb(bytes: u64) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(compressed: u64, needed: bool) -> Weight {
        Weight { name: "file".into(), raw: 1, compressed, needed, first: false }
    }

    #[test]
    fn only_needed_files_count_and_too_much_fails() {
        let budget = Budget { playable_kb: 10, painted_kb: 1 };
        assert!(budget.check(&[weight(10_000, true), weight(5_000, false)]).is_ok());
        let error = budget.check(&[weight(10_000, true), weight(50, true)]).unwrap_err();
        assert_eq!(error, "the page needs 10.0 KB to play, and budget.toml allows 10 KB");
    }

    #[test]
    fn the_budget_file_is_understood() {
        assert!(Budget::read().unwrap().playable_kb > 0);
    }
}
