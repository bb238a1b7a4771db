//! What mutations begin with.

use std::path::Path;

/// Every seed of a door, by name. Bounces and chains that the reader's own tests have are seeds of its door, too, when
/// there is time for `all`.
///
/// # Panics
/// The door has none.
pub fn seeds(door: &str, all: bool) -> Vec<(String, Vec<u8>)> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![here.join("seeds").join(door)];
    if all && door == "reader" {
        let tests = here.join("../crates/reader/tests");
        folders.extend([tests.join("bounces/mails"), tests.join("chains")]);
    }
    let mut seeds = Vec::new();
    for folder in folders {
        for file in std::fs::read_dir(&folder).expect("every door has seeds") {
            let path = file.expect("a file").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            seeds.push((name, std::fs::read(path).expect("a seed")));
        }
    }
    seeds.sort();
    seeds
}
