//! The strip over the picture on narrow screens: all places, and what of them is shown.

use yew::prelude::*;

use super::route::class_of;
use super::{host, marks};
use crate::scene::{Frame, HostState, PlaceId, RoutePose, RouteState};
use crate::ui::journey::Journey;

/// The whole street in a few strokes. `finder` is the rectangle that shows the camera; the
/// animation loop moves it.
pub(in crate::ui) fn overview(journey: &Journey, frame: &Frame, finder: &NodeRef) -> Html {
    let pose = &frame.pose;
    let layout = &journey.layout;
    let routes = pose.routes.iter().map(|route| {
        let (from, to) = (layout.place(route.from), layout.place(route.to));
        let (a, b) = (from.middle().to_string(), to.middle().to_string());
        let d = match (route.from, route.to) {
            (_, PlaceId::Registry) => ["M", &a, " 66V44H", &b].concat(),
            (PlaceId::Registry, _) => ["M", &b, " 66V44H", &a].concat(),
            _ => ["M", &a, " 96H", &b].concat(),
        };
        html! { <path class={classes!("ej-ov-w", class_of(route.state))} {d} /> }
    });
    let hosts = pose.hosts.iter().map(|host| {
        let place = layout.place(host.place);
        let (width, height) = (place.rect.width.min(220) * 58 / 100, place.rect.height * 42 / 100);
        let y = if host.place == PlaceId::Registry { 24 } else { 124 - height };
        html! {
            <rect class={classes!("ej-ov-h", host::class_of(host.state))}
                x={(place.middle() - width / 2).to_string()}
                y={y.to_string()} width={width.to_string()} height={height.to_string()} rx="7" />
        }
    });
    // Where it says no.
    let stops =
        pose.routes.iter().filter(|route| route.state == RouteState::Refused).map(|route| {
            let place = layout.place(route.to);
            let x = if place.middle() > layout.place(route.from).middle() {
                place.middle() - place.rect.width.min(220) * 29 / 100
            } else {
                place.middle()
            };
            marks::stop(x, 98, 52)
        });
    let refusing = pose.hosts.iter().filter(|host| {
        let marked =
            |route: &RoutePose| route.to == host.place && route.state == RouteState::Refused;
        host.state == HostState::Refusing && !pose.routes.iter().any(marked)
    });
    let stops = stops.chain(refusing.map(|host| {
        let place = layout.place(host.place);
        let y = if host.place == PlaceId::Registry { 44 } else { 98 };
        marks::stop(place.middle(), y, 52)
    }));
    html! {
        <div class="ej-over" aria-hidden="true">
            <svg viewBox="0 0 1200 150">
                <rect class="ej-ov-cam" ref={finder} y="6" height="138" rx="14" />
                <g>{ for routes }</g>
                <g>{ for hosts }</g>
                <g>{ for stops }</g>
            </svg>
        </div>
    }
}
