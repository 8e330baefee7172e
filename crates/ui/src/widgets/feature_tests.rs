//! What widgets show of a feature that is off: nothing.

use dioxus::prelude::*;
use loggia_types::{
    Feature, Page, Role,
    documents::{Document, DocumentVersion, Folder},
    ids::{DocumentId, DocumentVersionId},
    session::Session,
};

use super::{ApiKeys, AuditLog, Documents, Members, Requests, Status};
use super::{members, status};
use crate::{
    clock,
    testing::{Stage, session, user},
};

/// What stands in the place of a widget that is not part of the portal.
const DENIED: &str = "not part of your portal";

/// Where a feature shows.
enum Place {
    /// It is all of this widget.
    Whole(fn() -> Element),
    /// In this widget, as this text.
    Part(fn() -> Element, &'static str),
}

fn status_widget() -> Element {
    rsx! {
        Status { view: status::tests::first_case() }
    }
}

fn documents() -> Element {
    rsx! {
        Documents {}
    }
}

fn requests() -> Element {
    rsx! {
        Requests {}
    }
}

fn member_list() -> Element {
    rsx! {
        Members {}
    }
}

fn audit() -> Element {
    rsx! {
        AuditLog {}
    }
}

fn api_keys() -> Element {
    rsx! {
        ApiKeys {}
    }
}

/// A new feature has its places here.
fn places(feature: Feature) -> Vec<Place> {
    use Place::{Part, Whole};
    match feature {
        Feature::Status => vec![Whole(status_widget)],
        Feature::StatusReply => vec![Part(status_widget, "class=\"portal-reply\"")],
        Feature::Documents => vec![Whole(documents), Part(status_widget, "portal-case-documents")],
        Feature::DocumentsUpload => {
            vec![Part(documents, "type=\"file\""), Part(documents, "Rename"), Part(status_widget, "type=\"file\"")]
        }
        Feature::DocumentsDelete => vec![Part(documents, "Delete")],
        Feature::Requests => vec![Whole(requests)],
        Feature::Members => vec![Whole(member_list)],
        Feature::MembersInvite => vec![Part(member_list, "Invite member")],
        Feature::MembersManage => vec![Part(member_list, "Change role"), Part(member_list, "Remove member")],
        Feature::Audit => vec![Whole(audit)],
        Feature::ApiKeys => vec![Whole(api_keys)],
        // The hosted portal's own pages, which have tests of their own.
        Feature::Sso => Vec::new(),
    }
}

/// An owner's session, without a feature and what is below it.
fn without(off: Option<Feature>) -> Session {
    let mut session = session(Role::Owner);
    let is_off = |feature: Feature| {
        std::iter::successors(Some(feature), |feature| feature.parent()).any(|feature| Some(feature) == off)
    };
    session.features.retain(|feature| !is_off(*feature));
    session.permissions.retain(|permission| permission.feature().is_some_and(|feature| !is_off(feature)));
    session
}

/// The widget, with everything there that it could show.
fn render(off: Option<Feature>, widget: fn() -> Element) -> String {
    let stage = Stage::new(Some(without(off)));
    status::tests::fill(&stage);
    members::tests::fill(&stage, Role::Owner);
    stage
        .put("documents/newest/", Page { items: vec![document()], next_cursor: None, total: Some(1) })
        .put("document-folders", Page::<Folder> { items: Vec::new(), next_cursor: None, total: Some(0) });
    let name = off.map_or("all", Feature::as_str);
    stage.render(&["feature-off-", name].concat(), "en", widget)
}

fn document() -> Document {
    Document {
        id: DocumentId::from_u128(9),
        name: "Framework agreement.pdf".into(),
        folder: String::new(),
        case_id: None,
        current: DocumentVersion {
            id: DocumentVersionId::from_u128(9),
            number: 1,
            size: 100,
            media_type: "application/pdf".into(),
            sha256: "00".repeat(32),
            uploaded_by: Some(user(1, "Dana Okafor")),
            created_at: clock::now(),
        },
        version: 1,
        created_at: clock::now(),
        updated_at: clock::now(),
    }
}

#[test]
fn what_belongs_to_a_feature_that_is_off_is_in_no_widget() {
    let mut count = 0;
    for feature in Feature::ALL.iter().copied() {
        for place in places(feature) {
            let (widget, text, when_on) = match place {
                Place::Whole(widget) => (widget, DENIED, false),
                Place::Part(widget, text) => (widget, text, true),
            };
            let (on, off) = (render(None, widget), render(Some(feature), widget));
            assert_eq!(on.contains(text), when_on, "{feature} on: {text}\n{on}");
            assert_eq!(off.contains(text), !when_on, "{feature} off: {text}\n{off}");
            count += 1;
        }
    }
    println!("widgets: {count} places of {} features are empty when they are off", Feature::ALL.len());
    assert!(count >= 15);
}
