//! The site: what Trunk builds, made small, with static pages and with every name in place.
//!
//! ```text
//! dist/index.html          the page
//! dist/embed.html          the widget alone, as an iframe shows it: <body data-view="embed">
//! dist/p/<slug>/           a page for each preset, with its picture for chats
//! dist/embed/<slug>/       the widget alone, with this preset
//! dist/head-<hash>.js      what must be done before anything is painted
//! dist/boot-<hash>.js      the loader, with the glue that wasm-bindgen writes
//! dist/app_bg-<hash>.wasm  the simulation and the picture
//! dist/page-<hash>.css     the look, of the five style sheets that static/page.css names
//! dist/stories-<hash>/     the story of every preset, told when the site is built
//! dist/panels…             what opens below the picture, fetched when it is wanted:
//!                          glue, WebAssembly and look
//! dist/THIRD-PARTY.txt     whose work is in it; _headers, for hosts that read it
//! dist/….br, ….gz          the same files compressed
//! dist/…                   everything else in static/, under its own name
//! ```

use std::path::{Path, PathBuf};

use crate::{Result, budget, extras, links, names, run, short_names, stamp, third_party, tools};

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
    // Twice over code that was taken apart first: a hundredth less than once.
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--one-caller-inline-max-function-size=50",
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

/// `cargo xtask dist`; `site` is the address where it will be.
pub fn command(site: Option<&str>, yes: bool) -> Result {
    tools::for_page(yes)?;
    build(Build::Page, site)?;
    check_size()
}

/// Builds the site with tools that are there already.
pub fn build(how: Build, site: Option<&str>) -> Result {
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
    if how == Build::Page {
        trunk.env("CARGO_ENCODED_RUSTFLAGS", without_our_paths()?);
    }
    run::run(&mut trunk)?;
    if how == Build::Page {
        shrink_modules()?;
    }
    join_files()?;
    if how == Build::Page {
        minify()?;
    }
    finish(how, site)
}

/// Has the compiler leave out where on this machine the sources of libraries are: panics name their
/// places, and the page is the same wherever it is built.
fn without_our_paths() -> Result<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let sources = home.unwrap_or_default().join("registry/src");
    let mut flags = Vec::new();
    let entries = std::fs::read_dir(&sources);
    for entry in entries.map_err(|error| format!("{}: {error}", sources.display()))? {
        let path = entry.map_err(|error| error.to_string())?.path();
        let path = path.to_str().ok_or_else(|| format!("{}: not UTF-8", path.display()))?;
        flags.push(format!("--remap-path-prefix={path}="));
    }
    // There may be spaces in them.
    Ok(flags.join("\u{1f}"))
}

/// Everything after Trunk: the pages, their names, and what servers want beside them.
fn finish(how: Build, site: Option<&str>) -> Result {
    let dist = folder();
    shell(&dist)?;
    prerender(&dist, site)?;
    stamp::stamp(&dist)?;
    names::check_site(&dist)?;
    links::check(&dist)?;
    run::write_file(&dist.join("THIRD-PARTY.txt"), third_party::text()?)?;
    extras::headers(&dist)?;
    if how == Build::Page {
        extras::compressed(&dist)?;
    }
    Ok(())
}

/// Writes the pages and their pictures.
fn prerender(dist: &Path, site: Option<&str>) -> Result {
    let mut prerender = run::cargo();
    prerender
        .args(["run", "--quiet", "--features", "prerender", "--bin", "prerender", "--"])
        .arg(dist);
    if let Some(site) = site {
        prerender.arg(site);
    } else {
        println!(
            "Without --site, pages name no whole address: no picture in chats, no canonical address."
        );
    }
    run::run(&mut prerender)
}

/// Prints what the site weighs and fails when it is more than `budget.toml` allows.
pub fn check_size() -> Result {
    budget::Budget::read()?.check(&budget::weigh(&folder())?)
}

/// Makes WebAssembly and its glue small.
fn shrink_modules() -> Result {
    for name in ["app", "panels"] {
        let wasm = folder().join(format!("{name}_bg.wasm"));
        run::run(tools::WASM_OPT.command()?.arg(&wasm).args(WASM_OPT).arg("-o").arg(&wasm))?;
        short_names::shorten(&wasm, &folder().join(format!("{name}.js")))?;
    }
    Ok(())
}

/// Makes scripts and style sheets small.
fn minify() -> Result {
    for file in run::files(&folder())? {
        if file.extension().is_some_and(|extension| extension == "js" || extension == "css") {
            let mut out = std::ffi::OsString::from("--outfile=");
            out.push(&file);
            run::run(tools::ESBUILD.command()?.args(MINIFY).arg(&file).arg(out))?;
        }
    }
    Ok(())
}

/// The files into which others are put that they name: each file is a round trip more on a slow phone.
const JOINED: [(&str, &[&str]); 2] = [
    ("page.css", &["tokens.css", "ej.css", "scene.css", "style.css", "still.css"]),
    ("boot.js", &["app.js"]),
];

/// Puts files together that are always fetched together.
fn join_files() -> Result {
    for (whole, parts) in JOINED {
        let file = folder().join(whole);
        let mut out = std::ffi::OsString::from("--outfile=");
        out.push(&file);
        let options = ["--bundle", "--format=esm", "--allow-overwrite", "--log-level=warning"];
        run::run(tools::ESBUILD.command()?.args(options).arg(&file).arg(out))?;
        for part in parts {
            let part = folder().join(part);
            std::fs::remove_file(&part).map_err(|error| format!("{}: {error}", part.display()))?;
        }
    }
    Ok(())
}

/// Takes Trunk's own lines out of what it has built of `index.html`.
fn shell(dist: &Path) -> Result {
    let index = dist.join("index.html");
    let page = run::read_file(&index)?;
    let lines = page.lines().filter(|line| !line.contains("data-trunk") && !line.trim().is_empty());
    run::write_file(&index, lines.fold(String::new(), |page, line| page + line + "\n"))
}
