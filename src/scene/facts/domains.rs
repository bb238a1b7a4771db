//! Which domain a server is the one of.

use crate::sim::cast::HostId;
use crate::story::overview::Overview;

/// The domain of a server.
pub(in crate::scene) fn of_server(overview: &Overview, host: HostId) -> String {
    let cast = &overview.cast;
    let mut all = cast.destinations.iter().chain(&cast.backups);
    let found = all.find(|(_, id)| *id == host);
    found.map_or_else(|| wanted(overview), |(domain, _)| domain.to_string())
}

/// The domain that the first recipient is in.
pub(in crate::scene) fn wanted(overview: &Overview) -> String {
    overview.recipient(0).map_or_else(String::new, |first| first.domain.clone())
}
