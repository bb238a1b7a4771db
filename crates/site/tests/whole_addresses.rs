//! What names whole addresses: oEmbed answers, previews, and the script that writes an address into a finished site.

use model::presets::PRESETS;
use serde_json::Value;
use site::{Site, addresses, pages};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

const SHELL: &str = include_str!("../../../index.html");
const ADDRESS: &str = "https://help.example/email/";

fn written(address: Option<&str>) -> BTreeMap<String, String> {
    let site = Site::new(address).expect("an address");
    pages(SHELL, &site).expect("the shell is as it should be").into_iter().collect()
}

static WITHOUT: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| written(None));
static WITH: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| written(Some(ADDRESS)));
static KNOWN: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(&addresses()).expect("it is JSON"));

fn there(text: &Value) -> String {
    let anywhere = KNOWN["site"].as_str().expect("a stand-in");
    text.as_str().expect("a text").replace(anywhere, ADDRESS)
}

/// The answer for an example, in both ways.
fn answers(slug: &str) -> (Value, String) {
    let file = |name: &str| there(&KNOWN["files"][format!("p/{slug}/{name}")]);
    (serde_json::from_str(&file("oembed.json")).expect("it is JSON"), file("oembed.xml"))
}

#[test]
fn each_example_has_an_oembed_answer_in_both_ways() {
    for preset in &PRESETS {
        let slug = preset.slug();
        let (json, xml) = answers(slug);
        assert_eq!((&json["type"], &json["version"]), (&"rich".into(), &"1.0".into()), "{slug}");
        let html = json["html"].as_str().expect("a snippet");
        let frame = roxmltree::Document::parse(html);
        let frame = frame.expect("markup");
        let frame = frame.root_element();
        let page = format!("embed/{slug}/index.html");
        assert!(WITHOUT.contains_key(&page), "{slug}: its frame exists");
        let src = format!("{ADDRESS}embed/{slug}/index.html");
        assert_eq!((frame.tag_name().name(), frame.attribute("src")), ("iframe", Some(&*src)));
        for name in ["width", "height"] {
            let said = frame.attribute(name).and_then(|it| it.parse().ok());
            assert_eq!(json[name].as_u64(), said, "{slug}: {name}");
        }
        let picture = json["thumbnail_url"].as_str().expect("a picture");
        assert_eq!(picture, format!("{ADDRESS}p/{slug}/preview.png"));
        // The same in XML.
        let document = roxmltree::Document::parse(&xml).expect("it is XML");
        let root = document.root_element();
        assert_eq!(root.tag_name().name(), "oembed");
        let fields: BTreeMap<&str, String> = root
            .children()
            .filter(roxmltree::Node::is_element)
            .map(|field| (field.tag_name().name(), field.text().unwrap_or_default().to_owned()))
            .collect();
        let same = json.as_object().expect("an object").iter().all(|(name, value)| {
            let value = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
            fields.get(name.as_str()) == Some(&value)
        });
        assert!(same && fields.len() == json.as_object().map_or(0, serde_json::Map::len), "{xml}");
    }
}

#[test]
fn a_page_leads_to_its_answers_and_its_player() {
    for preset in &PRESETS {
        let slug = preset.slug();
        let page = &WITH[&format!("p/{slug}/index.html")];
        for line in [
            format!("type=\"application/json+oembed\" href=\"{ADDRESS}p/{slug}/oembed.json\""),
            format!("type=\"text/xml+oembed\" href=\"{ADDRESS}p/{slug}/oembed.xml\""),
            format!("<meta name=\"twitter:player\" content=\"{ADDRESS}embed/{slug}/index.html\">"),
            format!("<meta property=\"og:video\" content=\"{ADDRESS}embed/{slug}/index.html\">"),
        ] {
            assert_eq!(page.matches(&line).count(), 1, "{slug}: {line}");
        }
        assert_eq!(page.matches("twitter:card").count(), 1, "{slug}");
        let frame = &WITH[&format!("embed/{slug}/index.html")];
        assert!(!frame.contains("oembed") && !frame.contains("og:"), "{slug}");
    }
}

/// A site in a folder of its own, with the script beside it.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    for (path, page) in &*WITHOUT {
        let file = folder.join("site").join(path);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        std::fs::write(file, page).expect("written");
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packaging/set-site.mjs");
    std::fs::copy(script, folder.join("set-site.mjs")).expect("copied");
    std::fs::write(folder.join("set-site.json"), addresses()).expect("written");
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let mut node = Command::new("node");
    let done = node.arg(folder.join("set-site.mjs")).args(arguments).output().expect("Node.js");
    (done.status.success(), String::from_utf8_lossy(&done.stderr).into_owned())
}

/// Without a compiler the same comes out as with one, whatever was written before.
#[test]
fn the_script_writes_what_a_build_with_an_address_has() {
    let folder = folder("set-site");
    for address in ["http://elsewhere.example:8080/a/b", ADDRESS] {
        let (done, error) = run(&folder, &[address]);
        assert!(done, "{error}");
    }
    let read = |path: &str| std::fs::read_to_string(folder.join("site").join(path)).expect(path);
    for (path, page) in &*WITH {
        assert!(read(path) == *page, "{path}:\n{}\n{page}", read(path));
    }
    for (path, text) in KNOWN["files"].as_object().expect("files") {
        assert_eq!(read(path), there(text));
        assert!(folder.join("site").join([path, ".gz"].concat()).exists(), "{path}");
    }
}

#[test]
fn the_script_says_what_is_wrong_with_an_address() {
    let folder = folder("set-site-wrong");
    for (address, says) in [
        ("", "Say where the site will be"),
        ("help.example", "is not an address"),
        ("ftp://help.example/", "begins with neither"),
        ("https://help.example/?a", "must be a folder"),
    ] {
        let (done, error) = run(&folder, &[address]);
        assert!(!done && error.contains(says), "{address}: {error}");
    }
    let page = std::fs::read_to_string(folder.join("site/index.html")).expect("a page");
    assert!(page == WITHOUT["index.html"], "nothing is written");
    let (done, error) = run(&folder, &[ADDRESS, "nowhere"]);
    assert!(!done && error.contains("is missing"), "{error}");
}
