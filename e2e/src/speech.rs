//! What a reader hears who cannot see the page.

use serde_json::Value;

use crate::browser::Browser;

/// Notes what live regions come to say, once for each change of all of them together.
const LISTEN: &str = "
    const regions = '[aria-live]:not([aria-live=off]), [role=status], [role=alert], output';
    const heard = window.e2eHeard = [];
    const last = new WeakMap();
    for (const region of document.querySelectorAll(regions)) {
        last.set(region, region.textContent);
    }
    new MutationObserver((changes) => {
        const at = ({ target }) =>
            (target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement)?.closest(regions);
        for (const region of new Set(changes.map(at))) {
            const words = region && region.textContent;
            if (region && words !== last.get(region)) {
                last.set(region, words);
                if (words.trim()) { heard.push(words.trim()); }
            }
        }
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
";

impl Browser {
    /// Notes from now on what the live regions of this page (or the frame we are in) say.
    #[track_caller]
    pub fn listen(&self) {
        self.script(LISTEN, &[]);
    }

    /// What they have said since [`Browser::listen`], one after the other.
    #[track_caller]
    pub fn heard(&self) -> Vec<String> {
        let heard = self.eval("window.e2eHeard");
        let words = heard.as_array().expect("listened to").iter();
        words.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// Presses the Tab key until the focus is on what matches.
    #[track_caller]
    pub fn tab_to(&self, css: &str) {
        /// More presses than it takes to go around any page of ours.
        const AROUND: usize = 200;
        let there = format!("document.activeElement.matches({})", Value::from(css));
        for _ in 0..AROUND {
            if self.eval(&there) == true {
                return;
            }
            self.keys([crate::key::TAB]);
        }
        panic!("{css} cannot be reached with the Tab key");
    }
}
