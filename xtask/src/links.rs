//! Links between the files of a built site: every one that is not a whole address must lead to a file.

use std::path::{Path, PathBuf};

use crate::{Result, run, source_rules};

/// Looks at every page of the site.
pub fn check(dist: &Path) -> Result {
    let mut lost = Vec::new();
    for page in run::files(dist)? {
        if page.extension().is_some_and(|extension| extension == "html") {
            let text = run::read_file(&page)?;
            for link in links(&text) {
                if !leads_somewhere(dist, &page, &link) {
                    lost.push(format!("{}: {link} leads nowhere", page.display()));
                }
            }
        }
    }
    if lost.is_empty() { Ok(()) } else { Err(lost.join("\n")) }
}

/// Everything that a page refers to by a path.
fn links(page: &str) -> Vec<String> {
    let attributes = source_rules::attributes(page);
    let paths = attributes.into_iter().filter_map(|(name, value)| {
        let refers = matches!(name.as_str(), "href" | "src");
        let other = value.starts_with('#') || value.contains("://") || value.starts_with("data:");
        (refers && !other).then_some(value)
    });
    paths.collect()
}

/// Whether a link of a page leads to a file of the site, and not out of it.
fn leads_somewhere(dist: &Path, page: &Path, link: &str) -> bool {
    let path = link.split(['#', '?']).next().unwrap_or_default();
    if path.starts_with('/') {
        return false;
    }
    let mut target = PathBuf::from(page.parent().unwrap_or(dist));
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(target.pop()),
            name => target.push(name),
        }
    }
    if target.is_dir() {
        target.push("index.html");
    }
    target.starts_with(dist) && target.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_followed_from_where_they_stand() {
        let dist = std::env::temp_dir().join(format!("xtask-links-{}", std::process::id()));
        std::fs::create_dir_all(dist.join("p/a")).unwrap();
        let put = |name: &str, page: &str| std::fs::write(dist.join(name), page).unwrap();
        put("index.html", "<a href=\"./p/a/#x\">a</a><a href=\"https://b.example/c\">b</a>");
        put(
            "p/a/index.html",
            "<a href='../../'>up</a><use href='#x'/><script src=../../a.js></script>",
        );
        assert!(check(&dist).unwrap_err().contains("../../a.js leads nowhere"));
        put("a.js", "");
        check(&dist).unwrap();
        for lost in ["/index.html", "../index.html", "./p/b/", "./p/a/b.html"] {
            put("index.html", &format!("<a href=\"{lost}\">x</a>"));
            assert!(check(&dist).is_err(), "{lost}");
        }
        std::fs::remove_dir_all(&dist).unwrap();
    }
}
