//! A computer or server, its name, and the signs beside it.

use yew::prelude::*;

use super::{n, registry, wall, writing};
use crate::scene::{BoxPose, DrawerPose, Held, HostPose, HostState, Layout, PlaceId, Symbol};
use crate::text::ui as text;

/// A host and what is drawn with it.
pub(super) struct Host<'a> {
    pub pose: &'a HostPose,
    pub layout: &'a Layout,
    /// The boxes, if it is the wall of boxes.
    pub doors: &'a [BoxPose],
    /// The drawers, if it is the card index.
    pub drawers: &'a [DrawerPose],
    /// The key hangs on its hook.
    pub hung: bool,
}

/// One host.
pub(super) fn host(host: &Host) -> Html {
    let Host { pose, layout, doors, drawers, hung } = host;
    let (rect, street) = (pose.rect, layout.street());
    let letters = layout.letters();
    let drawing = match pose.symbol {
        Symbol::Wall => wall::wall(pose, doors, letters),
        Symbol::Registry => registry::registry(pose, drawers, letters),
        _ => sprite(pose),
    };
    // What hangs in the sky has no doorstep.
    let standing = rect.bottom() == street;
    let doorstep = ["M", &n(rect.x), " ", &n(street + 2), "H", &n(rect.right())].concat();
    // Two words below the wall, where they are not in the way of large letters.
    let ports = pose.symbol == Symbol::Wall && layout.names_ports();
    html! {
        <g class={classes!("ej-ho", class_of(pose.state))} data-host={name_of(pose.place)}>
            if standing { <path class="ej-doorstep" d={doorstep} /> }
            <g class="ej-art">{ drawing }</g>
            if pose.symbol == Symbol::Inbox {
                <path class="ej-sy" d={["M", &n(rect.right() + 20), " ", &n(street - 80), "v12"].concat()} />
                if *hung {
                    <g transform={["translate(", &n(rect.right() + 32), " ", &n(street - 70), ") rotate(90)"].concat()}>
                        <use href="#ej-key" width="52" height="24" />
                    </g>
                }
            }
            if ports {
                <text class="ej-port" x={n(pose.ports.0 + 18)} y={n(street + 18)}
                    font-size={n(letters)}>{ text::PORT_IN }</text>
                <text class="ej-port is-end" x={n(pose.ports.1 - 14)} y={n(street + 18)}
                    font-size={n(letters)}>{ text::PORT_OUT }</text>
            }
            { for pose.label.iter().map(|line| {
                let class = if line.name { "ej-la" } else { "ej-su" };
                writing(class, &line.text, (line.x, line.y), line.size)
            }) }
        </g>
    }
}

/// Computers and servers are drawn once, and scaled.
fn sprite(pose: &HostPose) -> Html {
    let holds = pose.held != Held::Nothing;
    let (width, height, parts): (i32, i32, &[&str]) = match pose.symbol {
        Symbol::Compose | Symbol::Inbox if holds => {
            (128, 112, &["#ej-computer", "#ej-screen-blank"])
        }
        Symbol::Compose => (128, 112, &["#ej-computer", "#ej-screen-compose"]),
        Symbol::Inbox => (128, 112, &["#ej-computer", "#ej-screen-inbox"]),
        _ if holds => (84, 136, &["#ej-server"]),
        _ => (84, 136, &["#ej-server", "#ej-server-drives"]),
    };
    let mark = match pose.symbol {
        // The second letter is there.
        _ if pose.held == Held::LetterAndNotice => None,
        Symbol::MailServer => Some("#ej-mark-mail"),
        Symbol::Relay => Some("#ej-mark-relay"),
        _ => None,
    };
    let rect = pose.rect;
    let view_box = ["0 0 ", &n(width), " ", &n(height)].concat();
    html! {
        <svg x={n(rect.x)} y={n(rect.y)} width={n(rect.width)} height={n(rect.height)}
            viewBox={view_box} overflow="visible">
            { for parts.iter().map(|part| html! {
                <use href={*part} width={n(width)} height={n(height)} />
            }) }
            if let Some(mark) = mark {
                <use href={mark} x="25" y="18" width="32" height="22" />
            }
        </svg>
    }
}

/// The classes of a host that is like this.
pub(super) fn class_of(state: HostState) -> Classes {
    classes!(
        state.in_play().then_some("is-on"),
        matches!(state, HostState::Refusing { .. }).then_some("is-stop"),
        (state == HostState::Silent).then_some("is-silent"),
    )
}

/// For tests and style sheets.
const fn name_of(place: PlaceId) -> &'static str {
    match place {
        PlaceId::Sender => "sender",
        PlaceId::Provider => "provider",
        PlaceId::Registry => "registry",
        PlaceId::Relay(_) => "relay",
        PlaceId::Backup => "backup",
        PlaceId::Destination => "destination",
        PlaceId::Recipient => "recipient",
    }
}
