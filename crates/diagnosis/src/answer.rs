//! What a server said, as far as it is known.

use crate::{EnhancedCode, Stage};

/// One answer of a server. What is not given is read from the text, if it is there.
#[derive(Clone, Copy, Debug, Default)]
pub struct Answer<'a> {
    /// The reply code, such as 550.
    pub code: Option<u16>,
    /// The enhanced status code, such as 5.1.1.
    pub enhanced: Option<EnhancedCode>,
    /// All lines of it. Codes may still be in there.
    pub text: &'a str,
    /// What it was the answer to.
    pub stage: Option<Stage>,
}
