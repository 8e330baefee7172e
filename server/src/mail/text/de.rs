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
        Content::SignInLink { .. } => Words {
            subject: "Bei {{ brand }} anmelden",
            heading: "Bei {{ brand }} anmelden",
            paragraphs: &[
                "Jemand, vermutlich Sie, hat einen Link zum Anmelden angefordert{% if place %}, und zwar von {{ place }}{% endif %}.",
            ],
            button: Some("Anmelden"),
            notes: &[
                "Der Link gilt {{ minutes }} Minuten und lässt sich einmal verwenden. Öffnen Sie ihn in dem Browser, in dem Sie ihn angefordert haben.",
                "Falls Sie ihn nicht angefordert haben, können Sie ihn ignorieren. Geben Sie ihn nicht weiter: Wer ihn öffnet, ist als Sie angemeldet.",
            ],
        },
        Content::PasswordLink { .. } => Words {
            subject: "Neues Passwort für {{ brand }} festlegen",
            heading: "Neues Passwort festlegen",
            paragraphs: &[
                "Jemand, vermutlich Sie, möchte ein neues Passwort für Ihr Konto festlegen{% if place %}, und zwar von {{ place }}{% endif %}.",
            ],
            button: Some("Neues Passwort festlegen"),
            notes: &[
                "Der Link gilt {{ minutes }} Minuten und lässt sich einmal verwenden. Danach sind Sie überall abgemeldet.",
                "Falls Sie ihn nicht angefordert haben, können Sie ihn ignorieren: Ihr Passwort bleibt, wie es ist. Geben Sie den Link nicht weiter.",
            ],
        },
        Content::PasswordChanged { .. } => Words {
            subject: "Ihr Passwort für {{ brand }} wurde geändert",
            heading: "Ihr Passwort wurde geändert",
            paragraphs: &[
                "Das Passwort Ihres Kontos wurde am {{ at }} geändert{% if place %}, und zwar von {{ place }}{% endif %}.",
                "Wenn Sie das waren, ist nichts zu tun. Wenn nicht, legen Sie sofort ein neues Passwort fest.",
            ],
            button: Some("Neues Passwort festlegen"),
            notes: &[],
        },
        Content::EmailLink { .. } => Words {
            subject: "Bestätigen Sie Ihre E-Mail-Adresse für {{ brand }}",
            heading: "E-Mail-Adresse bestätigen",
            paragraphs: &["{% if is_new %}{{ name }} möchte diese Adresse für ein Konto bei {{ brand }} verwenden.\
                 {% else %}Das ist die Adresse des Kontos von {{ name }} bei {{ brand }}.{% endif %} \
                 Öffnen Sie den Link und melden Sie sich bei diesem Konto an, um sie zu bestätigen."],
            button: Some("Adresse bestätigen"),
            notes: &[
                "Der Link gilt {{ hours }} Stunden und lässt sich einmal verwenden.",
                "Falls das nicht Ihr Konto ist, können Sie diese Nachricht ignorieren: Es ändert sich nichts.",
            ],
        },
        Content::EmailChangeAsked { .. } => Words {
            subject: "Ihre E-Mail-Adresse für {{ brand }} soll sich ändern",
            heading: "Ihre E-Mail-Adresse soll sich ändern",
            paragraphs: &[
                "Jemand, vermutlich Sie, möchte für Ihr Konto {{ email }} statt dieser Adresse verwenden{% if place %}; das kam von {{ place }}{% endif %}.",
                "Sie ändert sich, sobald die neue Adresse bestätigt ist. Wenn Sie das waren, ist hier nichts zu tun.",
                "Wenn nicht, ist jemand anderes in Ihrem Konto. Legen Sie sofort ein neues Passwort fest: Auch das nimmt die Änderung zurück.",
            ],
            button: Some("Neues Passwort festlegen"),
            notes: &[],
        },
        Content::EmailChanged { .. } => Words {
            subject: "Ihre E-Mail-Adresse für {{ brand }} wurde geändert",
            heading: "Ihre E-Mail-Adresse wurde geändert",
            paragraphs: &[
                "Am {{ at }} wurde die Adresse Ihres Kontos in {{ email }} geändert. Diese Adresse führt nicht mehr zu dem Konto.",
                "Wenn Sie das nicht waren, \
                 {% if support %}schreiben Sie sofort an {{ support }}.{% else %}sagen Sie sofort bei {{ brand }} Bescheid.{% endif %}",
            ],
            button: None,
            notes: &[],
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
        Content::AuditStreamDisabled { .. } => Words {
            subject: "Das Audit-Protokoll von {{ organization }} wird nicht mehr gesendet",
            heading: "Das Audit-Protokoll wird nicht mehr gesendet",
            paragraphs: &[
                "Das Audit-Protokoll von {{ organization }} wurde an {{ host }} gesendet. Dort wurde es seit Tagen nicht \
                 angenommen, deshalb wird es nicht mehr gesendet. Es geht kein Eintrag verloren: Sobald Sie es wieder \
                 einschalten, geht es an derselben Stelle weiter.",
            ],
            button: Some("Ansehen"),
            notes: &["Sie bekommen diese Nachricht, weil {{ organization }} Ihnen gehört."],
        },
        Content::FactorAdded { .. } => Words {
            subject: "Zweistufige Anmeldung: {% if passkey %}Passkey hinzugefügt{% else %}App hinzugefügt{% endif %}",
            heading: "Ihr Konto hat einen weiteren zweiten Faktor",
            paragraphs: &[
                "{% if passkey %}Der Passkey „{{ passkey }}“ wurde Ihrem Konto im Portal von {{ brand }} hinzugefügt. Ab jetzt können \
                 Sie sich damit anmelden.{% else %}Für Ihr Konto im Portal von {{ brand }} wurde eine App eingerichtet. Beim \
                 Anmelden werden Sie ab jetzt nach ihrem Code gefragt.{% endif %}",
            ],
            button: Some("Zum Konto"),
            notes: &[NOT_YOU],
        },
        Content::FactorRemoved { .. } => Words {
            subject: "Zweistufige Anmeldung: {% if passkey %}Passkey entfernt{% else %}App entfernt{% endif %}",
            heading: "Ihr Konto hat einen zweiten Faktor weniger",
            paragraphs: &[
                "{% if passkey %}Der Passkey „{{ passkey }}“ wurde aus Ihrem Konto im Portal von {{ brand }} entfernt.{% else %}Die \
                 App, die Codes anzeigt, wurde aus Ihrem Konto im Portal von {{ brand }} entfernt.{% endif %} Überall sonst \
                 wurden Sie abgemeldet.",
            ],
            button: Some("Zum Konto"),
            notes: &[NOT_YOU],
        },
        Content::RecoveryCodesMade {} => Words {
            subject: "Sie haben neue Wiederherstellungscodes",
            heading: "Sie haben neue Wiederherstellungscodes",
            paragraphs: &[
                "Für Ihr Konto im Portal von {{ brand }} wurden neue Wiederherstellungscodes erstellt. Die alten gelten \
                           nicht mehr.",
            ],
            button: Some("Zum Konto"),
            notes: &[NOT_YOU],
        },
        Content::RecoveryCodeUsed { .. } => Words {
            subject: "Ein Wiederherstellungscode wurde verwendet",
            heading: "Ein Wiederherstellungscode wurde verwendet",
            paragraphs: &[
                "Jemand hat sich im Portal von {{ brand }} mit einem Ihrer Wiederherstellungscodes ausgewiesen.",
                "{% if left == 0 %}Es ist keiner mehr übrig. Erstellen Sie in Ihrem Konto neue.{% elif left == 1 %}Einer ist noch \
                 übrig. Erstellen Sie in Ihrem Konto neue.{% else %}{{ left }} sind noch übrig.{% endif %}",
            ],
            button: Some("Zum Konto"),
            notes: &[NOT_YOU],
        },
        Content::WrongCodes {} => Words {
            subject: "Falsche Codes für Ihr Konto",
            heading: "Jemand gibt falsche Codes für Ihr Konto ein",
            paragraphs: &[
                "Jemand, der den ersten Schritt der Anmeldung an Ihrem Konto im Portal von {{ brand }} geschafft hat, hat mehrmals \
                 einen falschen Code eingegeben.",
                "Waren Sie es nicht, kennt die Person vielleicht Ihr Passwort: Ändern Sie es.",
            ],
            button: Some("Zum Konto"),
            notes: &[],
        },
        Content::FactorsReset {} => Words {
            subject: "Die zweistufige Anmeldung wurde zurückgesetzt",
            heading: "Die zweistufige Anmeldung wurde zurückgesetzt",
            paragraphs: &[
                "Alle zweiten Faktoren Ihres Kontos im Portal von {{ brand }} wurden vom Betreiber entfernt, und Sie wurden \
                           überall abgemeldet. Melden Sie sich an und richten Sie ein, was Sie künftig verwenden möchten.",
            ],
            button: Some("Zum Konto"),
            notes: &["Haben Sie nicht darum gebeten, sagen Sie sofort Bescheid."],
        },
    }
}

/// What to do about a change that somebody else made.
const NOT_YOU: &str = "Waren Sie es nicht: Ändern Sie Ihr Passwort, beenden Sie Sitzungen, die Sie nicht kennen, und sagen Sie \
                       Bescheid.";
