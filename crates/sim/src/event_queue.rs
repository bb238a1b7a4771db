//! What happens next: events ordered by time, and among equals by the order they were planned in.

use model::time::Instant;
use std::collections::BTreeMap;

/// A queue of planned events.
#[derive(Debug)]
pub struct EventQueue<T> {
    events: BTreeMap<(Instant, u64), T>,
    next_seq: u64,
}

impl<T> Default for EventQueue<T> {
    fn default() -> Self {
        Self { events: BTreeMap::new(), next_seq: 0 }
    }
}

impl<T> EventQueue<T> {
    /// Plans `event` for the moment `at`.
    pub fn push(&mut self, at: Instant, event: T) {
        self.events.insert((at, self.next_seq), event);
        self.next_seq += 1;
    }

    /// Takes the next event out.
    pub fn pop(&mut self) -> Option<(Instant, T)> {
        self.events.pop_first().map(|((at, _), event)| (at, event))
    }

    /// The next event.
    pub fn peek(&self) -> Option<(Instant, &T)> {
        self.events.first_key_value().map(|((at, _), event)| (*at, event))
    }

    /// Everything that is planned, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.events.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_come_by_time_then_by_order_of_planning() {
        let mut queue = EventQueue::default();
        for (at, name) in [(5, "b"), (1, "a"), (5, "c")] {
            queue.push(Instant::from_micros(at), name);
        }
        let order: Vec<_> = std::iter::from_fn(|| queue.pop()).map(|(_, name)| name).collect();
        assert_eq!(order, ["a", "b", "c"]);
    }
}
