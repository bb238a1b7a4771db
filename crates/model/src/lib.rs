//! What everybody talks about, as plain data. Files lean on those further down in this list:
//!
//! - [`compiled_story`]: all that the player needs of a journey; [`link`]: what a link is;
//! - [`story`]: a journey as it is told, in [`show_time`]; [`why`] a message did not simply arrive;
//! - [`own_words`]: what a reader's own message begins with; [`presets`]: the named scenarios, which [`preset_id`] names;
//! - [`scenario`]: what is to be simulated, checked; [`naming`]: which names servers can have; [`cast`]: who stands
//!   where;
//! - [`parts`], [`condition`]: what a scenario is made of; [`usual_boxes`];
//! - [`answer`]: what a server says or does instead of the usual; [`refusal`], a [`reply`] as typed;
//! - [`owner`]: what the owner of a page calls their own; [`server_names`]; [`host_names`] of one journey;
//! - [`question`], [`address`], and as it is [`pasted`]; [`ids`], [`byte_size`];
//! - [`limits`]: every limit on what comes in and on what it may cost; [`time`]; [`sorted_map`].

pub mod address;
pub mod answer;
pub mod byte_size;
pub mod cast;
pub mod compiled_story;
pub mod condition;
pub mod host_names;
pub mod ids;
pub mod limits;
pub mod link;
pub mod naming;
pub mod own_words;
pub mod owner;
pub mod parts;
pub mod pasted;
pub mod preset_id;
pub mod presets;
pub mod question;
pub mod refusal;
pub mod reply;
pub mod scenario;
pub mod server_names;
pub mod show_time;
pub mod sorted_map;
pub mod story;
pub mod switch_id;
pub mod time;
pub mod usual_boxes;
pub mod why;
