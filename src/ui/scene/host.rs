//! A computer or server, its name, and the boxes in its wall.

use yew::prelude::*;

use super::{fit, marks};
use crate::scene::{BoxPose, BoxState, HostPose, HostState, Place, PlaceId, Rect, Symbol};
use crate::text::ui as text;
use crate::ui::use_box::Size;

/// A host and how it is drawn.
pub(super) struct Host<'a> {
    pub place: Place,
    pub pose: &'a HostPose,
    /// How it is shown.
    pub state: HostState,
    /// The boxes, if it is a wall of boxes.
    pub doors: &'a [BoxPose],
    /// The letter it holds: where its drives are, or on its screen.
    pub held: Held,
    /// An octagon stands at its door already.
    pub stopped: bool,
    /// Somebody waits for it.
    pub awaited: bool,
    /// The key hangs on its hook.
    pub hung: bool,
    pub size: Size,
    /// What the picture shows of the scene.
    pub view: Rect,
}

/// Which letter a host holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    Nothing,
    Letter,
    /// One with a clock of its own.
    WaitingLetter,
}

/// One host.
pub(super) fn host(host: &Host) -> Html {
    let Host { place, pose, state, doors, held, stopped, awaited, hung, size, view } = host;
    let holds = *held != Held::Nothing;
    let (width, height, parts): (i32, i32, &[&str]) = match pose.symbol {
        Symbol::Compose | Symbol::Inbox if holds => {
            (128, 112, &["#ej-computer", "#ej-screen-blank"])
        }
        Symbol::Compose => (128, 112, &["#ej-computer", "#ej-screen-compose"]),
        Symbol::Inbox => (128, 112, &["#ej-computer", "#ej-screen-inbox"]),
        Symbol::MailServer | Symbol::Relay if holds => (84, 136, &["#ej-server"]),
        Symbol::MailServer | Symbol::Relay => (84, 136, &["#ej-server", "#ej-server-drives"]),
        Symbol::Registry => (120, 96, &["#ej-registry"]),
        Symbol::Wall => (284, 182, &["#ej-po-wall"]),
    };
    let rect = place.rect;
    let right = rect.x + rect.width;
    let view_box = ["0 0 ", &width.to_string(), " ", &height.to_string()].concat();
    let mark = match pose.symbol {
        Symbol::MailServer => Some("#ej-mark-mail"),
        Symbol::Relay => Some("#ej-mark-relay"),
        _ => None,
    };
    let standing = pose.symbol != Symbol::Registry;
    let doorstep = ["M", &rect.x.to_string(), " 320H", &right.to_string()].concat();
    let sign = match state {
        HostState::Refusing if *stopped => Html::default(),
        HostState::Refusing if standing => marks::stop(place.middle(), 320, 32),
        HostState::Refusing => marks::stop(right - 4, rect.y + rect.height - 10, 32),
        HostState::Waiting if *held == Held::WaitingLetter => Html::default(),
        // A server that nobody has is not waited for.
        HostState::Silent if !*awaited => Html::default(),
        HostState::Silent | HostState::Waiting => marks::clock(right - 2, rect.y + 2, 32),
        HostState::Idle | HostState::InPlay => Html::default(),
    };
    html! {
        <g class={classes!("ej-ho", class_of(*state))} data-host={name_of(place.id)}>
            if standing { <path class="ej-doorstep" d={doorstep} /> }
            <svg x={rect.x.to_string()} y={rect.y.to_string()} width={rect.width.to_string()}
                height={rect.height.to_string()} viewBox={view_box} overflow="visible">
                { for parts.iter().map(|part| html! {
                    <use href={*part} width={width.to_string()} height={height.to_string()} />
                }) }
                if let Some(mark) = mark {
                    <use href={mark} x="25" y="18" width="32" height="22" />
                }
                if pose.symbol == Symbol::Registry {
                    <text class="ej-sign is-small" x="60" y="65">{ text::CARD_INDEX }</text>
                }
                if pose.symbol == Symbol::Wall {
                    <text class="ej-sign" x="142" y="19">{ fit(&pose.sign, 34) }</text>
                    <g>{ for doors.iter().enumerate().map(|(n, door)| self::door(n, door)) }</g>
                }
            </svg>
            if pose.symbol == Symbol::Inbox {
                <path class="ej-sy" d={hook(right)} />
                if *hung {
                    <g transform={["translate(", &(right + 30).to_string(), " 248) rotate(90)"].concat()}>
                        <use href="#ej-key" width="52" height="24" />
                    </g>
                }
            }
            if pose.symbol == Symbol::Wall {
                <text class="ej-port" x={(place.port_in + 24).to_string()} y="341">
                    { text::PORT_IN }
                </text>
                <text class="ej-port is-end" x={(place.port_out - 12).to_string()} y="341">
                    { text::PORT_OUT }
                </text>
            }
            { sign }
            if place.always_named || *state != HostState::Idle {
                { names(place, pose, *state, *size, *view) }
            }
        </g>
    }
}

/// The classes of a host that is like this.
pub(super) const fn class_of(state: HostState) -> &'static str {
    match state {
        HostState::Idle => "",
        HostState::InPlay | HostState::Waiting => "is-on",
        HostState::Refusing => "is-on is-stop",
        HostState::Silent => "is-silent",
    }
}

/// The hook for the key, beside the computer.
fn hook(right: i32) -> String {
    ["M", &(right + 18).to_string(), " 238v12"].concat()
}

/// The name and the technical lines.
fn names(place: &Place, pose: &HostPose, state: HostState, size: Size, view: Rect) -> Html {
    let wall = pose.symbol == Symbol::Wall;
    // The registry hangs in the sky, its name right below it.
    let mut lines: [i32; 3] = match (pose.symbol == Symbol::Registry, size) {
        (true, _) => [143, 161, 178],
        (false, Size::Narrow) => [425, 448, 468],
        (false, _) => [423, 442, 459],
    };
    let label = if size == Size::Wide { &pose.label } else { &pose.short_label };
    let most = if wall { 40 } else { 29 };
    let most = if size == Size::Narrow { most * 3 / 4 } else { most };
    let (mut technical, mut address) = (fit(&pose.technical, most), pose.address.as_str());
    let mut x = place.label_x;
    // Many relays share the room of one: names only, on two rows.
    if let PlaceId::Relay(n) = place.id
        && place.rect.width < 84
    {
        (technical, address) = (String::new(), "");
        x = place.middle().clamp(500, 620);
        lines[0] += i32::from(n % 2) * 22;
    }
    if size == Size::Narrow {
        let width_of = |text: &str, letter: i32| {
            i32::try_from(text.chars().count()).unwrap_or(0) * letter / 10
        };
        let half = width_of(label, 92).max(width_of(&technical, 94)) / 2 + 8;
        let (from, until) = (view.x + half, view.x + view.width - half);
        let on = !matches!(state, HostState::Idle | HostState::Silent);
        if from > until || !on && !(from..=until).contains(&x) {
            return Html::default();
        }
        x = x.clamp(from, until);
    }
    let x = x.to_string();
    let [first, second, third] = lines.map(|y| y.to_string());
    html! {
        <>
            <text class="ej-la" x={x.clone()} y={first}>{ fit(label, 34) }</text>
            <text class="ej-su" x={x.clone()} y={second}>{ technical }</text>
            <text class="ej-su" {x} y={third}>{ address.to_owned() }</text>
        </>
    }
}

/// Box `n` of the wall.
fn door(n: usize, door: &BoxPose) -> Html {
    let (symbol, lit) = match door.state {
        BoxState::Closed => ("#ej-po-door", None),
        BoxState::Lit => ("#ej-po-door-lit", Some("is-lit")),
        BoxState::Open => ("#ej-po-door-open", Some("is-lit")),
        BoxState::Full => ("#ej-po-door-full", None),
    };
    let (x, y) = (58 + 74 * (n % 3), 34 + 48 * (n / 3));
    html! {
        <g>
            <use href={symbol} x={x.to_string()} y={y.to_string()} width="70" height="44" />
            <text class={classes!("ej-pl", lit)} x={(x + 35).to_string()} y={(y + 14).to_string()}>
                { fit(&door.name, 9) }
            </text>
            if door.state == BoxState::Full {
                { marks::stop((x + 62).try_into().unwrap_or(0), (y + 34).try_into().unwrap_or(0), 26) }
            }
        </g>
    }
}

/// For tests and style sheets.
const fn name_of(place: PlaceId) -> &'static str {
    match place {
        PlaceId::Sender => "sender",
        PlaceId::Provider => "provider",
        PlaceId::Registry => "registry",
        PlaceId::Relay(_) => "relay",
        PlaceId::Destination => "destination",
        PlaceId::Recipient => "recipient",
    }
}
