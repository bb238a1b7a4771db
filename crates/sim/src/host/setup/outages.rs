//! Which hosts do not work as they should at first.

use crate::host::outage::Outage;
use crate::host::ports::{SMTP_PORT, SUBMISSION_PORT};
use model::address::Domain;
use model::cast::{Cast, HostId, Role, ZoneLevel};
use model::condition::Condition;
use model::parts::Parts;
use model::time::{Duration, Instant};

/// When this host does not work as it should.
pub(super) fn of_host(parts: &Parts, cast: &Cast, id: HostId) -> Outage {
    let (mut off, mut closed) = (None, None);
    let own = |domain: &Domain| {
        let mut servers = cast.name_servers.iter();
        servers.any(|(level, host)| *host == id && *level == ZoneLevel::Own(domain.clone()))
    };
    for condition in &parts.conditions {
        let Some(n) = condition.recipient() else { continue };
        let domain = &parts.recipients[usize::from(n)].domain;
        // Nobody's server.
        if !parts.is_registered(domain) && *domain != parts.sender.domain {
            continue;
        }
        let (home, border) = (cast.home_of(domain) == id, cast.border_of(domain) == id);
        match *condition {
            Condition::ServerDown { minutes, silent: true, .. } if home => {
                off = off.max(Some(minutes_on(minutes)));
            }
            Condition::ServerDown { minutes, silent: false, .. } if home => {
                closed = closed.max(Some(minutes_on(minutes)));
            }
            Condition::PreferredServerDown { minutes, .. } if border => {
                closed = closed.max(Some(minutes_on(minutes)));
            }
            Condition::NameServersSilent { minutes, .. } if own(domain) => {
                off = off.max(Some(minutes_on(minutes)));
            }
            _ => {}
        }
    }
    let for_mail = match cast.host(id).role {
        Role::Provider => vec![SUBMISSION_PORT, SMTP_PORT],
        _ => vec![SMTP_PORT],
    };
    Outage { off_until: off, closed: closed.map(|until| (for_mail, until)) }
}

/// The moment so many minutes from the beginning, or one that never comes.
fn minutes_on(minutes: Option<u16>) -> Instant {
    minutes.map_or(Instant::from_micros(u64::MAX), |minutes| {
        Instant::ZERO + Duration::from_mins(u64::from(minutes))
    })
}
