//! The two shapes most wire values have: a closed set of strings, and a prefixed id.

/// Defines an enum whose variants are fixed strings on the wire, in the database and in logs.
///
/// `} else Variant`: what a client reads a string as that it does not know, because the server is newer. Without it such
/// a string is a fault, except where the field is optional: there it is absent.
macro_rules! string_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident { $( $(#[$vmeta:meta])* $variant:ident => $text:literal ),+ $(,)? } $(else $unknown:ident)?
    ) => {
        $(#[$meta])*
        $(#[doc = concat!("\n\nA client reads what it does not know, from a newer server, as `", stringify!($unknown), "`.")])?
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "diesel", derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow))]
        #[cfg_attr(feature = "diesel", diesel(sql_type = diesel::sql_types::Text))]
        pub enum $name { $( $(#[$vmeta])* #[serde(rename = $text)] $variant ),+ }

        impl $name {
            /// Every value, in the order of definition.
            pub const ALL: &'static [Self] = &[ $( Self::$variant ),+ ];

            /// The text that stands for this value on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $text ),+ }
            }

            const TEXTS: &'static [&'static str] = &[ $( $text ),+ ];

            /// The index of what an unknown text is read as.
            const UNKNOWN: Option<usize> = [ $( Some(Self::$unknown as usize), )? None ][0];
        }

        impl $crate::decode::Decode for $name {
            fn read(value: Option<&mut serde_json::Value>, faults: &mut $crate::decode::Faults) -> Self {
                let index = faults.choice(value, Self::TEXTS, Self::UNKNOWN);
                Self::ALL.get(index).copied().unwrap_or(const { Self::ALL[0] })
            }

            fn read_optional(
                value: Option<&mut serde_json::Value>,
                faults: &mut $crate::decode::Faults,
            ) -> Option<Self> {
                let index = faults.optional_choice(value, Self::TEXTS)?;
                Self::ALL.get(index).copied()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::ids::UnknownText;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let index = $crate::decode::position(text, Self::TEXTS).ok_or($crate::ids::UnknownText)?;
                Self::ALL.get(index).copied().ok_or($crate::ids::UnknownText)
            }
        }

        // By hand: the derive does not see through the macro's `rename` and would describe the variants' Rust names.
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .enum_values(Some([ $( $text ),+ ]))
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}

        #[cfg(feature = "diesel")]
        $crate::macros::text_column!($name, |value| value.as_str());
    };
}

/// Stores a type as a `Text` column, whichever Diesel back end is in use.
#[cfg(feature = "diesel")]
macro_rules! text_column {
    ($name:ident, |$value:ident| $text:expr) => {
        impl<DB> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where
            DB: diesel::backend::Backend,
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                let $value = self;
                let text: &'b str = $text;
                diesel::serialize::ToSql::<diesel::sql_types::Text, DB>::to_sql(text, out)
            }
        }

        impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where
            DB: diesel::backend::Backend,
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let text = <String as diesel::deserialize::FromSql<diesel::sql_types::Text, DB>>::from_sql(bytes)?;
                Ok(text.parse::<Self>()?)
            }
        }
    };
}

pub(crate) use string_enum;
#[cfg(feature = "diesel")]
pub(crate) use text_column;
