//! A packet layer by layer: first which piece of a message it carries, if it does; then each layer in a
//! sentence, its fields with their bytes when they are asked for, and every byte at the end.

use std::rc::Rc;

use yew::prelude::*;

use super::stores::heads;
use super::study::Study;
use crate::ui::shape::{self, element, words};
use ::text::hood as text;
use sim::trace::PacketId;
use story::dissect::{self, Field, Layer};
use story::packets;

/// Bytes in one line of the whole, where there is room for that and where there is not (`static/panels.css`).
const ACROSS: [(usize, &str); 2] = [(16, "ej-dump is-wide"), (8, "ej-dump")];
/// After so many bytes there is a gap.
const GROUP: usize = 8;
/// Bytes of a field that stand beside it; the whole has them all.
const BESIDE: usize = 12;

/// Properties of [`Layers`].
#[derive(Properties)]
pub(super) struct Props {
    pub study: Rc<Study>,
    pub packet: PacketId,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.study, &other.study) && self.packet == other.packet
    }
}

/// All layers of a packet.
#[component]
pub(super) fn Layers(props: &Props) -> Html {
    let story = &props.study.story;
    let Some(packet) = story.trace.packets.get(props.packet.index()) else {
        return Html::default();
    };
    let layers = dissect::dissect(&story.trace, &story.lines, packet);
    let share = packets::share(&story.trace, &story.lines, packet);
    html! {
        <div class="ej-layers">
            if let Some(share) = share {
                <p class="ej-piece" data-ej="share-of-message">
                    <b>{ text::SHARE_OF_MESSAGE }</b>{ " " }<span>{ share.in_words() }</span>
                </p>
            }
            { for layers.iter().enumerate().map(|(n, it)| layer(n, it, &packet.bytes)) }
            <details class="ej-layer" data-ej="all-bytes">
                <summary><b>{ text::ALL_BYTES }</b></summary>
                { for ACROSS.map(|across| dump(&layers, &packet.bytes, across)) }
            </details>
        </div>
    }
}

fn layer(n: usize, layer: &Layer, bytes: &[u8]) -> Html {
    let fields = layer.fields.iter().map(|field| self::field(field, bytes));
    html! {
        <details key={n} class="ej-layer" data-layer={n.to_string()}
            data-ej={["layer-", layer.name.0].concat()}>
            <summary>
                <b>{ layer.name.0 }</b>{ " " }<i>{ layer.name.1 }</i>
                if !layer.sentence.is_empty() { <span>{ " " }{ &layer.sentence }</span> }
            </summary>
            <table class="ej-table ej-fields">
                <caption class="ej-unseen">{ layer.name.0 }</caption>
                { heads(&text::FIELD_HEADS) }
                <tbody>{ for fields }</tbody>
            </table>
        </details>
    }
}

fn field(field: &Field, bytes: &[u8]) -> Html {
    let bytes = bytes.get(field.range.clone()).unwrap_or_default();
    let more = bytes.len() > BESIDE;
    html! {
        <tr key={field.range.start}>
            <td><code>
                { hex(bytes.get(..BESIDE).unwrap_or(bytes)) }
                if more { { " …" } }
            </code></td>
            <th scope="row">{ &field.name }</th>
            <td><b>{ &field.value }</b>{ " " }<span>{ &field.meaning }</span></td>
        </tr>
    }
}

/// Every byte: where it is, as a number, as a letter; each in the colour of its layer.
fn dump(layers: &[Layer], bytes: &[u8], (across, class): (usize, &'static str)) -> Html {
    let layer_of = |at: usize| {
        let inside = |layer: &Layer| layer.fields.iter().any(|field| field.range.contains(&at));
        layers.iter().position(inside).unwrap_or(layers.len())
    };
    let rows = bytes.chunks(across).enumerate().map(|(n, row)| {
        let from = n * across;
        let groups = row.chunks(GROUP).zip((from..).step_by(GROUP)).map(|(group, from)| {
            let places: Vec<(usize, u8)> =
                group.iter().zip(from..).map(|(byte, at)| (layer_of(at), *byte)).collect();
            let runs = places.chunk_by(|a, b| a.0 == b.0).map(|run| {
                let bytes: Vec<u8> = run.iter().map(|(_, byte)| *byte).collect();
                let layer = i32::try_from(run[0].0).unwrap_or(0);
                shape::all([
                    element!("span", words(&hex(&bytes)), "data-layer" = layer),
                    words(" "),
                ])
            });
            shape::all([words(" "), runs.collect()])
        });
        let blank = (across - row.len()) * 3 + (across - row.len()) / GROUP;
        shape::all([
            element!("i", words(&four(from))),
            words(" "),
            groups.collect(),
            words(&" ".repeat(blank + 1)),
            words(&letters(row)),
            words("\n"),
        ])
    });
    element!("pre", rows.collect(), "class" = class)
}

/// Bytes as numbers: `45 00`.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| two(*byte)).collect::<Vec<_>>().join(" ")
}

fn two(byte: u8) -> String {
    let digit = |n: u8| char::from_digit(n.into(), 16).unwrap_or('0');
    [digit(byte >> 4), digit(byte & 15)].iter().collect()
}

/// A place as four digits. No packet is longer.
fn four(n: usize) -> String {
    let [.., high, low] = n.to_be_bytes();
    two(high) + &two(low)
}

/// Bytes as letters of ASCII, and a dot for those that are none.
fn letters(bytes: &[u8]) -> String {
    let letter = |byte: &u8| match byte {
        b' '..=b'~' => char::from(*byte),
        _ => '.',
    };
    bytes.iter().map(letter).collect()
}
