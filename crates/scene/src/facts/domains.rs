//! Which domain a server is the one of.

use model::cast::HostId;
use model::story::Overview;

/// The domain of a server.
pub(crate) fn of_server(overview: &Overview, host: HostId) -> String {
    let cast = &overview.cast;
    let mut all = cast.destinations.iter().chain(&cast.backups);
    let found = all.find(|(_, id)| *id == host);
    found.map_or_else(|| wanted(overview), |(domain, _)| domain.to_string())
}

/// The domain that the first recipient is in.
pub(crate) fn wanted(overview: &Overview) -> String {
    overview.recipient(0).map_or_else(String::new, |first| first.domain.clone())
}
