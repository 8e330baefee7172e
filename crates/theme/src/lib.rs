//! Design tokens (DTCG JSON) to CSS custom properties.
