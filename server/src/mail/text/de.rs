//! German.

use super::{Content, Frame, Words};

pub(super) const FRAME: Frame = Frame {
    button_does_not_work: "Falls die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse in Ihrem Browser:",
    support: "Fragen? Schreiben Sie an {{ support }}.",
    automatic: "Diese Nachricht wurde automatisch von {{ brand }} gesendet.",
};

pub(super) fn words(content: &Content) -> Words {
    match content {
        Content::Invitation { .. } => Words {
            subject: "{% if inviter %}{{ inviter }} lädt Sie zu {{ organization }} ein{% else %}Ihre Einladung zu {{ organization }}{% endif %}",
            heading: "Sie sind zu {{ organization }} eingeladen",
            paragraphs: &[
                "{% if inviter %}{{ inviter }} lädt Sie ein, im Portal von {{ brand }} mit {{ organization }} zu arbeiten.\
                 {% else %}Sie sind eingeladen, im Portal von {{ brand }} mit {{ organization }} zu arbeiten.{% endif %}",
            ],
            button: Some("Einladung annehmen"),
            notes: &[
                "Der Link gilt {{ days }} Tage und lässt sich einmal verwenden.",
                "Falls Sie diese Einladung nicht erwartet haben, können Sie sie ignorieren: Es geschieht nichts, solange \
                 Sie sie nicht annehmen.",
            ],
        },
        Content::BreakGlass { .. } => Words {
            subject: "{{ person }} hat sich bei {{ organization }} ohne Single Sign-on angemeldet",
            heading: "Anmeldung ohne Single Sign-on",
            paragraphs: &[
                "{{ organization }} verlangt Single Sign-on. {{ person }} darf sich als benannte Ausnahme anders anmelden und \
                 hat das um {{ at }} getan{% if address %}, von der Adresse {{ address }} aus{% endif %}.",
                "Wenn Sie nicht wissen, warum, fragen Sie {{ person }}, und sehen Sie in das Prüfprotokoll.",
            ],
            button: Some("Einstellungen öffnen"),
            notes: &["Sie bekommen diese Nachricht, weil Ihnen {{ organization }} mit gehört."],
        },
    }
}
