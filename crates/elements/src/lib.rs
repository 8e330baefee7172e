//! The widgets as custom elements, for any page.
