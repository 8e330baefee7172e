//! Whether browser and server judge forms alike.
//!
//! Both run the same engine; what differs is how each reads JSON and numbers. [`judge`] is built for both, reads as each
//! of them does, and writes down all that the engine says of a form and answers to it. `form-pairs` prints pairs with the
//! server's judgement; `js/agreement.test.js` has the browser's module judge them, too, and compares. It also gives the
//! module the public JsonLogic suite.

use loggia_forms::{Asked, logic, validate};
use loggia_types::forms::{Answers, FormDefinition};
use serde_json::{Value, json};

/// All that the engine says of a form and answers to it: which sections and questions are asked, which of them have to
/// be answered, and what is kept or refused.
pub fn judgement(definition: &FormDefinition, answers: &Answers) -> Value {
    let asked = Asked::new(definition, answers);
    let sections: Vec<bool> = (0..definition.sections.len()).map(|index| asked.section(index)).collect();
    let keys = definition.sections.iter().flat_map(|section| &section.fields).map(|field| field.key.as_str());
    let fields: Vec<Value> = keys.map(|key| json!([key, asked.field(key), asked.required(key)])).collect();
    let outcome = match validate(definition, answers) {
        Ok(kept) => json!({ "kept": kept }),
        Err(errors) => json!({ "refused": errors }),
    };
    json!({ "sections": sections, "fields": fields, "outcome": outcome })
}

/// The value of a JsonLogic rule over data, as JSON.
pub fn value(rule: &Value, data: &Value) -> Value {
    logic::evaluate(rule, data)
}

#[cfg(not(target_arch = "wasm32"))]
mod server {
    use super::*;

    /// What the server says of a form and answers to it, both JSON.
    ///
    /// # Errors
    /// When one of them is none.
    pub fn judge(definition: &str, answers: &str) -> serde_json::Result<Value> {
        Ok(judgement(&serde_json::from_str(definition)?, &serde_json::from_str(answers)?))
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub use server::judge;

#[cfg(target_arch = "wasm32")]
mod browser {
    use loggia_client::internal::read_json;
    use wasm_bindgen::prelude::*;

    use super::*;

    fn unreadable(error: impl std::fmt::Display) -> JsError {
        JsError::new(&error.to_string())
    }

    /// What the browser says of a form and answers to it, both JSON.
    ///
    /// # Errors
    /// When one of them is none.
    #[wasm_bindgen]
    pub fn judge(definition: &str, answers: &str) -> Result<String, JsError> {
        let definition = read_json(definition).map_err(unreadable)?;
        Ok(judgement(&definition, &read_json(answers).map_err(unreadable)?).to_string())
    }

    /// The value of a JsonLogic rule over data, all JSON.
    ///
    /// # Errors
    /// When one of them is none.
    #[wasm_bindgen]
    pub fn evaluate(rule: &str, data: &str) -> Result<String, JsError> {
        let rule = read_json(rule).map_err(unreadable)?;
        Ok(value(&rule, &read_json(data).map_err(unreadable)?).to_string())
    }
}

#[cfg(target_arch = "wasm32")]
pub use browser::{evaluate, judge};
