//! What somebody typed, made safe to stand in somebody else's mail.

/// How much of a name a mail shows, in characters.
const LONGEST_NAME: usize = 80;
/// Shown as nothing, and keeps two characters together (U+2060).
const WORD_JOINER: char = '\u{2060}';

/// A name on one line, without characters that nobody sees, of bounded length, and not a link: mail programs make links
/// of whatever looks like one, and whoever chooses a name would choose where readers go.
pub(super) fn name(text: &str) -> String {
    let visible = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_hidden(*c));
    let mut shown = String::with_capacity(text.len());
    for character in visible.take(LONGEST_NAME) {
        shown.push(character);
        if matches!(character, '.' | ':' | '@') {
            shown.push(WORD_JOINER);
        }
    }
    shown.trim().to_owned()
}

/// A text for a header: one line, without characters that nobody sees.
pub(super) fn header(text: &str) -> String {
    let line: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_hidden(*c)).collect();
    line.trim().to_owned()
}

/// A line of words in which names were put: what keeps these from becoming links stays.
pub(super) fn line(text: &str) -> String {
    let spaced = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    let line: String = spaced.filter(|c| *c == WORD_JOINER || !is_hidden(*c)).collect();
    line.trim().to_owned()
}

/// Control characters, marks of direction, and what has no width.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The mailbox that an address leads to, for the quota: what follows a `+` only labels it.
pub(super) fn mailbox_key(address: &str) -> String {
    let address = address.trim().to_ascii_lowercase();
    match address.rsplit_once('@') {
        Some((local, domain)) => {
            let mailbox = local.split('+').next().filter(|mailbox| !mailbox.is_empty()).unwrap_or(local);
            format!("{mailbox}@{domain}")
        }
        None => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_short_line_and_no_link() {
        assert_eq!(name(" Ada\r\nBcc: x@y.example\u{202e} "), "Ada  Bcc:\u{2060} x@\u{2060}y.\u{2060}example");
        assert!(!name("https://evil.example/now").contains("://"));
        assert_eq!(name(&"é".repeat(500)).chars().count(), LONGEST_NAME);
        assert_eq!(header("Acme\r\nBcc: x\u{200b}"), "Acme  Bcc: x");
    }

    #[test]
    fn one_mailbox_is_counted_once() {
        assert_eq!(mailbox_key("Ada+1@A.example"), mailbox_key("ada+two+3@a.example"));
        assert_ne!(mailbox_key("ada@a.example"), mailbox_key("ada@b.example"));
        assert_eq!(mailbox_key("+@a.example"), "+@a.example");
    }
}
