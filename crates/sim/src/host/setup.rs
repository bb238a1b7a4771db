//! Sets the hosts of a scenario up: programs, zones, boxes, passwords, route tables.

mod boxes;
mod mail_programs;
mod outages;
mod passwords;
mod people;
mod servers;
mod zones;

pub use passwords::{WRONG_PASSWORD, password};
pub(crate) use people::People;
pub(crate) use zones::apex;
pub use zones::zones;

use super::ports::{DNS_PORT, POP3_PORT, SMTP_PORT, SUBMISSION_PORT};
use super::program::Program;
use super::running_host::RunningHost;
use crate::dns::NameServer;
use crate::net::stack::Stack;
use crate::random::Random;
use model::cast::{Cast, HostId, Role};
use model::parts::Parts;
use model::scenario::Scenario;

/// The hosts in the order of the cast.
pub(crate) fn hosts(scenario: &Scenario, cast: &Cast, people: People) -> Vec<RunningHost> {
    let parts = scenario.parts();
    let random = Random::new(parts.seed);
    cast.hosts
        .iter()
        .map(|host| {
            let mut stack = Stack::new(host.address, random.fork(&host.name).next_u64());
            let outage = outages::of_host(parts, cast, host.id);
            for port in ports_of(&host.role).iter().filter(|port| !outage.closes(**port)) {
                stack.listen(*port);
            }
            let program = program(parts, cast, people, host.id, &random, &mut stack);
            RunningHost::new(host.id, stack, program, outage)
        })
        .collect()
}

/// The ports at which a host takes calls.
const fn ports_of(role: &Role) -> &'static [u16] {
    match role {
        Role::Provider => &[SUBMISSION_PORT, SMTP_PORT, POP3_PORT],
        Role::Relay(_) | Role::Backup(_) => &[SMTP_PORT],
        Role::Destination(_) => &[SMTP_PORT, POP3_PORT],
        _ => &[],
    }
}

fn program(
    parts: &Parts,
    cast: &Cast,
    people: People,
    id: HostId,
    random: &Random,
    stack: &mut Stack,
) -> Program {
    match &cast.host(id).role {
        Role::SenderComputer => {
            Program::Mail(Box::new(mail_programs::of_sender(parts, cast, people)))
        }
        Role::RecipientComputer(n) => {
            Program::Mail(Box::new(mail_programs::of_recipient(parts, cast, id, *n)))
        }
        Role::Provider | Role::Relay(_) | Role::Destination(_) | Role::Backup(_) => {
            Program::Server(Box::new(servers::mail_server(parts, cast, people, id, random)))
        }
        Role::NameServer(level) => {
            let (socket, _) = stack.udp_bind(DNS_PORT);
            Program::Names(NameServer::new(vec![zones::zone(parts, cast, level, id)]), socket)
        }
    }
}
