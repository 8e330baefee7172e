//! The parser for server-sent events, as the HTML standard defines it
//! ([9.2.6](https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation)).

/// Turns bytes, cut anywhere, into events: the `data` of each. What kind it is of, the portal says there as well.
#[derive(Debug, Default)]
pub(crate) struct Parser {
    line: Vec<u8>,
    /// The last byte was a carriage return: a line feed now belongs to it.
    after_return: bool,
    /// Whether the first line, which may begin with a byte order mark, is behind us.
    begun: bool,
    data: String,
    has_data: bool,
    id: Option<String>,
    last_event_id: Option<String>,
    retry: Option<u64>,
}

impl Parser {
    /// The id of the last event that was dispatched, or the one set by an event without data.
    pub(crate) fn last_event_id(&self) -> Option<&str> {
        self.last_event_id.as_deref()
    }

    /// How many milliseconds the server asks to wait before connecting again.
    pub(crate) fn retry(&self) -> Option<u64> {
        self.retry
    }

    /// How many bytes of an unfinished event are held.
    pub(crate) fn held(&self) -> usize {
        self.line.len() + self.data.len()
    }

    /// Reads the next bytes and tells each event that is complete with them.
    pub(crate) fn push(&mut self, bytes: &[u8], mut dispatch: impl FnMut(String)) {
        for &byte in bytes {
            let continues_return = std::mem::replace(&mut self.after_return, byte == b'\r') && byte == b'\n';
            match byte {
                _ if continues_return => {}
                b'\r' | b'\n' => {
                    let line = std::mem::take(&mut self.line);
                    if let Some(data) = self.end_of_line(&line) {
                        dispatch(data);
                    }
                    // The buffer is used again.
                    self.line = line;
                    self.line.clear();
                }
                _ => self.line.push(byte),
            }
        }
    }

    fn end_of_line(&mut self, line: &[u8]) -> Option<String> {
        let mut line = line;
        if !std::mem::replace(&mut self.begun, true) {
            line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        }
        if line.is_empty() {
            return self.dispatch();
        }
        let line = String::from_utf8_lossy(line);
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => {
                self.has_data = true;
                self.data.push_str(value);
                self.data.push('\n');
            }
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().or(self.retry);
            }
            // A comment (no field name), the kind of the event, or a field of the future.
            _ => {}
        }
        None
    }

    fn dispatch(&mut self) -> Option<String> {
        if let Some(id) = &self.id {
            // An empty id means that there is none to resume from.
            self.last_event_id = (!id.is_empty()).then(|| id.clone());
        }
        let mut data = std::mem::take(&mut self.data);
        if !std::mem::take(&mut self.has_data) {
            return None;
        }
        data.pop();
        Some(data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(pieces: &[&[u8]]) -> (Vec<String>, Parser) {
        let mut parser = Parser::default();
        let mut messages = Vec::new();
        for piece in pieces {
            parser.push(piece, |data| messages.push(data));
        }
        (messages, parser)
    }

    #[test]
    fn the_examples_of_the_standard() {
        let (messages, _) = parse(&[b"data: YHOO\ndata: +2\ndata: 10\n\n"]);
        assert_eq!(messages, ["YHOO\n+2\n10"]);

        let text = b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n";
        let (messages, parser) = parse(&[text]);
        assert_eq!(messages, ["first event", "second event", " third event"]);
        assert_eq!(parser.last_event_id(), None);

        let (messages, _) = parse(&[b"data\n\ndata\ndata\n\ndata:"]);
        assert_eq!(messages, ["", "\n"]);

        let (messages, _) = parse(&[b"data:test\n\ndata: test\n\n"]);
        assert_eq!(messages, ["test", "test"]);
    }

    #[test]
    fn the_cut_between_pieces_makes_no_difference() {
        let text = "\u{feff}id: 7\r\nevent: case.updated\r\ndata: {\"a\":\r\ndata: \"ü€😀\"}\r\n\r\n: beat\r\rretry: 2500\n\
                    data: b\rid: 8\r\n\n";
        let whole = parse(&[text.as_bytes()]);
        assert_eq!(whole.0, ["{\"a\":\n\"ü€😀\"}", "b"]);
        for cut in 0..=text.len() {
            for second in cut..=text.len() {
                let bytes = text.as_bytes();
                let (messages, parser) = parse(&[&bytes[..cut], &bytes[cut..second], &bytes[second..]]);
                assert_eq!(messages, whole.0, "cut at {cut} and {second}");
                assert_eq!(parser.last_event_id(), Some("8"));
                assert_eq!(parser.retry(), Some(2500));
            }
        }
    }

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        for end in ["\n", "\r", "\r\n"] {
            let text = format!("event: a{end}data: b{end}{end}data: c{end}{end}");
            assert_eq!(parse(&[text.as_bytes()]).0, ["b", "c"], "{end:?}");
        }
    }

    #[test]
    fn an_event_without_data_only_moves_the_position() {
        let (messages, parser) = parse(&[b"id: 5\nevent: x\n\n"]);
        assert_eq!(messages, [""; 0]);
        assert_eq!(parser.last_event_id(), Some("5"));
    }

    #[test]
    fn an_unfinished_event_counts_for_nothing() {
        let (messages, parser) = parse(&[b"id: 1\ndata: a\n\nid: 2\ndata: b\n"]);
        assert_eq!(messages, ["a"]);
        assert_eq!(parser.last_event_id(), Some("1"));
    }

    #[test]
    fn what_is_not_understood_is_passed_over() {
        let (messages, parser) = parse(&[b"foo: bar\nid: a\0b\nretry: 12x\nretry: \n:\ndata: \xff\n\n"]);
        assert_eq!(messages, ["\u{fffd}"]);
        assert_eq!((parser.last_event_id(), parser.retry()), (None, None));
    }

    #[test]
    fn an_id_stays_until_the_next() {
        let (_, parser) = parse(&[b"id: 1\ndata: a\n\ndata: b\n\n"]);
        assert_eq!(parser.last_event_id(), Some("1"));
    }
}
