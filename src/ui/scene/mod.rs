//! The picture: an SVG scene with a speech bubble over it.

mod bubble;
mod host;
mod magnifier;
mod marks;
mod overview;
mod route;
mod token;

pub(super) use overview::overview;

use std::rc::Rc;

use yew::prelude::*;

use super::journey::Journey;
use super::use_box::Size;
use super::use_motion::Nodes;
use crate::scene::{
    Frame, HostPose, HostState, Layout, PlaceId, Pose, Rect, RoutePose, RouteState, SCENE_HEIGHT,
    SCENE_WIDTH, STREET, Token, TokenKind, TokenPlace,
};
use bubble::Say;
use host::{Held, Host};

/// Properties of [`Scene`].
#[derive(Properties)]
pub(super) struct Props {
    pub journey: Rc<Journey>,
    pub frame: Rc<Frame>,
    /// What the picture shows, for readers who do not see it.
    pub label: AttrValue,
    pub size: Size,
    /// What it shows of the scene.
    pub view: Rect,
    /// Who has said no a moment ago.
    pub stop: Option<PlaceId>,
    pub nodes: Nodes,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.journey, &other.journey)
            && self.frame.pose == other.frame.pose
            && self.label == other.label
            && self.size == other.size
            && self.view == other.view
            && self.stop == other.stop
    }
}

/// The picture of one moment.
#[component]
pub(super) fn Scene(props: &Props) -> Html {
    let Props { journey, frame, label, size, view, stop, nodes } = props;
    let (pose, layout) = (&frame.pose, &journey.layout);
    let view = *view;
    let narrow = *size == Size::Narrow;
    let (width, street) = (SCENE_WIDTH.to_string(), STREET.to_string());
    let view_box = ["0 0 ", &width, " ", &SCENE_HEIGHT.to_string()].concat();
    let placed = || pose.tokens.iter().zip(&frame.motion.tokens);
    let hung = !pose.tokens.iter().any(|token| token.kind == TokenKind::Key);
    // On phones, while mail is sorted, what is said needs the room of those further on.
    let sorting = narrow && (pose.sorted_address.is_some() || pose.routes.iter().any(asks));
    let shown = |place: PlaceId| {
        !sorting
            || matches!(place, PlaceId::Sender | PlaceId::Provider | PlaceId::Registry)
            || pose.hosts.iter().any(|host| host.place == place && host.state != HostState::Idle)
    };
    let routes = || pose.routes.iter().filter(|route| shown(route.from) && shown(route.to));
    // On phones, names are kept within the view; those of hosts beyond it stay away.
    let in_view = |place: PlaceId| {
        let rect = layout.place(place).rect;
        !narrow || rect.x < view.x + view.width && view.x < rect.x + rect.width
    };
    let seen = |host: &&HostPose| shown(host.place) && in_view(host.place);
    let hosts = pose.hosts.iter().filter(seen).map(|host| {
        let place = *layout.place(host.place);
        // The letter takes the place of the drives, or of what is on the screen.
        let here = placed().filter(|(token, at)| is_held(token) && is_at(place.rect, at));
        let held = here.fold(Held::Nothing, |held, (token, _)| match token.kind {
            TokenKind::WaitingLetter => Held::WaitingLetter,
            _ if held == Held::Nothing => Held::Letter,
            _ => held,
        });
        let stopped = pose.routes.iter().any(|route| {
            route.to == host.place && route.state == RouteState::Refused && shown(route.from)
        });
        let doors = if host.sign.is_empty() { &[] } else { pose.boxes.as_slice() };
        let awaited = pose.routes.iter().any(|route| {
            route.state == RouteState::Waiting && [route.from, route.to].contains(&host.place)
        });
        let size = *size;
        let state = match host.state {
            HostState::Idle | HostState::InPlay if *stop == Some(host.place) => HostState::Refusing,
            state => state,
        };
        host::host(&Host {
            place,
            pose: host,
            state,
            doors,
            held,
            stopped,
            awaited,
            hung,
            size,
            view,
        })
    });
    let tokens = placed().map(|(token, at)| token::token(token, scale(layout, token, at)));
    let letter = layout.place(PlaceId::Provider).rect;
    // Who asks the registry at this moment.
    let asker =
        pose.routes.iter().find(|route| asks(route)).map(|route| layout.place(route.from).rect);
    let refuses = pose.bubble.as_ref().is_some_and(|bubble| {
        pose.hosts.iter().any(|host| {
            host.state == HostState::Refusing && layout.place(host.place).middle() == bubble.tail_x
        })
    });
    html! {
        <figure class="ej-scene">
            <div class="ej-world" ref={&nodes.world}>
            <svg role="img" aria-label={label} viewBox={view_box}>
                <rect class="ej-ground" y={street} {width}
                    height={(SCENE_HEIGHT - STREET).to_string()} />
                <path class="ej-street" d="M0 318H1200" />
                <g>{ for routes().map(|each| route::line(each, pose.waiting.as_deref())) }</g>
                <g>{ for hosts }</g>
                <g>{ for routes().map(route::ends) }</g>
                <g>{ for waiting_beside_host(pose, layout) }</g>
                <g>{ for pose.sorted_address.iter().map(|(local_part, domain)| {
                    magnifier::magnifier(local_part, domain, narrow.then_some(view), letter)
                }) }</g>
            </svg>
            <div class="ej-tokens" ref={&nodes.tokens} aria-hidden="true">{ for tokens }</div>
            </div>
            <Say bubble={pose.bubble.clone()} {view} {narrow} {asker} refuses={refuses}
                registry={!layout.one_provider()} node={&nodes.bubble} />
        </figure>
    }
}

/// Whether somebody asks the registry on this route at this moment.
fn asks(route: &RoutePose) -> bool {
    route.state == RouteState::Live && route.to == PlaceId::Registry
}

/// What is waited for, below the host that waits, where no route says it.
fn waiting_beside_host(pose: &Pose, layout: &Layout) -> Option<Html> {
    let waiting = pose.waiting.as_ref()?;
    if pose.routes.iter().any(|route| route.state == RouteState::Waiting) {
        return None;
    }
    let host = pose.hosts.iter().find(|host| host.state == HostState::Waiting)?;
    let x = layout.place(host.place).middle().to_string();
    Some(html! { <text class="ej-tag is-waiting" {x} y="399">{ waiting }</text> })
}

/// Whether a token is a letter that somebody may hold.
fn is_held(token: &Token) -> bool {
    matches!(
        token.kind,
        TokenKind::SmallLetter
            | TokenKind::WaitingLetter
            | TokenKind::Report
            | TokenKind::Ghost { .. }
            | TokenKind::Letter
            | TokenKind::OpenLetter
    )
}

/// Whether a token is in front of a drawing.
fn is_at(rect: Rect, at: &TokenPlace) -> bool {
    (rect.x * 100..(rect.x + rect.width) * 100).contains(&at.x) && at.y < STREET * 100
}

/// How large a token is drawn, in percent: small servers hold small letters.
fn scale(layout: &Layout, token: &Token, at: &TokenPlace) -> i32 {
    if !is_held(token) || matches!(token.kind, TokenKind::Letter | TokenKind::OpenLetter) {
        return 100;
    }
    let holder = layout.places().iter().find(|place| is_at(place.rect, at));
    holder.map_or(100, |place| (place.rect.width * 100 / 84).min(100))
}

/// Shortens a text that would not fit.
fn fit(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}
