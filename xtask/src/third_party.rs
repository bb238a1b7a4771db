//! `THIRD-PARTY.txt`: whose work is in the site, under which licence, with the text of each.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::{Result, run};

/// What the site has in it besides crates.
const OTHERS: &str = "\
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
pub fn text() -> Result<String> {
    let mut metadata = run::cargo();
    metadata.args(["metadata", "--format-version", "1", "--locked", "--features", "web"]);
    let metadata = run::read(metadata.args(["--filter-platform", "wasm32-unknown-unknown"]))?;
    let metadata: Value = serde_json::from_str(&metadata)
        .map_err(|error| format!("cargo metadata is not understood: {error}"))?;
    let crates = crates(&metadata)?;
    let mut text =
        String::from("What this site is made of, besides its own code (MIT or Apache-2.0).\n\n");
    for each in &crates {
        text.extend([&each.name, " ", &each.version, ": ", &each.licence, "\n"]);
    }
    text += "\n";
    text += OTHERS;
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

/// The crates that the page is made of, by name.
fn crates(metadata: &Value) -> Result<Vec<Crate>> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let packages: BTreeMap<String, Value> =
        list(&metadata["packages"]).into_iter().map(|each| (word(&each["id"]), each)).collect();
    let nodes: BTreeMap<String, Value> = list(&metadata["resolve"]["nodes"])
        .into_iter()
        .map(|each| (word(&each["id"]), each))
        .collect();
    let own = packages.values().find(|each| each["name"] == "email-journey");
    let own = own.ok_or("cargo metadata does not know email-journey")?;
    let mut open = vec![word(&own["id"])];
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        // What only the compiler runs is not in the page.
        let is_macro = |target: &Value| list(&target["kind"]).iter().any(|it| it == "proc-macro");
        let known = packages.get(&id).map(|each| list(&each["targets"])).unwrap_or_default();
        if known.iter().any(is_macro) || !seen.insert(id.clone()) {
            continue;
        }
        let deps = nodes.get(&id).map(|node| list(&node["deps"])).unwrap_or_default();
        let used = |dep: &Value| list(&dep["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
        open.extend(deps.iter().filter(|dep| used(dep)).map(|dep| word(&dep["pkg"])));
    }
    seen.remove(&word(&own["id"]));
    let mut crates: Vec<Crate> = seen
        .iter()
        .filter_map(|id| packages.get(id))
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

    #[test]
    fn what_is_in_the_page_is_named_and_nothing_else() {
        let text = text().unwrap();
        let names = |name: &str| text.lines().any(|line| line.starts_with(&format!("{name} ")));
        assert!(names("yew") && names("smoltcp") && names("domain"), "{text}");
        assert!(!names("email-journey") && !names("yew-macro") && !names("proptest"));
        assert!(!names("resvg") && !names("socket2"));
        assert!(text.lines().take_while(|line| !line.is_empty()).all(|line| !line.ends_with(": ")));
    }
}
