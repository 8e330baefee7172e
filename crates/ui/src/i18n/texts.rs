//! The texts of each language, as far as they are there.
//!
//! A language's text has one line for each message (`loggia-messages` makes it). A message is its line; `{0}` is where its
//! first value goes. One that is chosen by a value begins with [`VARIANT`], and has a name, [`NAMED`] and a text for each
//! variant; the last one, without a name, is the default.

use std::{
    cell::RefCell,
    rc::Rc,
    task::{Poll, Waker},
};

use super::{Language, Messages};

pub(super) const VARIANT: char = '\u{1}';
pub(super) const NAMED: char = '\u{2}';

/// Asks for a language.
type Ask = Rc<dyn Fn(Language)>;

#[derive(Clone, Copy, Default)]
enum State {
    #[default]
    Unknown,
    Asked,
    Known(&'static Messages),
    /// It cannot be had.
    Refused,
}

#[derive(Default)]
struct Texts {
    states: [State; Language::ALL.len()],
    ask: Option<Ask>,
    /// How often something changed, and who waits for that.
    changes: u32,
    waiting: Vec<Waker>,
}

thread_local! {
    static TEXTS: RefCell<Texts> = RefCell::default();
}

include!(concat!(env!("OUT_DIR"), "/compiled.rs"));

/// Whoever is called when a language is wanted that is not there: answer with [`provide`], then or later.
///
/// ```
/// use loggia_ui::i18n::{Language, on_missing, provide};
///
/// # fn read_file(_: &str) -> Option<String> { None }
/// // Without the features that compile languages in: each is read when somebody wants it.
/// on_missing(|language: Language| {
///     provide(language, read_file(&format!("texts/{}.txt", language.code())));
/// });
/// ```
pub fn on_missing(ask: impl Fn(Language) + 'static) {
    TEXTS.with_borrow_mut(|texts| texts.ask = Some(Rc::new(ask)));
}

/// Gives a language its texts, in place of those it had, or says that they cannot be had: what asked for them stays in the
/// language that it is in. Answers whether there are texts of the language now.
///
/// What was given stays in memory until the program ends.
///
/// ```
/// use loggia_ui::i18n::{Language, provide};
///
/// # let answered: Option<String> = None;
/// if !provide(Language::Spanish, answered) {
///     println!("there is no Spanish: pages stay as they are");
/// }
/// ```
pub fn provide(language: Language, text: Option<String>) -> bool {
    let messages = text.and_then(|text| read(text.leak()));
    let state = messages.map_or(State::Refused, State::Known);
    let waiting = TEXTS.with_borrow_mut(|texts| {
        if let Some(place) = texts.states.get_mut(language as usize) {
            *place = state;
        }
        texts.changes = texts.changes.wrapping_add(1);
        std::mem::take(&mut texts.waiting)
    });
    waiting.into_iter().for_each(Waker::wake);
    messages.is_some()
}

/// The texts of a language, where they are there.
pub(super) fn of(language: Language) -> Option<&'static Messages> {
    let state = TEXTS.with_borrow(|texts| texts.states.get(language as usize).copied().unwrap_or_default());
    match state {
        State::Known(messages) => Some(messages),
        State::Unknown => {
            let messages = read(compiled(language)?)?;
            TEXTS.with_borrow_mut(|texts| {
                if let Some(place) = texts.states.get_mut(language as usize) {
                    *place = State::Known(messages);
                }
            });
            Some(messages)
        }
        State::Asked | State::Refused => None,
    }
}

/// Whether it is known if there are texts of the language. Asks for them if nobody did.
pub(crate) fn is_settled(language: Language) -> bool {
    if of(language).is_some() {
        return true;
    }
    let (settled, ask) = TEXTS.with_borrow_mut(|texts| match (texts.states.get_mut(language as usize), &texts.ask) {
        (Some(place @ State::Unknown), Some(ask)) => {
            *place = State::Asked;
            (false, Some(ask.clone()))
        }
        (Some(State::Asked), _) => (false, None),
        _ => (true, None),
    });
    // Outside of the borrow: it may answer at once.
    if let Some(ask) = ask {
        ask(language);
    }
    settled
}

/// How often texts came, or did not, so far.
pub(crate) fn changes() -> u32 {
    TEXTS.with_borrow(|texts| texts.changes)
}

/// Waits until that was more often than `seen`, and answers how often.
pub(crate) async fn changed(seen: u32) -> u32 {
    std::future::poll_fn(|context| {
        TEXTS.with_borrow_mut(|texts| {
            if texts.changes != seen {
                return Poll::Ready(texts.changes);
            }
            texts.waiting.push(context.waker().clone());
            Poll::Pending
        })
    })
    .await
}

/// The messages in a text. None, where it has another number of lines: it belongs to another version.
fn read(text: &'static str) -> Option<&'static Messages> {
    let mut messages = Messages::EMPTY;
    let mut lines = text.split_terminator('\n');
    for places in messages.places() {
        for place in places {
            *place = lines.next()?;
        }
    }
    Some(Box::leak(Box::new(messages)))
}

/// Puts values in place of their numbers.
pub(super) fn fill(template: &str, values: &[&str]) -> String {
    let mut text = String::with_capacity(template.len().saturating_add(24));
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let (number, tail) = after.split_once('}').unwrap_or_default();
        if let Some(value) = number.bytes().next().and_then(|digit| values.get(usize::from(digit.wrapping_sub(b'0')))) {
            // As Fluent does it: a name from right to left does not turn the words around it.
            let isolated = value.chars().any(is_from_right);
            text.push_str(if isolated { ISOLATE } else { "" });
            text.push_str(value);
            text.push_str(if isolated { END_ISOLATE } else { "" });
        }
        rest = tail;
    }
    text.push_str(rest);
    text
}

/// FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
pub(super) const ISOLATE: &str = "\u{2068}";
pub(super) const END_ISOLATE: &str = "\u{2069}";

/// Whether a letter is of a script from right to left: Hebrew, Arabic, and what is beside them.
fn is_from_right(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fefc}')
}

/// Stands for a value that is not text but an element.
pub(crate) const PLACE: &str = "\u{0}";

/// What is said before and after [`PLACE`], without the marks that keep a value apart.
pub(crate) fn around(said: &str) -> (String, String) {
    let (before, after) = said.split_once(PLACE).unwrap_or((said, ""));
    (before.trim_end_matches(ISOLATE).to_owned(), after.trim_start_matches(END_ISOLATE).to_owned())
}

/// The variant of this name, or the default. A message that is not chosen is itself.
pub(super) fn choose(line: &'static str, name: &str) -> &'static str {
    let chosen = variants(line).find(|(variant, _)| *variant == name).map(|(_, text)| text);
    chosen.or(line.rsplit(VARIANT).next()).unwrap_or(line)
}

/// Every variant that has a name.
pub(super) fn variants(line: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    line.split(VARIANT).filter_map(|variant| variant.split_once(NAMED))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAYS: &str = "\u{1}one\u{2}1 day of {1}\u{1}{0} days of {1}";

    #[test]
    fn values_replace_their_numbers_and_nothing_else() {
        assert_eq!(fill("{1} until {0}", &["May", "A {0}"]), "A {0} until May");
        assert_eq!(fill("by {0}, 3", &["ليلى"]), "by \u{2068}ليلى\u{2069}, 3");
        assert_eq!(fill("a {b", &[]), "a ");
        assert_eq!(fill("{7}, {x}", &["May"]), ", ");
    }

    #[test]
    fn a_variant_is_found_by_its_name_and_every_other_name_has_the_default() {
        assert_eq!(choose(DAYS, "one"), "1 day of {1}");
        assert_eq!(choose(DAYS, "few"), "{0} days of {1}");
        assert_eq!(choose("always", "one"), "always");
        assert_eq!(variants(DAYS).count(), 1);
    }

    #[test]
    fn a_text_of_another_version_is_refused() {
        assert!(read("one line\n").is_none());
        assert!(!provide(Language::Pseudo, Some("one line\n".to_owned())));
        assert!(of(Language::Pseudo).is_none() && is_settled(Language::Pseudo));
    }

    #[tokio::test]
    async fn a_language_that_is_missing_is_asked_for_once_and_whoever_waits_hears_of_it() {
        let asked = Rc::new(RefCell::new(Vec::new()));
        let seen = asked.clone();
        on_missing(move |language| seen.borrow_mut().push(language));
        assert!(!is_settled(Language::Pseudo) && !is_settled(Language::Pseudo));
        assert_eq!(*asked.borrow(), [Language::Pseudo]);

        let lines = "word\n".repeat(Messages::COUNT);
        let (waits, provided) = (changed(changes()), async { provide(Language::Pseudo, Some(lines)) });
        let (changes, known) = futures_util::future::join(waits, provided).await;
        assert!(changes == 1 && known && is_settled(Language::Pseudo));
        assert_eq!(of(Language::Pseudo).map(|messages| messages.common.retry()), Some("word"));
    }
}
