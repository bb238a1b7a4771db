//! A journey in other forms than the picture.

pub mod transcript;
