//! Values in texts.

/// Puts values into texts.
pub trait Fill {
    /// The text with the value at each `{name}`. Where either of them is written from right to left, the value is isolated
    /// (FSI, PDI), so that neither changes the order of the other: an address in an Arabic sentence, a Hebrew name in an
    /// English one ([UAX #9](https://www.unicode.org/reports/tr9/)).
    fn fill(&self, name: &str, value: &str) -> String;
}

impl Fill for str {
    fn fill(&self, name: &str, value: &str) -> String {
        let place = format!("{{{name}}}");
        if self.chars().chain(value.chars()).any(is_right_to_left) {
            self.replace(&place, &format!("\u{2068}{value}\u{2069}"))
        } else {
            self.replace(&place, value)
        }
    }
}

/// Whether a character is of a script that is written from right to left.
fn is_right_to_left(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}
