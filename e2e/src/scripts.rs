//! Readers who have switched scripts off.

use serde_json::json;

use crate::browser::{Browser, ok};
use crate::engine::Engine;

impl Browser {
    /// Switches scripts off, or on again, for the pages that are opened from now on. While they are off, the
    /// page cannot be asked for anything. WebKitGTK cannot be told.
    #[track_caller]
    pub fn allow_scripts(&self, allow: bool) {
        match self.engine() {
            Engine::Chromium => {
                let disabled = json!({ "value": !allow });
                ok(self.session().cdp("Emulation.setScriptExecutionDisabled", &disabled));
            }
            Engine::Firefox => {
                let script =
                    "gBrowser.selectedBrowser.browsingContext.allowJavascript = arguments[0]";
                ok(self.session().in_firefox(script, &[allow.into()]));
            }
            Engine::WebKit => panic!("WebKitGTK cannot be told to run no scripts"),
        }
    }
}
