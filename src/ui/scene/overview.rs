//! The strip over the picture on narrow screens: all places, and what of them is shown.

use yew::prelude::*;

use crate::scene::{Frame, HostState, PlaceId, RouteState};
use crate::ui::journey::Journey;

/// The whole street in a few strokes. `finder` is the rectangle that shows the camera; the
/// animation loop moves it.
pub(in crate::ui) fn overview(journey: &Journey, frame: &Frame, finder: &NodeRef) -> Html {
    let pose = &frame.pose;
    let layout = &journey.layout;
    let routes = pose.routes.iter().map(|route| {
        let state = match route.state {
            RouteState::Idle => "",
            RouteState::Live => "is-live",
            RouteState::Used => "is-used",
        };
        let (from, to) = (layout.place(route.from), layout.place(route.to));
        let (a, b) = (from.middle().to_string(), to.middle().to_string());
        let d = match (route.from, route.to) {
            (_, PlaceId::Registry) => ["M", &a, " 66V44H", &b].concat(),
            (PlaceId::Registry, _) => ["M", &b, " 66V44H", &a].concat(),
            _ => ["M", &a, " 96H", &b].concat(),
        };
        html! { <path class={classes!("ej-ov-w", state)} {d} /> }
    });
    let hosts = pose.hosts.iter().map(|host| {
        let place = layout.place(host.place);
        let on = (host.state == HostState::InPlay).then_some("is-on");
        let (width, height) = (place.rect.width.min(220) * 58 / 100, place.rect.height * 42 / 100);
        let y = if host.place == PlaceId::Registry { 24 } else { 124 - height };
        html! {
            <rect class={classes!("ej-ov-h", on)} x={(place.middle() - width / 2).to_string()}
                y={y.to_string()} width={width.to_string()} height={height.to_string()} rx="7" />
        }
    });
    html! {
        <div class="ej-over" aria-hidden="true">
            <svg viewBox="0 0 1200 150">
                <rect class="ej-ov-cam" ref={finder} y="6" height="138" rx="14" />
                <g>{ for routes }</g>
                <g>{ for hosts }</g>
            </svg>
        </div>
    }
}
