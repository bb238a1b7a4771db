//! Has the glue tell the page when its module has trapped: a panic of the page is nothing more than
//! that, and says nothing itself.
//!
//! Whatever the browser calls in a module, it calls through what the module exports. These functions
//! are put into others that look at what comes out. `static/boot.js` hears of it.

use std::path::Path;

use crate::{Result, run};

/// Where wasm-bindgen keeps what the module exports.
const EXPORTS: &str = "wasm = instance.exports;";

/// Adds the guard to the glue of the module `name`.
pub fn guard(glue: &Path, name: &str) -> Result {
    let script = run::read_file(glue)?;
    let guarded = guarded(&script, name).ok_or_else(|| {
        format!("{}: wasm-bindgen keeps its exports in another way than we know", glue.display())
    })?;
    run::write_file(glue, guarded)
}

/// The script with the guard; nothing if it is not as expected.
fn guarded(script: &str, name: &str) -> Option<String> {
    (script.matches(EXPORTS).count() == 1).then(|| {
        let watched = format!("wasm = guarded(instance.exports, {name:?});");
        script.replace(EXPORTS, &watched) + GUARD
    })
}

const GUARD: &str = r#"
function guarded(exports, name) {
    const watch = (run) => (...given) => {
        try {
            return run(...given);
        } catch (error) {
            if (error instanceof WebAssembly.RuntimeError) {
                dispatchEvent(new CustomEvent("ej-trapped", { detail: name }));
            }
            throw error;
        }
    };
    const all = Object.entries(exports);
    return Object.fromEntries(all.map(([key, it]) => [key, typeof it == "function" ? watch(it) : it]));
}
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_module_exports_is_watched_and_a_glue_of_another_kind_is_noticed() {
        let script = "let wasm;\nfunction init(instance) {\n  wasm = instance.exports;\n}\n";
        let made = guarded(script, "app").unwrap();
        assert!(made.contains("wasm = guarded(instance.exports, \"app\");"), "{made}");
        assert!(made.ends_with(GUARD));
        assert_eq!(guarded("wasm = module.exports;", "app"), None);
        assert_eq!(guarded(&[script, script].concat(), "app"), None);
    }
}
