//! The cables below the street, and the line to the card index.

use yew::prelude::*;

use crate::scene::{RoutePose, RouteState, STREET};

/// How far apart the chevrons are, and where they lie below the street.
const PITCH: i32 = 18;
const CABLE: i32 = STREET + 38;

/// A route's line and what is spoken on it.
pub(super) fn line(route: &RoutePose) -> Html {
    let state = match route.state {
        RouteState::Idle => "is-idle",
        RouteState::Live => "is-live",
        RouteState::Used => "is-used",
    };
    let (x, y) = route.tag_at;
    html! {
        <g class={classes!("ej-ln", state)}>
            <path class="ej-duct" d={route.path.clone()} />
            <path class="ej-wire" d={route.path.clone()} />
            <text class="ej-tag" x={x.to_string()} y={y.to_string()}>{ &route.tag }</text>
        </g>
    }
}

/// The ports at both ends of a route, and its chevrons: drawn over the hosts.
pub(super) fn ends(route: &RoutePose) -> Html {
    let class = classes!("ej-pt", (route.state == RouteState::Live).then_some("is-live"));
    html! {
        <g>
            // The card index has no port.
            { for route.ends.iter().filter(|(_, y)| *y > 100).map(|(x, y)| html! {
                <circle class={class.clone()} cx={x.to_string()} cy={y.to_string()} r="5" />
            }) }
            if let Some(d) = chevrons(route) { <path class="ej-chev" {d} /> }
        </g>
    }
}

/// Chevrons along the straight part of a cable on which something is said.
fn chevrons(route: &RoutePose) -> Option<String> {
    let [(a, from_y), (b, to_y)] = route.ends;
    let forward = route.tag.ends_with('→');
    if route.state != RouteState::Live || !(forward || route.tag.starts_with('←')) {
        return None;
    }
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
