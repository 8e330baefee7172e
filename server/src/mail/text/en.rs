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
        Content::AuditStreamDisabled { .. } => Words {
            subject: "The audit log of {{ organization }} is no longer sent",
            heading: "The audit log is no longer sent",
            paragraphs: &[
                "The audit log of {{ organization }} was sent to {{ host }}. It has not been taken there for days, so \
                 sending has stopped. No entry is lost: once you switch it on again, it continues where it was.",
            ],
            button: Some("Look at it"),
            notes: &["You get this message because you are an owner of {{ organization }}."],
        },
        Content::FactorAdded { .. } => Words {
            subject: "Two-step verification: {% if passkey %}a passkey was added{% else %}an app was added{% endif %}",
            heading: "Your account has another second factor",
            paragraphs: &[
                "{% if passkey %}The passkey \"{{ passkey }}\" was added to your account in the {{ brand }} portal. It signs you in \
                 from now on.{% else %}An app was set up for your account in the {{ brand }} portal. When you sign in, you are \
                 asked for its code from now on.{% endif %}",
            ],
            button: Some("Go to your account"),
            notes: &[NOT_YOU],
        },
        Content::FactorRemoved { .. } => Words {
            subject: "Two-step verification: {% if passkey %}a passkey was removed{% else %}the app was removed{% endif %}",
            heading: "Your account has a second factor less",
            paragraphs: &[
                "{% if passkey %}The passkey \"{{ passkey }}\" was removed from your account in the {{ brand }} portal.{% else %}The \
                 app that shows codes was removed from your account in the {{ brand }} portal.{% endif %} You were signed out \
                 everywhere else.",
            ],
            button: Some("Go to your account"),
            notes: &[NOT_YOU],
        },
        Content::RecoveryCodesMade {} => Words {
            subject: "You have new recovery codes",
            heading: "You have new recovery codes",
            paragraphs: &[
                "New recovery codes were made for your account in the {{ brand }} portal. The old ones are good for \
                           nothing any more.",
            ],
            button: Some("Go to your account"),
            notes: &[NOT_YOU],
        },
        Content::RecoveryCodeUsed { .. } => Words {
            subject: "A recovery code was used",
            heading: "A recovery code was used",
            paragraphs: &[
                "Somebody proved who they are with one of your recovery codes in the {{ brand }} portal.",
                "{% if left == 0 %}There are none left. Make new ones in your account.{% elif left == 1 %}One is left. Make new \
                 ones in your account.{% else %}{{ left }} are left.{% endif %}",
            ],
            button: Some("Go to your account"),
            notes: &[NOT_YOU],
        },
        Content::WrongCodes {} => Words {
            subject: "Wrong codes for your account",
            heading: "Somebody shows wrong codes for your account",
            paragraphs: &[
                "Somebody who got past the first step of signing in to your account in the {{ brand }} portal showed a wrong code \
                 several times.",
                "If it was not you, they may know your password: change it.",
            ],
            button: Some("Go to your account"),
            notes: &[],
        },
        Content::FactorsReset {} => Words {
            subject: "Two-step verification was reset",
            heading: "Two-step verification was reset",
            paragraphs: &[
                "Every second factor of your account in the {{ brand }} portal was taken away by the people who run it, and \
                           you were signed out everywhere. Sign in, and set up what you want to use from now on.",
            ],
            button: Some("Go to your account"),
            notes: &["If you did not ask for this, tell the people who help at once."],
        },
    }
}

/// What to do about a change that somebody else made.
const NOT_YOU: &str =
    "If it was not you: change your password, end the sessions that you do not know, and tell the people who help.";
