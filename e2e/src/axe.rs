//! Accessibility, checked by axe-core. It is run in the page, and never served with it.

use serde_json::Value;

use crate::browser::{Browser, ok};

/// Runs every rule that is on by itself, but those named; frames are looked at one by one.
const RUN: &str = "
    const rules = Object.fromEntries(arguments[0].map((rule) => [rule, { enabled: false }]));
    const options = { resultTypes: ['violations'], iframes: false, rules };
    return window.axe.run(document, options).then(({ violations }) => violations.flatMap(
        ({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
            `${id} at ${target.join(' ')}: ${failureSummary.replace(/\\s+/g, ' ')}`)));
";

impl Browser {
    /// What is wrong with the page (or the frame we are in) as it is shown now: a line for each
    /// element and rule, without the rules in `except`.
    #[track_caller]
    pub fn violations(&self, except: &[&str]) -> Vec<String> {
        if self.eval("window.axe === undefined") == true {
            self.script(&ok(xtask::browsers::module("axe-core/axe.min.js")), &[]);
        }
        let found = self.script(RUN, &[Value::from(except)]);
        let lines = found.as_array().into_iter().flatten();
        lines.filter_map(Value::as_str).map(str::to_owned).collect()
    }
}
