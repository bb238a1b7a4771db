//! Who asks the browser for animation frames, and when.

use serde_json::Value;

use crate::browser::Browser;

/// Counts from here on. What waits already is not seen, so two frames pass before it is ready.
const RECORD: &str = "
    // A frame that nobody sees has no animation frames, but the page around it has.
    const pass = window.top.requestAnimationFrame.bind(window.top);
    const request = window.requestAnimationFrame.bind(window);
    const cancel = window.cancelAnimationFrame.bind(window);
    const log = window.e2eFrames = { requested: 0, waiting: new Set(), pass };
    window.requestAnimationFrame = (callback) => {
        log.requested += 1;
        const id = request((now) => { log.waiting.delete(id); callback(now); });
        log.waiting.add(id);
        return id;
    };
    window.cancelAnimationFrame = (id) => { log.waiting.delete(id); cancel(id); };
    return new Promise((done) => pass(() => pass(() => done(true))));
";

/// Lets this many frames pass that nobody asked for but we.
const PASS: &str = "
    let left = arguments[0];
    const { pass } = window.e2eFrames;
    return new Promise((done) => {
        const next = () => { left -= 1; if (left < 0) { done(true); } else { pass(next); } };
        next();
    });
";

impl Browser {
    /// Records from now on, in this page (or the frame we are in), who asks for animation frames.
    #[track_caller]
    pub fn record_frames(&self) {
        self.script(RECORD, &[]);
    }

    /// How many animation frames the page has asked for since it is recorded.
    #[track_caller]
    pub fn frames_requested(&self) -> u64 {
        self.eval("window.e2eFrames.requested").as_u64().unwrap_or_default()
    }

    /// Waits until the page is not waiting for any animation frame, and then makes sure that it
    /// asks for none while the next thirty pass. Without sight of the page there are no frames; then
    /// it is enough that the page waits for none.
    #[track_caller]
    pub fn assert_no_frames_are_requested(&self) {
        self.wait_for("window.e2eFrames.waiting.size === 0");
        if self.eval("document.hidden") == true {
            return;
        }
        let before = self.frames_requested();
        self.script(PASS, &[Value::from(30)]);
        assert_eq!(self.frames_requested(), before, "a frame was asked for");
    }
}
