//! How the owner's own names stand in sentences.

/// The sender's provider inside of a sentence.
pub fn provider(name: Option<&str>) -> &str {
    name.unwrap_or("your provider")
}

/// The same at the beginning of a sentence.
pub fn provider_first(name: Option<&str>) -> &str {
    name.unwrap_or("Your provider")
}

/// What is the provider's: `your provider’s`, `Acme’s`, `Acme & Sons’`.
pub fn of_provider(name: Option<&str>) -> String {
    possessive(provider(name))
}

/// The same at the beginning of a sentence.
pub fn of_provider_first(name: Option<&str>) -> String {
    possessive(provider_first(name))
}

fn possessive(name: &str) -> String {
    [name, if name.ends_with(['s', 'S']) { "’" } else { "’s" }].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_end_in_s_get_no_other() {
        assert_eq!(of_provider(None), "your provider’s");
        assert_eq!(of_provider_first(Some("Acme")), "Acme’s");
        assert_eq!(of_provider(Some("Acme & Sons")), "Acme & Sons’");
    }
}
