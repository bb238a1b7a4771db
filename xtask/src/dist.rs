//! The site: the compiled modules and what lies in `static/`, made small, with static pages and with
//! every name in place.
//!
//! ```text
//! dist/index.html          the page
//! dist/embed.html          the widget alone, as an iframe shows it: <body data-view="embed">
//! dist/p/<slug>/           a page for each preset, with its picture for chats and those for paper
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

use crate::page_build::Build;
use crate::progress::{self, Step};
use crate::{
    Result, budget, compile, extras, links, run, short_names, source_rules, stamp, third_party,
    tools,
};

/// What browsers have understood for years. Never "all features": that writes encodings which
/// browsers refuse.
const WASM_OPT: &[&str] = &[
    // Twice over code that was taken apart first: a hundredth less than once.
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--one-caller-inline-max-function-size=50",
    // The last kilobyte of the stack lies below address 1024: who gets there has no stack left, and
    // every other address can have a small number added to it without going round.
    "--low-memory-unused",
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
    make(Build::Page, site, yes)?;
    check_size()
}

/// Gets the tools and builds the site.
pub fn make(how: Build, site: Option<&str>, yes: bool) -> Result {
    let mut steps = tools::steps_for_page(how, yes);
    steps.extend(self::steps(how, site));
    progress::take(steps)
}

/// Builds the site with tools that are there already.
pub fn build(how: Build, site: Option<&str>) -> Result {
    progress::take(steps(how, site))
}

/// Where the site is until it is finished: what is interrupted leaves no half of it in `dist/`.
fn unfinished() -> PathBuf {
    run::root().join("dist.part")
}

fn steps(how: Build, site: Option<&str>) -> Vec<Step<'_>> {
    let lasts = match how {
        Build::Page => "some minutes",
        Build::Quick => "a minute or two the first time, then seconds",
    };
    let modules = Step::new("The page, compiled to WebAssembly", lasts, move || {
        let compiled = compile::compile(how)?;
        let site = unfinished();
        run::remove_folder(&site)?;
        run::copy_folder(&run::root().join("static"), &site, |_| true)?;
        compile::link(&compiled, &site)?;
        if how == Build::Page {
            shrink_modules(&site)?;
        }
        Ok(())
    });
    let lasts = "two minutes the first time, then seconds";
    let pages = Step::new("Its static pages, and their pictures", lasts, move || {
        let folder = unfinished();
        join_files(&folder)?;
        if how == Build::Page {
            minify(&folder)?;
        }
        std::fs::copy(run::root().join("index.html"), folder.join("index.html"))
            .map_err(|error| format!("index.html: {error}"))?;
        finish(how, &folder, site)?;
        run::put_in_place(&folder, &self::folder())
    });
    vec![modules, pages]
}

/// Everything after the modules: the pages, their names, and what servers want beside them.
fn finish(how: Build, dist: &Path, site: Option<&str>) -> Result {
    pages(dist, site)?;
    stamp::stamp(dist)?;
    source_rules::check_site(dist)?;
    links::check(dist)?;
    run::write_file(&dist.join("THIRD-PARTY.txt"), third_party::text(third_party::Product::Site)?)?;
    extras::headers(dist)?;
    if how == Build::Page {
        extras::compressed(dist)?;
    }
    Ok(())
}

/// Makes all pages of the `index.html` in `dist`.
pub fn pages(dist: &Path, site: Option<&str>) -> Result {
    shell(dist)?;
    prerender(dist, site)
}

/// Writes the pages and their pictures.
fn prerender(dist: &Path, site: Option<&str>) -> Result {
    let mut prerender = run::cargo();
    prerender
        .args(["run", "--locked", "--package", "email-journey-site", "--bin", "prerender", "--"])
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
    let weights = budget::weigh(&folder())?;
    if tools::std_source().is_none() {
        budget::print(&weights);
        println!("Left out: the check of these sizes, because rust-src is missing.");
        return Ok(());
    }
    budget::Budget::read()?.check(&weights)
}

/// Makes WebAssembly and its glue small.
fn shrink_modules(site: &Path) -> Result {
    for compile::Module { name, .. } in compile::MODULES {
        let wasm = site.join(format!("{name}_bg.wasm"));
        run::run(tools::WASM_OPT.command()?.arg(&wasm).args(WASM_OPT).arg("-o").arg(&wasm))?;
        short_names::shorten(&wasm, &site.join(format!("{name}.js")))?;
    }
    Ok(())
}

/// Makes scripts and style sheets small.
fn minify(site: &Path) -> Result {
    for file in run::files(site)? {
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
fn join_files(site: &Path) -> Result {
    for (whole, parts) in JOINED {
        let file = site.join(whole);
        let mut out = std::ffi::OsString::from("--outfile=");
        out.push(&file);
        let options = ["--bundle", "--format=esm", "--allow-overwrite", "--log-level=warning"];
        run::run(tools::ESBUILD.command()?.args(options).arg(&file).arg(out))?;
        for part in parts {
            let part = site.join(part);
            std::fs::remove_file(&part).map_err(|error| format!("{}: {error}", part.display()))?;
        }
    }
    Ok(())
}

/// Takes the lines for Trunk, and what it has put in their place, out of `index.html`.
fn shell(dist: &Path) -> Result {
    let index = dist.join("index.html");
    let page = run::read_file(&index)?;
    run::write_file(&index, without_trunk(&page)?)
}

/// The page without the lines for Trunk. What Trunk has put into the body, to load the page again, goes
/// behind it.
fn without_trunk(page: &str) -> Result<String> {
    let parts = page.split_once("<body>").and_then(|(head, rest)| {
        let (inside, after) = rest.rsplit_once("</body>")?;
        Some([head, "<body></body>", inside.trim(), after].concat())
    });
    let page = parts.ok_or("index.html has no <body></body>")?;
    let lines = page.lines().filter(|line| !line.contains("data-trunk") && !line.trim().is_empty());
    Ok(lines.fold(String::new(), |page, line| page + line + "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_the_same_whether_trunk_was_there_or_not() {
        let page = "<head>\n<link data-trunk rel=rust>\n<title>x</title>\n</head>\n<body></body>\n";
        let bare = "<head>\n<title>x</title>\n</head>\n<body></body>\n";
        assert_eq!(without_trunk(page).unwrap(), bare);
        let served = page.replace("<body></body>", "<body><script>again()</script></body>");
        let wanted = bare.replace("</body>", "</body><script>again()</script>");
        assert_eq!(without_trunk(&served).unwrap(), wanted);
        assert!(without_trunk("<p>").is_err());
    }
}
