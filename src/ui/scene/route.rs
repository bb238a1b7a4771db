//! The cables below the street, and the line to the card index.

use yew::prelude::*;

use super::Pen;
use crate::ui::shape::{class, group, join, shape};
use scene::{Face, RoutePose, RouteState};

/// How far apart the chevrons are, and how far a tag keeps them away.
const PITCH: i32 = 18;
const CLEAR: i32 = 9;

/// The class of a route that is like this.
pub(super) const fn class_of(state: RouteState) -> &'static str {
    match state {
        RouteState::Idle => "is-idle",
        RouteState::Live => "is-live",
        RouteState::Used => "is-used",
        RouteState::Refused => "is-refused",
        RouteState::PutOff => "is-put-off",
        RouteState::Return => "is-return",
        RouteState::Returning => "is-return is-now",
        RouteState::Waiting => "is-waiting",
    }
}

/// A route's line, its chevrons, and what is spoken on it.
pub(super) fn line(route: &RoutePose, street: i32, pen: Pen<'_>) -> Html {
    let content = html! {
        <>
            { shape!("path", "class" = "ej-duct", "d" = route.path.clone()) }
            { shape!("path", "class" = "ej-wire", "d" = route.path.clone()) }
            if let Some(d) = chevrons(route, street) { { shape!(
                "path", "class" = "ej-chev", "d" = d,
            ) } }
            if let Some(tag) = &route.tag {
                { shape!(
                    "rect", "class" = "ej-tag-bed", "x" = tag.x - tag.width / 2 - 7,
                    "y" = tag.y - tag.size, "width" = tag.width + 14, "height" = tag.size + 6,
                    "rx" = "4",
                ) }
                { pen.of(tag.size).write("ej-tag", Face::Bold, &tag.text, (tag.x, tag.y)) }
            }
        </>
    };
    group!(content, "class" = class("ej-ln", &[Some(class_of(route.state))]))
}

/// The ports at both ends of a route: drawn over the hosts.
pub(super) fn ends(route: &RoutePose) -> Html {
    // The card index has no port.
    let ports = if route.depth.is_some() { 2 } else { 1 };
    let state = class_of(route.state);
    let ends = route.ends.iter().take(ports).map(|(x, y)| {
        let class = class("ej-pt", &[Some(state)]);
        shape!("circle", "class" = class, "cx" = *x, "cy" = *y, "r" = "5")
    });
    group!(html! { { for ends } }, "class" = state)
}

/// Chevrons along the straight part of a cable on which something goes somewhere.
fn chevrons(route: &RoutePose, street: i32) -> Option<String> {
    let [(a, _), (b, _)] = route.ends;
    let (depth, forward) = (route.depth?, route.forward?);
    let cable = street + depth;
    let (left, right) = (a.min(b) + 24, a.max(b) - 24);
    let count = (right - left) / PITCH;
    let first = i32::midpoint(left, right) - (count - 1) * PITCH / 2 - 3;
    let back = (a > b) == forward;
    let mut path = String::new();
    for n in 0..count {
        let x = first + n * PITCH + if back { 6 } else { 0 };
        let hidden =
            route.tag.as_ref().is_some_and(|tag| (x - tag.x).abs() < tag.width / 2 + CLEAR + 6);
        if hidden {
            continue;
        }
        let tip = if back { "l-6 6 6 6" } else { "l6 6-6 6" };
        path.push_str(&join!("M", x, " ", cable - 6, tip));
    }
    Some(path)
}
