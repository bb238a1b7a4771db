//! Pages of ours whose WebAssembly memory grows at every turn, as often as no usual page has it grow.

use crate::browser::{Browser, ok};

const GROW: &str = include_str!("growing.js");

impl Browser {
    /// From now on memory grows at every turn in these pages of the site. `window.e2eGrown` counts.
    #[track_caller]
    pub fn grow_memory_in(&self, pages: &[&str]) {
        self.site().add_script("growing.js", GROW);
        for path in pages {
            let index = if path.ends_with('/') { "index.html" } else { "" };
            let file = xtask::dist::folder().join([path, index].concat());
            let page = ok(xtask::run::read_file(&file));
            let up = "../".repeat(path.matches('/').count());
            let script = format!("<head><script src=\"./{up}growing.js\"></script>");
            self.site().add_page(&["/", path].concat(), &page.replacen("<head>", &script, 1));
        }
    }

    /// How many pages of 64 KB its memory has grown by in this page (or the frame we are in).
    #[track_caller]
    pub fn grown(&self) -> u64 {
        self.eval("window.e2eGrown.grown").as_u64().expect("its memory grows at every turn")
    }
}
