//! The drawers of the card index.

use crate::facts::moment::Moment;
use crate::facts::registry;
use crate::frame::DrawerPose;
use crate::geometry::stage::Stage;
use crate::lettering::Face;
use crate::place::PlaceId;
use model::cast::ZoneLevel;
use text::scene as words;

pub(crate) fn drawers(now: &Moment, stage: &Stage) -> Vec<DrawerPose> {
    let layout = stage.layout;
    if layout.street.one_provider {
        return Vec::new();
    }
    let measures = layout.street.measures();
    let cabinet = stage.place(PlaceId::Registry).rect;
    let (level, open) = (registry::level(now), registry::open_drawer(now));
    let domain = match level {
        Some(ZoneLevel::Own(domain)) if open == Some(2) => domain.to_string(),
        _ => registry::asked_domain(now),
    };
    let top = match level {
        Some(ZoneLevel::TopLevel(top)) if open == Some(1) => top.clone(),
        _ => domain.rsplit_once('.').map_or(domain.as_str(), |(_, top)| top).to_owned(),
    };
    let names = [words::ROOT.to_owned(), [".", &top].concat(), domain];
    (0..)
        .zip(names)
        .map(|(n, name)| {
            let rect = layout.street.drawer(cabinet, n);
            let name = layout.typeface.fit(&name, rect.width - 16, measures.small, Face::Bold);
            DrawerPose { name, open: open == Some(n), rect }
        })
        .collect()
}
