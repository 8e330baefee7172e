//! `#[part]`: a Dioxus component that costs a browser little.
//!
//! Dioxus's own `#[component]` makes a type of props with typed builder, owner, comparison and virtual functions for each
//! component, and repeats most of it wherever the component is used: about a kilobyte of wasm each time. A part is
//! written and used in `rsx!` in the same way; what it needs of Dioxus is compiled once for all parts (`part.rs` of
//! `loggia-ui`). What differs:
//!
//! - A part is rendered whenever the one around it is. `#[part(memo)]` compares the props first: for rows of lists.
//! - Event handlers are `Handler<T>`.
//! - Props are written `name: Type` (required), `name: Option<Type>` with `#[props(default)]`, or with
//!   `#[props(default = expression)]`.

mod expand;
mod prop;

use proc_macro::TokenStream;

/// Makes a component of a function with named arguments that returns an `Element`.
#[proc_macro_attribute]
pub fn part(options: TokenStream, item: TokenStream) -> TokenStream {
    let function = syn::parse_macro_input!(item as syn::ItemFn);
    let memo = match options.to_string().as_str() {
        "" => false,
        "memo" => true,
        other => {
            let message = format!("`{other}` is not an option of a part: there is `memo`");
            return syn::Error::new(proc_macro2::Span::call_site(), message).into_compile_error().into();
        }
    };
    expand::expand(function, memo).unwrap_or_else(syn::Error::into_compile_error).into()
}
