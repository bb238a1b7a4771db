//! The cables below the street, and the line to the card index.

use yew::prelude::*;

use super::marks;
use crate::scene::{RoutePose, RouteState, STREET};
use crate::text::ui as text;

/// How far apart the chevrons are, and where they lie below the street.
const PITCH: i32 = 18;
const CABLE: i32 = STREET + 38;

/// The class of a route that is like this.
pub(super) const fn class_of(state: RouteState) -> &'static str {
    match state {
        RouteState::Idle => "is-idle",
        RouteState::Live => "is-live",
        RouteState::Used => "is-used",
        RouteState::Refused => "is-refused",
        RouteState::Return => "is-return",
        RouteState::Waiting => "is-waiting",
    }
}

/// A route's line, and what is spoken on it, or `waiting`: what is waited for.
pub(super) fn line(route: &RoutePose, waiting: Option<&str>) -> Html {
    let [(a, _), (b, _)] = route.ends;
    let tag = match (route.state, waiting) {
        (RouteState::Waiting, Some(waiting)) => waiting,
        (RouteState::Refused, _) => text::REFUSED_HERE,
        (RouteState::Return, _) => text::REPORT_BACK[usize::from(a > b)],
        _ => &route.tag,
    };
    let (x, y) = route.tag_at;
    html! {
        <g class={classes!("ej-ln", class_of(route.state))}>
            <path class="ej-duct" d={route.path.clone()} />
            <path class="ej-wire" d={route.path.clone()} />
            <text class="ej-tag" x={x.to_string()} y={y.to_string()}>{ tag.to_owned() }</text>
        </g>
    }
}

/// The ports at both ends of a route, its chevrons and its sign: drawn over the hosts.
pub(super) fn ends(route: &RoutePose) -> Html {
    let class = classes!("ej-pt", class_of(route.state));
    let [(a, from_y), (b, to_y)] = route.ends;
    let sign = match route.state {
        RouteState::Refused => marks::stop(b, to_y, 36),
        RouteState::Waiting if from_y == STREET && to_y == STREET => {
            marks::clock(i32::midpoint(a, b), CABLE, 30)
        }
        // Before the card index: on the line to it.
        RouteState::Waiting => marks::clock(a.min(b), 130, 30),
        _ => Html::default(),
    };
    html! {
        <g class={class_of(route.state)}>
            // The card index has no port.
            { for route.ends.iter().filter(|(_, y)| *y > 100).map(|(x, y)| html! {
                <circle class={class.clone()} cx={x.to_string()} cy={y.to_string()} r="5" />
            }) }
            if let Some(d) = chevrons(route) { <path class="ej-chev" {d} /> }
            { sign }
        </g>
    }
}

/// Chevrons along the straight part of a cable on which something goes somewhere.
fn chevrons(route: &RoutePose) -> Option<String> {
    let [(a, from_y), (b, to_y)] = route.ends;
    let forward = match route.state {
        RouteState::Refused => true,
        RouteState::Return => false,
        RouteState::Live if route.tag.ends_with('→') => true,
        RouteState::Live if route.tag.starts_with('←') => false,
        _ => return None,
    };
    if from_y != STREET || to_y != STREET {
        return None;
    }
    let (left, right) = (a.min(b) + 24, a.max(b) - 24);
    let count = (right - left) / PITCH;
    let first = i32::midpoint(left, right) - (count - 1) * PITCH / 2 - 3;
    let back = (a > b) == forward;
    let mut path = String::new();
    for n in 0..count {
        let x = first + n * PITCH + if back { 6 } else { 0 };
        let tip = if back { "l-6 6 6 6" } else { "l6 6-6 6" };
        path.push('M');
        path.push_str(&x.to_string());
        path.push(' ');
        path.push_str(&(CABLE - 6).to_string());
        path.push_str(tip);
    }
    Some(path)
}
