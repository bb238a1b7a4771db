//! Puts a frame together: what of the story is seen at one moment.

use super::drawing::bubble::bubble;
use super::drawing::drawers::drawers;
use super::drawing::fates::fates;
use super::drawing::flags::flags;
use super::drawing::hosts::hosts;
use super::drawing::routes::routes;
use super::drawing::tokens::tokens;
use super::drawing::wall::boxes;
use super::facts::moment::Moment;
use super::frame::{Frame, Motion, Pose, Token, TokenPlace};
use super::geometry::layout::Layout;
use super::geometry::stage::Stage;
use model::show_time::ShowTime;
use model::story::{BeatKind, Story};

/// The picture at the moment `at`.
pub fn frame_at(story: &Story, layout: &Layout, at: ShowTime) -> Frame {
    let now = Moment::new(story, at);
    let stage = Stage::new(&now, layout);
    let (tokens, places): (Vec<Token>, Vec<TokenPlace>) = tokens(&now, &stage).into_iter().unzip();
    Frame { pose: pose(&now, &stage, tokens), motion: Motion { tokens: places } }
}

/// Where the tokens are at the moment `at`, in the order of [`Pose::tokens`].
pub fn motion_at(story: &Story, layout: &Layout, at: ShowTime) -> Motion {
    let now = Moment::new(story, at);
    motion(&now, &Stage::new(&now, layout))
}

/// Where the tokens are now.
pub(super) fn motion(now: &Moment, stage: &Stage) -> Motion {
    Motion { tokens: tokens(now, stage).into_iter().map(|(_, place)| place).collect() }
}

fn pose(now: &Moment, stage: &Stage, tokens: Vec<Token>) -> Pose {
    let bubble = bubble(now, stage);
    let hosts = hosts(now, stage);
    Pose {
        routes: routes(now, stage),
        boxes: boxes(now, stage),
        drawers: drawers(now, stage),
        tokens,
        flags: flags(now, stage, bubble.is_some()),
        fates: fates(now, stage.layout, &hosts),
        hosts,
        bubble,
        camera: stage.camera,
        sorted_address: match now.acting() {
            BeatKind::Sort { local_part, domain, .. } => Some((local_part.clone(), domain.clone())),
            _ => None,
        },
    }
}
