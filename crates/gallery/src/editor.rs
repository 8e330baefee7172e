//! What the theme editor asks: a theme from a brand's colour, what a token file looks like, and what has to move so that
//! it can be read.

use axum::{
    Router,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use loggia_theme::{Brand, Color, ContrastCheck, compile_layers, contract, contrast_report, generate, repair};
use serde::Deserialize;
use serde_json::{Value, json};

/// What is asked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// The token file.
    tokens: Value,
    /// A brand's colour, to make a theme from. What the file says of colours goes, the rest stays.
    accent: Option<String>,
    /// Whether colours move that cannot be read.
    #[serde(default)]
    repair: bool,
}

pub(crate) fn routes() -> Router {
    Router::new().route("/theme", post(answer))
}

/// The tokens of the contract, as the editor lists them.
pub(crate) fn tokens() -> Vec<Value> {
    let of = |token: &contract::ContractToken| {
        json!({
            "path": token.path, "kind": token.kind.name(), "purpose": token.purpose, "property": token.property(),
            "derived": token.derived,
        })
    };
    contract::TOKENS.iter().map(of).collect()
}

async fn answer(body: String) -> Response {
    let (status, found) = match look(&body) {
        Ok(found) => (StatusCode::OK, found),
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, json!({ "error": error })),
    };
    (status, [(header::CONTENT_TYPE, "application/json")], found.to_string()).into_response()
}

fn look(body: &str) -> Result<Value, String> {
    let asked: Asked = serde_json::from_str(body).map_err(|error| error.to_string())?;
    let Value::Object(mut tokens) = asked.tokens else { return Err("a token file is a JSON object".to_owned()) };
    tokens.entry("$extensions").or_insert_with(|| json!({ "portal": { "name": "brand" } }));
    let mut tokens = Value::Object(tokens);
    let mut moved = Vec::new();
    if let Some(accent) = asked.accent {
        let accent = Color::parse(&accent).map_err(|message| format!("Brand colour: {message}"))?;
        let name = tokens.pointer("/$extensions/portal/name").and_then(Value::as_str).unwrap_or("brand").to_owned();
        let brand = Brand { name: &name, accent, extends: None };
        let made = generate(&brand, &[]).map_err(|error| error.to_string())?;
        moved.extend(made.adjustments);
        let made: Value = serde_json::from_str(&made.tokens).map_err(|error| error.to_string())?;
        let (Value::Object(tokens), Value::Object(made)) = (&mut tokens, made) else {
            return Err("a token file is a JSON object".to_owned());
        };
        tokens.extend(made);
    }
    let mut source = tokens.to_string();
    if asked.repair {
        let repaired = repair(&[&source]).map_err(|error| error.to_string())?;
        moved.extend(repaired.adjustments);
        source = repaired.tokens;
        tokens = serde_json::from_str(&source).map_err(|error| error.to_string())?;
    }
    let theme = compile_layers(&[&source]).map_err(|error| error.to_string())?;
    let report = contrast_report(&theme);
    let that = |wanted: fn(&ContrastCheck) -> bool| -> Vec<_> {
        report.iter().filter(|pair| wanted(pair)).map(ToString::to_string).collect()
    };
    Ok(json!({
        "tokens": tokens,
        "theme": theme,
        "pairs": report.len(),
        "failing": that(|pair| !pair.passes()),
        "faint": that(|pair| pair.passes() && !pair.reads_well()),
        "moved": moved.iter().map(ToString::to_string).collect::<Vec<_>>(),
    }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_colour_becomes_a_theme_that_can_be_read_and_keeps_what_is_no_colour() {
        let asked = json!({
            "accent": "#ffd400",
            "tokens": { "radius": { "medium": { "$type": "dimension", "$value": "2px" } } },
        });
        let found = look(&asked.to_string()).unwrap();
        assert_eq!(found["theme"]["light"]["--portal-radius-medium"], "2px");
        assert_eq!(found["failing"], json!([]));
        assert_ne!(found["moved"], json!([]), "yellow is no text on white");
    }

    #[test]
    fn what_cannot_be_read_is_told_and_repaired() {
        let tokens = json!({ "color": { "$type": "color", "text": { "$value": "#cccccc" } } });
        let told = look(&json!({ "tokens": tokens }).to_string()).unwrap();
        assert!(told["failing"][0].as_str().unwrap().contains("color.text"));
        let repaired = look(&json!({ "tokens": tokens, "repair": true }).to_string()).unwrap();
        assert_eq!(repaired["failing"], json!([]));
        assert_ne!(repaired["tokens"], told["tokens"]);
    }

    #[test]
    fn a_wrong_value_is_told_by_its_tokens_name() {
        let tokens = json!({ "radius": { "medium": { "$type": "dimension", "$value": "2em" } } });
        let error = look(&json!({ "tokens": tokens }).to_string()).unwrap_err();
        assert!(error.contains("radius.medium"), "{error}");
        assert!(
            look("{").is_err() && look(r#"{"tokens":{},"accent":"blueish"}"#).unwrap_err().contains("Brand colour")
        );
    }
}
