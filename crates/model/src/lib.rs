//! What everybody talks about: addresses, times and names of things, what is to be simulated, and what a
//! story is, as plain data. Limits are here too.

pub mod address;
pub mod byte_size;
pub mod cast;
pub mod compiled_story;
pub mod condition;
pub mod ids;
pub mod limits;
pub mod link;
pub mod owner;
pub mod parts;
pub mod preset_id;
pub mod presets;
pub mod question;
pub mod scenario;
pub mod server_names;
pub mod show_time;
pub mod story;
pub mod time;
pub mod usual_boxes;
pub mod why;
