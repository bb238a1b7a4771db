//! The wall of boxes and the drawers of the card index, as they are at one moment.

use super::compose::Picture;
use super::facts::registry;
use super::facts::standing::host_at;
use super::frame::{BoxPose, BoxState, DrawerPose};
use super::lettering::Face;
use super::place::PlaceId;
use super::rect::Rect;
use super::timing::{KEY_THERE, LETTER_IN};
use crate::sim::cast::{HostId, Role, ZoneLevel};
use crate::story::BeatKind;
use crate::text::scene as words;

impl Picture<'_> {
    pub(super) fn boxes(&self) -> Vec<BoxPose> {
        let host = host_at(&self.now, self.layout.street.wall());
        let measures = self.layout.street.measures();
        let names = self.box_names();
        (0..)
            .zip(names)
            .map(|(n, name)| {
                let rect = self.door(n);
                BoxPose {
                    state: self.box_state(host, &name),
                    name: self.layout.typeface.fit(
                        &name,
                        rect.width - 5,
                        measures.small,
                        Face::Bold,
                    ),
                    rect,
                }
            })
            .collect()
    }

    fn box_state(&self, host: HostId, name: &str) -> BoxState {
        match self.now.kind() {
            BeatKind::Store { boxes, .. }
                if self.now.done >= LETTER_IN && boxes.iter().any(|known| known == name) =>
            {
                return BoxState::Lit;
            }
            BeatKind::Key { box_name, fits, .. }
                if self.now.done >= KEY_THERE && box_name == name =>
            {
                return if *fits { BoxState::Open } else { BoxState::Locked };
            }
            BeatKind::Full { box_name, .. } if box_name == name => return BoxState::Full,
            _ => {}
        }
        let known =
            self.now.past.boxes.iter().find(|(of, box_name, _)| *of == host && box_name == name);
        known.map_or(BoxState::Closed, |(_, _, state)| *state)
    }

    fn door(&self, n: usize) -> Rect {
        let street = &self.layout.street;
        street.door(self.place(street.wall()).rect, n)
    }

    /// Where the box of this name is, if it is on the wall.
    pub(super) fn door_of(&self, name: &str) -> Option<Rect> {
        let at = self.box_names().iter().position(|known| known == name)?;
        Some(self.door(at))
    }

    /// The names on the wall: the usual ones, and those that the message goes to. Where these are
    /// more than there are boxes, the part of them that is in play.
    fn box_names(&self) -> Vec<String> {
        let room = self.layout.street.doors();
        let home = host_at(&self.now, self.layout.street.wall());
        let nowhere = !self.layout.street.one_provider && self.now.turns.destination.is_none();
        let mut recipients: Vec<String> = Vec::new();
        for recipient in &self.now.story.overview.recipients {
            let name = &recipient.box_name;
            let here = nowhere || recipient.home == home;
            if here && !recipient.unknown && !recipients.contains(name) {
                recipients.push(name.clone());
            }
        }
        let unknown = |name: &&String| {
            let people = &self.now.story.overview.recipients;
            people.iter().any(|it| it.unknown && it.home == home && it.box_name == **name)
        };
        let usual = self.now.story.overview.boxes_of(home).iter().filter(|name| !unknown(name));
        let mut names: Vec<String> = usual.take(room).cloned().collect();
        if recipients.len() > room {
            let now = self.box_in_play().and_then(|now| recipients.iter().position(|r| *r == now));
            let first = now.unwrap_or(0).min(recipients.len() - room);
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
    fn box_in_play(&self) -> Option<String> {
        match self.now.acting() {
            BeatKind::Key { box_name, .. } | BeatKind::Full { box_name, .. } => {
                Some(box_name.clone())
            }
            BeatKind::Store { boxes, .. } => boxes.first().cloned(),
            _ => {
                let host = self.now.turns.recipient?;
                let Role::RecipientComputer(n) = self.now.story.overview.cast.host(host).role
                else {
                    return None;
                };
                Some(self.now.story.overview.recipient(n)?.box_name.clone())
            }
        }
    }

    // ---- the card index -----------------------------------------------------------------------

    pub(super) fn drawers(&self) -> Vec<DrawerPose> {
        if self.layout.street.one_provider {
            return Vec::new();
        }
        let measures = self.layout.street.measures();
        let cabinet = self.place(PlaceId::Registry).rect;
        let open = registry::open_drawer(&self.now);
        let domain = match registry::level(&self.now) {
            Some(ZoneLevel::Own(domain)) if open == Some(2) => domain.to_string(),
            _ => registry::asked_domain(&self.now),
        };
        let top = match registry::level(&self.now) {
            Some(ZoneLevel::TopLevel(top)) if open == Some(1) => top.clone(),
            _ => domain.rsplit('.').next().unwrap_or_default().to_owned(),
        };
        let names = [words::ROOT.to_owned(), [".", &top].concat(), domain];
        (0..)
            .zip(names)
            .map(|(n, name)| {
                let rect = self.layout.street.drawer(cabinet, n);
                let name =
                    self.layout.typeface.fit(&name, rect.width - 16, measures.small, Face::Bold);
                DrawerPose { name, open: open == Some(n), rect }
            })
            .collect()
    }
}
