//! A packet layer by layer: what each of its bytes is for.
//!
//! Every byte of a packet is in exactly one [`Field`], and the fields are in the order of the bytes.
//! Nothing is assumed of the bytes: what cannot be read is a field that says so.
//!
//! Simplified: of IP only version 4 (RFC 791), without looking at checksums; of TCP the options that
//! the simulated hosts use (RFC 9293, 7323, 2018); of DNS the record types of
//! [`sim::dns`].

mod bytes;
mod dns;
mod ip;
mod layer;
mod speech;
mod tcp;

pub use layer::{Field, Layer};

use bytes::Bytes;
use model::story::Line;
use sim::trace::{Packet, Trace};
use text::packets::layer as names;

/// Takes a packet apart. `lines` are those of the story ([`model::story::Story::lines`]).
pub fn dissect(trace: &Trace, lines: &[Line], packet: &Packet) -> Vec<Layer> {
    let mut layers = Vec::new();
    let mut bytes = Bytes::of(&packet.bytes);
    let inside = ip::read(trace, packet, &mut bytes, &mut layers);
    match inside {
        ip::Inside::Tcp => tcp::read(trace, lines, packet, &mut bytes, &mut layers),
        ip::Inside::Udp => tcp::read_udp(&mut bytes, &mut layers),
        ip::Inside::Other => {}
    }
    if bytes.left() > 0 {
        bytes.rest();
        layers.push(bytes.layer(names::DATA, String::new()));
    }
    layers
}
