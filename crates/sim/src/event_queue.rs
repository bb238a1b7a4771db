//! What happens next: events ordered by time, and among equals by the order they were planned in.

use model::time::Instant;

/// A queue of planned events.
#[derive(Debug)]
pub struct EventQueue<T> {
    /// The next one is the last. Few are planned at once.
    events: Vec<(Instant, T)>,
}

impl<T> Default for EventQueue<T> {
    fn default() -> Self {
        Self { events: Vec::new() }
    }
}

impl<T> EventQueue<T> {
    /// Plans `event` for the moment `at`.
    pub fn push(&mut self, at: Instant, event: T) {
        let place = self.events.partition_point(|(planned, _)| *planned > at);
        self.events.insert(place, (at, event));
    }

    /// Takes the next event out.
    pub fn pop(&mut self) -> Option<(Instant, T)> {
        self.events.pop()
    }

    /// The next event.
    pub fn peek(&self) -> Option<(Instant, &T)> {
        self.events.last().map(|(at, event)| (*at, event))
    }

    /// Everything that is planned.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.events.iter().map(|(_, event)| event)
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
