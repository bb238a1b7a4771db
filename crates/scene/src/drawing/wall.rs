//! The wall of boxes.

use crate::facts::moment::Moment;
use crate::facts::standing::host_at;
use crate::frame::{BoxPose, BoxState};
use crate::geometry::stage::Stage;
use crate::geometry::street::Street;
use crate::lettering::Face;
use crate::rect::Rect;
use crate::timing::{KEY_THERE, LETTER_IN};
use model::cast::{HostId, Role};
use model::story::BeatKind;

pub(crate) fn boxes(now: &Moment, stage: &Stage) -> Vec<BoxPose> {
    let layout = stage.layout;
    let host = host_at(now, layout.street.wall());
    let measures = layout.street.measures();
    (0..)
        .zip(box_names(now, &layout.street))
        .map(|(n, name)| {
            let rect = door(stage, n);
            BoxPose {
                state: box_state(now, host, &name),
                name: layout.typeface.fit(&name, rect.width - 5, measures.small, Face::Bold),
                rect,
            }
        })
        .collect()
}

fn box_state(now: &Moment, host: HostId, name: &str) -> BoxState {
    match now.kind() {
        BeatKind::Store { boxes, .. }
            if now.done >= LETTER_IN && boxes.iter().any(|known| known == name) =>
        {
            return BoxState::Lit;
        }
        BeatKind::Key { box_name, fits, .. } if now.done >= KEY_THERE && box_name == name => {
            return if *fits { BoxState::Open } else { BoxState::Locked };
        }
        BeatKind::Full { box_name, .. } if box_name == name => return BoxState::Full,
        _ => {}
    }
    let known = now.past.boxes.iter().find(|(of, box_name, _)| *of == host && box_name == name);
    known.map_or(BoxState::Closed, |(_, _, state)| *state)
}

fn door(stage: &Stage, n: usize) -> Rect {
    let street = &stage.layout.street;
    street.door(stage.place(street.wall()).rect, n)
}

/// Where the box of this name is, if it is on the wall.
pub(crate) fn door_of(now: &Moment, stage: &Stage, name: &str) -> Option<Rect> {
    let at = box_names(now, &stage.layout.street).iter().position(|known| known == name)?;
    Some(door(stage, at))
}

/// The names on the wall: the usual ones, and those that the message goes to. Where these are
/// more than there are boxes, the part of them that is in play.
fn box_names(now: &Moment, street: &Street) -> Vec<String> {
    let overview = &now.story.overview;
    let room = street.doors();
    let home = host_at(now, street.wall());
    let nowhere = !street.one_provider && now.turns.destination.is_none();
    let mut recipients: Vec<String> = Vec::new();
    for recipient in &overview.recipients {
        let name = &recipient.box_name;
        let here = nowhere || recipient.home == home;
        if here && !recipient.unknown && !recipients.contains(name) {
            recipients.push(name.clone());
        }
    }
    let unknown = |name: &&String| {
        overview.recipients.iter().any(|it| it.unknown && it.home == home && it.box_name == **name)
    };
    let usual = overview.boxes_of(home).iter().filter(|name| !unknown(name));
    let mut names: Vec<String> = usual.take(room).cloned().collect();
    if recipients.len() > room {
        let at = box_in_play(now).and_then(|name| recipients.iter().position(|r| r == name));
        let first = at.unwrap_or(0).min(recipients.len() - room);
        return recipients[first..first + room].to_vec();
    }
    for name in &recipients {
        if names.contains(name) {
            continue;
        }
        let spare = names.iter().rposition(|known| !recipients.contains(known));
        if let Some(spare) = spare {
            names[spare].clone_from(name);
        }
    }
    names
}

/// Which box the story is about at this moment.
fn box_in_play<'a>(now: &Moment<'a>) -> Option<&'a str> {
    match now.acting() {
        BeatKind::Key { box_name, .. } | BeatKind::Full { box_name, .. } => Some(box_name),
        BeatKind::Store { boxes, .. } => boxes.first().map(String::as_str),
        _ => {
            let host = now.turns.recipient?;
            let overview = &now.story.overview;
            let Role::RecipientComputer(n) = overview.cast.host(host).role else {
                return None;
            };
            Some(&overview.recipient(n)?.box_name)
        }
    }
}
