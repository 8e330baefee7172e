//! What a file question takes.

/// How many files a question takes when it does not say.
pub const DEFAULT_MAX_FILES: u32 = 5;

/// Whether a file of this name and media type is one of `accept`: file endings (`.pdf`), media types (`image/png`) and
/// families of them (`image/*`), as in the `accept` attribute of HTML. An empty list takes anything.
pub fn accepts(accept: &[String], name: &str, media_type: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    accept.is_empty()
        || accept.iter().any(|rule| {
            let rule = rule.trim().to_ascii_lowercase();
            match rule.strip_suffix("/*") {
                Some(family) => essence.split('/').next() == Some(family),
                None if rule.starts_with('.') => name.len() > rule.len() && name.ends_with(&rule),
                None => essence == rule,
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts_any(rules: &[&str], name: &str, media_type: &str) -> bool {
        accepts(&rules.iter().map(|rule| (*rule).to_owned()).collect::<Vec<_>>(), name, media_type)
    }

    #[test]
    fn endings_types_and_families_are_taken() {
        assert!(accepts_any(&[], "anything.bin", "application/octet-stream"));
        assert!(accepts_any(&[".pdf"], "Contract.PDF", ""));
        assert!(accepts_any(&["image/*"], "a", "image/png; charset=binary"));
        assert!(accepts_any(&["text/csv"], "a", "text/csv"));
        assert!(!accepts_any(&[".pdf", "image/*"], "a.txt", "text/plain"));
        assert!(!accepts_any(&[".pdf"], ".pdf", ""), "an ending alone is no file name");
        assert!(!accepts_any(&["image/*"], "a", "imagery/png"));
    }
}
