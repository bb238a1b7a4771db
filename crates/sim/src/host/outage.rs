//! What does not work on a host at first.

use model::time::Instant;

/// A time at the beginning during which a host does not work as it should.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Outage {
    /// The machine is off until then.
    pub(super) off_until: Option<Instant>,
    /// Nobody listens at these ports until then.
    pub(super) closed: Option<(Vec<u16>, Instant)>,
}

impl Outage {
    /// Whether everything works.
    pub(super) const fn is_over(&self) -> bool {
        self.off_until.is_none() && self.closed.is_none()
    }

    /// Whether nobody listens at this port.
    pub(super) fn closes(&self, port: u16) -> bool {
        self.closed.as_ref().is_some_and(|(ports, _)| ports.contains(&port))
    }
}
