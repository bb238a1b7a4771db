//! A computer or server, its name, and the signs beside it.

use yew::prelude::*;

use super::{Pen, n, registry, wall};
use crate::ui::shape::{class, group, join, shape};
use ::text::ui as text;
use scene::{
    BESIDE_PORTS, BoxPose, DrawerPose, Face, Held, HostPose, HostState, Layout, PlaceId, Symbol,
};

/// A host and what is drawn with it.
pub(super) struct HostDrawing<'a> {
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
pub(super) fn host(host: &HostDrawing) -> Html {
    let HostDrawing { pose, layout, doors, drawers, hung } = host;
    let (rect, street) = (pose.rect, layout.street());
    let pen = Pen::new(layout);
    let drawing = match pose.symbol {
        Symbol::Wall => wall::wall(pose, doors, pen),
        Symbol::Registry => registry::registry(pose, drawers, pen),
        _ => sprite(pose),
    };
    // What hangs in the sky has no doorstep.
    let standing = rect.bottom() == street;
    let doorstep = join!("M", rect.x, " ", street + 2, "H", rect.right());
    // Two words below the wall, where they are not in the way of large letters.
    let ports = pose.symbol == Symbol::Wall && layout.names_ports([text::PORT_IN, text::PORT_OUT]);
    let content = html! {
        <>
            if standing { { shape!("path", "class" = "ej-doorstep", "d" = doorstep) } }
            <g class="ej-art">{ drawing }</g>
            if pose.symbol == Symbol::Inbox {
                { shape!(
                    "path", "class" = "ej-sy", "d" = join!("M", rect.right() + 20,
                    " ", street - 80, "v12"),
                ) }
                if *hung {
                    <g transform={join!("translate(", rect.right() + 32, " ", street - 70, ") rotate(90)")}>
                        { shape!("use", "href" = "#ej-key", "width" = "52", "height" = "24") }
                    </g>
                }
            }
            if ports {
                { pen.write("ej-port", Face::Plain, text::PORT_IN, (pose.ports.0 + BESIDE_PORTS[0], street + 18)) }
                { pen.write("ej-port is-end", Face::Plain, text::PORT_OUT, (pose.ports.1 - BESIDE_PORTS[1], street + 18)) }
            }
            { for pose.label.iter().map(|line| {
                let (class, face) = if line.name { ("ej-la", Face::Bold) } else { ("ej-su", Face::Mono) };
                pen.of(line.size).write(class, face, &line.text, (line.x, line.y))
            }) }
        </>
    };
    let classes = class("ej-ho", &classes_of(pose.state));
    group!(content, "class" = classes, "data-host" = name_of(pose.place))
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
    let view_box = join!("0 0 ", width, " ", height);
    html! {
        <svg x={n(rect.x)} y={n(rect.y)} width={n(rect.width)} height={n(rect.height)}
            viewBox={view_box} overflow="visible">
            { for parts.iter().map(|part| html! {
                { shape!("use", "href" = *part, "width" = width, "height" = height) }
            }) }
            if let Some(mark) = mark {
                { shape!(
                    "use", "href" = mark, "x" = "25", "y" = "18", "width" = "32", "height" = "22",
                ) }
            }
        </svg>
    }
}

/// The classes of a host that is like this.
pub(super) fn classes_of(state: HostState) -> [Option<&'static str>; 3] {
    [
        state.in_play().then_some("is-on"),
        matches!(state, HostState::Refusing { .. }).then_some("is-stop"),
        (state == HostState::Silent).then_some("is-silent"),
    ]
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
