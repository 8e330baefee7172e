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
        Content::SignInLink { .. } => Words {
            subject: "Sign in to {{ brand }}",
            heading: "Sign in to {{ brand }}",
            paragraphs: &[
                "Somebody, probably you, asked for a link to sign in{% if place %}, from {{ place }}{% endif %}.",
            ],
            button: Some("Sign in"),
            notes: &[
                "The link is good for {{ minutes }} minutes and can be used once. Open it in the browser in which you asked for it.",
                "If you did not ask for it, you can ignore it. Do not pass it on: whoever opens it is signed in as you.",
            ],
        },
        Content::PasswordLink { .. } => Words {
            subject: "Set a new password for {{ brand }}",
            heading: "Set a new password",
            paragraphs: &[
                "Somebody, probably you, asked to set a new password for your account{% if place %}, from {{ place }}{% endif %}.",
            ],
            button: Some("Set a new password"),
            notes: &[
                "The link is good for {{ minutes }} minutes and can be used once. You are signed out everywhere then.",
                "If you did not ask for it, you can ignore it: your password stays as it is. Do not pass the link on.",
            ],
        },
        Content::PasswordChanged { .. } => Words {
            subject: "Your password for {{ brand }} was changed",
            heading: "Your password was changed",
            paragraphs: &[
                "The password of your account was changed on {{ at }}{% if place %}, from {{ place }}{% endif %}.",
                "If that was you, there is nothing to do. If it was not, set a new password at once.",
            ],
            button: Some("Set a new password"),
            notes: &[],
        },
        Content::EmailLink { .. } => Words {
            subject: "Confirm your e-mail address for {{ brand }}",
            heading: "Confirm your e-mail address",
            paragraphs: &["{% if is_new %}{{ name }} wants to use this address for an account with {{ brand }}.\
                 {% else %}This is the address of the account of {{ name }} with {{ brand }}.{% endif %} \
                 Open the link and sign in to that account to confirm it."],
            button: Some("Confirm the address"),
            notes: &[
                "The link is good for {{ hours }} hours and can be used once.",
                "If this is not your account, you can ignore this message: nothing changes.",
            ],
        },
        Content::EmailChangeAsked { .. } => Words {
            subject: "Your e-mail address for {{ brand }} is about to change",
            heading: "Your e-mail address is about to change",
            paragraphs: &[
                "Somebody, probably you, asked to use {{ email }} for your account instead of this address{% if place %}, from {{ place }}{% endif %}.",
                "It changes as soon as the new address is confirmed. If that was you, there is nothing to do here.",
                "If it was not, somebody else is in your account. Set a new password at once: that takes the change back, too.",
            ],
            button: Some("Set a new password"),
            notes: &[],
        },
        Content::EmailChanged { .. } => Words {
            subject: "Your e-mail address for {{ brand }} was changed",
            heading: "Your e-mail address was changed",
            paragraphs: &[
                "On {{ at }}, the address of your account was changed to {{ email }}. This address does not lead to the account any more.",
                "If that was not you, \
                 {% if support %}write to {{ support }} at once.{% else %}tell the people at {{ brand }} at once.{% endif %}",
            ],
            button: None,
            notes: &[],
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
