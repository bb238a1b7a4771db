//! The record of a journey: every packet with its bytes, and every event with its time.
//!
//! Everything that is told or drawn later rests on this. Events are in the order they happened;
//! packets are in the order they were sent.

mod cause;
mod connection;
mod digest;
mod display;
mod event;
mod packet;
mod queue_id;
mod record;
mod tcp_flags;

pub use cause::Cause;
pub use connection::{Connection, Segment};
pub use event::{Event, EventKind, Folder, Route};
pub use model::ids::{ConnectionId, EventId, MessageId, PacketId, Side};
pub(super) use packet::parse_tcp;
pub use packet::{Packet, PacketFate, Tcp};
pub use queue_id::QueueId;
pub use record::{Outcome, Trace};
pub use tcp_flags::TcpFlags;
