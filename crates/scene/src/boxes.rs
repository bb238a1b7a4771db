//! The wall of boxes and the drawers of the card index, as they are at one moment.

use super::compose::{KEY_THERE, LETTER_IN, Moment};
use super::frame::{BoxPose, BoxState, DrawerPose};
use super::layout::{PlaceId, Rect};
use super::lettering::Face;
use model::cast::{HostId, Role, ZoneLevel};
use model::story::BeatKind;
use text::scene as words;

impl Moment<'_> {
    pub(super) fn boxes(&self) -> Vec<BoxPose> {
        let host = self.host_at(self.layout.street.wall());
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
        match self.kind() {
            BeatKind::Store { boxes, .. }
                if self.done >= LETTER_IN && boxes.iter().any(|known| known == name) =>
            {
                return BoxState::Lit;
            }
            BeatKind::Key { box_name, fits, .. } if self.done >= KEY_THERE && box_name == name => {
                return if *fits { BoxState::Open } else { BoxState::Locked };
            }
            BeatKind::Full { box_name, .. } if box_name == name => return BoxState::Full,
            _ => {}
        }
        let known =
            self.past.boxes.iter().find(|(of, box_name, _)| *of == host && box_name == name);
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
        let home = self.host_at(self.layout.street.wall());
        let nowhere = !self.layout.street.one_provider && self.past.destination.is_none();
        let mut recipients: Vec<String> = Vec::new();
        for recipient in &self.story.overview.recipients {
            let name = &recipient.box_name;
            let here = nowhere || recipient.home == home;
            if here && !recipient.unknown && !recipients.contains(name) {
                recipients.push(name.clone());
            }
        }
        let unknown = |name: &&String| {
            let people = &self.story.overview.recipients;
            people.iter().any(|it| it.unknown && it.home == home && it.box_name == **name)
        };
        let usual = self.story.overview.boxes_of(home).iter().filter(|name| !unknown(name));
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
        match self.acting() {
            BeatKind::Key { box_name, .. } | BeatKind::Full { box_name, .. } => {
                Some(box_name.clone())
            }
            BeatKind::Store { boxes, .. } => boxes.first().cloned(),
            _ => {
                let host = self.past.recipient?;
                let Role::RecipientComputer(n) = self.story.overview.cast.host(host).role else {
                    return None;
                };
                Some(self.story.overview.recipient(n)?.box_name.clone())
            }
        }
    }

    // ---- the card index -----------------------------------------------------------------------

    /// The name server that is or was asked last.
    pub(super) fn name_server(&self) -> HostId {
        let cast = &self.story.overview.cast;
        let blamed = || {
            let mut blamed = self.blamed().map(|(host, _)| host);
            blamed.find(|host| PlaceId::of(cast, *host) == PlaceId::Registry)
        };
        let first = || cast.name_servers.first().map_or(cast.provider, |(_, id)| *id);
        match self.looked_at() {
            BeatKind::Ask { server, .. } | BeatKind::Answer { server, .. } => *server,
            _ => {
                let trouble = self.past.in_trouble(cast, PlaceId::Registry);
                blamed().or(trouble).unwrap_or_else(first)
            }
        }
    }

    fn level(&self) -> Option<&ZoneLevel> {
        match &self.story.overview.cast.host(self.name_server()).role {
            Role::NameServer(level) => Some(level),
            _ => None,
        }
    }

    /// Which drawer is open: the one whose server is asked, or is in trouble.
    pub(super) fn open_drawer(&self) -> Option<usize> {
        let cast = &self.story.overview.cast;
        let used = self.in_play(PlaceId::Registry)
            || self.past.in_trouble(cast, PlaceId::Registry).is_some()
            || self.blamed().any(|(host, _)| PlaceId::of(cast, host) == PlaceId::Registry);
        let level = self.level().filter(|_| used)?;
        Some(match level {
            ZoneLevel::Root => 0,
            ZoneLevel::TopLevel(_) => 1,
            ZoneLevel::Own(_) => 2,
        })
    }

    pub(super) fn drawers(&self) -> Vec<DrawerPose> {
        if self.layout.street.one_provider {
            return Vec::new();
        }
        let measures = self.layout.street.measures();
        let cabinet = self.place(PlaceId::Registry).rect;
        let open = self.open_drawer();
        let domain = match self.level() {
            Some(ZoneLevel::Own(domain)) if open == Some(2) => domain.to_string(),
            _ => self.asked_domain(),
        };
        let top = match self.level() {
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

    /// The domain that the last question was about, or the first one that will be.
    fn asked_domain(&self) -> String {
        let question = match self.looked_at() {
            BeatKind::Ask { question, .. } => Some(question),
            BeatKind::Sort { domain, .. } => return domain.clone(),
            _ => self.past.question.as_ref(),
        };
        let Some(name) = question.map(|question| question.name.as_str()) else {
            return self.wanted_domain();
        };
        let own = self.story.overview.cast.name_servers.iter().find_map(|(level, _)| match level {
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
}
