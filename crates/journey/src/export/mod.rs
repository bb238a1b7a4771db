//! A journey in other forms than the picture.

pub mod eml;
#[cfg(not(target_arch = "wasm32"))]
pub mod json;
pub mod pcap;
pub mod reply;
pub mod transcript;
