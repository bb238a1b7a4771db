//! What must not be named where: the rules of the architecture that a compiler does not check.
//!
//! - The core names no clock, no hash map and no floating point type.
//! - What the page has besides what it shows (`src/` without `src/ui/`) is core and names no web crate.
//!   That the other crates of the core name none, and the player no simulator, is in their `Cargo.toml`.
//! - In `src/ui/` only `browser.rs` talks to the browser.
//! - The player makes no scenarios, so that its module stays small; the engine (`src/ui/panels/`) may.
//! - Limits are defined in `crates/model/src/limits.rs` only.
//! - No markup has an inline script, an inline style or an event attribute, neither in our pages
//!   nor in what Yew draws.
//!
//! Comments and literals may name whatever they like.

use std::path::Path;

use crate::{Result, run};

/// Where the core is; in `src/` it is whatever is not the page itself.
const CORE: &[&str] = &[
    "crates/diagnosis/",
    "crates/model/",
    "crates/reader/",
    "crates/text/",
    "crates/sim/",
    "crates/story/",
    "crates/scene/",
    "crates/journey/",
    "src/",
];

/// What is no core in there: the page, and what runs outside of it only.
const NOT_CORE: &[&str] = &[
    "src/ui/",
    "src/bin/",
    "crates/journey/src/bin/",
    "crates/journey/src/serve/",
    "crates/journey/src/scenario_file.rs",
];

/// Where the limits are.
const LIMITS: &str = "crates/model/src/limits.rs";

/// What the core must not name, and why.
const NOT_IN_CORE: &[(&str, &str)] = &[
    ("std::time", "time is an argument"),
    ("SystemTime", "time is an argument"),
    ("HashMap", "its order is random; use BTreeMap"),
    ("HashSet", "its order is random; use BTreeSet"),
    ("f32", "state is made of integers"),
    ("f64", "state is made of integers"),
];

/// What the core in `src/`, whose package has web crates, must not name either, and why.
const NOT_IN_SRC: &[(&str, &str)] =
    &[("web_sys", WEB), ("js_sys", WEB), ("wasm_bindgen", WEB), ("gloo", WEB), ("yew", WEB)];

const WEB: &str = "the core knows nothing of the web";

/// What alone in `src/ui/` talks to the browser, for player and panels.
const BROWSER: &[&str] = &["src/ui/browser.rs", "src/ui/panels/browser.rs"];

/// What the rest of it must not name, and why.
const NOT_IN_UI: &[(&str, &str)] = &[
    ("web_sys", "only browser.rs talks to the browser"),
    ("js_sys", "only browser.rs talks to the browser"),
    ("gloo", "only browser.rs talks to the browser"),
];

/// What the player must not name, and why.
const NOT_IN_PLAYER: &[(&str, &str)] = &[("Scenario", MAKES), ("Parts", MAKES), ("PRESETS", MAKES)];

const MAKES: &str = "the player makes no scenarios: it gets stories that are told";

/// Checks the sources of the package and its pages.
pub fn check_sources() -> Result {
    let root = run::root();
    let mut found = Vec::new();
    let ours = ["src", "crates"].map(|folder| run::files(&root.join(folder)));
    for path in ours.into_iter().collect::<Result<Vec<_>>>()?.into_iter().flatten() {
        let name = relative(&path, root);
        let is_test = name.starts_with("crates/") && name.contains("/tests/");
        if path.extension().is_some_and(|extension| extension == "rs") && !is_test {
            found.extend(in_rust(&name, &run::read_file(&path)?));
        }
    }
    found.extend(in_page("index.html", &run::read_file(&root.join("index.html"))?));
    found.extend(in_pages(&root.join("static"), root)?);
    verdict(&found)
}

/// Checks the pages of a built site.
pub fn check_site(dist: &Path) -> Result {
    verdict(&in_pages(dist, dist)?)
}

fn verdict(found: &[String]) -> Result {
    if found.is_empty() { Ok(()) } else { Err(found.join("\n")) }
}

fn in_pages(folder: &Path, root: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for path in run::files(folder)? {
        let name = relative(&path, root);
        if path.extension().is_some_and(|extension| extension == "html") {
            found.extend(in_page(&name, &run::read_file(&path)?));
        }
    }
    Ok(found)
}

/// The path as we write it, with slashes on every system.
fn relative(path: &Path, root: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// What is wrong with a Rust file: one line for each.
fn in_rust(name: &str, source: &str) -> Vec<String> {
    let is_in = |places: &[&str]| places.iter().any(|place| name.starts_with(place));
    let core = is_in(CORE) && !is_in(NOT_CORE);
    let page = is_in(&["src/ui/"]);
    let rules = [
        (core, NOT_IN_CORE),
        (core && is_in(&["src/"]), NOT_IN_SRC),
        (page && !is_in(BROWSER), NOT_IN_UI),
        (page && !is_in(&["src/ui/panels/"]), NOT_IN_PLAYER),
    ];
    let rules = || rules.iter().filter(|(here, _)| *here).flat_map(|(_, names)| *names);
    let mut found = Vec::new();
    for (number, line) in code_only(source).lines().enumerate() {
        let mut report = |what: &str, why: &str| {
            found.push(format!("{name}:{}: names {what}: {why}", number + 1));
        };
        for (what, why) in rules() {
            if names(line, what) {
                report(what, why);
            }
        }
        if name != LIMITS && line.contains("const MAX_") {
            report("a limit", "all limits stand in crates/model/src/limits.rs");
        }
        for what in ["style=", "<style"] {
            // `style ==` and `let style =` are Rust; markup has no space there.
            if line.match_indices(what).any(|(at, _)| {
                !line[at + what.len()..].starts_with('=') && !ends_in_word(&line[..at])
            }) {
                report(what, "the site's policy allows no inline style; use a class");
            }
        }
    }
    found
}

/// Whether `line` has `word` as a whole word, or as the suffix of a number.
fn names(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + word.len()..]);
        let in_a_word = ends_in_word(before);
        let in_a_number = before
            .rsplit(|c: char| !is_word(c))
            .next()
            .is_some_and(|last| last.starts_with(|c: char| c.is_ascii_digit()));
        (!in_a_word || in_a_number) && !after.starts_with(is_word)
    })
}

fn ends_in_word(text: &str) -> bool {
    text.ends_with(is_word)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The source with spaces in place of comments and of what is inside literals. Every line stays
/// where it was.
fn code_only(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        let after_word = at > 0 && is_word(chars[at - 1]);
        let (skip, keep) = match rest {
            ['/', '/', ..] => (rest.iter().position(|c| *c == '\n').unwrap_or(rest.len()), false),
            ['/', '*', ..] => (block_comment(rest), false),
            ['r', '"' | '#', ..] if !after_word || raw_prefix(&chars[..at]) => {
                match raw_string(rest) {
                    Some(length) => (length, false),
                    None => (1, true),
                }
            }
            ['"', ..] => (quoted(rest, '"'), false),
            ['\'', '\\', ..] => (quoted(rest, '\''), false),
            ['\'', _, '\'', ..] => (3, false),
            _ => (1, true),
        };
        for c in &rest[..skip] {
            out.push(if keep || *c == '\n' { *c } else { ' ' });
        }
        at += skip;
    }
    out
}

/// Whether what ends here is the `b` or `c` of `br"…"` or `cr"…"`.
fn raw_prefix(before: &[char]) -> bool {
    match before {
        [.., earlier, 'b' | 'c'] => !is_word(*earlier),
        ['b' | 'c'] => true,
        _ => false,
    }
}

/// The length of a comment that may have others in it.
fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        match rest[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at.min(rest.len())
}

/// The length of a literal with escapes.
fn quoted(rest: &[char], quote: char) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != quote {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}

/// The length of `r"…"` or `r#"…"#`, if this is one (and not an identifier such as `r#type`).
fn raw_string(rest: &[char]) -> Option<usize> {
    let hashes = rest[1..].iter().take_while(|c| **c == '#').count();
    if rest.get(1 + hashes) != Some(&'"') {
        return None;
    }
    let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let body = &rest[hashes + 2..];
    let length = body.windows(end.len()).position(|window| window == end);
    Some(length.map_or(rest.len(), |length| hashes + 2 + length + end.len()))
}

/// What is wrong with a page: one line for each.
fn in_page(name: &str, page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, tag, attributes) in tags(page) {
        let number = page[..at].matches('\n').count() + 1;
        let mut report = |what: &str| {
            found.push(format!("{name}:{number}: {what}, which the site's policy refuses"));
        };
        if tag == "style" {
            report("a <style> element");
        }
        let value = |wanted: &str| {
            attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
        };
        // A block of data is not run, so it is allowed.
        let is_data = value("type").is_some_and(|kind| kind.ends_with("json"));
        if tag == "script" && value("src").is_none() && !is_data {
            report("an inline script");
        }
        for (attribute, value) in &attributes {
            if attribute == "style" || attribute.starts_with("on") {
                report(&format!("an attribute {attribute}="));
            }
            if value.trim_start().to_ascii_lowercase().starts_with("javascript:") {
                report("a javascript: address");
            }
        }
    }
    found
}

/// Names and values.
type Attributes = Vec<(String, String)>;

/// Every attribute of every tag of a page.
pub(crate) fn attributes(page: &str) -> Vec<(String, String)> {
    tags(page).into_iter().flat_map(|(.., attributes)| attributes).collect()
}

/// Every tag of a page: where it is, its name and its attributes. Comments and what stands in scripts
/// are no tags.
fn tags(page: &str) -> Vec<(usize, String, Attributes)> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        rest = &rest[start..];
        if rest.starts_with("<!--") {
            rest = rest.find("-->").map_or("", |end| &rest[end..]);
            continue;
        }
        let at = page.len() - rest.len();
        let (tag, attributes, length) = tag(rest);
        rest = &rest[length..];
        if tag == "script" {
            rest = rest.find("</script").map_or("", |end| &rest[end..]);
        }
        found.push((at, tag, attributes));
    }
    found
}

/// The tag that `text` starts with: its name, its attributes and its length.
fn tag(text: &str) -> (String, Attributes, usize) {
    let ends_name = |c: char| c.is_whitespace() || c == '>' || c == '=';
    let mut rest = &text[1..];
    let take = |rest: &mut &str, length: usize| {
        let (word, tail) = rest.split_at(length);
        *rest = tail;
        word.to_owned()
    };
    let length = rest.find(ends_name).unwrap_or(rest.len());
    let name = take(&mut rest, length).to_ascii_lowercase();
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/' || c == '=');
        if rest.is_empty() || rest.starts_with('>') {
            break;
        }
        let length = rest.find(ends_name).unwrap_or(rest.len());
        let attribute = take(&mut rest, length).to_ascii_lowercase();
        let mut value = String::new();
        if let Some(after) = rest.trim_start().strip_prefix('=') {
            rest = after.trim_start();
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
            if let Some(quote) = quote {
                rest = &rest[1..];
                let length = rest.find(quote).unwrap_or(rest.len());
                value = take(&mut rest, length);
                rest = rest.strip_prefix(quote).unwrap_or(rest);
            } else {
                let length =
                    rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len());
                value = take(&mut rest, length);
            }
        }
        attributes.push((attribute, value));
    }
    (name, attributes, text.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_core_must_not_name_the_web_clocks_hash_maps_or_floats() {
        let source = "use std::time::Duration;\nlet a: HashMap<u8, f32>;\nlet b = 1_f64;\n\
                      web_sys::window();";
        let found = in_rust("src/player.rs", source);
        let places: BTreeSet<&str> =
            found.iter().filter_map(|line| line.split(": names").next()).collect();
        let line = |number| format!("src/player.rs:{number}");
        assert_eq!(places.into_iter().collect::<Vec<_>>(), [1, 2, 3, 4].map(line));
        assert_eq!(found.len(), 5);
        assert_eq!(in_rust("crates/sim/src/a.rs", source).len(), 4, "cargo knows of the web");
        assert_eq!(in_rust("crates/journey/src/share_link.rs", "f64").len(), 1, "core");
        for other in ["src/bin/app.rs", "crates/journey/src/serve/mod.rs", "crates/site/src/lib.rs"]
        {
            assert_eq!(in_rust(other, source), Vec::<String>::new(), "not the core");
        }
    }

    #[test]
    fn comments_literals_and_longer_words_are_fine() {
        let source = r##"
            // f64 /* HashMap
            /* yew /* gloo */ HashMap */
            let a = "std::time \" f32"; let b = r#"gloo " f64"#; let c = br"yew"; let d = '"';
            let my_f64 = 'f'; fn x<'a>(f64s: &'a str, gloomy: u8) {} let r#type = b'\'';
        "##;
        assert_eq!(in_rust("src/a.rs", source), Vec::<String>::new());
        assert_eq!(in_rust("src/a.rs", &format!("{source} f64")).len(), 1, "and code goes on");
    }

    #[test]
    fn nothing_of_the_player_makes_scenarios() {
        let source = "Scenario::new(PRESETS[0].parts())";
        assert_eq!(in_rust("src/ui/live.rs", source).len(), 2);
        assert_eq!(in_rust("src/ui/journey.rs", source).len(), 2);
        assert_eq!(in_rust("src/ui/panels/study.rs", source).len(), 0);
    }

    #[test]
    fn only_the_browser_file_of_the_page_talks_to_the_browser() {
        assert_eq!(in_rust("src/ui/mod.rs", "gloo::utils::window()").len(), 1);
        for file in BROWSER {
            assert_eq!(in_rust(file, "gloo::utils::window()").len(), 0);
        }
    }

    #[test]
    fn limits_stand_in_one_place() {
        let source = "pub const MAX_TEXT: usize = 1;";
        assert_eq!(in_rust("crates/model/src/scenario.rs", source).len(), 1);
        assert_eq!(in_rust("src/ui/a.rs", source).len(), 1);
        assert_eq!(in_rust(LIMITS, source).len(), 0);
        assert_eq!(in_rust("src/a.rs", "use model::limits::link::MAX_STEP;").len(), 0);
    }

    #[test]
    fn what_yew_draws_has_no_inline_style() {
        assert_eq!(
            in_rust("src/ui/a.rs", "html! { <p style={x}><style>{y}</style></p> }").len(),
            2
        );
        assert_eq!(in_rust("src/ui/a.rs", "let style = 1; if style == 2 { my_style=3 }").len(), 0);
    }

    #[test]
    fn pages_have_no_inline_script_style_or_event() {
        for bad in [
            "<style>p{}</style>",
            "<p STYLE='color: red'>",
            "<script>alert(1)</script>",
            "<script type=module>x</script>",
            "<a href=\" javascript:x\">",
            "<body\nclass=a onload=\"x\">",
        ] {
            assert_eq!(in_page("a.html", bad).len(), 1, "{bad}");
        }
        let good = "<!-- <style> --><p class=style title=\"on > style='x'\" data-on=1>a < b</p>\
                    <script src=a.js></script><script type='application/ld+json'>{}</script>";
        assert_eq!(in_page("a.html", good), Vec::<String>::new());
    }

    #[test]
    fn this_repository_keeps_the_rules() {
        check_sources().unwrap();
    }
}
