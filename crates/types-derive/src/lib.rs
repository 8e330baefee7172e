//! `#[derive(Decode)]` for the wire types: how a value is read from JSON, taken from the serde attributes it has
//! anyway, so that the shape on the wire is written down once.
//!
//! It knows what the wire types use and refuses the rest at compile time: structs with named fields, enums with an
//! internal tag and named fields, and `rename`, `rename_all = "snake_case"`, `default`, `flatten`, `tag` and
//! `deserialize_with = "known_values"`. Attributes that only concern writing say nothing here; neither does
//! `deny_unknown_fields`, because an answer may come from a newer server.

mod attributes;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, FieldsNamed, Result, parse_macro_input, parse_quote};

use attributes::{Container, Member, Presence, snake_case};

/// Derives `loggia_types::decode::Decode`, from within that crate.
#[proc_macro_derive(Decode, attributes(serde))]
pub fn derive_decode(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(input).unwrap_or_else(Error::into_compile_error).into()
}

fn expand(mut input: DeriveInput) -> Result<TokenStream> {
    let container = Container::of(&input.attrs)?;
    let body = match &input.data {
        Data::Struct(data) => {
            let fields = members(named(&data.fields)?)?;
            quote!(Self { #fields })
        }
        Data::Enum(data) => {
            let Some(tag) = &container.tag else {
                return Err(Error::new_spanned(&input.ident, "an enum needs #[serde(tag = \"...\")]"));
            };
            let mut texts = Vec::new();
            let mut arms = Vec::new();
            for variant in &data.variants {
                let own = Member::of(&variant.attrs)?.rename;
                texts.push(own.unwrap_or_else(|| match container.snake_case {
                    true => snake_case(&variant.ident.to_string()),
                    false => variant.ident.to_string(),
                }));
                let name = &variant.ident;
                let fields = members(named(&variant.fields)?)?;
                arms.push(quote!(Self::#name { #fields }));
            }
            // The last arm takes the rest, because an index that was not found has left a fault anyway.
            let Some(last) = arms.pop() else {
                return Err(Error::new_spanned(&input.ident, "an enum needs variants"));
            };
            let numbers = 0..arms.len();
            quote! {
                match object.tag(#tag, &[#(#texts),*]) {
                    #(#numbers => #arms,)*
                    _ => #last,
                }
            }
        }
        Data::Union(_) => return Err(Error::new_spanned(&input.ident, "a union has no wire shape")),
    };
    for parameter in input.generics.type_params_mut() {
        parameter.bounds.push(parse_quote!(crate::decode::Decode));
    }
    let name = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #generics crate::decode::DecodeFields for #name #arguments #bounds {
            fn fields(object: &mut crate::decode::Object<'_>) -> Self {
                #body
            }
        }
        #[automatically_derived]
        impl #generics crate::decode::Decode for #name #arguments #bounds {
            fn read(value: Option<&mut serde_json::Value>, faults: &mut crate::decode::Faults) -> Self {
                crate::decode::DecodeFields::fields(&mut crate::decode::Object::of(value, faults))
            }
        }
    })
}

fn named(fields: &Fields) -> Result<&FieldsNamed> {
    match fields {
        Fields::Named(fields) => Ok(fields),
        other => Err(Error::new_spanned(other, "fields need names")),
    }
}

fn members(fields: &FieldsNamed) -> Result<TokenStream> {
    let mut all = TokenStream::new();
    for field in &fields.named {
        let Some(name) = &field.ident else {
            return Err(Error::new_spanned(field, "fields need names"));
        };
        let member = Member::of(&field.attrs)?;
        let key = member.rename.unwrap_or_else(|| name.to_string());
        all.extend(match member.presence {
            Presence::Required => quote!(#name: object.take(#key),),
            Presence::Default => quote!(#name: object.take_or_default(#key),),
            Presence::Known => quote!(#name: object.take_known(#key),),
            Presence::Flat => quote!(#name: crate::decode::DecodeFields::fields(object),),
        });
    }
    Ok(all)
}
