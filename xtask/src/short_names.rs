//! Short names for what a WebAssembly module and its glue call each other: wasm-bindgen's own
//! (`__wbg_setAttribute_1dd72e6ebe4d7d2e`) are a few kilobytes in both, and nobody else reads them.

use std::collections::BTreeMap;
use std::path::Path;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{ExportSection, ImportSection, Module};

use crate::{Result, run};

/// What the names begin with that are wasm-bindgen's own; the second are those of closures.
const ITS_OWN: [&str; 2] = ["__w", "wasm_bindgen_"];

/// What comes of reading and writing a module.
type Reencoded<T> = std::result::Result<T, Error<std::convert::Infallible>>;

/// Gives `wasm` and its `glue` short names for each other.
pub fn shorten(wasm: &Path, glue: &Path) -> Result {
    let bytes = std::fs::read(wasm).map_err(|error| format!("{}: {error}", wasm.display()))?;
    let (bytes, names) = renamed(&bytes).map_err(|error| format!("{}: {error}", wasm.display()))?;
    run::write_file(wasm, bytes)?;
    run::write_file(glue, in_script(&run::read_file(glue)?, &names))
}

/// The module with short names, and what they stand for.
fn renamed(bytes: &[u8]) -> Reencoded<(Vec<u8>, BTreeMap<String, String>)> {
    let (mut names, mut module) = (Names::default(), Module::new());
    names.parse_core_module(&mut module, wasmparser::Parser::new(0), bytes)?;
    Ok((module.finish(), names.0))
}

/// The names so far.
#[derive(Default)]
struct Names(BTreeMap<String, String>);

impl Names {
    fn of<'a>(&'a mut self, name: &'a str) -> &'a str {
        if !ITS_OWN.iter().any(|its| name.starts_with(its)) {
            return name;
        }
        let number = self.0.len();
        self.0.entry(name.to_owned()).or_insert_with(|| short(number))
    }
}

impl Reencode for Names {
    type Error = std::convert::Infallible;

    fn parse_imports(
        &mut self,
        section: &mut ImportSection,
        imports: wasmparser::Imports<'_>,
    ) -> Reencoded<()> {
        let wasmparser::Imports::Single(at, import) = imports else {
            return utils::parse_imports(self, section, imports);
        };
        let name = self.of(import.name).to_owned();
        let import = wasmparser::Import { name: &name, ..import };
        utils::parse_imports(self, section, wasmparser::Imports::Single(at, import))
    }

    fn parse_export(
        &mut self,
        exports: &mut ExportSection,
        export: wasmparser::Export<'_>,
    ) -> Reencoded<()> {
        let name = self.of(export.name).to_owned();
        utils::parse_export(self, exports, wasmparser::Export { name: &name, ..export })
    }
}

/// `_a`, `_b`, … `_z`, `_aa`, …: no module of ours exports anything of such a name.
fn short(mut number: usize) -> String {
    let mut name = String::new();
    loop {
        name.insert(0, char::from(b"abcdefghijklmnopqrstuvwxyz"[number % 26]));
        if number < 26 {
            return "_".to_owned() + &name;
        }
        number = number / 26 - 1;
    }
}

/// The script with the new names, wherever one of the old ones is a word.
fn in_script(script: &str, names: &BTreeMap<String, String>) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut out = String::new();
    let mut rest = script;
    while let Some(start) = rest.find(is_word) {
        let (before, word) = rest.split_at(start);
        let end = word.find(|c| !is_word(c)).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        out.push_str(before);
        out.push_str(names.get(word).map_or(word, String::as_str));
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_all_different() {
        let names: std::collections::BTreeSet<String> = (0..2000).map(short).collect();
        assert_eq!(names.len(), 2000);
        assert!(names.iter().all(|name| name.len() <= 4));
    }

    #[test]
    fn module_and_script_still_understand_each_other() {
        use wasm_encoder::{EntityType, ExportKind, TypeSection};
        let (mut types, mut imports) = (TypeSection::new(), ImportSection::new());
        types.ty().function([], []);
        imports.import("./app_bg.js", "__wbg_log_12ab", EntityType::Function(0));
        imports.import("./app_bg.js", "plain", EntityType::Function(0));
        let mut exports = ExportSection::new();
        exports.export("__wbindgen_start", ExportKind::Func, 0);
        exports.export("wasm_bindgen_12ab___convert__invoke", ExportKind::Func, 0);
        exports.export("start", ExportKind::Func, 1);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&exports);

        let (bytes, names) = renamed(&module.finish()).expect("it is a module");
        let script = "x={__wbg_log_12ab:function(){},__wbg_log_12abc:1,plain};wasm.__wbindgen_start();\
             wasm.wasm_bindgen_12ab___convert__invoke()";
        let script = in_script(script, &names);
        assert_eq!(script, "x={_a:function(){},__wbg_log_12abc:1,plain};wasm._b();wasm._c()");
        let (again, none) = renamed(&bytes).expect("it still is one");
        assert!(again == bytes && none.is_empty());
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.contains("plain") && text.contains("start") && !text.contains("__w"));
    }
}
