//! The ports at which servers take calls.

/// The port of name servers (RFC 1035 section 4.2).
pub const DNS_PORT: u16 = 53;
/// The port of mail servers (RFC 5321 section 4.5.4.2).
pub const SMTP_PORT: u16 = 25;
/// The port on which a provider takes its own customers' mail (RFC 6409).
pub const SUBMISSION_PORT: u16 = 587;
/// The port of POP3 servers (RFC 1939 section 3).
pub const POP3_PORT: u16 = 110;
