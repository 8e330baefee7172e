//! Brands' themes, compiled once.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use loggia_types::{BrandId, session::ThemeVariables};

/// The compiled theme of each brand, as long as its tokens stay the same.
#[derive(Default)]
pub struct Themes(Mutex<HashMap<BrandId, Compiled>>);

type Compiled = (Option<String>, Arc<ThemeVariables>);

impl Themes {
    /// A brand's tokens as CSS custom properties. Without tokens, or with some that cannot be compiled (an import
    /// refuses those, so they are from another version): the default theme.
    pub fn compiled(&self, brand: &BrandId, tokens: Option<String>) -> Arc<ThemeVariables> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, theme)) = known.get(brand)
            && *of == tokens
        {
            return Arc::clone(theme);
        }
        let theme = match tokens.as_deref().map(loggia_theme::compile) {
            Some(Ok(theme)) => theme,
            Some(Err(error)) => {
                tracing::warn!(%brand, %error, "the brand's theme cannot be compiled");
                loggia_theme::default_theme()
            }
            None => loggia_theme::default_theme(),
        };
        let theme = Arc::new(theme);
        known.insert(brand.clone(), (tokens, Arc::clone(&theme)));
        theme
    }
}
