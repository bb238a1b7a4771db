//! Python's `email` and `dateutil` tell the ways of messages as `crates/reader/tests/chains/` has it, which is what the
//! reader is held to. `UPDATE_GOLDEN=1` writes down what they tell.

use e2e::peers::run;
use std::path::Path;
use std::process::Command;

#[test]
fn python_tells_the_chains_as_it_did() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/reader/tests/chains");
    let golden = folder.join("told-by-python.golden");
    let python = xtask::peers::python_with_dateutil().expect("a Python with dateutil");
    let said = run(python, Command::new(python).arg(folder.join("tell.py")).arg(&folder));
    assert_eq!(said.status, Some(0), "{}", said.errors);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&golden, &said.output).expect("room for it");
    }
    let kept = std::fs::read_to_string(&golden).expect("it is kept");
    for (said, kept) in said.output.lines().zip(kept.lines()) {
        assert_eq!(said, kept);
    }
    assert_eq!(said.output.len(), kept.len());
}
