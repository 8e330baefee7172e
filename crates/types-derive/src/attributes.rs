//! The serde attributes that say what a value looks like on the wire.

use syn::{Attribute, LitStr, Result, meta::ParseNestedMeta};

/// What is said about a struct or an enum.
#[derive(Default)]
pub(crate) struct Container {
    pub(crate) tag: Option<String>,
    pub(crate) snake_case: bool,
}

impl Container {
    pub(crate) fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut found = Self::default();
        each(attributes, |meta| {
            if meta.path.is_ident("tag") {
                found.tag = Some(text(&meta)?);
            } else if meta.path.is_ident("rename_all") {
                if text(&meta)? != "snake_case" {
                    return Err(meta.error("only snake_case is known here"));
                }
                found.snake_case = true;
            } else if !meta.path.is_ident("deny_unknown_fields") {
                return Err(meta.error("not known to derive(Decode)"));
            }
            Ok(())
        })?;
        Ok(found)
    }
}

/// What is said about a field or a variant.
pub(crate) struct Member {
    pub(crate) rename: Option<String>,
    pub(crate) presence: Presence,
}

/// Where a field's value comes from.
pub(crate) enum Presence {
    /// A key of its own; its type says whether that may be absent.
    Required,
    /// A key of its own, or the type's default.
    Default,
    /// A list of which only the known values count.
    Known,
    /// The keys of the object around it.
    Flat,
}

impl Member {
    pub(crate) fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut found = Self { rename: None, presence: Presence::Required };
        each(attributes, |meta| {
            if meta.path.is_ident("rename") {
                found.rename = Some(text(&meta)?);
            } else if meta.path.is_ident("default") && !meta.input.peek(syn::Token![=]) {
                found.presence = Presence::Default;
            } else if meta.path.is_ident("flatten") {
                found.presence = Presence::Flat;
            } else if meta.path.is_ident("deserialize_with") && text(&meta)? == "known_values" {
                found.presence = Presence::Known;
            } else if meta.path.is_ident("skip_serializing_if") {
                text(&meta)?;
            } else {
                return Err(meta.error("not known to derive(Decode)"));
            }
            Ok(())
        })?;
        Ok(found)
    }
}

fn each(attributes: &[Attribute], mut read: impl FnMut(ParseNestedMeta<'_>) -> Result<()>) -> Result<()> {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        attribute.parse_nested_meta(&mut read)?;
    }
    Ok(())
}

fn text(meta: &ParseNestedMeta<'_>) -> Result<String> {
    Ok(meta.value()?.parse::<LitStr>()?.value())
}

/// A variant's name as serde writes it with `rename_all = "snake_case"`.
pub(crate) fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (at, letter) in name.char_indices() {
        if letter.is_uppercase() && at > 0 {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}
