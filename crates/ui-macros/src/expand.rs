//! What a part's function becomes.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, ItemFn, Visibility};

use crate::{Kind, prop::Prop};

/// The function, its props, their builder, and the little that `part.rs` needs to know of them.
pub(crate) fn expand(function: ItemFn, kind: Kind) -> syn::Result<TokenStream> {
    let memo = kind == Kind::Memo;
    let ItemFn { attrs, vis, sig, block } = function;
    let (name, inputs, output) = (&sig.ident, &sig.inputs, &sig.output);
    if matches!(kind, Kind::Later { .. }) && inputs.is_empty() {
        return Err(syn::Error::new(name.span(), "a part that comes later takes an argument"));
    }
    if inputs.is_empty() {
        // Nothing to give: Dioxus knows functions without arguments as components.
        return Ok(quote! {
            #(#attrs)*
            #[allow(non_snake_case)]
            #vis fn #name() #output #block
        });
    }
    let props = inputs.iter().map(Prop::read).collect::<syn::Result<Vec<_>>>()?;
    let (slots, whole, builder) =
        (format_ident!("{name}Slots"), format_ident!("{name}Props"), format_ident!("{name}Builder"));

    let fields = props.iter().map(Prop::field);
    let initial = props.iter().map(Prop::initial);
    let builder_impl = builder_impl(&props, &vis, [&slots, &whole, &builder]);
    let required = props.iter().filter(|prop| prop.is_required()).count();
    let none_given = vec![quote!(crate::part::Missing); required];
    let bindings = props.iter().map(Prop::binding);
    let is_complete = if required == 0 { quote!() } else { quote!(else { return dioxus_core::VNode::empty() }) };

    let handlers: Vec<&Ident> = props.iter().filter(|prop| prop.handles().is_some()).map(|prop| &prop.name).collect();
    // Handlers that are out in the world keep working: they lead to the new ones.
    let renewed = if handlers.is_empty() {
        quote!(::core::option::Option::Some(new))
    } else {
        quote! {
            let mut next = known.clone();
            #(next.#handlers = crate::part::relink(self.#handlers, known.#handlers);)*
            next.owner = self.owner.clone();
            ::core::option::Option::Some(::std::rc::Rc::new(next))
        }
    };
    let known = if memo || !handlers.is_empty() {
        quote! {
            let any: &dyn ::core::any::Any = &*new;
            let ::core::option::Option::Some(known) = any.downcast_ref::<Self>() else {
                return ::core::option::Option::Some(new);
            };
        }
    } else {
        quote!()
    };
    // What makes handlers of closures, and keeps them as long as the part is there.
    let (owner, new_owner, rest) = if handlers.is_empty() {
        (quote!(), quote!(), quote!())
    } else {
        (quote!(owner: crate::part::Owner,), quote!(owner: crate::part::Owner::default(),), quote!(owner: _,))
    };
    let names = props.iter().map(|prop| &prop.name);
    let compared = if memo {
        quote! {
            if true #(&& self.#names == known.#names)* {
                return ::core::option::Option::None;
            }
        }
    } else {
        quote!()
    };

    let body = quote! {
        let #slots { #rest #(#bindings,)* } = *props.0 #is_complete;
        #block
    };
    // What the build looks for: all that is reached through a function of this name alone may be in another file.
    let body = if let Kind::Later { view } = kind {
        let apart = format_ident!("__later_{name}");
        quote! {
            #[inline(never)]
            #[allow(non_snake_case)]
            fn #apart(props: #whole) -> dioxus_core::Element {
                #body
            }
            if !crate::later::is_here() {
                return crate::later::waiting(#view);
            }
            #apart(props)
        }
    } else {
        body
    };

    Ok(quote! {
        #[derive(Clone)]
        #[doc(hidden)]
        #[allow(missing_docs, unreachable_pub)]
        #vis struct #slots {
            #owner
            #(#fields,)*
        }

        #[derive(Clone)]
        #[doc(hidden)]
        #[allow(missing_docs, unreachable_pub)]
        #vis struct #whole(::std::boxed::Box<#slots>);

        #builder_impl

        impl dioxus_core::Properties for #whole {
            type Builder = #builder<#(#none_given,)*>;
            fn builder() -> Self::Builder {
                #builder {
                    slots: ::std::boxed::Box::new(#slots { #new_owner #(#initial,)* }),
                    given: ::core::marker::PhantomData,
                }
            }
            fn memoize(&mut self, _new: &Self) -> bool {
                false
            }
            fn into_vcomponent<M: 'static>(
                self,
                _function: impl dioxus_core::ComponentFunction<Self, M>,
            ) -> dioxus_core::VComponent {
                crate::part::component(self.0, #name as fn(#whole) -> dioxus_core::Element as usize)
            }
        }

        impl crate::part::Part for #slots {
            fn draw(&self) -> dioxus_core::Element {
                #name(#whole(::std::boxed::Box::new(self.clone())))
            }
            fn renewed(
                &self,
                new: ::std::rc::Rc<dyn crate::part::Part>,
            ) -> ::core::option::Option<::std::rc::Rc<dyn crate::part::Part>> {
                #known
                #compared
                #renewed
            }
        }

        #(#attrs)*
        #[allow(non_snake_case)]
        #vis fn #name(props: #whole) #output {
            #body
        }
    })
}

/// The builder. Its type says which of the required props were given.
fn builder_impl(props: &[Prop], vis: &Visibility, [slots, whole, builder]: [&Ident; 3]) -> TokenStream {
    let required: Vec<&Prop> = props.iter().filter(|prop| prop.is_required()).collect();
    let given: Vec<Ident> = (0..required.len()).map(|index| format_ident!("Given{index}")).collect();
    let setters = props.iter().map(|prop| {
        let after = required
            .iter()
            .zip(&given)
            .map(|(other, given)| if other.name == prop.name { quote!(crate::part::Given) } else { quote!(#given) });
        prop.setter(builder, &quote!(#builder<#(#after,)*>))
    });
    let all = vec![quote!(crate::part::Given); given.len()];
    quote! {
        #[doc(hidden)]
        #[allow(missing_docs, unreachable_pub)]
        #vis struct #builder<#(#given,)*> {
            slots: ::std::boxed::Box<#slots>,
            given: ::core::marker::PhantomData<(#(#given,)*)>,
        }
        #[allow(missing_docs, unreachable_pub, private_interfaces)]
        impl<#(#given,)*> #builder<#(#given,)*> {
            #(#setters)*
        }
        #[allow(missing_docs, unreachable_pub, private_interfaces)]
        impl #builder<#(#all,)*> {
            pub fn build(self) -> #whole {
                #whole(self.slots)
            }
        }
    }
}
