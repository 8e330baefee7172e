//! English.

use super::{Content, Frame, Words};

pub(super) const FRAME: Frame = Frame {
    button_does_not_work: "If the button does not work, open this address in your browser:",
    support: "Questions? Write to {{ support }}.",
    automatic: "This message was sent automatically by {{ brand }}.",
};

pub(super) fn words(content: &Content) -> Words {
    match content {
        Content::Invitation { .. } => Words {
            subject: "{% if inviter %}{{ inviter }} invites you to {{ organization }}{% else %}Your invitation to {{ organization }}{% endif %}",
            heading: "You are invited to {{ organization }}",
            paragraphs: &[
                "{% if inviter %}{{ inviter }} invites you to work with {{ organization }} in the {{ brand }} portal.\
                 {% else %}You are invited to work with {{ organization }} in the {{ brand }} portal.{% endif %}",
            ],
            button: Some("Accept the invitation"),
            notes: &[
                "The link is good for {{ days }} days and can be used once.",
                "If you did not expect this invitation, you can ignore it: nothing happens unless you accept it.",
            ],
        },
        Content::BreakGlass { .. } => Words {
            subject: "{{ person }} signed in to {{ organization }} without single sign-on",
            heading: "Signed in without single sign-on",
            paragraphs: &[
                "{{ organization }} requires single sign-on. {{ person }}, an owner who is named as an exception, signed in \
                 in another way at {{ at }}{% if address %}, from the address {{ address }}{% endif %}.",
                "If you do not know why, ask {{ person }}, and look at the audit log.",
            ],
            button: Some("Open the settings"),
            notes: &["You get this message because you are an owner of {{ organization }}."],
        },
    }
}
