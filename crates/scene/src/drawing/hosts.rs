//! The hosts as they are at one moment, with what stands below them.

use super::host_names::names;
use super::labels::labels;
use super::marks::mark_at;
use crate::facts::domains;
use crate::facts::letter::held_at;
use crate::facts::moment::Moment;
use crate::facts::standing::host_at;
use crate::facts::state::{host_state, trouble_of};
use crate::facts::trouble::Trouble;
use crate::frame::{HostPose, HostState, Symbol, TextLine};
use crate::geometry::layout::Layout;
use crate::geometry::stage::Stage;
use crate::lettering::Face;
use crate::place::{Place, PlaceId};
use model::cast::HostId;
use model::story::BeatKind;
use text::scene::{self as words, Seen};

pub(crate) fn hosts(now: &Moment, stage: &Stage) -> Vec<HostPose> {
    stage
        .places()
        .iter()
        .zip(labels(now, stage))
        .map(|(place, label)| host(now, stage, place, label))
        .collect()
}

fn host(now: &Moment, stage: &Stage, place: &Place, label: Vec<TextLine>) -> HostPose {
    let id = place.id;
    let host = host_at(now, id);
    let held = held_at(now, id);
    let layout = stage.layout;
    let wall = id == layout.street.wall();
    let measures = layout.street.measures();
    let room = place.rect.width - 10;
    let (sign, behind) = match id {
        _ if wall => (
            wall_sign(now, layout, room),
            if layout.street.one_provider { 0 } else { other_domains(now) },
        ),
        PlaceId::Registry => {
            let sign = words::REGISTRY
                .iter()
                .find(|sign| layout.typeface.width(sign, measures.small, Face::Bold) <= room);
            (sign.map_or_else(String::new, |sign| (*sign).to_owned()), 0)
        }
        _ => (String::new(), 0),
    };
    HostPose {
        place: id,
        rect: place.rect,
        ports: (place.port_in, place.port_out),
        home: layout.street.place(id).rect.middle(),
        symbol: match id {
            PlaceId::Sender => Symbol::Compose,
            PlaceId::Recipient => Symbol::Inbox,
            PlaceId::Registry => Symbol::Registry,
            PlaceId::Relay(_) | PlaceId::Backup => Symbol::Relay,
            _ if wall => Symbol::Wall,
            _ => Symbol::MailServer,
        },
        state: host_state(now, id, host),
        mark: mark_at(now, stage, id, host, held),
        away: stage.is_away(id),
        held,
        name: match id {
            PlaceId::Registry => words::REGISTRY[0].to_owned(),
            _ => names(now, id, host).label,
        },
        seen: seen(now, stage, id, host),
        label,
        sign,
        behind,
    }
}

/// What can be said of the host at a place.
fn seen(now: &Moment, stage: &Stage, id: PlaceId, host: HostId) -> Option<Seen> {
    let put_off = trouble_of(now, host) == Some(Trouble::PutOff);
    match host_state(now, id, host) {
        HostState::Refusing { .. } if stage.named == Some(id) => Some(Seen::SaidNo),
        HostState::Refusing { in_play: true } => Some(Seen::SaysNo),
        HostState::Refusing { in_play: false } => Some(Seen::SaidNo),
        HostState::Silent => Some(Seen::Silent),
        _ if matches!(now.acting(), BeatKind::Wait { host: of, .. } if *of == host) => {
            Some(Seen::Waits)
        }
        HostState::InPlay if put_off && stage.named != Some(id) => Some(Seen::PutsOff),
        HostState::InPlay | HostState::Idle if put_off => Some(Seen::PutOff),
        HostState::InPlay => Some(Seen::InPlay),
        HostState::Idle => None,
    }
}

/// The domain on the wall, as much of it as there is room for, and which of several it is.
fn wall_sign(now: &Moment, layout: &Layout, room: i32) -> String {
    let (letters, size) = (&layout.typeface, layout.street.measures().small);
    let overview = &now.story.overview;
    let all = &overview.cast.destinations;
    let here = now.turns.destination.filter(|_| !overview.cast.is_local());
    let domain =
        here.map_or_else(|| domains::wanted(overview), |host| domains::of_server(overview, host));
    let n = all.iter().position(|(_, id)| Some(*id) == here);
    let which = n.filter(|_| all.len() > 1).map(|n| words::sign_of(n + 1, all.len()));
    let which = which.unwrap_or_default();
    let room = room - letters.width(&which, size, Face::Bold);
    letters.fit(&domain, room, size, Face::Bold) + &which
}

/// How many more walls of boxes there are.
const fn other_domains(now: &Moment) -> usize {
    now.story.overview.cast.destinations.len().saturating_sub(1)
}
