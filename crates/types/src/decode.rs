//! How an answer becomes a wire type, in little code.
//!
//! serde's derives compile each type for each reader, which is a third of a browser module for a wire as wide as this
//! one. Here, everything that does not depend on the type exists once, and a field costs one call. The types keep
//! their serde derives (a server uses them); [`derive(Decode)`](loggia_types_derive::Decode) reads the same attributes,
//! so that the shape on the wire is still written down once.
//!
//! Differences to serde, because an answer may come from a newer server: fields that a type does not have are passed
//! over, also where serde refuses them; a word that an enum does not have is what the enum names for it, or absent where
//! the field is optional. And of two fields of the same name the last counts.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use serde_json::{Map, Value};

use crate::{
    Timestamp,
    time::{parse_date, parse_timestamp},
};

/// An answer that is not what its type says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}")]
pub struct DecodeError {
    /// Where, as a JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)); empty: the whole answer. A field
    /// that is missing is named as well.
    pub path: String,
    /// What should have been there.
    pub expected: &'static str,
}

/// What can be read from JSON.
pub trait Decode: Sized {
    /// Reads `value`; `None` is a field that is absent. What does not fit leaves a fault and stands in for itself with
    /// any value: [`decode`](Self::decode) shows no value to anybody when there is a fault. (A `Result` here would have
    /// every field of every type compile its own way out.)
    fn read(value: Option<&mut Value>, faults: &mut Faults) -> Self;

    /// Reads `value` where it may be absent or `null`.
    fn read_optional(value: Option<&mut Value>, faults: &mut Faults) -> Option<Self> {
        match value {
            None | Some(Value::Null) => None,
            value => Some(Self::read(value, faults)),
        }
    }

    /// Reads a whole answer.
    fn decode(mut value: Value) -> Result<Self, DecodeError> {
        let mut faults = Faults::default();
        let decoded = Self::read(Some(&mut value), &mut faults);
        faults.end()?;
        Ok(decoded)
    }
}

/// What is made of an object's fields, so that it can also be flattened into another object.
pub trait DecodeFields: Decode {
    /// Reads the fields.
    fn fields(object: &mut Object<'_>) -> Self;
}

/// Where the reader is, and the first thing that did not fit.
#[derive(Debug, Default)]
pub struct Faults {
    /// Stays where it is once there is a fault.
    path: String,
    expected: Option<&'static str>,
}

impl Faults {
    /// Something did not fit. The first one counts.
    pub fn expected(&mut self, what: &'static str) {
        self.expected.get_or_insert(what);
    }

    fn enter(&mut self, step: &str) -> usize {
        let before = self.path.len();
        if self.expected.is_none() {
            self.path.push('/');
            for letter in step.chars() {
                match letter {
                    '~' => self.path.push_str("~0"),
                    '/' => self.path.push_str("~1"),
                    _ => self.path.push(letter),
                }
            }
        }
        before
    }

    fn enter_item(&mut self, index: usize) -> usize {
        self.enter(&index.to_string())
    }

    fn leave(&mut self, before: usize) {
        if self.expected.is_none() {
            self.path.truncate(before);
        }
    }

    fn end(self) -> Result<(), DecodeError> {
        match self.expected {
            Some(expected) => Err(DecodeError { path: self.path, expected }),
            None => Ok(()),
        }
    }

    /// Which of `texts` the value is; `unknown` if it is another text.
    pub(crate) fn choice(&mut self, value: Option<&mut Value>, texts: &[&str], unknown: Option<usize>) -> usize {
        let found = value.and_then(|value| position(value.as_str()?, texts).or(unknown));
        found.unwrap_or_else(|| {
            self.expected("one of the known values");
            0
        })
    }

    /// Which of `texts` the value is; `None` if it is absent, or another text.
    pub(crate) fn optional_choice(&mut self, value: Option<&mut Value>, texts: &[&str]) -> Option<usize> {
        match value {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => position(text, texts),
            other => Some(self.choice(other, texts, None)),
        }
    }

    /// The value as it is written; nothing if it is not a string that `fits`.
    pub(crate) fn text(
        &mut self,
        value: Option<&mut Value>,
        what: &'static str,
        fits: impl FnOnce(&str) -> bool,
    ) -> String {
        match value {
            Some(Value::String(text)) if fits(text) => std::mem::take(text),
            _ => {
                self.expected(what);
                String::new()
            }
        }
    }

    fn unsigned(&mut self, value: Option<&mut Value>, most: u64) -> u64 {
        value.and_then(|value| value.as_u64()).filter(|number| *number <= most).unwrap_or_else(|| {
            self.expected("a whole number in range");
            0
        })
    }

    fn items(&mut self, value: Option<&mut Value>) -> Vec<Value> {
        match value {
            Some(Value::Array(items)) => std::mem::take(items),
            _ => {
                self.expected("a list");
                Vec::new()
            }
        }
    }

    fn object<'v>(&mut self, value: Option<&'v mut Value>) -> Option<&'v mut Map<String, Value>> {
        match value {
            Some(Value::Object(fields)) => Some(fields),
            _ => {
                self.expected("an object");
                None
            }
        }
    }
}

/// The index of `text`.
pub(crate) fn position(text: &str, texts: &[&str]) -> Option<usize> {
    texts.iter().position(|known| *known == text)
}

/// An object whose fields are being taken out.
#[derive(Debug)]
pub struct Object<'a> {
    fields: Option<&'a mut Map<String, Value>>,
    faults: &'a mut Faults,
}

impl<'a> Object<'a> {
    /// `value` as an object.
    pub fn of(value: Option<&'a mut Value>, faults: &'a mut Faults) -> Self {
        Self { fields: faults.object(value), faults }
    }

    fn find(&mut self, key: &str) -> Option<&mut Value> {
        self.fields.as_mut()?.get_mut(key)
    }

    fn enter(&mut self, key: &str) -> (usize, Option<&mut Value>, &mut Faults) {
        let before = self.faults.enter(key);
        (before, self.fields.as_mut().and_then(|fields| fields.get_mut(key)), self.faults)
    }

    /// The field named `key`. Whether it may be absent is for its type to say.
    pub fn take<T: Decode>(&mut self, key: &str) -> T {
        let (before, value, faults) = self.enter(key);
        let field = T::read(value, faults);
        self.faults.leave(before);
        field
    }

    /// The field named `key`, or the type's default where it is absent.
    pub fn take_or_default<T: Decode + Default>(&mut self, key: &str) -> T {
        match self.find(key) {
            Some(_) => self.take(key),
            None => T::default(),
        }
    }

    /// The list named `key` without what this build does not know: a server may be newer than its client.
    pub fn take_known<T: Decode>(&mut self, key: &str) -> Vec<T> {
        let (before, value, faults) = self.enter(key);
        let items = faults.items(value);
        self.faults.leave(before);
        items.into_iter().filter_map(|item| T::decode(item).ok()).collect()
    }

    /// Which of `texts` the tag named `key` has.
    pub fn tag(&mut self, key: &str, texts: &[&str]) -> usize {
        let (before, value, faults) = self.enter(key);
        let index = faults.choice(value, texts, None);
        self.faults.leave(before);
        index
    }
}

impl Decode for String {
    fn read(value: Option<&mut Value>, faults: &mut Faults) -> Self {
        faults.text(value, "a string", |_| true)
    }
}

impl Decode for bool {
    fn read(value: Option<&mut Value>, faults: &mut Faults) -> Self {
        value.and_then(|value| value.as_bool()).unwrap_or_else(|| {
            faults.expected("true or false");
            false
        })
    }
}

impl Decode for f64 {
    fn read(value: Option<&mut Value>, faults: &mut Faults) -> Self {
        value.and_then(|value| value.as_f64()).unwrap_or_else(|| {
            faults.expected("a number");
            0.0
        })
    }
}

impl Decode for i64 {
    fn read(value: Option<&mut Value>, faults: &mut Faults) -> Self {
        value.and_then(|value| value.as_i64()).unwrap_or_else(|| {
            faults.expected("a whole number in range");
            0
        })
    }
}

macro_rules! unsigned {
    ($( $type:ident ),+) => { $(
        impl Decode for $type {
            fn read(value: Option<&mut Value>, faults: &mut Faults) -> Self {
                faults.unsigned(value, $type::MAX as u64) as $type
            }
        }
    )+ };
}

unsigned!(u8, u16, u32, u64);

impl Decode for Value {
    fn read(value: Option<&mut Value>, faults: &mut Faults) -> Self {
        match value {
            Some(value) => value.take(),
            None => {
                faults.expected("a value");
                Value::Null
            }
        }
    }
}

impl Decode for Timestamp {
    fn read(value: Option<&mut Value>, faults: &mut Faults) -> Self {
        value.and_then(|value| parse_timestamp(value.as_str()?)).unwrap_or_else(|| {
            faults.expected("a moment like 2026-05-04T10:30:00Z");
            NaiveDate::MIN.and_time(NaiveTime::MIN).and_utc()
        })
    }
}

impl Decode for NaiveDate {
    fn read(value: Option<&mut Value>, faults: &mut Faults) -> Self {
        value.and_then(|value| parse_date(value.as_str()?)).unwrap_or_else(|| {
            faults.expected("a date like 2026-05-04");
            NaiveDate::MIN
        })
    }
}

impl<T: Decode> Decode for Option<T> {
    fn read(value: Option<&mut Value>, faults: &mut Faults) -> Self {
        T::read_optional(value, faults)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn read(value: Option<&mut Value>, faults: &mut Faults) -> Self {
        let mut items = faults.items(value);
        let mut decoded = Vec::with_capacity(items.len());
        for (index, item) in items.iter_mut().enumerate() {
            let before = faults.enter_item(index);
            decoded.push(T::read(Some(item), faults));
            faults.leave(before);
        }
        decoded
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn read(value: Option<&mut Value>, faults: &mut Faults) -> Self {
        let mut decoded = BTreeMap::new();
        for (key, mut value) in faults.object(value).map(std::mem::take).unwrap_or_default() {
            let before = faults.enter(&key);
            decoded.insert(key, T::read(Some(&mut value), faults));
            faults.leave(before);
        }
        decoded
    }
}

#[cfg(test)]
#[path = "decode_tests.rs"]
mod tests;
