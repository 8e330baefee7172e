//! Typed client of the customer-portal API, native and wasm32.
