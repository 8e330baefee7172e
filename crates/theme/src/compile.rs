//! From token files to custom properties: inheritance, references, types.

use loggia_types::session::ThemeVariables;
use serde_json::Value;

use crate::{
    built_in, contract,
    contrast::Scheme,
    error::ThemeError,
    tokens::TokenFile,
    value::{self, Kind},
};

/// Themes may extend themes that extend themes, so far.
const LONGEST_CHAIN: usize = 8;

/// Compiles a token file. It may extend the built-in themes.
///
/// # Errors
/// [`ThemeError`], which names the token that is wrong.
pub fn compile(json: &str) -> Result<ThemeVariables, ThemeError> {
    compile_with(json, |_| None)
}

/// Compiles a token file that may extend the themes `find` knows, and the built-in ones.
///
/// # Errors
/// [`ThemeError`], which names the token that is wrong.
pub fn compile_with(json: &str, find: impl Fn(&str) -> Option<String>) -> Result<ThemeVariables, ThemeError> {
    let mut theme = TokenFile::parse(json)?;
    let name = theme.name.clone();
    let mut chain = vec![name.clone()];
    while let Some(parent) = theme.extends.take() {
        let endless = chain.contains(&parent) || chain.len() >= LONGEST_CHAIN;
        chain.push(parent.clone());
        if endless {
            return Err(ThemeError::EndlessExtends(chain.join(" -> ")));
        }
        let source = find(&parent)
            .or_else(|| built_in(&parent).map(str::to_owned))
            .ok_or_else(|| ThemeError::UnknownParent(parent.clone()))?;
        let parent = TokenFile::parse(&source)?;
        let next = parent.extends.clone();
        theme = theme.over(parent);
        theme.extends = next;
    }
    variables(name, &theme)
}

fn variables(name: String, theme: &TokenFile) -> Result<ThemeVariables, ThemeError> {
    let mut compiled = ThemeVariables { name, ..ThemeVariables::default() };
    for path in theme.tokens.keys() {
        let known = contract::token(path);
        if known.is_none() && contract::in_contract_group(path) {
            let suggestion = contract::closest(path).to_owned();
            return Err(ThemeError::UnknownToken { path: path.clone(), suggestion });
        }
        // Private tokens are checked too: a mistake in one should not wait for its first reference.
        let light = css(theme, path, Scheme::Light)?;
        let dark = css(theme, path, Scheme::Dark)?;
        if known.is_some() {
            let property = contract::property(path);
            if dark != light {
                compiled.dark.insert(property.clone(), dark);
            }
            compiled.light.insert(property, light);
        }
    }
    match contract::TOKENS.iter().find(|token| !theme.tokens.contains_key(token.path)) {
        Some(token) => Err(ThemeError::MissingToken { path: token.path.to_owned() }),
        None => Ok(compiled),
    }
}

fn css(theme: &TokenFile, path: &str, scheme: Scheme) -> Result<String, ThemeError> {
    let fail = |message: String| ThemeError::Value { path: path.to_owned(), scheme: scheme.name(), message };
    let mut trail = vec![path.to_owned()];
    let (value, target_kind) = token_value(theme, path, scheme, &mut trail).map_err(fail)?;
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

/// A token's value in a scheme with its references followed, and the type found on the way.
fn token_value(
    theme: &TokenFile,
    path: &str,
    scheme: Scheme,
    trail: &mut Vec<String>,
) -> Result<(Value, Option<Kind>), String> {
    let token = theme.tokens.get(path).ok_or_else(|| format!("there is no token `{}`", path.escape_debug()))?;
    let dark = token.dark.as_ref().filter(|_| scheme == Scheme::Dark);
    let value = dark.or(token.light.as_ref()).ok_or("it has a dark value and no `$value`")?;
    let (value, kind) = follow(theme, value, scheme, trail)?;
    Ok((value, token.kind.or(kind)))
}

/// Follows the references in a value: the value itself, or the parts of a composite one.
fn follow(
    theme: &TokenFile,
    value: &Value,
    scheme: Scheme,
    trail: &mut Vec<String>,
) -> Result<(Value, Option<Kind>), String> {
    match value {
        Value::String(text) => {
            let Some(target) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
                return Ok((value.clone(), None));
            };
            if trail.iter().any(|seen| seen == target) {
                return Err(format!("its references run in a circle: {} -> {target}", trail.join(" -> ")));
            }
            trail.push(target.to_owned());
            let found = token_value(theme, target, scheme, trail);
            trail.pop();
            found
        }
        Value::Array(list) => {
            let mut followed = Vec::with_capacity(list.len());
            for part in list {
                followed.push(follow(theme, part, scheme, trail)?.0);
            }
            Ok((Value::Array(followed), None))
        }
        Value::Object(object) => {
            let mut followed = serde_json::Map::new();
            for (key, part) in object {
                followed.insert(key.clone(), follow(theme, part, scheme, trail)?.0);
            }
            Ok((Value::Object(followed), None))
        }
        other => Ok((other.clone(), None)),
    }
}
