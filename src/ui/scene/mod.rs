//! The picture: an SVG scene with a speech bubble over it.

mod bubble;
mod host;
mod magnifier;
mod overview;
mod route;
mod token;

pub(super) use overview::Overview;

use std::rc::Rc;

use yew::prelude::*;

use super::journey::Journey;
use super::use_motion::Nodes;
use crate::scene::{Frame, SCENE_HEIGHT, SCENE_WIDTH, STREET, Token, TokenKind};
use bubble::Say;
use host::Host;
use magnifier::Magnifier;

/// Properties of [`Scene`].
#[derive(Properties)]
pub(super) struct Props {
    pub journey: Rc<Journey>,
    pub frame: Rc<Frame>,
    /// What the picture shows, for readers who do not see it.
    pub label: AttrValue,
    pub narrow: bool,
    pub nodes: Nodes,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.journey, &other.journey)
            && self.frame.pose == other.frame.pose
            && self.label == other.label
            && self.narrow == other.narrow
    }
}

/// The picture of one moment.
#[component]
pub(super) fn Scene(props: &Props) -> Html {
    let Props {
        journey,
        frame,
        label,
        narrow,
        nodes,
    } = props;
    let (pose, layout) = (&frame.pose, &journey.layout);
    let width = SCENE_WIDTH.to_string();
    let street = STREET.to_string();
    let hung = !pose.tokens.iter().any(|token| token.kind == TokenKind::Key);
    let hosts = pose.hosts.iter().map(|host| {
        let place = *layout.place(host.place);
        let (from, to) = (place.rect.x * 100, (place.rect.x + place.rect.width) * 100);
        // The letter takes the place of the drives, or of what is on the screen.
        let holds = pose
            .tokens
            .iter()
            .zip(&frame.motion.tokens)
            .any(|(token, at)| is_held(token) && (from..to).contains(&at.x) && at.y < STREET * 100);
        let doors = if host.sign.is_empty() {
            Vec::new()
        } else {
            pose.boxes.clone()
        };
        html! { <Host {place} pose={host.clone()} {doors} {holds} {hung} camera={narrow.then_some(pose.camera)} /> }
    });
    html! {
        <figure class="ej-scene">
            <svg ref={&nodes.picture} role="img" aria-label={label} preserveAspectRatio="xMidYMax meet">
                <rect class="ej-ground" y={street} {width} height={(SCENE_HEIGHT - STREET).to_string()} />
                <path class="ej-street" d="M0 318H1200" />
                <g>{ for pose.routes.iter().map(route::line) }</g>
                <g>{ for hosts }</g>
                <g>{ for pose.routes.iter().map(route::ends) }</g>
                <g>{ for pose.sorted_address.iter().map(|(local_part, domain)| html! {
                    <Magnifier local_part={local_part.clone()} domain={domain.clone()}
                        camera={narrow.then_some(pose.camera)}
                        letter={layout.place(crate::scene::PlaceId::Provider).rect} />
                }) }</g>
                <g class="ej-tokens" ref={&nodes.tokens}>
                    { for pose.tokens.iter().map(token::token) }
                </g>
            </svg>
            <Say registry={!layout.one_provider()} bubble={pose.bubble.clone()} camera={narrow.then_some(pose.camera)}
                node={&nodes.bubble} />
        </figure>
    }
}

fn is_held(token: &Token) -> bool {
    matches!(
        token.kind,
        TokenKind::SmallLetter
            | TokenKind::Ghost { .. }
            | TokenKind::Letter
            | TokenKind::OpenLetter
    )
}

/// Shortens a text that would not fit.
fn fit(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars()
        .take(most.saturating_sub(1))
        .chain(['…'])
        .collect()
}
