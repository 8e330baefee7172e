//! Texts that people write: what is taken as one line, and what as several.
//!
//! Control characters are refused everywhere: none of them means anything here, and PostgreSQL does not store NUL.

use loggia_types::FieldError;

/// Whether a character only changes the direction of those around it. In names they make one thing look like another
/// (`gpj.exe` for `exe.jpg`).
fn turns_text(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// One line of at most `most` characters that are not all blank.
///
/// # Errors
/// A field error at `pointer`.
pub fn line(pointer: &str, text: &str, most: usize) -> Result<(), FieldError> {
    if text.chars().any(|character| character.is_control() || turns_text(character)) {
        return Err(FieldError::new(pointer, "invalid", "Write it on one line, without control characters"));
    }
    filled(pointer, text, most)
}

/// Several lines of at most `most` characters that are not all blank.
///
/// # Errors
/// A field error at `pointer`.
pub fn lines(pointer: &str, text: &str, most: usize) -> Result<(), FieldError> {
    if text.chars().any(|character| character.is_control() && !matches!(character, '\n' | '\r' | '\t')) {
        return Err(FieldError::new(pointer, "invalid", "Take the control characters out"));
    }
    filled(pointer, text, most)
}

fn filled(pointer: &str, text: &str, most: usize) -> Result<(), FieldError> {
    if text.trim().is_empty() {
        return Err(FieldError::new(pointer, "required", "Write something"));
    }
    if text.chars().count() > most {
        return Err(FieldError::new(pointer, "too_long", format!("Shorten it: at most {most} characters fit")));
    }
    Ok(())
}

/// What is looked up by an index has to fit into one of its pages, which count bytes.
fn fits(pointer: &str, text: &str, most: usize) -> Result<(), FieldError> {
    if text.len() > most {
        let detail = format!("Shorten it: at most {most} bytes fit, and some letters take several");
        return Err(FieldError::new(pointer, "too_long", detail));
    }
    Ok(())
}

/// A text to search for: at most 100 characters. What is blank searches for nothing.
///
/// # Errors
/// A field error at `pointer`.
pub fn search(pointer: &str, text: Option<String>) -> Result<Option<String>, FieldError> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    line(pointer, &text, 100)?;
    Ok(Some(text.trim().to_owned()))
}

/// A file name: 1 to 200 characters (255 bytes, as file systems have it) without `/`.
///
/// # Errors
/// A field error at `pointer`.
pub fn file_name(pointer: &str, name: &str) -> Result<(), FieldError> {
    line(pointer, name, 200)?;
    fits(pointer, name, 255)?;
    if name.contains('/') || name == "." || name == ".." {
        return Err(FieldError::new(pointer, "invalid", "Choose a file name without /"));
    }
    Ok(())
}

/// A folder: file names joined by `/`, at most 500 characters (1,000 bytes); empty for the top.
///
/// # Errors
/// A field error at `pointer`.
pub fn folder(pointer: &str, folder: &str) -> Result<(), FieldError> {
    if folder.is_empty() {
        return Ok(());
    }
    line(pointer, folder, 500)?;
    fits(pointer, folder, 1_000)?;
    if folder.split('/').any(|name| name.trim().is_empty() || name == "." || name == "..") {
        return Err(FieldError::new(pointer, "invalid", "Join folder names by single / and begin and end with a name"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn control_characters_are_refused_and_line_breaks_only_where_they_belong() {
        assert!(line("/a", "a\u{0}b", 9).is_err());
        assert!(lines("/a", "a\u{0}b", 9).is_err());
        assert!(line("/a", "a\nb", 9).is_err());
        assert!(lines("/a", "a\nb", 9).is_ok());
        assert!(line("/a", "exe.\u{202e}gpj", 9).is_err());
        assert!(line("/a", " \t ", 9).is_err());
        assert!(lines("/a", " \n ", 9).is_err());
        assert!(line("/a", "äöü", 3).is_ok());
        assert!(line("/a", "äöüß", 3).is_err());
    }

    #[test]
    fn names_and_folders_cannot_lead_anywhere_else() {
        assert!(file_name("?name", "Contract (final).pdf").is_ok());
        for name in ["", ".", "..", "a/b", "\u{7f}", " "] {
            assert!(file_name("?name", name).is_err(), "{name:?}");
        }
        for (letter, most) in [("a", 200), ("ä", 127), ("\u{1d11e}", 63)] {
            assert!(file_name("?name", &letter.repeat(most)).is_ok());
            assert_eq!(file_name("?name", &letter.repeat(most + 1)).unwrap_err().code, "too_long");
        }
        assert!(folder("?folder", &"\u{1d11e}".repeat(250)).is_ok());
        assert_eq!(folder("?folder", &"\u{1d11e}".repeat(251)).unwrap_err().code, "too_long");
        assert!(folder("?folder", "").is_ok());
        assert!(folder("?folder", "Contracts/2026").is_ok());
        for path in ["/a", "a/", "a//b", "../a", "a/./b", "a/ /b"] {
            assert!(folder("?folder", path).is_err(), "{path:?}");
        }
    }
}
