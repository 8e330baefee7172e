//! JSON and its text. A browser has a reader and a writer of its own, which a module need not bring along.

#[cfg(not(target_arch = "wasm32"))]
use serde_json::Value;

#[cfg(not(target_arch = "wasm32"))]
use crate::error::BoxError;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn read(text: &str) -> Result<Value, BoxError> {
    serde_json::from_str(text).map_err(Into::into)
}

#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn write(value: &Value) -> String {
    value.to_string()
}

#[cfg(target_arch = "wasm32")]
pub(crate) use browser::{read, write};

#[cfg(target_arch = "wasm32")]
mod browser {
    use js_sys::{Array, JSON, Object, Reflect};
    use serde_json::Value;
    use wasm_bindgen::{JsCast, JsValue};

    use crate::error::BoxError;

    /// As deep as `serde_json` reads: every level is one of the module's small stack.
    const DEEPEST: u8 = 128;
    /// Up to here every whole number is itself.
    const EXACT: f64 = 9_007_199_254_740_992.0;

    pub(crate) fn read(text: &str) -> Result<Value, BoxError> {
        let parsed = JSON::parse(text).map_err(|_| BoxError::from("it is not JSON"))?;
        value_of(&parsed, DEEPEST).ok_or_else(|| BoxError::from("it is too deep"))
    }

    fn value_of(from: &JsValue, deeper: u8) -> Option<Value> {
        if let Some(text) = from.as_string() {
            return Some(Value::String(text));
        }
        if let Some(number) = from.as_f64() {
            let whole = number.abs() <= EXACT && number as i64 as f64 == number;
            return Some(if whole { Value::from(number as i64) } else { Value::from(number) });
        }
        if let Some(truth) = from.as_bool() {
            return Some(Value::Bool(truth));
        }
        let Some(object) = from.dyn_ref::<Object>() else { return Some(Value::Null) };
        let deeper = deeper.checked_sub(1)?;
        if let Some(list) = from.dyn_ref::<Array>() {
            return list.iter().map(|item| value_of(&item, deeper)).collect::<Option<_>>().map(Value::Array);
        }
        let mut fields = serde_json::Map::new();
        for name in Object::keys(object).iter() {
            let value = value_of(&Reflect::get(object, &name).unwrap_or_default(), deeper)?;
            fields.insert(name.as_string().unwrap_or_default(), value);
        }
        Some(Value::Object(fields))
    }

    pub(crate) fn write(value: &Value) -> String {
        JSON::stringify(&js_of(value)).ok().and_then(|text| text.as_string()).unwrap_or_default()
    }

    fn js_of(value: &Value) -> JsValue {
        match value {
            Value::Null => JsValue::NULL,
            Value::Bool(truth) => JsValue::from_bool(*truth),
            Value::Number(number) => JsValue::from_f64(number.as_f64().unwrap_or(f64::NAN)),
            Value::String(text) => JsValue::from_str(text),
            Value::Array(items) => items.iter().map(js_of).collect::<Array>().into(),
            Value::Object(fields) => {
                // Without a prototype: `__proto__` is a name like any other.
                let object = Object::create(JsValue::NULL.unchecked_ref::<Object>());
                for (name, value) in fields {
                    // Fails for objects that are frozen.
                    let _ = Reflect::set(&object, &JsValue::from_str(name), &js_of(value));
                }
                object.into()
            }
        }
    }
}
