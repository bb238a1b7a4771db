//! Content-hashed names: `app.js` becomes `app-0123456789abcdef.js`, so that a server may let
//! browsers keep it for ever. A new content is a new name.
//!
//! Names that others link to (`index.html`, `embed.html`, `p/…`, `embed/…`, `faq.html`, icons, …) stay as they are.

use std::path::Path;

use crate::{Result, run};

/// The files that get a hash, each after the files that it names.
const STAMPED: &[&str] = &[
    "app_bg.wasm",
    "panels_bg.wasm",
    "panels.js",
    "panels.css",
    "page.css",
    "print.css",
    "head.js",
    "boot.js",
];

/// Those of them, and the page itself, without which nothing is painted.
const PAINTED_FIRST: &[&str] = &["page.css", "head.js"];

/// The folder with the story of every preset. It gets a hash of all that is in it.
pub const STORIES: &str = "stories";

/// The story that the page begins with.
const FIRST_STORY: &str = "everything-works.bin";

/// Those of them that are fetched only when something is opened, or that nobody waits for.
const FETCHED_LATER: &[&str] = &["panels_bg.wasm", "panels.js", "panels.css", "print.css"];

/// The page that an embedded widget begins with.
const FIRST_EMBED: &str = "embed/everything-works/index.html";

/// Whether an embedded widget needs this file of the site before a reader can press play.
pub fn needed_to_play(name: &Path) -> bool {
    // The glue may bring JavaScript snippets of libraries.
    let fixed = name == Path::new(FIRST_EMBED) || name.starts_with("snippets");
    let at_once = |original: &&&str| !FETCHED_LATER.contains(original);
    let mut stamped = STAMPED.iter().filter(at_once);
    let story = name.ends_with(FIRST_STORY);
    fixed || story || stamped.any(|original| is_stamped(&name.to_string_lossy(), original))
}

/// Whether the first page is not painted without this file of the site.
pub fn needed_to_paint(name: &Path) -> bool {
    let name = name.to_string_lossy();
    name == "index.html" || PAINTED_FIRST.iter().any(|original| is_stamped(&name, original))
}

/// Renames the stamped files of `dist` and every mention of them in its pages and scripts.
pub fn stamp(dist: &Path) -> Result {
    let mut renamed = vec![(STORIES, stamp_stories(dist)?)];
    for original in STAMPED {
        let path = dist.join(original);
        let mut content =
            std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        if Path::new(original).extension().is_some_and(|extension| extension == "js") {
            let text = String::from_utf8(content).map_err(|_| format!("{original}: not UTF-8"))?;
            content = rename_in(&text, &renamed).into_bytes();
        }
        let name = stamped(original, &content);
        run::write_file(&dist.join(&name), content)?;
        std::fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        renamed.push((original, name));
    }
    for page in run::files(dist)? {
        if page.extension().is_some_and(|extension| extension == "html") {
            run::write_file(&page, rename_in(&run::read_file(&page)?, &renamed))?;
        }
    }
    Ok(())
}

/// Renames the folder of stories; returns its new name.
fn stamp_stories(dist: &Path) -> Result<String> {
    let folder = dist.join(STORIES);
    let mut content = Vec::new();
    for story in run::files(&folder)? {
        content.extend(std::fs::read(&story).map_err(|e| format!("{}: {e}", story.display()))?);
    }
    let name = format!("{STORIES}-{:016x}", hash(&content));
    let to = dist.join(&name);
    std::fs::rename(&folder, &to).map_err(|error| format!("{}: {error}", to.display()))?;
    Ok(name)
}

/// Replaces the names where they are quoted, alone or behind the way from a page to its site's folder.
fn rename_in(text: &str, renamed: &[(&str, String)]) -> String {
    let mut text = text.to_owned();
    for (original, name) in renamed {
        for quote in ['"', '\'', '`'] {
            for before in ["", "./", "../../"] {
                // What follows the name of a folder stays.
                for after in [quote, '/'] {
                    let old = format!("{quote}{before}{original}{after}");
                    text = text.replace(&old, &format!("{quote}{before}{name}{after}"));
                }
            }
        }
    }
    text
}

/// The name with the content's hash in it.
fn stamped(original: &str, content: &[u8]) -> String {
    let (stem, extension) = original.rsplit_once('.').unwrap_or((original, ""));
    format!("{stem}-{:016x}.{extension}", hash(content))
}

/// Whether `name` is `original` with a hash in it.
fn is_stamped(name: &str, original: &str) -> bool {
    let (stem, extension) = original.rsplit_once('.').unwrap_or((original, ""));
    let end = if extension.is_empty() { String::new() } else { format!(".{extension}") };
    name.strip_prefix(stem)
        .and_then(|rest| rest.strip_prefix('-'))
        .and_then(|rest| rest.strip_suffix(&end))
        .is_some_and(|hash| hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether the name tells the content, so that it may be kept for ever.
pub fn is_immutable(name: &str) -> bool {
    let in_folder = name.split_once('/').is_some_and(|(folder, _)| is_stamped(folder, STORIES));
    in_folder || STAMPED.iter().any(|original| is_stamped(name, original))
}

/// FNV-1a: enough to tell two builds apart, and the same on every machine.
pub fn hash(content: &[u8]) -> u64 {
    content.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_content() {
        let name = stamped("app_bg.wasm", b"a");
        assert_eq!(name, "app_bg-af63dc4c8601ec8c.wasm");
        assert!(is_immutable(&name));
        assert!(!is_immutable("app_bg.wasm"));
        assert!(!is_immutable("embed.js"));
        assert!(is_immutable("stories-af63dc4c8601ec8c/two-boxes.bin"));
        assert!(!is_immutable("stories/two-boxes.bin"));
        assert_ne!(name, stamped("app_bg.wasm", b"b"));
    }

    #[test]
    fn what_opens_later_is_not_needed_to_play() {
        let needed = |name: &str| needed_to_play(Path::new(&stamped(name, b"a")));
        assert!(needed("app_bg.wasm") && needed("boot.js") && needed("page.css"));
        assert!(!needed("panels_bg.wasm") && !needed("panels.js") && !needed("panels.css"));
        assert!(needed_to_play(Path::new(FIRST_EMBED)));
        assert!(!needed_to_play(Path::new("index.html")));
        assert!(!needed_to_play(Path::new("faq.html")));
        let painted = |name: &str| needed_to_paint(Path::new(&stamped(name, b"a")));
        assert!(
            painted("page.css") && painted("head.js") && needed_to_paint(Path::new("index.html"))
        );
        assert!(!painted("boot.js") && !painted("app_bg.wasm") && !painted("panels.css"));
    }

    #[test]
    fn only_whole_quoted_names_are_replaced() {
        let renamed = [("app.js", "app-1.js".to_owned())];
        let text = r#"import "./app.js"; 'app.js' "my-app.js" app.js "../../app.js" "#;
        let folder = [("stories", "stories-1".to_owned())];
        let stories = r#""./stories/a.bin" "../../stories/a.bin" "./stories""#;
        assert_eq!(rename_in(stories, &folder), stories.replace("stories", "stories-1"));
        assert_eq!(
            rename_in(text, &renamed),
            r#"import "./app-1.js"; 'app-1.js' "my-app.js" app.js "../../app-1.js" "#
        );
    }
}
