//! The Members widget: who has access to our account, with which rights, and who is invited.
//!
//! ```
//! # use dioxus::prelude::*;
//! use loggia_ui::{PortalProvider, widgets::members::Members};
//!
//! #[component]
//! fn Invite(client: loggia_client::Client) -> Element {
//!     rsx! { PortalProvider { client, Members { view: "invite" } } }
//! }
//! ```

#[cfg(all(test, feature = "member-access"))]
mod access_tests;
mod actions;
mod directory;
#[cfg(feature = "member-access")]
mod explain;
mod invite;
mod people;
mod role_choices;
#[cfg(feature = "member-access")]
mod standing;
#[cfg(test)]
pub(super) mod tests;

use crate::part::{Handler, part};
use dioxus::prelude::*;
use loggia_types::{Permission, events::EventType};

use self::directory::Directory;
use crate::{provider::use_portal, widgets::Gate};

/// What tells that members changed.
const MEMBER_TOPICS: &[EventType] = &[EventType::MemberCreated, EventType::MemberUpdated, EventType::MemberDeleted];
/// What tells that invitations changed.
const INVITATION_TOPICS: &[EventType] = &[EventType::InvitationCreated, EventType::InvitationDeleted];

/// The Members widget: people and open invitations in one list; inviting, changing roles, suspending, ending,
/// explaining what somebody may do, removing, leaving.
///
/// - `view`: `invite` opens the invitation dialog.
/// - `on_navigate`: is told the view when the dialog opens, and empty when it closes.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::{Members, PortalProvider};
///
/// #[component]
/// fn Team(client: loggia_client::Client) -> Element {
///     rsx! { PortalProvider { client, Members {} } }
/// }
/// ```
#[part]
pub fn Members(
    #[props(default)] view: Option<String>,
    #[props(default)] on_navigate: Option<Handler<String>>,
) -> Element {
    let title = use_portal().messages().members.title();
    rsx! {
        Gate { name: "members", title, permission: Permission::MembersRead, view: view.clone(), on_navigate,
            Directory { view, on_navigate }
        }
    }
}
