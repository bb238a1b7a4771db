//! Other people's pages, with `<email-journey>` in them.

use xtask::policy::POLICY;

use crate::browser::Browser;
use crate::engine::Engine;

/// Notes every event of the widgets as `[name, id, detail]`: the page begins with it, as widgets are
/// quick.
const NOTE: &str = "
    window.noted = [];
    for (const name of ['ej-ready', 'ej-step', 'ej-end', 'ej-error'])
        document.addEventListener(name, it => noted.push([name, it.target.id, it.detail]));
";

/// A page with this in it.
fn embedder_page(body: &str) -> String {
    format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><title>Host</title>\
         <link rel=\"icon\" href=\"./favicon.svg\"><link rel=\"stylesheet\" href=\"./embed.css\">\
         <script src=\"./note.js\"></script><script src=\"./embed.js\" async></script>\
         </head><body><h1>Host</h1>{body}</body></html>"
    )
}

impl Engine {
    /// A reader with the usual settings, at an embedding page with this in it.
    #[track_caller]
    pub fn visit_embedder(self, body: &str) -> Browser {
        let browser = self.visit();
        browser.add_embedder(body);
        browser.goto_embedder();
        browser
    }
}

impl Browser {
    /// Puts an embedding page into the site.
    pub fn add_embedder(&self, body: &str) {
        self.add_embedder_under(body, POLICY);
    }

    /// The same under another policy, for pages that need more than the strict one allows.
    pub fn add_embedder_under(&self, body: &str, policy: &str) {
        self.site().add_script("note.js", NOTE);
        self.site().add_page_under("host.html", &embedder_page(body), policy);
    }

    /// Goes to the embedding page, and waits until it has been read and its scripts have run.
    #[track_caller]
    pub fn goto_embedder(&self) {
        self.goto("host.html");
        self.wait_for("document.readyState !== 'loading'");
        self.wait_for("customElements.get('email-journey') !== undefined");
    }

    /// Scrolls the embedding page to its `n`-th widget (from 0), goes into it, and waits until it has
    /// drawn.
    #[track_caller]
    pub fn enter_widget(&self, n: usize) {
        let script = "document.querySelectorAll('email-journey')[arguments[0]].shadowRoot\
                      .querySelector('iframe').scrollIntoView();";
        self.script(script, &[n.into()]);
        self.enter_shadow_frame("email-journey", n);
        self.wait_ready();
        // Until it has greeted, its link and picture are in front of it.
        self.leave_frame();
        let here = format!(
            "document.querySelectorAll('email-journey')[{n}].shadowRoot.querySelector('.here') !== null"
        );
        self.wait_for(&here);
        self.enter_shadow_frame("email-journey", n);
    }
}
