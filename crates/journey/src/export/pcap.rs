//! The journey as a capture file, as if somebody had listened on every wire: Wireshark, tcpdump and
//! their kin read it.
//!
//! Every packet stands in it once, with the simulated time at which its sender let go of it; a lost
//! one too, as it was sent. There are no Ethernet frames in the simulation, so the file says that
//! its packets begin with their IPv4 header.

use core::time::Duration;
use model::time::{EPOCH_UNIX_SECONDS, Instant};
use pcap_file::pcap::{PcapHeader, PcapPacket, PcapWriter};
use pcap_file::{DataLink, Endianness, PcapError, TsResolution};
use sim::trace::{Packet, Trace};

/// Longest packet that fits: that of IPv4 itself.
const SNAPLEN: u32 = 65_535;

/// Writes a capture file.
pub fn pcap(trace: &Trace) -> Vec<u8> {
    write(&in_order(trace))
        .expect("packets of the simulation are shorter than 64 KB, and memory takes all")
}

/// The packets in the order of the file. One that waits for its wire is on the record before it is
/// on the wire.
pub fn in_order(trace: &Trace) -> Vec<&Packet> {
    let mut packets: Vec<&Packet> = trace.packets.iter().collect();
    packets.sort_by_key(|packet| packet.sent_at);
    packets
}

fn write(packets: &[&Packet]) -> Result<Vec<u8>, PcapError> {
    let header = PcapHeader {
        version_major: 2,
        version_minor: 4,
        ts_correction: 0,
        ts_accuracy: 0,
        snaplen: SNAPLEN,
        datalink: DataLink::IPV4,
        ts_resolution: TsResolution::MicroSecond,
        endianness: Endianness::Little,
    };
    let mut writer = PcapWriter::with_header(Vec::new(), header)?;
    for packet in packets {
        let length = u32::try_from(packet.bytes.len()).unwrap_or(u32::MAX);
        writer.write_packet(&PcapPacket::new(
            on_the_clock(packet.sent_at),
            length,
            &packet.bytes,
        ))?;
    }
    Ok(writer.into_writer())
}

/// A simulated moment as time since 1970.
fn on_the_clock(at: Instant) -> Duration {
    Duration::from_secs(EPOCH_UNIX_SECONDS) + Duration::from_micros(at.micros())
}
