//! The site: what Trunk builds, made small, with every name in place.
//!
//! ```text
//! dist/index.html          the page
//! dist/embed.html          the same page as an iframe shows it: <body data-view="embed">
//! dist/boot-<hash>.js      the loader
//! dist/app-<hash>.js       the glue that wasm-bindgen writes
//! dist/app_bg-<hash>.wasm  the simulation and the picture
//! dist/style-<hash>.css    the look; also tokens, ej and scene
//! dist/stories-<hash>/     the story of every preset, told when the site is built
//! dist/panels…             what opens below the picture, fetched when it is wanted:
//!                          glue, WebAssembly and look
//! dist/…                   everything else in static/, under its own name
//! ```

use std::path::PathBuf;

use crate::{Result, budget, names, run, stamp, tools};

/// How to build.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// For readers: as small as it gets.
    Page,
    /// For whoever is working on it: built again in seconds.
    Quick,
}

/// What browsers have understood for years. Never "all features": that writes encodings which
/// browsers refuse.
const WASM_OPT: &[&str] = &[
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--strip-debug",
    "--strip-producers",
];

/// Nothing is translated: we write only what every browser of today understands.
const MINIFY: &[&str] = &["--minify", "--allow-overwrite", "--log-level=warning"];

/// Where the site is built.
pub fn folder() -> PathBuf {
    run::root().join("dist")
}

/// `cargo xtask dist`.
pub fn command(yes: bool) -> Result {
    tools::for_page(yes)?;
    build(Build::Page)?;
    check_size()
}

/// Builds the site with tools that are there already.
pub fn build(how: Build) -> Result {
    let profile = match how {
        Build::Page => "page",
        Build::Quick => "serve",
    };
    let mut trunk = tools::TRUNK.command()?;
    trunk
        .args(["build", "--offline", "--skip-version-check", "--cargo-profile", profile])
        .env("PATH", run::path_with(&[tools::WASM_BINDGEN.bin()?])?)
        // Trunk reads this variable and wants "true" or "false" in it, and CI systems write "1".
        .env_remove("NO_COLOR");
    run::run(&mut trunk)?;
    if how == Build::Page {
        optimise()?;
    }
    stories()?;
    pages()?;
    stamp::stamp(&folder())?;
    names::check_site(&folder())
}

/// Prints what the site weighs and fails when it is more than `budget.toml` allows.
pub fn check_size() -> Result {
    budget::Budget::read()?.check(&budget::weigh(&folder(), stamp::needed_to_play)?)
}

/// Makes WebAssembly, scripts and style sheets small.
fn optimise() -> Result {
    for name in ["app_bg.wasm", "panels_bg.wasm"] {
        let wasm = folder().join(name);
        run::run(tools::WASM_OPT.command()?.arg(&wasm).args(WASM_OPT).arg("-o").arg(&wasm))?;
    }
    for file in run::files(&folder())? {
        if file.extension().is_some_and(|extension| extension == "js" || extension == "css") {
            let mut out = std::ffi::OsString::from("--outfile=");
            out.push(&file);
            run::run(tools::ESBUILD.command()?.args(MINIFY).arg(&file).arg(out))?;
        }
    }
    Ok(())
}

/// Tells every preset, so that the page can play before it can simulate.
fn stories() -> Result {
    let folder = folder().join(stamp::STORIES);
    run::run(
        run::cargo()
            .args(["run", "--quiet", "--package", "email-journey", "--bin", "stories", "--"])
            .arg(folder),
    )
}

/// Takes Trunk's own lines out of the page, and derives `embed.html` from it.
fn pages() -> Result {
    let index = folder().join("index.html");
    let page = run::read_file(&index)?;
    let lines = page.lines().filter(|line| !line.contains("data-trunk") && !line.trim().is_empty());
    let page = lines.fold(String::new(), |page, line| page + line + "\n");
    run::write_file(&index, &page)?;
    run::write_file(&folder().join("embed.html"), embed(&page)?)
}

/// The page as an iframe shows it.
fn embed(page: &str) -> Result<String> {
    const BODY: &str = "<body>";
    if page.matches(BODY).count() != 1 {
        return Err(format!("index.html must have exactly one {BODY}, without attributes"));
    }
    Ok(page.replace(BODY, "<body data-view=\"embed\">"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embed_is_the_page_with_a_mark() {
        assert_eq!(embed("<body>x").unwrap(), "<body data-view=\"embed\">x");
        assert!(embed("<body class=a>").is_err());
    }
}
