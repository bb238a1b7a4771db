//! libFuzzer behind this door.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| email_journey_fuzz::reader(data));
