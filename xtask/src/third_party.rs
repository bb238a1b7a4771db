//! `THIRD-PARTY.txt`: whose work is in the site, or in the program, under which licence, with the text of each.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::page_build::TARGET;
use crate::{Result, run};

/// What is handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    /// The site: both modules of the page, and pictures.
    Site,
    /// The program on the command line, for the platform that it is built on.
    Program,
}

impl Product {
    /// What cargo calls it.
    fn arguments(self) -> Vec<&'static str> {
        match self {
            Self::Site => {
                ["--package", "email-journey", "--target", TARGET, "--features", "engine"].into()
            }
            Self::Program => ["--package", "email-journey-journey"].into(),
        }
    }
}

/// What everything that Rust compiles has in it besides crates.
const RUST: &str = "\
Parts of Rust's standard library by the Rust project, under the MIT licence or the Apache License,
version 2.0: https://www.rust-lang.org/policies/licenses
";

/// What the site has in it besides that.
const PICTURES: &str = "\
The pictures for chats and search engines are drawn with Open Sans by Steve Matteson, (c) 2010-2011
Google Corporation, under the Apache License, version 2.0:
https://www.apache.org/licenses/LICENSE-2.0
";

/// A crate that is in the page.
struct Crate {
    name: String,
    version: String,
    licence: String,
    /// The text of a licence that it may be used under, if it brings one along.
    text: Option<String>,
}

/// The text of `THIRD-PARTY.txt`.
pub fn text(product: Product) -> Result<String> {
    let crates = crates(product)?;
    let what = match product {
        Product::Site => "this site",
        Product::Program => "this program",
    };
    let mut text = format!("What {what} is made of, besides its own code (MIT or Apache-2.0).\n\n");
    for each in &crates {
        text.extend([&each.name, " ", &each.version, ": ", &each.licence, "\n"]);
    }
    text.extend(["\n", RUST]);
    if product == Product::Site {
        text.extend(["\n", PICTURES]);
    }
    // Most of them have the same few texts.
    let mut texts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for each in &crates {
        if let Some(text) = &each.text {
            texts.entry(text).or_default().push(&each.name);
        }
    }
    for (licence, names) in texts {
        text.extend(["\n", &"=".repeat(79), "\n", &names.join(", "), "\n\n", licence, "\n"]);
    }
    Ok(text)
}

/// The crates of others that it is made of, by name.
fn crates(product: Product) -> Result<Vec<Crate>> {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut crates: Vec<Crate> = packages(&product.arguments())?
        .iter()
        // Our own come from nowhere else.
        .filter(|each| !each["source"].is_null())
        .map(|each| Crate {
            name: word(&each["name"]),
            version: word(&each["version"]),
            licence: word(&each["license"]),
            text: Path::new(&word(&each["manifest_path"])).parent().and_then(licence_text),
        })
        .collect();
    crates.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    Ok(crates)
}

/// The packages that are compiled into what these arguments name, as cargo tells of them. What only the compiler runs
/// is not among them.
fn packages(arguments: &[&str]) -> Result<Vec<Value>> {
    let mut tree = run::cargo();
    tree.args(["tree", "--locked"]).args(arguments);
    tree.args(["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"]);
    let tree = run::read(&mut tree)?;
    let used: BTreeSet<(&str, &str)> = tree
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some((words.next()?, words.next()?.strip_prefix('v')?))
        })
        .collect();
    let mut metadata = run::cargo();
    let metadata = run::read(metadata.args([
        "metadata",
        "--format-version",
        "1",
        "--all-features",
        "--locked",
    ]))?;
    let mut metadata: Value = serde_json::from_str(&metadata)
        .map_err(|error| format!("cargo metadata is not understood: {error}"))?;
    let mut packages = match metadata["packages"].take() {
        Value::Array(packages) => packages,
        _ => Vec::new(),
    };
    packages.retain(|each| {
        let word = |name: &str| each[name].as_str().unwrap_or_default();
        used.contains(&(word("name"), word("version")))
    });
    if packages.len() < used.len() {
        return Err("cargo metadata does not know every crate".to_owned());
    }
    Ok(packages)
}

/// The shortest licence in a crate's folder: where there is a choice, that of MIT.
fn licence_text(folder: &Path) -> Option<String> {
    let files = std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    let is_licence = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        path.is_file()
            && ["license", "licence", "copying", "unlicense"].iter().any(|it| name.starts_with(it))
    };
    let texts = files.filter(is_licence).filter_map(|path| std::fs::read_to_string(path).ok());
    let texts = texts.map(|text| text.trim().replace("\r\n", "\n"));
    texts.filter(|text| !text.is_empty()).min_by_key(|text| (text.len(), text.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cargo keeps the player from naming them for as long as this is so.
    #[test]
    fn no_simulator_is_among_the_crates_of_the_player() {
        let has = |feature: &str| -> BTreeSet<String> {
            let page = ["--package", "email-journey", "--target", TARGET, "--features", feature];
            let ours = packages(&page).unwrap().into_iter().filter(|it| it["source"].is_null());
            ours.filter_map(|it| Some(it["name"].as_str()?.to_owned())).collect()
        };
        let (player, engine) = (has("web"), has("engine"));
        let more: Vec<&String> = engine.difference(&player).collect();
        assert_eq!(
            more,
            [
                "email-journey-journey",
                "email-journey-reader",
                "email-journey-sim",
                "email-journey-story"
            ]
        );
    }

    #[test]
    fn what_is_in_the_page_is_named_and_nothing_else() {
        let text = text(Product::Site).unwrap();
        let names = |name: &str| text.lines().any(|line| line.starts_with(&format!("{name} ")));
        assert!(names("yew") && names("smoltcp") && names("domain"), "{text}");
        assert!(!names("email-journey") && !names("email-journey-sim"));
        assert!(!names("yew-macro") && !names("proptest"));
        assert!(!names("resvg") && !names("socket2"));
        assert!(text.lines().take_while(|line| !line.is_empty()).all(|line| !line.ends_with(": ")));
    }

    #[test]
    fn what_is_in_the_program_is_named_and_nothing_of_the_page() {
        let text = text(Product::Program).unwrap();
        let names = |name: &str| text.lines().any(|line| line.starts_with(&format!("{name} ")));
        assert!(names("clap") && names("smoltcp") && names("domain"), "{text}");
        assert!(!names("yew") && !names("clap_derive") && !names("email-journey-sim"));
    }
}
