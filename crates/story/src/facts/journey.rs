//! All that is on record of a journey, in the order in which it is told.

use super::delivery::milestones;
use super::group::{Group, groups};
use super::milestone::{ClockOff, Held, Milestone};
use super::routing::MxLookup;
use super::smooth::SmoothDelivery;
use super::submission::Submission;
use model::story::Line;
use sim::trace::{EventKind, Trace};

/// What a story rests on.
pub(crate) struct Journey<'a> {
    /// How the message was handed in, if one was written.
    pub(crate) submission: Option<Submission<'a>>,
    /// What became of it in each domain.
    pub(crate) domains: Vec<Passage<'a>>,
}

/// What became of the message for the recipients in one domain.
pub(crate) struct Passage<'a> {
    pub(crate) group: Group<'a>,
    /// The provider's server stamped it with a wrong clock: told with the first domain.
    pub(crate) clock_off: Option<ClockOff<'a>>,
    /// The provider's server kept it before it sorted it: told with the first domain.
    pub(crate) held: Option<Held<'a>>,
    /// Of the first domain, if the registry was asked for it.
    pub(crate) lookup: Option<MxLookup<'a>>,
    pub(crate) delivery: Delivery<'a>,
}

/// How it came there, or did not.
pub(crate) enum Delivery<'a> {
    /// Without anything in between; the first is never one of these, as it is told in full.
    Smooth(SmoothDelivery),
    Eventful(Vec<Milestone<'a>>),
}

impl<'a> Journey<'a> {
    /// Reads it off a trace; `lines` are all that was said.
    pub(crate) fn of(trace: &'a Trace, lines: &[Line]) -> Self {
        let submission = Submission::of(trace, lines);
        let mut domains: Vec<Passage<'a>> = Vec::new();
        for group in groups(trace) {
            let passage = if domains.is_empty() {
                Passage::first(trace, group)
            } else {
                let way_known = domains.iter().any(Passage::tells_the_way);
                Passage::other(trace, lines, group, way_known)
            };
            domains.push(passage);
        }
        if let Some(last) = domains.last_mut() {
            last.ends_the_journey();
        }
        Self { submission, domains }
    }
}

impl<'a> Passage<'a> {
    fn first(trace: &'a Trace, group: Group<'a>) -> Self {
        let lookup = MxLookup::of(trace, &group);
        let way_known = lookup.as_ref().is_some_and(|lookup| lookup.address.is_some());
        let delivery = Delivery::Eventful(milestones(trace, &group, way_known));
        let held = held_before(trace, &group);
        let clock_off = stamped_wrong(trace, &group);
        Self { group, clock_off, held, lookup, delivery }
    }

    fn other(trace: &'a Trace, lines: &[Line], group: Group<'a>, way_known: bool) -> Self {
        let delivery = match SmoothDelivery::of(trace, lines, &group) {
            Some(smooth) => Delivery::Smooth(smooth),
            None => Delivery::Eventful(milestones(trace, &group, way_known)),
        };
        Self { group, clock_off: None, held: None, lookup: None, delivery }
    }

    /// What is told last of it is the end of everything.
    fn ends_the_journey(&mut self) {
        match &mut self.delivery {
            Delivery::Smooth(smooth) => smooth.last = true,
            Delivery::Eventful(milestones) => {
                if let Some(Milestone::Collected(collection)) = milestones.last_mut() {
                    collection.last = true;
                }
            }
        }
    }

    /// Whether it is told in it how the address of a server was found.
    fn tells_the_way(&self) -> bool {
        let found = |milestone: &Milestone<'_>| matches!(milestone, Milestone::WayFound { .. });
        self.lookup.as_ref().is_some_and(|lookup| lookup.address.is_some())
            || matches!(&self.delivery, Delivery::Eventful(all) if all.iter().any(found))
    }
}

/// How long the provider's server kept the message.
fn held_before<'a>(trace: &'a Trace, group: &Group<'_>) -> Option<Held<'a>> {
    let sorted = &trace[group.sorted];
    let EventKind::RouteChosen { queue_id: ours, .. } = sorted.kind else { return None };
    let events = trace.numbered_events().take(group.sorted.0);
    events.filter(|(_, event)| event.host == sorted.host).find_map(|(noted, event)| {
        match &event.kind {
            EventKind::Held { queue_id, recipients, until } if *queue_id == ours => {
                Some(Held { noted, recipients, until: *until })
            }
            _ => None,
        }
    })
}

/// How wrong the provider's server stamped the message.
fn stamped_wrong<'a>(trace: &'a Trace, group: &Group<'a>) -> Option<ClockOff<'a>> {
    let sorted = &trace[group.sorted];
    let EventKind::RouteChosen { queue_id: ours, .. } = sorted.kind else { return None };
    let events = trace.numbered_events().take(group.sorted.0);
    events.filter(|(_, event)| event.host == sorted.host).find_map(|(noted, event)| {
        match &event.kind {
            EventKind::ClockOff { queue_id, seconds } if *queue_id == ours.whole() => {
                Some(ClockOff { noted, recipients: group.recipients, seconds: *seconds })
            }
            _ => None,
        }
    })
}
