//! Compares a text with the one that is kept.

use std::fs;
use std::path::Path;

#[track_caller]
pub(crate) fn check(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, text).expect("the golden file can be written");
        return;
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    let difference = golden.lines().zip(text.lines()).position(|(kept, new)| kept != new);
    let line = difference.unwrap_or_else(|| golden.lines().count().min(text.lines().count()));
    assert!(
        golden == text,
        "{name} differs from line {}:\n  kept: {:?}\n  new:  {:?}",
        line + 1,
        golden.lines().nth(line),
        text.lines().nth(line)
    );
}
