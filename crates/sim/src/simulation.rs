//! Sets up the hosts of a scenario, lets the sender press *Send*, and lets everything happen until
//! nothing is left to happen.

use super::host::RunningHost;
use super::host::setup::{self, People};
use super::trace::{EventKind, Outcome, Trace};
use super::world::{Planned, World};
use model::address::Mailbox;
use model::cast::Cast;
use model::limits::simulation::{LONGEST_JOURNEY, MOST_BYTES, MOST_EVENTS, MOST_PAGE_BYTES};
use model::scenario::Scenario;
use model::time::Instant;

/// Runs a scenario to its end.
///
/// The same scenario always gives the same record, to the last byte. It cannot fail, and it always
/// ends: a journey that needs more than [`Bounds::default`] allows is cut short, and the record says
/// so.
pub fn simulate(scenario: &Scenario) -> Trace {
    simulate_within(scenario, Bounds::default())
}

/// How much of a journey is simulated at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Events that are worked through.
    pub events: u32,
    /// Bytes of packets and messages that the record keeps.
    pub bytes: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { events: MOST_EVENTS, bytes: MOST_BYTES }
    }
}

impl Bounds {
    /// What the page allows.
    pub const PAGE: Self = Self { events: MOST_EVENTS, bytes: MOST_PAGE_BYTES };
}

/// Runs a scenario to its end, or until it needs more than this.
pub fn simulate_within(scenario: &Scenario, bounds: Bounds) -> Trace {
    let mut simulation = Simulation::new(scenario, People::Simulated);
    let mut worked = 0;
    let soon_enough = |at: Instant| at.since(Instant::ZERO) <= LONGEST_JOURNEY;
    while simulation.world.next_planned().is_some_and(|(at, _)| soon_enough(at)) {
        worked += 1;
        if worked > bounds.events || simulation.world.kept_bytes() > bounds.bytes {
            simulation.world.trace.cut_short = true;
            break;
        }
        simulation.step();
    }
    let mut trace = simulation.world.trace;
    trace.outcomes = outcomes(scenario, &trace);
    trace
}

/// The hosts and everything outside of them.
pub(super) struct Simulation {
    pub(super) world: World,
    pub(super) hosts: Vec<RunningHost>,
}

impl Simulation {
    /// All hosts have done the first thing they do.
    pub(super) fn new(scenario: &Scenario, people: People) -> Self {
        let cast = Cast::new(scenario.parts());
        let mut hosts = setup::hosts(scenario, &cast, people);
        let mut world = World::new(scenario.parts(), cast, people == People::Simulated);
        for host in &mut hosts {
            host.start(&mut world);
        }
        Self { world, hosts }
    }

    /// Lets the next planned thing happen, if there is one.
    pub(super) fn step(&mut self) {
        let Self { world, hosts } = self;
        let Some(planned) = world.advance() else { return };
        match planned {
            Planned::Arrival(id) => {
                let to = world.trace.packets[id.index()].to;
                hosts[to.index()].receive(world, id);
                world.arrived(id);
            }
            Planned::Wake(host) => hosts[host.index()].wake(world),
            Planned::Alarm(host, alarm) => hosts[host.index()].alarm(world, alarm),
        }
    }
}

/// What became of the message for each recipient, read off the record.
fn outcomes(scenario: &Scenario, trace: &Trace) -> Vec<(Mailbox, Outcome)> {
    let recipients = &scenario.parts().recipients;
    let among = |list: &[Mailbox], mailbox: &Mailbox| list.iter().any(|m| m.same_box(mailbox));
    let outcome_of = |recipient: &Mailbox| {
        let mut outcome = Outcome::NotSent;
        // The message as it lies in the box. Reports have no reverse-path, and old mail that lay
        // there before was never put there in this journey.
        let mut stored = None;
        for event in &trace.events {
            let now = match &event.kind {
                EventKind::Accepted { recipients, .. } if among(recipients, recipient) => {
                    Outcome::OnTheWay
                }
                EventKind::GaveUp { recipients, is_dsn: false, .. }
                    if among(recipients, recipient) =>
                {
                    Outcome::Failed
                }
                EventKind::SetAside { mailbox, .. } if mailbox.same_box(recipient) => {
                    Outcome::SetAside
                }
                EventKind::Stored { mailbox, message, reverse_path: Some(_), .. }
                    if mailbox.same_box(recipient) =>
                {
                    stored = Some(*message);
                    Outcome::Delivered
                }
                EventKind::Collected { mailbox, message, .. }
                    if mailbox.same_box(recipient) && stored == Some(*message) =>
                {
                    Outcome::Collected
                }
                _ => continue,
            };
            outcome = outcome.max(now);
        }
        outcome
    };
    recipients.iter().map(|recipient| (recipient.clone(), outcome_of(recipient))).collect()
}
