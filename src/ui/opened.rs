//! What the reader has opened, and what Escape closes of it.

use crate::engine_messages::Panel;

/// What is open.
#[derive(Clone, Copy, Default, PartialEq)]
pub(super) struct Opened {
    /// Below the row of buttons.
    pub panel: Option<Panel>,
    /// That was opened from elsewhere: the focus goes into it.
    pub called: bool,
    /// The button that opened it (its `data-ej`).
    pub opener: &'static str,
    /// The whole journey in words.
    pub words: bool,
    /// It was opened after the panel.
    pub words_last: bool,
}

impl Opened {
    /// A panel that nobody has pressed a button for.
    pub(super) fn asked(panel: Option<Panel>, called: bool) -> Self {
        Self { panel, called, opener: "came-back", ..Self::default() }
    }

    /// After a press on a button that opens a panel or closes it.
    pub(super) fn press(self, panel: Panel, opener: &'static str) -> Self {
        let panel = (self.panel != Some(panel)).then_some(panel);
        Self { panel, called: opener == "invite", opener, words_last: false, ..self }
    }

    /// After a press on the button of the list.
    pub(super) fn press_words(self) -> Self {
        Self { words: !self.words, words_last: !self.words, ..self }
    }

    /// Without what was opened last, and the button that had opened it.
    pub(super) fn left(self) -> Option<(Self, &'static str)> {
        if self.words && (self.words_last || self.panel.is_none()) {
            return Some((Self { words: false, ..self }, "words"));
        }
        self.panel.map(|_| (Self { panel: None, ..self }, self.opener))
    }
}
