//! Facade of the customer-portal SDK for Dioxus apps.
