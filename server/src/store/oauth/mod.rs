//! OAuth 2.0: clients, what people agreed to, codes and tokens.

mod account;
mod clients;
mod grants;
mod lookup;

pub use account::AuthorizedClient;
pub use clients::{ListedOAuthClient, OAuthClient};
pub use lookup::FoundGrant;
