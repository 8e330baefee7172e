//! The pattern language of text questions.
//!
//! A pattern is a row of characters, each with an optional count, and matches an answer as a whole: literal characters,
//! `\d` (digit), `\w` (letter, digit or `_`), `\s` (white space), classes like `[A-Z]` and `[^0-9]`, and the counts
//! `{n}`, `{n,m}`, `+`, `*`, `?`. A backslash makes any other character literal: `\.`. What regular expressions add
//! to it (groups, alternatives, anchors, `.`) is refused rather than taken for something else.
//!
//! An own matcher: the language needs no more, it takes time linear in the answer, and it adds 2 kB (brotli) to what
//! a browser downloads, where `regex-lite` adds 20.

use std::{iter::Peekable, str::Chars};

/// How many characters a pattern may stand for at the most: bounds the work for one character of an answer.
const MAX_STEPS: usize = 500;

/// Why a text is not a pattern.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// A character that has a meaning in regular expressions but none here.
    #[error("Write \\{0} for the character {0}: groups, alternatives, anchors and wildcards are not available")]
    Unsupported(char),
    /// A count with nothing before it.
    #[error("Put a character before the count {0}")]
    NothingToRepeat(char),
    /// A class, count or escape that does not end, or says nothing.
    #[error("Finish the {0}")]
    Unfinished(&'static str),
    /// A range or count whose end is before its start.
    #[error("Turn the {0} round: its end is before its start")]
    Reversed(&'static str),
    /// More characters than a pattern may stand for.
    #[error("Shorten the pattern: it may stand for {MAX_STEPS} characters at the most")]
    TooLong,
}

/// A parsed pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    steps: Vec<Step>,
}

/// One character of the pattern, and how it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    set: Set,
    optional: bool,
    repeats: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Set {
    negated: bool,
    ranges: Vec<(char, char)>,
}

impl Pattern {
    /// Parses a pattern.
    pub fn new(pattern: &str) -> Result<Self, PatternError> {
        let mut chars = pattern.chars().peekable();
        let mut steps = Vec::new();
        while let Some(first) = chars.next() {
            let set = match first {
                '[' => class(&mut chars)?,
                '\\' => Set { negated: false, ranges: escape(&mut chars)? },
                '+' | '*' | '?' | '{' => return Err(PatternError::NothingToRepeat(first)),
                '.' | '^' | '$' | '|' | '(' | ')' | ']' | '}' => return Err(PatternError::Unsupported(first)),
                literal => Set { negated: false, ranges: vec![(literal, literal)] },
            };
            let (least, most) = count(&mut chars)?;
            let step = |optional, repeats| Step { set: set.clone(), optional, repeats };
            let unbounded = most.is_none();
            let most = most.unwrap_or_else(|| least.max(1));
            if most > MAX_STEPS.saturating_sub(steps.len()) {
                return Err(PatternError::TooLong);
            }
            steps.extend((0..most).map(|n| step(n >= least, unbounded && n + 1 == most)));
        }
        Ok(Self { steps })
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        // Which steps may come next; the last entry: all are done.
        let mut next = vec![false; self.steps.len() + 1];
        self.reach(&mut next, 0);
        for character in text.chars() {
            let mut after = vec![false; next.len()];
            for (index, step) in self.steps.iter().enumerate() {
                if next.get(index) == Some(&true) && step.set.contains(character) {
                    self.reach(&mut after, index + 1);
                    if step.repeats
                        && let Some(again) = after.get_mut(index)
                    {
                        *again = true;
                    }
                }
            }
            next = after;
        }
        next.last() == Some(&true)
    }

    /// Marks `index`, and what comes after it when it may be left out.
    fn reach(&self, next: &mut [bool], index: usize) {
        for (offset, mark) in next.iter_mut().enumerate().skip(index) {
            *mark = true;
            if !self.steps.get(offset).is_some_and(|step| step.optional) {
                break;
            }
        }
    }
}

impl Set {
    fn contains(&self, character: char) -> bool {
        self.ranges.iter().any(|(from, to)| (*from..=*to).contains(&character)) != self.negated
    }
}

type Rest<'a> = Peekable<Chars<'a>>;

/// What follows a backslash.
fn escape(chars: &mut Rest<'_>) -> Result<Vec<(char, char)>, PatternError> {
    Ok(match chars.next().ok_or(PatternError::Unfinished("escape"))? {
        'd' => vec![('0', '9')],
        'w' => vec![('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')],
        's' => vec![(' ', ' '), ('\t', '\r'), ('\u{a0}', '\u{a0}')],
        letter if letter.is_ascii_alphanumeric() => return Err(PatternError::Unfinished("escape")),
        literal => vec![(literal, literal)],
    })
}

/// What follows an opening bracket.
fn class(chars: &mut Rest<'_>) -> Result<Set, PatternError> {
    let unfinished = PatternError::Unfinished("class");
    let negated = chars.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    loop {
        match chars.next().ok_or(unfinished.clone())? {
            ']' if ranges.is_empty() => return Err(unfinished),
            ']' => return Ok(Set { negated, ranges }),
            '\\' => ranges.append(&mut escape(chars)?),
            from => {
                let mut ahead = chars.clone();
                let to = match (ahead.next(), ahead.next()) {
                    (Some('-'), Some(to)) if to != ']' => {
                        *chars = ahead;
                        match to {
                            '\\' => match escape(chars)?.as_slice() {
                                [(to, end)] if to == end => *to,
                                _ => return Err(PatternError::Unfinished("range")),
                            },
                            to => to,
                        }
                    }
                    _ => from,
                };
                if to < from {
                    return Err(PatternError::Reversed("range"));
                }
                ranges.push((from, to));
            }
        }
    }
}

/// How often: at least, and at the most (`None`: without end).
fn count(chars: &mut Rest<'_>) -> Result<(usize, Option<usize>), PatternError> {
    let counted = match chars.peek() {
        Some('?') => (0, Some(1)),
        Some('*') => (0, None),
        Some('+') => (1, None),
        Some('{') => {
            chars.next();
            let text: String = std::iter::from_fn(|| chars.next_if(|next| *next != '}')).collect();
            let number = |part: &str| -> Result<usize, PatternError> {
                part.parse().map_err(|_| PatternError::Unfinished("count"))
            };
            let (least, most) = match text.split_once(',') {
                None => (number(&text)?, Some(number(&text)?)),
                Some((least, "")) => (number(least)?, None),
                Some((least, most)) => (number(least)?, Some(number(most)?)),
            };
            if most.is_some_and(|most| most < least) {
                return Err(PatternError::Reversed("count"));
            }
            (least, most)
        }
        _ => return Ok((1, Some(1))),
    };
    chars.next().ok_or(PatternError::Unfinished("count"))?;
    match chars.peek() {
        Some(again @ ('+' | '*' | '?' | '{')) => Err(PatternError::NothingToRepeat(*again)),
        _ => Ok(counted),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        Pattern::new(pattern).unwrap().matches(text)
    }

    #[test]
    fn a_pattern_matches_as_a_whole() {
        assert!(matches(r"\d{2}-\d{4}", "88-2041"));
        assert!(!matches(r"\d{2}-\d{4}", "88-20411"));
        assert!(!matches(r"\d{2}-\d{4}", "x88-2041"));
        assert!(!matches(r"\d{2}-\d{4}", "٨٨-2041"), "digits are ASCII digits");
        assert!(matches("", ""));
        assert!(!matches("", "a"));
    }

    #[test]
    fn counts_and_classes_work_together() {
        assert!(matches("[A-Z]{2}[0-9a-f]+", "DE09af"));
        assert!(!matches("[A-Z]{2}[0-9a-f]+", "DE"));
        assert!(matches(r"a*b?\w+", "_"));
        assert!(matches("[^ ]{2,3}", "abc"));
        assert!(!matches("[^ ]{2,3}", "abcd"));
        assert!(matches("a{2,}", "aaaaa"));
        assert!(!matches("a{2,}", "a"));
        assert!(matches(r"[\d\-.]+", "1-2.3"));
        assert!(matches("[a-]+", "a-a"));
        assert!(matches("a{0}b", "b"));
        assert!(matches("a{0,2}b", "aab"));
        assert!(matches(r"\.\+", ".+"));
        assert!(matches("ä+", "ää"));
    }

    #[test]
    fn what_the_language_does_not_have_is_refused() {
        for pattern in ["(a)", "a|b", "^a", "a$", "a.b", "]", "a}"] {
            assert!(matches!(Pattern::new(pattern), Err(PatternError::Unsupported(_))), "{pattern}");
        }
        for pattern in ["*a", "a**", "a+?", "{2}"] {
            assert!(matches!(Pattern::new(pattern), Err(PatternError::NothingToRepeat(_))), "{pattern}");
        }
        for pattern in ["[", "[]", "[a", r"\", r"\q", "a{", "a{x}", "a{2", "a{}"] {
            assert!(matches!(Pattern::new(pattern), Err(PatternError::Unfinished(_))), "{pattern}");
        }
        assert_eq!(Pattern::new("[z-a]"), Err(PatternError::Reversed("range")));
        assert_eq!(Pattern::new("a{3,2}"), Err(PatternError::Reversed("count")));
        assert_eq!(Pattern::new("a{501}"), Err(PatternError::TooLong));
        assert_eq!(Pattern::new("a{400}b{400}"), Err(PatternError::TooLong));
        assert_eq!(Pattern::new(&format!("ba{{{}}}", usize::MAX)), Err(PatternError::TooLong));
    }

    #[test]
    fn a_hostile_answer_takes_linear_time() {
        let pattern = Pattern::new(&"a*".repeat(100)).unwrap();
        assert!(!pattern.matches(&format!("{}!", "a".repeat(5_000))));
    }
}
