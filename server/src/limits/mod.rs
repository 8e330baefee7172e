//! How much callers may ask for: [`Places`] for what lasts, [`Rates`] for what comes again and again.
//!
//! All of it is counted in this process: several nodes count each for themselves.

mod clock;
mod mailed_links;
mod memory;
mod places;
mod rate;
mod rates;
mod sign_ins;

pub use clock::Clock;
pub use mailed_links::MailedLinks;
pub use places::{Place, Places};
pub use rate::Standing;
pub use rates::{Attempt, Class, Rates, Standings};
pub use sign_ins::{SignInAttempt, SignIns};
