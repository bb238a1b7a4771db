//! What the tests know about the widget, wherever it is: its own words about its state, and its
//! controls.

use email_journey::player::Speed;

use crate::browser::Browser;

/// A condition for [`Browser::wait_for`]: the widget says this about its state.
pub fn state(name: &str, value: &str) -> String {
    format!("document.querySelector('.ej').dataset.{name} === '{value}'")
}

impl Browser {
    /// Waits until the widget says this about its state: `stage`, `step`, `preset` or `motion`.
    #[track_caller]
    pub fn wait_for_state(&self, name: &str, value: &str) {
        self.wait_for(&state(name, value));
    }

    /// What the widget says about its state.
    #[track_caller]
    pub fn state(&self, name: &str) -> String {
        let value = self.script(
            "return document.querySelector('.ej').dataset[arguments[0]] ?? ''",
            &[name.into()],
        );
        value.as_str().unwrap_or_default().to_owned()
    }

    /// The step shown.
    #[track_caller]
    pub fn step(&self) -> String {
        self.state("step")
    }

    /// Clicks one of the widget's controls.
    #[track_caller]
    pub fn press(&self, control: &str) {
        self.find(&format!("[data-ej={control}]")).click();
    }

    /// Goes one step on, and waits until it rests.
    #[track_caller]
    pub fn next(&self) {
        self.press("next");
        self.wait_for_state("motion", "paused");
    }

    /// Goes one step on, and to its rest at once, as two quick presses do.
    #[track_caller]
    pub fn skip(&self) {
        let before = self.slider();
        let twice = "const next = document.querySelector('[data-ej=next]'); \
                     next.click(); next.click();";
        self.script(twice, &[]);
        let moved = format!("document.querySelector('[data-ej=scrub]').value != {}", before.0);
        if before.0 < before.1 {
            self.wait_for(&moved);
        }
        self.wait_for_state("motion", "paused");
    }

    /// Chooses a speed. Visitors have [`Speed::Normal`] unless they choose another one: tests of
    /// what visitors do choose none.
    #[track_caller]
    pub fn choose_speed(&self, speed: Speed) {
        self.find(&format!(".ej-speed button:nth-child({})", speed as usize + 1)).click();
    }

    /// Where the slider stands, and where it ends: moments of the story.
    #[track_caller]
    pub fn slider(&self) -> (u32, u32) {
        let slider = self.find("[data-ej=scrub]");
        let number = |name: &str| slider.property(name).as_str().and_then(|it| it.parse().ok());
        (number("value").expect("a moment"), number("max").expect("a moment"))
    }

    /// Empties one of the widget's fields and types into it.
    #[track_caller]
    pub fn fill(&self, field: &str, text: &str) {
        let field = self.find(&format!("[data-ej={field}]"));
        field.clear();
        field.type_text(text);
    }

    /// Whether there is no next step.
    #[track_caller]
    pub fn is_at_end(&self) -> bool {
        self.exists("[data-ej=next][aria-disabled=true]")
    }

    /// From rest to rest to the end. Returns the steps, and those in which something stops or waits.
    #[track_caller]
    pub fn to_the_end(&self) -> (Vec<String>, Vec<String>) {
        /// More steps than any story has.
        const MANY: usize = 60;
        let (mut steps, mut marked) = (Vec::new(), Vec::new());
        for _ in 0..MANY {
            if self.is_at_end() {
                return (steps, marked);
            }
            self.skip();
            let now = self.step();
            if steps.last() == Some(&now) {
                continue;
            }
            if self.exists(".ej-scene [data-mark]") {
                marked.push(now.clone());
            }
            steps.push(now);
        }
        panic!("no end after {MANY} steps: {steps:?}");
    }
}
