//! How often something still happens.

/// How often something still happens; `None`: always.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TimesLeft(pub(super) Option<u8>);

impl TimesLeft {
    /// Whether it happens now, which makes one time less.
    pub(super) fn take(&mut self) -> bool {
        let happens = self.0 != Some(0);
        self.0 = self.0.map(|left| left.saturating_sub(1));
        happens
    }
}
