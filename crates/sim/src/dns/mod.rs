//! The domain name system (RFC 1034, RFC 1035): how a mail server finds out which host takes the
//! mail for a domain, and at which address.
//!
//! Nobody knows all names. The tree of names is cut into zones, each kept by its own servers, and
//! every zone knows only which servers keep the zones right below it. A resolver therefore asks
//! its way down from the root:
//!
//! ```text
//!  resolver               root          com's server     allbusiness.com's server
//!     | MX allbusiness.com? |                 |                     |
//!     |-------------------->|                 |                     |
//!     | referral: com NS ... + glue: its address                    |
//!     |<--------------------|                 |                     |
//!     | MX allbusiness.com?                   |                     |
//!     |-------------------------------------->|                     |
//!     | referral: allbusiness.com NS ns.allbusiness.com + glue      |
//!     |<--------------------------------------|                     |
//!     | MX allbusiness.com?                                         |
//!     |------------------------------------------------------------>|
//!     | answer: 10 mx.allbusiness.com                               |
//!     |<------------------------------------------------------------|
//!     | A mx.allbusiness.com?   (the cache knows whom to ask)       |
//!     |------------------------------------------------------------>|
//!     | answer: 198.51.100.26                                       |
//!     |<------------------------------------------------------------|
//! ```
//!
//! The messages are the real ones, octet for octet; the `domain` crate reads and writes them. Time
//! and datagrams come in as arguments, datagrams and the next wake-up go out.
//!
//! Simplified: UDP over IPv4 only, so a truncated answer is a failed one; no DNSSEC; the resolver
//! sends no EDNS; of the record types only A, NS, CNAME, SOA and MX are known.

mod cache;
pub mod describe;
pub mod event;
mod ids;
pub mod mx_selection;
pub mod name;
pub mod question;
pub mod record;
pub mod resolver;
mod response;
pub mod server;
pub mod zone;

pub use describe::{DnsSummary, RecordSummary, describe};
pub use event::ResolverEvent;
pub use mx_selection::{MailRoute, MxVerdict, implicit_route, route_by_mx};
pub use name::DnsName;
pub use question::{Answer, LookupError, LookupId, MxHost, Question, RecordType};
pub use record::{Record, RecordData, Soa};
pub use resolver::{Resolver, ResolverConfig, TRIES_PER_SERVER, Transmit};
pub use response::ServerFault;
pub use server::{NameServer, Transport};
pub use zone::{Lookup, Zone};

/// The port name servers listen at (RFC 1035 section 4.2).
pub const PORT: u16 = 53;
