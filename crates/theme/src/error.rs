//! What can be wrong with a token file.

/// Why a theme did not compile. Every message names the token it is about.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ThemeError {
    /// The file is not JSON.
    #[error("the theme is not valid JSON: {0}")]
    Json(String),
    /// Something in the file does not have the form of a token or group.
    #[error("`{path}`: {message}")]
    Structure {
        /// The token or group.
        path: String,
        /// What is wrong and what is expected.
        message: String,
    },
    /// A token's value is not of its type.
    #[error("`{path}` ({scheme} scheme): {message}")]
    Value {
        /// The token.
        path: String,
        /// `light` or `dark`.
        scheme: &'static str,
        /// What is wrong and what is expected.
        message: String,
    },
    /// A token of a known group that the portal does not have.
    #[error("`{path}` is not a token of the portal; did you mean `{suggestion}`?")]
    UnknownToken {
        /// The token.
        path: String,
        /// The closest that exists.
        suggestion: String,
    },
    /// The theme it extends is not known.
    #[error("`$extensions.portal.extends`: there is no theme `{0}`")]
    UnknownParent(String),
    /// Themes that extend each other, or too long a chain.
    #[error("`$extensions.portal.extends`: the chain {0} does not end")]
    EndlessExtends(String),
    /// Colours that nobody can read, and that could not be put right.
    #[error("the theme cannot be read: {0}")]
    Contrast(String),
    /// The colour that a theme should be made from is none.
    #[error("`{name}`: {message}")]
    Brand {
        /// What was given.
        name: &'static str,
        /// What is wrong and what is expected.
        message: String,
    },
}

impl ThemeError {
    pub(crate) fn structure(path: &str, message: impl Into<String>) -> Self {
        let path = if path.is_empty() { "(root)" } else { path };
        Self::Structure { path: path.to_owned(), message: message.into() }
    }
}
