//! A DNS message (RFC 1035 section 4): header, question, records.

use std::net::Ipv4Addr;

use super::bytes::{Bytes, hex};
use super::layer::Layer;
use text::packets::{self as words, dns, layer};

/// Most pointers that are followed in one name, so that none leads in a circle.
const MOST_POINTERS: usize = 16;

/// Reads everything that is left as a DNS message.
pub(super) fn read(bytes: &mut Bytes<'_>) -> Layer {
    let from = bytes.at;
    if message(bytes, from).is_none() {
        bytes.rest();
    }
    bytes.layer(layer::DNS, String::new())
}

fn message(bytes: &mut Bytes<'_>, from: usize) -> Option<()> {
    bytes.peek(12)?;
    bytes.u16(dns::ID, hex)?;
    bytes.u16(dns::FLAGS, |flags| {
        let bit = |n: u32| flags >> n & 1 == 1;
        words::dns_flags(bit(15), bit(10), bit(8), flags.to_be_bytes()[1] & 15)
    })?;
    let mut counts = [0; 4];
    for (count, name) in counts.iter_mut().zip(dns::COUNTS) {
        *count = bytes.u16(name, |n| n.to_string())?;
    }
    for _ in 0..counts[0] {
        let (name, length) = name(bytes.all, from, bytes.at)?;
        let kind = u16_at(bytes.all, bytes.at + length)?;
        let value = [&self::kind(kind), " ", &name].concat();
        bytes.field(length + 4, dns::QUESTION, value);
    }
    for (count, section) in counts[1..].iter().zip(dns::RECORDS) {
        for _ in 0..*count {
            record(bytes, from, section)?;
        }
    }
    Some(())
}

fn record(bytes: &mut Bytes<'_>, from: usize, section: &str) -> Option<()> {
    let start = bytes.at;
    let (owner, length) = name(bytes.all, from, start)?;
    let fixed = bytes.all.get(start + length..start + length + 10)?;
    let kind = u16::from_be_bytes([fixed[0], fixed[1]]);
    let ttl = u32::from_be_bytes([fixed[4], fixed[5], fixed[6], fixed[7]]);
    let size = usize::from(u16::from_be_bytes([fixed[8], fixed[9]]));
    let data = start + length + 10;
    bytes.all.get(data..data + size)?;
    let label = |part: &str| [section, ": ", part].concat();
    let is_pointer = bytes.all[start] >= 0xc0;
    let meaning = if is_pointer { dns::POINTER } else { dns::NAME };
    bytes.take(length, &label("name"), owner, meaning);
    bytes.take(4, &label("type"), self::kind(kind), dns::KIND);
    bytes.take(4, &label("time to live"), words::ttl(ttl), dns::TTL);
    bytes.take(2, &label("length"), words::bytes(size), dns::LENGTH);
    let (value, meaning) = content(bytes.all, from, data, size, kind);
    bytes.take(size, &label("content"), value, meaning);
    Some(())
}

/// What a record says, and what that is.
fn content(all: &[u8], from: usize, at: usize, size: usize, kind: u16) -> (String, &'static str) {
    let text = match (kind, size) {
        (1, 4) => all.get(at..at + 4).map(|b| Ipv4Addr::new(b[0], b[1], b[2], b[3]).to_string()),
        (2 | 5, _) => name(all, from, at).map(|(name, _)| name),
        (15, _) => u16_at(all, at).and_then(|preference| {
            Some([&preference.to_string(), " ", &name(all, from, at + 2)?.0].concat())
        }),
        (6, _) => name(all, from, at).map(|(name, _)| name),
        _ => None,
    };
    let meaning = if kind == 6 { words::SOA } else { "" };
    (text.unwrap_or_else(|| words::bytes(size)), meaning)
}

/// What a record type is called.
fn kind(number: u16) -> String {
    let name = match number {
        1 => "A",
        2 => "NS",
        5 => "CNAME",
        6 => "SOA",
        15 => "MX",
        16 => "TXT",
        28 => "AAAA",
        41 => "OPT",
        _ => return ["TYPE", &number.to_string()].concat(),
    };
    name.to_owned()
}

/// The name at `at`, with its final dot, and how many bytes it takes there. Pointers count from the
/// beginning of the message at `from` (RFC 1035 section 4.1.4).
fn name(all: &[u8], from: usize, at: usize) -> Option<(String, usize)> {
    let mut text = String::new();
    let (mut at, start, mut length) = (at, at, None);
    for _ in 0..MOST_POINTERS {
        loop {
            let first = *all.get(at)?;
            match first {
                0 => {
                    let length = length.unwrap_or_else(|| at + 1 - start);
                    return Some((if text.is_empty() { ".".to_owned() } else { text }, length));
                }
                1..=63 => {
                    let label = all.get(at + 1..at + 1 + usize::from(first))?;
                    text.push_str(&String::from_utf8_lossy(label));
                    text.push('.');
                    if text.len() > 1_024 {
                        return None;
                    }
                    at += 1 + usize::from(first);
                }
                0xc0.. => {
                    let to = usize::from(u16_at(all, at)? & 0x3fff);
                    length = length.or_else(|| Some(at + 2 - start));
                    at = from + to;
                    break;
                }
                _ => return None,
            }
        }
    }
    None
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at + 2)?;
    Some(u16::from_be_bytes([pair[0], pair[1]]))
}
