//! The brand's own staff.

use serde::Serialize;

use super::Choice;
use crate::Moment;

/// The page with the brand's operators.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Operators {
    /// What was done before.
    pub done: Option<&'static str>,
    /// What is wrong altogether.
    pub problem: Option<&'static str>,
    /// The operators.
    pub operators: Vec<OperatorLine>,
    /// The address that was typed.
    pub email: String,
    /// What is wrong with it.
    pub email_error: Option<&'static str>,
    /// The name that was typed.
    pub name: String,
    /// What is wrong with it.
    pub name_error: Option<&'static str>,
    /// The roles to choose from.
    pub roles: Vec<Choice>,
    /// The last day that was typed.
    pub until: String,
    /// What is wrong with it.
    pub until_error: Option<&'static str>,
}

/// An operator.
#[derive(Clone, Debug, Serialize)]
pub struct OperatorLine {
    /// Where they are changed.
    pub url: String,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// What they are.
    pub role: &'static str,
    /// What they can be.
    pub roles: Vec<Choice>,
    /// Since when.
    pub since: Moment,
    /// When they end or have ended being one.
    pub ends_at: Option<Moment>,
    /// Whether they have.
    pub ended: bool,
    /// Since when they are suspended.
    pub suspended_at: Option<Moment>,
    /// Whether it is who asks.
    pub is_oneself: bool,
}
