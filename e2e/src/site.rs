//! The built site as a test sees it: served under the strict policy on a free port.

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use xtask::policy::POLICY;
use xtask::serve::Server;

/// Tells the server what goes wrong in a page; for engines whose driver does not.
const ERRORS: &str = include_str!("errors.js");

/// Its name in the site.
const NAME: &str = "e2e-errors.js";

/// A served site.
pub struct Site {
    server: Server,
    /// Where the files are, if they are not those of `dist/`.
    copy: Option<TempDir>,
}

impl Site {
    /// The site as it is.
    pub(crate) fn plain() -> Result<Self, String> {
        let server = serve(&dist()?)?;
        Ok(Self { server, copy: None })
    }

    /// The site with a script of ours in each of its pages, which tells the server what goes wrong
    /// there.
    pub(crate) fn watched() -> Result<Self, String> {
        let dist = dist()?;
        let copy = TempDir::with_prefix("email-journey-site-");
        let copy = copy.map_err(|error| format!("no temporary folder: {error}"))?;
        for file in xtask::run::files(&dist)? {
            let name = file.strip_prefix(&dist).unwrap_or(&file);
            let to = copy.path().join(name);
            let folder = to.parent().unwrap_or(copy.path());
            std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
            if name.extension().is_some_and(|extension| extension == "html") {
                xtask::run::write_file(&to, watched(&xtask::run::read_file(&file)?, depth(name)))?;
            } else {
                std::fs::copy(&file, &to).map_err(|e| format!("{}: {e}", file.display()))?;
            }
        }
        xtask::run::write_file(&copy.path().join(NAME), ERRORS)?;
        Ok(Self { server: serve(copy.path())?, copy: Some(copy) })
    }

    /// The address of a path, which may have a leading `/`, a query and a fragment.
    pub fn address(&self, path: &str) -> String {
        self.server.address(path)
    }

    /// Adds a page under the strict policy. It wins over a file of the same name.
    pub fn add_page(&self, path: &str, html: &str) {
        self.add_page_under(path, html, POLICY);
    }

    /// Adds a page under another policy, for example that of a site which embeds us. Where the
    /// policy refuses our own script, errors of this page are not told outside of Chromium.
    pub fn add_page_under(&self, path: &str, html: &str, policy: &str) {
        if self.copy.is_some() {
            let depth = path.trim_start_matches('/').matches('/').count();
            self.server.add_page_under(path, &watched(html, depth), policy);
        } else {
            self.server.add_page_under(path, html, policy);
        }
    }

    /// Adds a page with these headers, and no policy. Errors of this page are not told outside of Chromium.
    pub fn add_page_with(&self, path: &str, html: &str, headers: &[&str]) {
        self.server.add_page_with(path, html, headers);
    }

    /// Sends whoever asks for a path on to another address.
    pub fn add_redirect(&self, path: &str, to: &str) {
        self.server.add_redirect(path, to);
    }

    /// Adds a script under the strict policy.
    pub fn add_script(&self, path: &str, script: &str) {
        self.server.add_script(path, script);
    }

    /// What browsers said that the policy refused, as JSON; elsewhere than in Chromium also what
    /// else went wrong.
    pub fn reports(&self) -> Vec<String> {
        let refused_ours = |report: &String| !is_page_error(report) && report.contains(NAME);
        self.server.reports().into_iter().filter(|report| !refused_ours(report)).collect()
    }

    /// Every request so far, as `"GET /path 200"`, but those of our own script.
    pub fn requests(&self) -> Vec<String> {
        let ours = |request: &String| request.contains(NAME) || request.starts_with("POST ");
        self.server.requests().into_iter().filter(|request| !ours(request)).collect()
    }
}

/// Whether a report comes from our own script, and not from the browser.
pub(crate) fn is_page_error(report: &str) -> bool {
    report.contains("page-error")
}

fn dist() -> Result<PathBuf, String> {
    let dist = xtask::dist::folder();
    if dist.join("index.html").is_file() {
        Ok(dist)
    } else {
        Err("there is no site yet: run `cargo xtask dist`".to_owned())
    }
}

fn serve(folder: &Path) -> Result<Server, String> {
    Server::start(folder, 0).map_err(|error| format!("the site cannot be served: {error}"))
}

/// How many folders deep a file of the site is.
fn depth(name: &Path) -> usize {
    name.components().count().saturating_sub(1)
}

/// A page, so many folders deep, with our script before everything else in it.
fn watched(page: &str, depth: usize) -> String {
    let up = if depth == 0 { "./".to_owned() } else { "../".repeat(depth) };
    let script = format!("<script src=\"{up}{NAME}\"></script>");
    // A page may leave its head to the browser.
    let before = if page.contains("<head>") { "<head>" } else { "<!doctype html>" };
    page.replacen(before, &[before, &script].concat(), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_comes_first() {
        let script = "<script src=\"./e2e-errors.js\"></script>";
        for before in ["<!doctype html><html><head>", "<!doctype html>"] {
            let page = [before, "<title>x"].concat();
            assert_eq!(watched(&page, 0), [before, script, "<title>x"].concat());
        }
        assert!(watched("<!doctype html>", 2).ends_with("src=\"../../e2e-errors.js\"></script>"));
    }
}
