//! Customer-portal widgets and accessible primitives for Dioxus.
