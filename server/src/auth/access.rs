//! What a route asks of its caller.

use loggia_types::{OperatorPermission, Permission};

/// The one thing a route asks of its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nothing: health, the API's description.
    Public,
    /// A token in the address, which the handler checks: downloads.
    Token,
    /// Nothing: a page of the hosted portal for whoever comes, such as the one to sign in on. A form that is sent to it has
    /// to come from a page of the same host.
    Page,
    /// Somebody who is signed in to the hosted portal; anybody else is sent to the sign-in page. A form likewise.
    SignedIn,
    /// This permission of an operator's, who is signed in to the hosted portal: a page of the console. There is none for
    /// anybody else. A form likewise.
    Operator(OperatorPermission),
    /// A person's session, whatever it permits.
    Session,
    /// Any good credential, whatever it permits, an API key's that acts for nobody included: the handler says what each is
    /// told. It changes nothing.
    Credential,
    /// This permission, in an organization.
    Permission(Permission),
    /// This scope of an API key, for its brand as a whole, partners' brands below it included.
    Brand(Permission),
}

/// Whether a route asks that a person has proved lately who they are. Asked of sessions of the hosted portal only: for an embed
/// session the vendor vouches, and a program cannot be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StepUp {
    /// It does not.
    #[default]
    Never,
    /// For some of what it can be asked for, which the rule decides.
    ForSome,
    /// It does.
    Always,
}

impl Access {
    /// How documentation and tests name it.
    pub fn name(self) -> String {
        match self {
            Self::Public => "public".to_owned(),
            Self::Token => "token".to_owned(),
            Self::Page => "page".to_owned(),
            Self::SignedIn => "signed in".to_owned(),
            Self::Operator(permission) => permission.to_string(),
            Self::Session => "session".to_owned(),
            Self::Credential => "credential".to_owned(),
            Self::Permission(permission) | Self::Brand(permission) => permission.to_string(),
        }
    }

    /// The permission it asks for.
    pub fn permission(self) -> Option<Permission> {
        match self {
            Self::Permission(permission) | Self::Brand(permission) => Some(permission),
            _ => None,
        }
    }

    /// Whether it is a page of the hosted portal or the console, and no part of the API.
    pub fn is_page(self) -> bool {
        matches!(self, Self::Page | Self::SignedIn | Self::Operator(_))
    }

    /// Whether whoever is not signed in is sent to sign in.
    pub fn sends_to_sign_in(self) -> bool {
        matches!(self, Self::SignedIn | Self::Operator(_))
    }

    /// Whether a credential is needed.
    pub fn is_authenticated(self) -> bool {
        !matches!(self, Self::Public | Self::Token | Self::Page)
    }
}
