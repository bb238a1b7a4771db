//! What is said to the owner of a page when something about the widget cannot be used.

/// There is no preset of that name.
pub const NO_SUCH_PRESET: &str =
    "preset: there is no example of this name, so it stays as it is. The names are in the README.";
/// The name of a step has other characters in it, or too many.
pub const NO_STEP_NAME: &str =
    "step: this cannot be the name of a step. Names are in lower case, such as right-server.";

/// A value that is not among those allowed.
pub fn not_one_of(name: &str, values: &[&str]) -> String {
    [name, ": use one of ", &values.join(", "), "."].concat()
}

/// What a colour looks like.
pub const COLOUR: &str = "a colour such as #1d5fa8 or rgb(29 95 168)";
/// What a list of fonts looks like.
pub const FONTS: &str = "names of fonts with commas between them";
/// What a length looks like.
pub const LENGTH: &str = "a length such as 10px or 0.5rem";

/// A value that cannot be used for a look.
pub fn no_such_look(name: &str, wanted: &str) -> String {
    ["--ej-", name, ": use ", wanted, "."].concat()
}

/// A step that this journey does not have.
pub fn no_such_step(name: &str) -> String {
    ["There is no step or stage called ", name, " in this journey, so it stays where it is."]
        .concat()
}
