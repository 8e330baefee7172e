//! Reading a token file into a flat list of tokens, each with its inherited type.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::{error::ThemeError, value::Kind};

/// A token as it stands in the file, references not yet followed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Token {
    pub(crate) kind: Option<Kind>,
    /// Absent: only the dark value of the parent theme's token changes.
    pub(crate) light: Option<Value>,
    pub(crate) dark: Option<Value>,
}

/// A token file.
#[derive(Clone, Debug)]
pub(crate) struct TokenFile {
    pub(crate) name: String,
    pub(crate) extends: Option<String>,
    pub(crate) tokens: BTreeMap<String, Token>,
}

/// Keys of the format that say nothing about a value.
const IGNORED: [&str; 3] = ["$schema", "$description", "$deprecated"];

impl TokenFile {
    pub(crate) fn parse(json: &str) -> Result<Self, ThemeError> {
        let root: Value = serde_json::from_str(json).map_err(|error| ThemeError::Json(error.to_string()))?;
        let Value::Object(root) = root else {
            return Err(ThemeError::structure("", "expected an object of token groups"));
        };
        let settings = extension("", &root)?;
        let text = |key: &str| match settings.and_then(|settings| settings.get(key)) {
            None => Ok(None),
            Some(Value::String(text)) if is_name(text) => Ok(Some(text.clone())),
            Some(_) => Err(ThemeError::structure(
                &format!("$extensions.portal.{key}"),
                "expected a name of lower-case letters, digits and `-`",
            )),
        };
        let (name, extends) = (text("name")?, text("extends")?);
        let name = name.ok_or_else(|| ThemeError::structure("$extensions.portal.name", "a theme needs a name"))?;
        let mut tokens = BTreeMap::new();
        group("", &root, None, &mut tokens)?;
        Ok(Self { name, extends, tokens })
    }

    /// Lays this theme over the one it extends.
    pub(crate) fn over(mut self, parent: Self) -> Self {
        for (path, inherited) in parent.tokens {
            match self.tokens.get_mut(&path) {
                None => {
                    self.tokens.insert(path, inherited);
                }
                Some(own) => {
                    own.kind = own.kind.or(inherited.kind);
                    if own.light.is_none() {
                        own.light = inherited.light;
                    }
                }
            }
        }
        self
    }
}

fn group(
    path: &str,
    object: &Map<String, Value>,
    inherited: Option<Kind>,
    tokens: &mut BTreeMap<String, Token>,
) -> Result<(), ThemeError> {
    let kind = own_kind(path, object)?.or(inherited);
    for (key, value) in object {
        if key.starts_with('$') {
            if IGNORED.contains(&key.as_str()) || key == "$type" || key == "$extensions" {
                continue;
            }
            return Err(ThemeError::structure(path, format!("a group has no `{}`", key.escape_debug())));
        }
        if !is_name(key) {
            return Err(ThemeError::structure(
                path,
                format!("`{}` is not a name: lower-case letters, digits and `-`", key.escape_debug()),
            ));
        }
        let child = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        let Value::Object(object) = value else {
            return Err(ThemeError::structure(&child, "expected a token (`$value`) or a group"));
        };
        let dark = extension(&child, object)?.and_then(|settings| settings.get("dark"));
        if object.contains_key("$value") || dark.is_some() {
            let token = token(&child, object, kind, dark)?;
            tokens.insert(child, token);
        } else {
            group(&child, object, kind, tokens)?;
        }
    }
    Ok(())
}

fn token(
    path: &str,
    object: &Map<String, Value>,
    inherited: Option<Kind>,
    dark: Option<&Value>,
) -> Result<Token, ThemeError> {
    let known = |key: &str| IGNORED.contains(&key) || ["$value", "$type", "$extensions"].contains(&key);
    if let Some(key) = object.keys().find(|key| !known(key)) {
        return Err(ThemeError::structure(path, format!("a token has no `{}`", key.escape_debug())));
    }
    let kind = own_kind(path, object)?.or(inherited);
    Ok(Token { kind, light: object.get("$value").cloned(), dark: dark.cloned() })
}

fn own_kind(path: &str, object: &Map<String, Value>) -> Result<Option<Kind>, ThemeError> {
    match object.get("$type") {
        None => Ok(None),
        Some(Value::String(name)) => Kind::from_name(name).map(Some).ok_or_else(|| {
            ThemeError::structure(path, format!("`$type` `{}` is not a type a theme uses", name.escape_debug()))
        }),
        Some(_) => Err(ThemeError::structure(path, "`$type` has to be a string")),
    }
}

/// Our part of `$extensions`. Other vendors' parts are left alone.
fn extension<'a>(path: &str, object: &'a Map<String, Value>) -> Result<Option<&'a Map<String, Value>>, ThemeError> {
    match object.get("$extensions") {
        None => Ok(None),
        Some(Value::Object(extensions)) => match extensions.get("portal") {
            None => Ok(None),
            Some(Value::Object(settings)) => {
                let allowed: &[&str] = if path.is_empty() { &["name", "extends"] } else { &["dark"] };
                match settings.keys().find(|key| !allowed.contains(&key.as_str())) {
                    None => Ok(Some(settings)),
                    Some(key) => Err(ThemeError::structure(
                        path,
                        format!(
                            "`$extensions.portal` has no `{}` here; it takes {}",
                            key.escape_debug(),
                            allowed.join(", ")
                        ),
                    )),
                }
            }
            Some(_) => Err(ThemeError::structure(path, "`$extensions.portal` has to be an object")),
        },
        Some(_) => Err(ThemeError::structure(path, "`$extensions` has to be an object")),
    }
}

/// Names become parts of custom properties, so they are held to what needs no escaping.
fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
