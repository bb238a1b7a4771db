//! DNS
pub mod describe;
pub mod name;
pub mod record;
pub mod server;
pub mod zone;
