//! The network: wires between hosts, and each host's TCP/IP stack.
//!
//! Every host runs a real TCP/IP stack (smoltcp) over a [`device::Device`] that is nothing but two
//! queues. What a stack sends goes onto a [`link::Link`], where [`link::Rule`]s may lose or delay
//! it, and arrives later in another stack.
//!
//! Simplified: any two hosts are joined by one wire (no routers between them); there is no
//! congestion control, so that a short message leaves in one flight, as it does on real hosts,
//! which start with a window of ten segments (RFC 6928). Nagle's algorithm is off, windows are
//! 64 KB at most.

pub mod device;
pub mod link;
pub mod stack;
