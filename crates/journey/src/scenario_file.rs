//! Scenario files (`journey show --scenario FILE`): the parts of a scenario as JSON. Native only:
//! the page carries no JSON.

use model::limits::scenario::MAX_FILE;
use model::scenario::Parts;
use std::io::{self, Read};

/// Why a file is none.
#[derive(Debug)]
pub enum FileError {
    /// It cannot be read.
    Unreadable(io::Error),
    /// More than [`MAX_FILE`] bytes.
    TooLarge,
    /// It is no JSON, or not that of a scenario.
    NoScenario(serde_json::Error),
}

/// Reads a file's content, and no more of it than may be there. What the parts say is checked by
/// [`Scenario::new`](model::scenario::Scenario::new).
///
/// # Errors
/// See [`FileError`].
pub fn read(source: impl Read) -> Result<Parts, FileError> {
    let mut bytes = Vec::new();
    // One byte more than there may be tells that there is too much.
    source.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(FileError::Unreadable)?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(FileError::TooLarge);
    }
    serde_json::from_slice(&bytes).map_err(FileError::NoScenario)
}

/// Writes parts as a file's content.
pub fn write(parts: &Parts) -> String {
    // Memory is the only thing that could fail here, and it does not fail this way.
    serde_json::to_string_pretty(parts).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::presets;

    #[test]
    fn what_is_written_is_read() {
        for preset in &presets::PRESETS {
            let text = write(&preset.parts());
            assert_eq!(read(text.as_bytes()).unwrap(), preset.parts(), "{}", preset.slug());
        }
    }

    #[test]
    fn a_file_has_a_largest_size() {
        let spaces = |n| io::repeat(b' ').take(n);
        assert!(matches!(read(spaces(MAX_FILE)), Err(FileError::NoScenario(_))));
        assert!(matches!(read(io::repeat(b' ')), Err(FileError::TooLarge)));
        // Cut in the middle of a character, it is still too large and not unreadable.
        let cut = spaces(MAX_FILE).chain("é".as_bytes());
        assert!(matches!(read(cut), Err(FileError::TooLarge)));
    }
}
