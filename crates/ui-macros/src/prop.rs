//! One argument of a part.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Expr, FnArg, GenericArgument, Ident, Pat, PatIdent, PathArguments, Type, spanned::Spanned};

/// An argument, and how it is given.
pub(crate) struct Prop {
    pub(crate) name: Ident,
    ty: Type,
    pattern: PatIdent,
    docs: Vec<Attribute>,
    /// Absent: the argument is required.
    default: Option<TokenStream>,
}

impl Prop {
    pub(crate) fn read(argument: &FnArg) -> syn::Result<Self> {
        let FnArg::Typed(argument) = argument else {
            return Err(syn::Error::new(argument.span(), "a part has no `self`"));
        };
        let Pat::Ident(pattern) = &*argument.pat else {
            return Err(syn::Error::new(argument.pat.span(), "an argument of a part is a name"));
        };
        let (mut default, mut docs) = (None, Vec::new());
        for attribute in &argument.attrs {
            if attribute.path().is_ident("doc") {
                docs.push(attribute.clone());
            } else if attribute.path().is_ident("props") {
                attribute.parse_nested_meta(|meta| {
                    if !meta.path.is_ident("default") {
                        return Err(meta.error("there is `default` and `default = value`"));
                    }
                    default = Some(match meta.value() {
                        Ok(value) => {
                            let value = value.parse::<Expr>()?;
                            if is_string(&argument.ty) { quote!(#value.to_string()) } else { quote!(#value) }
                        }
                        Err(_) => quote!(::core::default::Default::default()),
                    });
                    Ok(())
                })?;
            } else {
                return Err(syn::Error::new(attribute.span(), "an argument of a part has documentation and `props`"));
            }
        }
        if option_of(&argument.ty).is_some() && default.is_none() {
            default = Some(quote!(::core::option::Option::None));
        }
        if is_named(&argument.ty, "Element") && default.is_none() {
            default = Some(quote!(dioxus_core::VNode::empty()));
        }
        Ok(Self { name: pattern.ident.clone(), ty: (*argument.ty).clone(), pattern: pattern.clone(), docs, default })
    }

    pub(crate) fn is_required(&self) -> bool {
        self.default.is_none()
    }

    /// The type of the event a handler takes.
    pub(crate) fn handles(&self) -> Option<Type> {
        generic_of(option_of(&self.ty).as_ref().unwrap_or(&self.ty), "Handler")
    }

    /// The field the value is kept in.
    pub(crate) fn field(&self) -> TokenStream {
        let (name, ty) = (&self.name, &self.ty);
        if self.is_required() { quote!(#name: ::core::option::Option<#ty>) } else { quote!(#name: #ty) }
    }

    /// What is in the field as long as nothing is given.
    pub(crate) fn initial(&self) -> TokenStream {
        let name = &self.name;
        let value = self.default.clone().unwrap_or_else(|| quote!(::core::option::Option::None));
        quote!(#name: #value)
    }

    /// Binds the value in the part's function.
    pub(crate) fn binding(&self) -> TokenStream {
        let (name, pattern) = (&self.name, &self.pattern);
        if self.is_required() { quote!(#name: ::core::option::Option::Some(#pattern)) } else { quote!(#pattern) }
    }

    /// The builder's method: `builder` is its name, `changed` its type afterwards.
    pub(crate) fn setter(&self, builder: &Ident, changed: &TokenStream) -> TokenStream {
        let Self { name, ty, docs, .. } = self;
        let (generic, argument, value) = if let Some(event) = self.handles() {
            let value = quote!(crate::part::IntoHandler::into_handler(value, &self.slots.owner));
            (quote!(<Marker>), quote!(impl crate::part::IntoHandler<#event, Marker>), value)
        } else if is_string(ty) {
            (quote!(), quote!(impl ::std::string::ToString), quote!(::std::string::ToString::to_string(&value)))
        } else if option_of(ty).is_some() {
            let value = quote!(dioxus_core::SuperInto::super_into(value));
            (quote!(<Marker>), quote!(impl dioxus_core::SuperInto<#ty, Marker>), value)
        } else {
            (quote!(), quote!(#ty), quote!(value))
        };
        // A handler comes as an option already.
        let wraps = self.is_required() && self.handles().is_none();
        let value = if wraps { quote!(::core::option::Option::Some(#value)) } else { value };
        // Where nothing was there before, there is nothing to drop, and no code is needed for it.
        let set = if self.is_required() || option_of(ty).is_some() {
            quote!(::core::mem::forget(::core::mem::replace(&mut self.slots.#name, value));)
        } else {
            quote!(self.slots.#name = value;)
        };
        quote! {
            #(#docs)*
            pub fn #name #generic(mut self, value: #argument) -> #changed {
                let value = #value;
                #set
                #builder { slots: self.slots, given: ::core::marker::PhantomData }
            }
        }
    }
}

fn is_string(ty: &Type) -> bool {
    is_named(ty, "String")
}

fn is_named(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident(name))
}

fn option_of(ty: &Type) -> Option<Type> {
    generic_of(ty, "Option")
}

/// `T` of `name<T>`.
fn generic_of(ty: &Type, name: &str) -> Option<Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    })
}
