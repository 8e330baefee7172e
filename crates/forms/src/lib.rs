//! Form engine: conditions and validation, the same code in browser and server.
//!
//! A [`FormDefinition`](loggia_types::forms::FormDefinition) is plain data; this crate gives it its meaning:
//!
//! - [`Asked`] says which sections and questions are asked, and which have to be answered, given the answers so far.
//! - [`validate`] turns what was sent into what is kept, or into errors that name the questions. [`validate_section`]
//!   does it for one step, [`validate_field`] for one question.
//! - [`check_definition`] refuses a definition that could not be asked, before it is published.
//!
//! An answer that is empty (`null`, `""`, blanks only, `[]`) is no answer; neither is the answer to a question that is
//! not asked: conditions do not see either of them.

mod asked;
mod carry;
mod definition;
mod files;
pub mod logic;
mod number;
mod pattern;
mod references;
mod validate;

pub use asked::Asked;
pub use carry::carry_over;
pub use definition::{check_definition, is_key};
pub use files::{DEFAULT_MAX_FILES, accepts};
pub use number::read_number;
pub use pattern::{Pattern, PatternError};
pub use validate::{
    DEFAULT_LONG_TEXT_LENGTH, DEFAULT_TEXT_LENGTH, is_empty, pointer, validate, validate_field, validate_section,
};

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
