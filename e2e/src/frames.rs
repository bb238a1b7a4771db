//! What a page costs while nothing moves in it: who asks for animation frames and sets timers, and
//! what the browser is moving by itself.

use serde_json::Value;

use crate::browser::Browser;

/// Counts from here on. What waits already is not seen, so two frames pass before it is ready.
const RECORD: &str = "
    // A frame that nobody sees has no animation frames, but the page around it has.
    const pass = window.top.requestAnimationFrame.bind(window.top);
    const log = window.e2eFrames =
        { frames: 0, timers: 0, waiting: { frames: new Set(), timers: new Set() }, pass };
    // Drivers set timers in the page, too; its own scripts are all files.
    const file = new RegExp(location.origin + '/\\\\S*[.]js');
    const count = (what, set, clear, repeats) => {
        const [ask, take] = [window[set].bind(window), window[clear].bind(window)];
        window[set] = (callback, ...rest) => {
            if (!file.test(new Error().stack)) { return ask(callback, ...rest); }
            log[what] += 1;
            const id = ask((...values) => {
                if (!repeats) { log.waiting[what].delete(id); }
                callback(...values);
            }, ...rest);
            log.waiting[what].add(id);
            return id;
        };
        window[clear] = (id) => { log.waiting[what].delete(id); take(id); };
    };
    count('frames', 'requestAnimationFrame', 'cancelAnimationFrame', false);
    count('timers', 'setTimeout', 'clearTimeout', false);
    count('timers', 'setInterval', 'clearInterval', true);
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

/// Something is on its way: an animation that goes on, or a frame that is waited for.
const MOVES: &str = "(document.getAnimations().some((each) => each.playState === 'running') \
                     || window.e2eFrames.waiting.frames.size > 0)";

/// Nothing is on its way, and nothing waits for its time.
const RESTS: &str = "(document.getAnimations().every((each) => each.playState !== 'running') \
                     && window.e2eFrames.waiting.frames.size === 0 \
                     && window.e2eFrames.waiting.timers.size === 0)";

/// How often [`Browser::assert_still`] looks.
const TRIES: usize = 4;

impl Browser {
    /// Records from now on, in this page (or the frame we are in), who asks for animation frames
    /// and sets timers. The other methods here need it; a page that is loaded anew is recorded
    /// anew.
    #[track_caller]
    pub fn record_frames(&self) {
        self.script(RECORD, &[]);
    }

    /// How many animation frames the page has asked for since it is recorded.
    #[track_caller]
    pub fn frames_requested(&self) -> u64 {
        self.recorded("frames")
    }

    /// How many timers the page has set since it is recorded.
    #[track_caller]
    pub fn timers_set(&self) -> u64 {
        self.recorded("timers")
    }

    #[track_caller]
    fn recorded(&self, what: &str) -> u64 {
        self.eval(&format!("window.e2eFrames.{what}")).as_u64().expect("recorded")
    }

    /// Waits until something moves.
    #[track_caller]
    pub fn wait_for_motion(&self) {
        self.wait_for(MOVES);
    }

    /// Waits until nothing moves and nothing waits for its time, and then makes sure that it stays
    /// so while thirty frames pass: no animation frame is asked for and no timer is set. Without
    /// sight of the page no frames pass; then it is enough that the page waits for none.
    #[track_caller]
    pub fn assert_still(&self) {
        self.wait_for(RESTS);
        if self.eval("document.hidden") == true {
            return;
        }
        let asked = || (self.frames_requested(), self.timers_set());
        // Between two movements nothing moves either, and the page may not know yet that nobody sees
        // it: it has a few tries to come to rest, and must stay there.
        let (mut before, mut after) = (asked(), (0, 0));
        for _ in 0..TRIES {
            self.script(PASS, &[Value::from(30)]);
            after = asked();
            if after == before && self.eval(RESTS) == true {
                return;
            }
            before = after;
        }
        panic!("frames asked for and timers set while nothing should move: {before:?}, {after:?}");
    }
}
