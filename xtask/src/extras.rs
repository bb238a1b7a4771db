//! What a server may need beside the files of the site: headers, and the same files compressed.

use std::path::Path;

use crate::policy::POLICY;
use crate::{Result, compression, run, stamp};

/// Files that are worth compressing.
const TEXTS: &[&str] = &["html", "css", "js", "wasm", "svg", "txt", "bin", "json"];

/// How long what never changes may be kept.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Writes `_headers`, which some hosts read: the policy, and for how long files may be kept.
pub fn headers(dist: &Path) -> Result {
    let mut text = format!(
        "/*\n  Content-Security-Policy: {POLICY}\n  X-Content-Type-Options: nosniff\n  \
         Referrer-Policy: no-referrer\n  Access-Control-Allow-Origin: *\n  Cache-Control: no-cache\n"
    );
    for path in run::files(dist)? {
        let name = path.strip_prefix(dist).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        if stamp::is_immutable(&name) {
            for part in ["/", &name, "\n  ! Cache-Control\n  Cache-Control: ", FOR_EVER, "\n"] {
                text.push_str(part);
            }
        }
    }
    run::write_file(&dist.join("_headers"), text)
}

/// Writes each text of the site compressed beside itself, for servers that do not compress.
pub fn compressed(dist: &Path) -> Result {
    for path in run::files(dist)? {
        let Some(name) = path.file_name().map(|name| name.to_string_lossy().into_owned()) else {
            continue;
        };
        if !path.extension().is_some_and(|it| TEXTS.iter().any(|text| it == *text)) {
            continue;
        }
        let content =
            std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let beside = |ending: &str| path.with_file_name([&name, ending].concat());
        run::write_file(&beside(".br"), compression::brotli(&content, 11))?;
        run::write_file(&beside(".gz"), compression::gzip(&content))?;
    }
    Ok(())
}
