//! From token files to custom properties: inheritance, references, types.

use std::sync::OnceLock;

use loggia_types::session::ThemeVariables;
use serde_json::Value;

use crate::{
    DEFAULT_NAME, built_in, contract,
    contrast::Scheme,
    default_theme,
    error::ThemeError,
    tokens::{Token, TokenFile},
    value::{self, Kind},
};

/// Themes may extend themes that extend themes, so far.
const LONGEST_CHAIN: usize = 8;

/// Compiles a token file. It lies over the theme that it extends, and in the end over the default one.
///
/// # Errors
/// [`ThemeError`], which names the token that is wrong.
pub fn compile(json: &str) -> Result<ThemeVariables, ThemeError> {
    compile_layers(&[json])
}

/// Compiles a token file with those that are below it: an organization's, its brand's, that of the brand above. Each lies
/// over the next one, unless it names another that it extends: one of these, or a built-in one.
///
/// # Errors
/// [`ThemeError`], which names the token that is wrong.
pub fn compile_layers(layers: &[&str]) -> Result<ThemeVariables, ThemeError> {
    variables(&merged(layers)?)
}

/// The token files as one.
pub(crate) fn merged(layers: &[&str]) -> Result<TokenFile, ThemeError> {
    let default = built_in(DEFAULT_NAME).unwrap_or_default();
    let (first, mut below) = match layers {
        [first, below @ ..] => (*first, below.to_vec()),
        [] => (default, Vec::new()),
    };
    let mut theme = TokenFile::parse(first)?;
    let mut named = vec![theme.name.clone()];
    loop {
        let parent = match theme.extends.take() {
            Some(name) => {
                let named_again = named.contains(&name) || named.len() >= LONGEST_CHAIN;
                named.push(name.clone());
                if named_again {
                    return Err(ThemeError::EndlessExtends(named.join(" -> ")));
                }
                extended(&name, &mut below)?
            }
            None if below.is_empty() => break,
            None => TokenFile::parse(below.remove(0))?,
        };
        let next = parent.extends.clone();
        theme = theme.over(parent);
        theme.extends = next;
    }
    // What tokens there are grows: a theme from before still compiles.
    Ok(theme.over(TokenFile::parse(default)?))
}

/// The theme with this name: one of those below, which leaves the ones below that; or a built-in one, which leaves none.
fn extended(name: &str, below: &mut Vec<&str>) -> Result<TokenFile, ThemeError> {
    for (at, source) in below.iter().enumerate() {
        let theme = TokenFile::parse(source)?;
        if theme.name == name {
            below.drain(..=at);
            return Ok(theme);
        }
    }
    below.clear();
    let source = built_in(name).ok_or_else(|| ThemeError::UnknownParent(name.to_owned()))?;
    TokenFile::parse(source)
}

pub(crate) fn variables(theme: &TokenFile) -> Result<ThemeVariables, ThemeError> {
    let mut compiled = ThemeVariables { name: theme.name.clone(), ..ThemeVariables::default() };
    for path in theme.tokens.keys() {
        if contract::token(path).is_none() && contract::in_contract_group(path) {
            let suggestion = contract::closest(path).to_owned();
            return Err(ThemeError::UnknownToken { path: path.clone(), suggestion });
        }
    }
    // References last, and those of the base first: what is wrong is named where it is. Private tokens are checked, too: a
    // mistake in one should not wait for its first reference.
    let mut paths: Vec<&String> = theme.tokens.keys().collect();
    paths.sort_by_cached_key(|path| (theme.tokens.get(*path).is_some_and(refers), contract::position(path)));
    for path in paths {
        let light = css(theme, path, Scheme::Light)?;
        let dark = css(theme, path, Scheme::Dark)?;
        if contract::token(path).is_some() {
            let property = contract::property(path);
            if dark != light {
                compiled.dark.insert(property.clone(), dark);
            }
            compiled.light.insert(property, light);
        }
    }
    Ok(compiled)
}

pub(crate) fn css(theme: &TokenFile, path: &str, scheme: Scheme) -> Result<String, ThemeError> {
    let fail = |message: String| ThemeError::Value { path: path.to_owned(), scheme: scheme.name(), message };
    let mut way = Way { trail: vec![path.to_owned()], left: MOST_VALUES };
    let (value, target_kind) = token_value(theme, path, scheme, &mut way).map_err(fail)?;
    let declared = theme.tokens.get(path).and_then(|token| token.kind);
    let expected = contract::token(path).map(|token| token.kind);
    if let (Some(declared), Some(expected)) = (declared, expected)
        && declared != expected
    {
        return Err(fail(format!("its `$type` has to be `{}`", expected.name())));
    }
    let kind = expected.or(declared).or(target_kind).ok_or_else(|| fail("it needs a `$type`".to_owned()))?;
    value::to_css(kind, &value).map_err(fail)
}

/// How many references may follow one another.
const LONGEST_TRAIL: usize = 32;
/// How many values one token may be made of.
const MOST_VALUES: usize = 500;

/// The way to a token's value.
struct Way {
    /// The tokens that refer to one another.
    trail: Vec<String>,
    /// How many values there may still be.
    left: usize,
}

/// A token's value in a scheme with its references followed, and the type found on the way.
fn token_value(theme: &TokenFile, path: &str, scheme: Scheme, way: &mut Way) -> Result<(Value, Option<Kind>), String> {
    let token = theme.tokens.get(path).ok_or_else(|| format!("there is no token `{}`", path.escape_debug()))?;
    let dark = token.dark.as_ref().filter(|_| scheme == Scheme::Dark);
    let value = dark.or(token.light.as_ref()).ok_or("it has a dark value and no `$value`")?;
    let (value, kind) = follow(theme, value, scheme, way)?;
    Ok((value, token.kind.or(kind)))
}

/// Follows the references in a value: the value itself, or the parts of a composite one.
fn follow(theme: &TokenFile, value: &Value, scheme: Scheme, way: &mut Way) -> Result<(Value, Option<Kind>), String> {
    way.left = way.left.checked_sub(1).ok_or("it is made of too much")?;
    match value {
        Value::String(text) => {
            let Some(target) = reference(text) else {
                return Ok((value.clone(), None));
            };
            if way.trail.iter().any(|seen| seen == target) {
                return Err(format!("its references run in a circle: {} -> {target}", way.trail.join(" -> ")));
            }
            if way.trail.len() >= LONGEST_TRAIL {
                return Err(format!("more than {LONGEST_TRAIL} references follow one another"));
            }
            way.trail.push(target.to_owned());
            let found = token_value(theme, target, scheme, way);
            way.trail.pop();
            found
        }
        Value::Array(list) => {
            let mut followed = Vec::with_capacity(list.len());
            for part in list {
                followed.push(follow(theme, part, scheme, way)?.0);
            }
            Ok((Value::Array(followed), None))
        }
        Value::Object(object) => {
            let mut followed = serde_json::Map::new();
            for (key, part) in object {
                followed.insert(key.clone(), follow(theme, part, scheme, way)?.0);
            }
            Ok((Value::Object(followed), None))
        }
        other => Ok((other.clone(), None)),
    }
}

/// Whether a token is another one's value.
fn refers(token: &Token) -> bool {
    let is_reference = |value: &Option<Value>| value.as_ref().and_then(Value::as_str).and_then(reference).is_some();
    is_reference(&token.light) || is_reference(&token.dark)
}

/// The token that a value refers to.
fn reference(text: &str) -> Option<&str> {
    text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
}

/// The token that a colour comes from in a scheme: the first of `color` on the way of its references, or else their end.
pub(crate) fn origin(theme: &TokenFile, path: &str, scheme: Scheme) -> String {
    let mut path = path.to_owned();
    // A compiled theme has no circles; the number only makes sure of it.
    for _ in 0..theme.tokens.len() {
        if path.starts_with("color.") {
            break;
        }
        let token = theme.tokens.get(&path);
        let dark = token.and_then(|token| token.dark.as_ref()).filter(|_| scheme == Scheme::Dark);
        let value = dark.or_else(|| token.and_then(|token| token.light.as_ref()));
        match value.and_then(Value::as_str).and_then(reference) {
            Some(target) => path = target.to_owned(),
            None => break,
        }
    }
    path
}

/// Of a compiled theme only what a page does not have without it: the widgets' style sheet declares the default theme, with
/// its references as references.
pub fn differences(theme: &ThemeVariables) -> ThemeVariables {
    let default = DEFAULT.get_or_init(|| built_in(DEFAULT_NAME).and_then(|source| TokenFile::parse(source).ok()));
    let plain = default_theme();
    let mut found = ThemeVariables { name: theme.name.clone(), ..ThemeVariables::default() };
    for token in contract::TOKENS {
        let property = token.property();
        let Some(light) = theme.light.get(&property) else { continue };
        let dark = theme.dark.get(&property).unwrap_or(light);
        // What the page has anyway: what the token refers to by default as this theme has it, or the default itself.
        let refers = default.as_ref().and_then(|file| file.tokens.get(token.path)?.light.as_ref()?.as_str());
        let source = refers.and_then(reference).map(contract::property);
        let (from, of) = match &source {
            Some(source) => (theme, source),
            None => (&plain, &property),
        };
        let light_there = from.light.get(of);
        let dark_there = from.dark.get(of).or(light_there);
        let set = light_there != Some(light);
        if set {
            found.light.insert(property.clone(), light.clone());
        }
        let shown_in_dark = if set { Some(light) } else { dark_there };
        if shown_in_dark != Some(dark) {
            found.dark.insert(property, dark.clone());
        }
    }
    found
}

static DEFAULT: OnceLock<Option<TokenFile>> = OnceLock::new();
