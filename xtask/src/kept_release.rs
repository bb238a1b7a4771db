//! Releases that are kept in `e2e/releases/`: the element and the page in its frame, so that both can be tried with
//! those of today.
//!
//! Simplified: of the site there is what the frame needs to play two examples. What opens below the picture is not
//! there, nor are pictures.

use std::path::{Path, PathBuf};

use crate::release::Archive;
use crate::{Result, compression, dist, run, stamp};

/// The examples that are kept.
const EXAMPLES: [&str; 2] = ["everything-works", "mailbox-full"];

/// Where they are.
fn folder() -> PathBuf {
    run::root().join("e2e/releases")
}

/// Keeps what was built last, as this version. What is kept already stays as it is.
pub fn keep(version: &str) -> Result {
    let kept = folder().join([version, ".zip"].concat());
    if kept.exists() {
        return Err(format!(
            "{} is there already: what was released does not change",
            kept.display()
        ));
    }
    let mut archive = Archive::new(version);
    for file in run::files(&dist::folder())? {
        let name = file.strip_prefix(dist::folder()).unwrap_or(&file);
        if is_kept(name) {
            let content =
                std::fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
            archive.add(&name.to_string_lossy().replace('\\', "/"), &content, false)?;
        }
    }
    run::make_folder(&folder())?;
    run::write_file(&kept, archive.finish()?)?;
    println!("{} is kept.", kept.display());
    Ok(())
}

fn is_kept(name: &Path) -> bool {
    let is = |one: &str| name == Path::new(one);
    let of_example = |example: &&str| {
        is(&format!("embed/{example}/index.html"))
            || name.file_stem().is_some_and(|stem| stem == *example)
                && name.extension().is_some_and(|extension| extension == "bin")
    };
    !compression::is_compressed(name)
        && !is("index.html")
        && (["embed.js", "embed.css", "embed.html", "favicon.svg"].into_iter().any(is)
            || EXAMPLES.iter().any(of_example)
            || stamp::needed_to_play(name)
            || stamp::needed_to_paint(name))
}

/// The version of each that is kept, and its archive.
pub fn all() -> Result<Vec<(String, PathBuf)>> {
    let archives = run::files(&folder())?.into_iter();
    let archives = archives.filter(|file| file.extension().is_some_and(|it| it == "zip"));
    Ok(archives
        .map(|file| (file.file_stem().unwrap_or_default().to_string_lossy().into_owned(), file))
        .collect())
}

/// Puts what is in an archive into a folder. Returns where the files of the site are.
pub fn unpack(archive: &Path, into: &Path) -> Result<PathBuf> {
    let fail = |error: &dyn std::fmt::Display| format!("{}: {error}", archive.display());
    let file = std::fs::File::open(archive).map_err(|error| fail(&error))?;
    let mut zip = zip::ZipArchive::new(file).map_err(|error| fail(&error))?;
    zip.extract(into).map_err(|error| fail(&error))?;
    Ok(into.join(archive.file_stem().unwrap_or_default()))
}
