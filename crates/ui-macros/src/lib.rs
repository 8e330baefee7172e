//! `#[part]`: a Dioxus component that costs a browser little.
//!
//! Dioxus's own `#[component]` makes a type of props with typed builder, owner, comparison and virtual functions for each
//! component, and repeats most of it wherever the component is used: about a kilobyte of wasm each time. A part is
//! written and used in `rsx!` in the same way; what it needs of Dioxus is compiled once for all parts (`part.rs` of
//! `loggia-ui`). What differs:
//!
//! - A part is rendered whenever the one around it is. `#[part(memo)]` compares the props first: for rows of lists.
//! - `#[part(later)]` is for what is shown once somebody asks for it, and not before: its code may come to the browser
//!   after that of the widget (`later.rs` of `loggia-ui`). `#[part(later_view)]` is the same for all of what a widget shows.
//! - Event handlers are `Handler<T>`.
//! - Props are written `name: Type` (required), `name: Option<Type>` with `#[props(default)]`, or with
//!   `#[props(default = expression)]`.

mod expand;
mod prop;

use proc_macro::TokenStream;

/// What a part is besides a component.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    /// Drawn anew only when its props are others.
    Memo,
    /// Its code may come after that of the widget. `view`: it is all of what the widget shows.
    Later {
        view: bool,
    },
}

/// Makes a component of a function with named arguments that returns an `Element`.
#[proc_macro_attribute]
pub fn part(options: TokenStream, item: TokenStream) -> TokenStream {
    let function = syn::parse_macro_input!(item as syn::ItemFn);
    let kind = match options.to_string().as_str() {
        "" => Kind::Plain,
        "memo" => Kind::Memo,
        "later" => Kind::Later { view: false },
        "later_view" => Kind::Later { view: true },
        other => {
            let message = format!("`{other}` is not an option of a part: there are `memo`, `later` and `later_view`");
            return syn::Error::new(proc_macro2::Span::call_site(), message).into_compile_error().into();
        }
    };
    expand::expand(function, kind).unwrap_or_else(syn::Error::into_compile_error).into()
}
