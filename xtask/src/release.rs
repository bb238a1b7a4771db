//! What is handed out: `cargo xtask release` makes it into `release/`, and publishes nothing.
//!
//! ```text
//! release/email-journey-<version>.zip        the finished site, and the script that writes its address into it
//! release/email-journey-<version>.tgz        the npm package
//! release/email-journey-<version>-container/ a server for the site: Containerfile, nginx.conf, headers.conf
//! release/journey-<version>-<target>.zip     the program, for this platform
//! release/TAG.txt                            text for the tag
//! release/SHA256SUMS                         of all of these
//! ```
//!
//! Twice, in two folders, it is the same byte for byte: nothing has the time or a place of this machine in it.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;

use crate::page_build::Build;
use crate::policy::POLICY;
use crate::progress::{self, Step};
use crate::third_party::{self, Product};
use crate::{Result, compile, compression, dist, kept_release, run};

/// Who may do what with it, and what changed.
const PAPERS: [&str; 3] = ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"];

/// What an owner of a page may want to look up, and the plugin.
const SITE_PAPERS: [&str; 3] =
    ["docs/embedding.md", "docs/where.md", "examples/wordpress/email-journey.php"];

/// `cargo xtask release`; `twice`: and again somewhere else, to compare; `keep`: for the tests of later ones.
pub fn command(twice: bool, keep: bool, yes: bool) -> Result {
    dist::make(Build::Page, None, yes)?;
    dist::check_size()?;
    let version = version()?;
    let part = run::root().join("release.part");
    let steps = vec![
        Step::new("The journey program, for this platform", "some minutes the first time", || {
            run::remove_folder(&part)?;
            run::make_folder(&part)?;
            program(&part, &version)
        }),
        Step::new("The site, the npm package and the container", "a minute", || {
            let addresses = addresses()?;
            site(&part, &version, &addresses)?;
            npm_package(&part)?;
            container(&part, &version)?;
            run::write_file(&part.join("TAG.txt"), tag(&version)?)?;
            run::write_file(&part.join("SHA256SUMS"), sums(&part)?)?;
            run::put_in_place(&part, &folder())
        }),
    ];
    progress::take(steps)?;
    for file in run::files(&folder())? {
        let size = std::fs::metadata(&file).map(|it| it.len()).unwrap_or_default();
        println!("{size:>10}  {}", file.strip_prefix(folder()).unwrap_or(&file).display());
    }
    if keep {
        kept_release::keep(&self::version()?)?;
    }
    if twice { make_again() } else { Ok(()) }
}

/// Makes it once more: the same sources in another folder, with nothing compiled. Fails where a byte is another.
fn make_again() -> Result {
    let folder = run::target_folder()?.join("release-again");
    run::remove_folder(&folder)?;
    let again = folder.join("in/another/place");
    println!("\nOnce more, in {} …", again.display());
    let listed = run::read(run::command("git").current_dir(run::root()).args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
    ]))?;
    for name in listed.lines() {
        let (from, to) = (run::root().join(name), again.join(name));
        let fail = |error: std::io::Error| format!("{}: {error}", from.display());
        // Deleted, and not committed yet.
        if from.is_file() {
            run::make_folder(to.parent().unwrap_or(&again))?;
            std::fs::copy(&from, &to).map_err(fail)?;
        }
    }
    let mut second = run::command("cargo");
    second.current_dir(&again).args(["xtask", "release", "--yes"]);
    // `cargo run` has told us where we are.
    second.env_remove("CARGO_MANIFEST_DIR").env("CARGO_TARGET_DIR", folder.join("target"));
    run::run(&mut second)?;
    let sums = |root: &Path| run::read_file(&root.join("release/SHA256SUMS"));
    let (first, second) = (sums(run::root())?, sums(&again)?);
    let other: Vec<&str> =
        first.lines().filter(|line| !second.lines().any(|it| it == *line)).collect();
    if other.is_empty() && first.len() == second.len() {
        println!("\nTwice the same, byte for byte: {} files.", first.lines().count());
        run::remove_folder(&folder)
    } else {
        Err(format!("not the same the second time:\n{}", other.join("\n")))
    }
}

/// Where it is made.
pub fn folder() -> PathBuf {
    run::root().join("release")
}

/// The version: it stands in `Cargo.toml`, and nowhere else.
fn version() -> Result<String> {
    let metadata =
        run::read(run::cargo().args(["metadata", "--format-version", "1", "--no-deps"]))?;
    let metadata: Value = serde_json::from_str(&metadata)
        .map_err(|error| format!("cargo metadata is not understood: {error}"))?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let ours =
        packages.filter(|it| it["name"] == "email-journey").find_map(|it| it["version"].as_str());
    Ok(ours.ok_or("cargo metadata does not say which version this is")?.to_owned())
}

/// What names whole addresses, for `set-site.mjs`.
fn addresses() -> Result<String> {
    let package = ["--package", "email-journey-site", "--bin", "prerender"];
    run::read(
        run::cargo().args(["run", "--quiet", "--locked"]).args(package).args(["--", "--addresses"]),
    )
}

fn packaging(name: &str) -> PathBuf {
    run::root().join("packaging").join(name)
}

/// What the site's archive says of itself.
fn readme(name: &str, version: &str) -> Result<String> {
    Ok(run::read_file(&packaging(name))?.replace("{version}", version))
}

/// The finished site, for whoever has a web space.
fn site(part: &Path, version: &str, addresses: &str) -> Result {
    let name = format!("email-journey-{version}");
    let mut archive = Archive::new(&name);
    archive.add("README.md", readme("README.md", version)?.as_bytes(), false)?;
    for paper in PAPERS.into_iter().chain(SITE_PAPERS) {
        archive.add(paper, run::read_file(&run::root().join(paper))?.as_bytes(), false)?;
    }
    archive.add("set-site.mjs", run::read_file(&packaging("set-site.mjs"))?.as_bytes(), true)?;
    archive.add("set-site.json", addresses.as_bytes(), false)?;
    archive.add_folder("site", &dist::folder())?;
    run::write_file(&part.join(format!("{name}.zip")), archive.finish()?)
}

/// The npm package: what `npm pack` makes of it has the same bytes everywhere.
///
/// Returns where it is, of the site that was built last.
pub fn npm_package(part: &Path) -> Result<PathBuf> {
    let (version, addresses) = (&version()?, &addresses()?);
    let folder = part.join("npm");
    let presets: Vec<Value> = presets(addresses)?.into_iter().map(Value::from).collect();
    let quoted: Vec<String> = presets.iter().map(Value::to_string).collect();
    run::make_folder(&folder)?;
    for file in run::files(&packaging("npm"))? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut text = run::read_file(&file)?.replace("{version}", version);
        text = match name.as_str() {
            "package.json" => {
                text.replace("\"version\": \"0.0.0\"", &format!("\"version\": \"{version}\""))
            }
            "index.js" => {
                text.replace("/* presets */ []", &Value::from(presets.clone()).to_string())
            }
            "index.d.ts" => text.replace("/* presets */ string", &quoted.join(" | ")),
            _ => text,
        };
        run::write_file(&folder.join(&name), text)?;
    }
    for paper in PAPERS {
        run::write_file(&folder.join(paper), run::read_file(&run::root().join(paper))?)?;
    }
    run::write_file(&folder.join("set-site.mjs"), run::read_file(&packaging("set-site.mjs"))?)?;
    run::write_file(&folder.join("set-site.json"), addresses)?;
    // Who serves from a package compresses by themselves.
    let wanted = |name: &Path| !compression::is_compressed(name);
    run::copy_folder(&dist::folder(), &folder.join("site"), wanted)?;
    run::run(
        run::command("npm")
            .args(["pack", "--silent", "--pack-destination", ".."])
            .current_dir(&folder),
    )?;
    run::remove_folder(&folder)?;
    Ok(part.join(format!("email-journey-{version}.tgz")))
}

/// The public names of the examples: each has a page.
fn presets(addresses: &str) -> Result<Vec<String>> {
    let addresses: Value =
        serde_json::from_str(addresses).map_err(|error| format!("the addresses: {error}"))?;
    let pages = addresses["head"].as_object().into_iter().flatten();
    let slugs = pages.filter_map(|(path, _)| path.strip_prefix("p/")?.strip_suffix("/index.html"));
    Ok(slugs.map(ToOwned::to_owned).collect())
}

/// A server for the site.
fn container(part: &Path, version: &str) -> Result {
    let folder = part.join(format!("email-journey-{version}-container"));
    run::make_folder(&folder)?;
    for file in run::files(&packaging("container"))? {
        let name = file.file_name().unwrap_or_default();
        run::write_file(&folder.join(name), run::read_file(&file)?)?;
    }
    run::write_file(&folder.join("headers.conf"), headers())
}

/// The headers of every answer, as nginx takes them.
pub fn headers() -> String {
    format!(
        "add_header Content-Security-Policy \"{POLICY}\" always;\n\
         add_header X-Content-Type-Options nosniff always;\n\
         add_header Referrer-Policy no-referrer always;\n\
         add_header Access-Control-Allow-Origin * always;\n"
    )
}

/// The program, for the platform that it is built on.
fn program(part: &Path, version: &str) -> Result {
    let mut cargo = run::cargo();
    cargo.args([
        "build",
        "--release",
        "--locked",
        "--package",
        "email-journey-journey",
        "--bin",
        "journey",
    ]);
    let flags = compile::same_paths()?;
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join(std::ffi::OsStr::new("\u{1f}")));
    cargo.env("CARGO_PROFILE_RELEASE_STRIP", "symbols");
    run::run(&mut cargo)?;
    let target = run::read(run::command("rustc").arg("-vV"))?;
    let target = target.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or("here");
    let built = run::target_folder()?
        .join("release")
        .join(format!("journey{}", std::env::consts::EXE_SUFFIX));
    let bytes = std::fs::read(&built).map_err(|error| format!("{}: {error}", built.display()))?;
    let name = format!("journey-{version}-{target}");
    let mut archive = Archive::new(&name);
    archive.add(&built.file_name().unwrap_or_default().to_string_lossy(), &bytes, true)?;
    archive.add("THIRD-PARTY.txt", third_party::text(Product::Program)?.as_bytes(), false)?;
    for paper in PAPERS {
        archive.add(paper, run::read_file(&run::root().join(paper))?.as_bytes(), false)?;
    }
    run::write_file(&part.join(format!("{name}.zip")), archive.finish()?)
}

/// Text for the tag: what has changed, as `CHANGELOG.md` says it.
fn tag(version: &str) -> Result<String> {
    let changes = run::read_file(&run::root().join("CHANGELOG.md"))?;
    let notes = notes(&changes, version).ok_or_else(|| {
        format!("CHANGELOG.md has no heading \"## {version}\" and none \"## Unreleased\"")
    })?;
    Ok(format!("Email Journey {version}\n\n{notes}\n"))
}

/// What stands under the heading of this version, or, before it has one, under that of what is not released.
fn notes<'a>(changes: &'a str, version: &str) -> Option<&'a str> {
    let under = |heading: &str| {
        let start = changes.find(&format!("\n## {heading}"))?;
        let (_, rest) = changes[start + 1..].split_once('\n')?;
        Some(rest.split_once("\n## ").map_or(rest, |(section, _)| section).trim())
    };
    under(version).or_else(|| under("Unreleased"))
}

/// Every file below, with its sum, as `sha256sum --check` reads it.
fn sums(part: &Path) -> Result<String> {
    let mut text = String::new();
    for file in run::files(part)? {
        let bytes = std::fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let name = file.strip_prefix(part).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        for byte in Sha256::digest(&bytes) {
            let _ = write!(text, "{byte:02x}");
        }
        text.extend([
            "  ", &name, "
",
        ]);
    }
    Ok(text)
}

/// A zip file in the making, whose files all have the same time: that of the format's first day.
pub(crate) struct Archive {
    root: String,
    zip: zip::ZipWriter<Cursor<Vec<u8>>>,
}

impl Archive {
    /// Everything in it is in one folder of this name.
    pub(crate) fn new(root: &str) -> Self {
        Self { root: root.to_owned(), zip: zip::ZipWriter::new(Cursor::new(Vec::new())) }
    }

    /// A file; `runs`: it is a program.
    pub(crate) fn add(&mut self, name: &str, content: &[u8], runs: bool) -> Result {
        let mode = if runs { 0o755 } else { 0o644 };
        let options = SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(mode);
        let path = [&self.root, "/", name].concat();
        let fail = |error: &dyn std::fmt::Display| format!("{path}: {error}");
        self.zip.start_file(path.as_str(), options).map_err(|error| fail(&error))?;
        self.zip.write_all(content).map_err(|error| fail(&error))
    }

    /// Everything in `from`, as `name/…`.
    fn add_folder(&mut self, name: &str, from: &Path) -> Result {
        for file in run::files(from)? {
            let path =
                file.strip_prefix(from).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            let bytes =
                std::fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
            self.add(&[name, "/", &path].concat(), &bytes, false)?;
        }
        Ok(())
    }

    /// Its bytes.
    pub(crate) fn finish(self) -> Result<Vec<u8>> {
        let written = self.zip.finish().map_err(|error| format!("{}: {error}", self.root))?;
        Ok(written.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_content_gives_the_same_archive() {
        let make = || {
            let mut archive = Archive::new("a-1");
            archive.add("run", b"#!", true).unwrap();
            archive.add("x/y.txt", &[b'y'; 5_000], false).unwrap();
            archive.finish().unwrap()
        };
        assert_eq!(make(), make());
        assert!(make().len() < 1_000);
    }

    #[test]
    fn the_text_for_a_tag_is_that_of_its_version() {
        let changes = "# Changelog\n\n## Unreleased\n\n- new\n\n## 0.1.0 - 2026-11-29\n\n- old\n";
        assert_eq!(notes(changes, "0.1.0"), Some("- old"));
        assert_eq!(notes(changes, "0.2.0"), Some("- new"));
        assert_eq!(notes("# Changelog\n", "0.1.0"), None);
    }

    #[test]
    fn each_example_has_a_page() {
        let addresses =
            r#"{"head": {"index.html": "", "p/too-big/index.html": "", "embed/x/index.html": ""}}"#;
        assert_eq!(presets(addresses).unwrap(), ["too-big"]);
    }
}
