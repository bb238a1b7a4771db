//! The address under the magnifying glass: what counts is the part after the @.

use yew::prelude::*;

use super::fit;
use crate::scene::Rect;
use crate::text::ui as text;

/// Width of a letter of the address, in tenths of a unit.
const LETTER: i32 = 102;
/// Most letters that fit before and after the @.
const MOST: (usize, usize) = (10, 17);

/// Properties of [`Magnifier`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub local_part: AttrValue,
    pub domain: AttrValue,
    /// What narrow screens show.
    pub camera: Option<Rect>,
    /// Where the host with the letter stands.
    pub letter: Rect,
}

/// The magnified address.
#[component]
pub(super) fn Magnifier(props: &Props) -> Html {
    let before = fit(&props.local_part, MOST.0) + "@";
    let after = fit(&props.domain, MOST.1);
    let width_of = |text: &str| i32::try_from(text.chars().count()).unwrap_or(0) * LETTER / 10;
    let (first, second) = (width_of(&before), width_of(&after) + 16);
    let width = first + second + 28;
    // On phones it is beside the server with the letter, below the card index.
    let (x, y) = props.camera.map_or((30, 66), |camera| {
        let beside = props.letter.x + props.letter.width + 16;
        (beside.min(camera.x + camera.width - width - 6), 214)
    });
    let hit = x + first + 19;
    let (left, top) = (props.letter.x + 5, props.letter.y + 66);
    let n = |n: i32| n.to_string();
    let path = |parts: &[(&str, i32)]| {
        parts.iter().fold(String::new(), |path, (letter, n)| path + letter + &n.to_string())
    };
    // A beam of light from the letter to the glass.
    let beam = if props.camera.is_some() {
        [(x, y + 6), (left + 64, top + 2), (left + 64, top + 41), (x, y + 46)]
    } else {
        let bottom = y + 52;
        [(x + 8, bottom), (x + width - 28, bottom), (left, top), (left, top + 43)]
    };
    let wedge = beam.iter().fold(String::new(), |path, (x, y)| {
        let letter = if path.is_empty() { "M" } else { "L" };
        path + letter + &x.to_string() + " " + &y.to_string()
    });
    let bracket = path(&[
        ("M", hit),
        (" ", y - 9),
        ("v", -6),
        ("h", second),
        ("v", 6),
        ("M", hit + second / 2),
        (" ", y - 15),
        ("v", -6),
    ]);
    html! {
        <g class="ej-mg">
            <path class="ej-mg-wedge" d={wedge} />
            <rect class="ej-mg-box" x={n(x)} y={n(y)} width={n(width)} height="52" rx="7" />
            <rect class="ej-mg-hit" x={n(hit)} y={n(y + 7)} width={n(second)} height="38" rx="4" />
            <text class="ej-mg-tx" x={n(x + 10)} y={n(y + 32)}>{ before }</text>
            <text class="ej-mg-tx" x={n(hit + 8)} y={n(y + 32)}>{ after }</text>
            <path class="ej-mg-br" d={bracket} />
            <text class="ej-mg-la" x={n(hit + second / 2)} y={n(y - 26)}>{ text::DOMAIN }</text>
            if props.camera.is_none() {
                <text class="ej-mg-lb" x={n(x + 54)} y={n(y - 27)}>{ text::BOX_NUMBER[0] }</text>
                <text class="ej-mg-lb" x={n(x + 54)} y={n(y - 10)}>{ text::BOX_NUMBER[1] }</text>
            }
        </g>
    }
}
