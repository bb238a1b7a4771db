//! The card index at one moment: who asks it, which of its servers, and about what.

use super::domains;
use super::in_play::{actors, is_in_play};
use super::moment::Moment;
use crate::place::PlaceId;
use model::cast::{HostId, Role, ZoneLevel};
use model::story::BeatKind;

/// Who asks the registry, or would.
pub(crate) fn asker(now: &Moment) -> PlaceId {
    match actors(now) {
        Some((PlaceId::Registry, other) | (other, PlaceId::Registry)) => other,
        Some((alone, same))
            if alone == same && !matches!(alone, PlaceId::Sender | PlaceId::Recipient) =>
        {
            alone
        }
        _ => PlaceId::Provider,
    }
}

/// Whether the registry is in play, or in trouble while nobody else is with who asked it.
pub(crate) fn matters(now: &Moment) -> bool {
    let alone = || actors(now).is_some_and(|(a, b)| a == b && a == asker(now));
    let matters = is_in_play(now, PlaceId::Registry) || in_trouble(now).is_some() && alone();
    matters && !now.story.overview.cast.is_local()
}

/// The name server that is or was asked last.
pub(crate) fn name_server(now: &Moment) -> HostId {
    let cast = &now.story.overview.cast;
    let first = || cast.name_servers.first().map_or(cast.provider, |(_, id)| *id);
    match now.looked_at() {
        BeatKind::Ask { server, .. } | BeatKind::Answer { server, .. } => *server,
        _ => blamed(now).or_else(|| in_trouble(now)).unwrap_or_else(first),
    }
}

/// What that server knows.
pub(crate) fn level<'a>(now: &Moment<'a>) -> Option<&'a ZoneLevel> {
    match &now.story.overview.cast.host(name_server(now)).role {
        Role::NameServer(level) => Some(level),
        _ => None,
    }
}

/// Which drawer is open: the one whose server is asked, or is in trouble.
pub(crate) fn open_drawer(now: &Moment) -> Option<usize> {
    let used =
        is_in_play(now, PlaceId::Registry) || in_trouble(now).is_some() || blamed(now).is_some();
    let level = level(now).filter(|_| used)?;
    Some(match level {
        ZoneLevel::Root => 0,
        ZoneLevel::TopLevel(_) => 1,
        ZoneLevel::Own(_) => 2,
    })
}

/// The domain that the last question was about, or the first one that will be.
pub(crate) fn asked_domain(now: &Moment) -> String {
    let overview = &now.story.overview;
    let question = match now.looked_at() {
        BeatKind::Ask { question, .. } => Some(question),
        BeatKind::Sort { domain, .. } => return domain.clone(),
        _ => now.past.question.as_ref(),
    };
    let Some(name) = question.map(|question| question.name.as_str()) else {
        return domains::wanted(overview);
    };
    let own = overview.cast.name_servers.iter().find_map(|(level, _)| match level {
        ZoneLevel::Own(domain)
            if name
                .strip_suffix(domain.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.')) =>
        {
            Some(domain.to_string())
        }
        _ => None,
    });
    own.unwrap_or_else(|| name.to_owned())
}

/// A name server that is in trouble.
fn in_trouble(now: &Moment) -> Option<HostId> {
    now.past.in_trouble(&now.story.overview.cast, PlaceId::Registry)
}

/// A name server that the verdict names.
fn blamed(now: &Moment) -> Option<HostId> {
    let mut blamed = now.blamed().map(|(host, _)| host);
    blamed.find(|host| now.place_of(*host) == PlaceId::Registry)
}
