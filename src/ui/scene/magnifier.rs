//! The address under the magnifying glass: what counts is the part after the @.

use yew::prelude::*;

use super::fit;
use crate::scene::Rect;
use crate::text::ui as text;

/// Width of a letter of the address, in tenths of a unit.
const LETTER: i32 = 102;
/// Most letters that fit before and after the @.
const MOST: (usize, usize) = (10, 17);

/// The magnified address. Narrow screens show what `camera` says; `letter` is where the host with
/// the letter stands.
pub(super) fn magnifier(
    local_part: &str,
    domain: &str,
    camera: Option<Rect>,
    letter: Rect,
) -> Html {
    let before = fit(local_part, MOST.0) + "@";
    let after = fit(domain, MOST.1);
    let domain = width_of(&after) + 16;
    // The letter in the server's hands.
    let (left, top) = (letter.x + 5, letter.y + 66);
    let n = |n: i32| n.to_string();
    if let Some(camera) = camera {
        // On phones: beside the server, below the card index, on three lines.
        let width = domain.max(176) + 20;
        let right = left + 64;
        let x = (right + 32).min(camera.x + camera.width - width - 6);
        let y = 192;
        let corners = [(x, y + 8), (right, top + 2), (right, top + 41), (x, y + 98)];
        let middle = n(x + width / 2);
        return html! {
            <g>
                <path class="ej-mg-wedge" d={polygon(&corners)} />
                <rect class="ej-mg-box" x={n(x)} y={n(y)} width={n(width)} height="106" rx="7" />
                <rect class="ej-mg-hit" x={n(x + (width - domain) / 2)} y={n(y + 37)}
                    width={n(domain)} height="36" rx="4" />
                <text class="ej-mg-tx is-middle" x={middle.clone()} y={n(y + 26)}>{ before }</text>
                <text class="ej-mg-tx is-middle" x={middle.clone()} y={n(y + 61)}>{ after }</text>
                <text class="ej-mg-in" x={middle} y={n(y + 93)}>{ text::DOMAIN }</text>
            </g>
        };
    }
    let (x, y) = (30, 66);
    let width = width_of(&before) + domain + 28;
    let hit = x + width - domain - 9;
    let bottom = y + 52;
    let corners = [(x + 8, bottom), (x + width - 28, bottom), (left, top), (left, top + 43)];
    let middle = hit + domain / 2;
    let bracket = ["M", &n(hit), " 57v-6h", &n(domain), "v6M", &n(middle), " 51v-6"];
    html! {
        <g>
            <path class="ej-mg-wedge" d={polygon(&corners)} />
            <rect class="ej-mg-box" x={n(x)} y={n(y)} width={n(width)} height="52" rx="7" />
            <rect class="ej-mg-hit" x={n(hit)} y={n(y + 7)} width={n(domain)} height="38" rx="4" />
            <text class="ej-mg-tx" x={n(x + 10)} y={n(y + 32)}>{ before }</text>
            <text class="ej-mg-tx" x={n(hit + 8)} y={n(y + 32)}>{ after }</text>
            <path class="ej-mg-br" d={bracket.concat()} />
            <text class="ej-mg-la" x={n(middle)} y={n(y - 26)}>{ text::DOMAIN }</text>
            <text class="ej-mg-lb" x={n(x + 54)} y={n(y - 27)}>{ text::BOX_NUMBER[0] }</text>
            <text class="ej-mg-lb" x={n(x + 54)} y={n(y - 10)}>{ text::BOX_NUMBER[1] }</text>
        </g>
    }
}

/// How wide a text is in the magnifying glass.
fn width_of(text: &str) -> i32 {
    i32::try_from(text.chars().count()).unwrap_or(0) * LETTER / 10
}

/// A filled shape with these corners.
fn polygon(corners: &[(i32, i32)]) -> String {
    corners.iter().fold(String::new(), |path, (x, y)| {
        let letter = if path.is_empty() { "M" } else { "L" };
        path + letter + &x.to_string() + " " + &y.to_string()
    })
}
