//! What several widgets say.

use super::catalogue;

catalogue! {
    /// What several widgets say.
    pub struct CommonMessages {
        // Buttons
        retry: "Try again", "Erneut versuchen";
        close: "Close", "Schließen";
        cancel: "Cancel", "Abbrechen";
        back: "Back", "Zurück";
        save: "Save", "Speichern";
        undo: "Undo", "Rückgängig";
        clear_search: "Clear search", "Suche leeren";
        show_all: "Show everything", "Alles anzeigen";
        load_more: "Load more", "Mehr laden";
        loading: "Loading", "Wird geladen";
        more_actions: "More actions for {name}", "Weitere Aktionen für {name}";
        dismiss: "Dismiss", "Ausblenden";
        optional: "optional", "optional";
        you: "You", "Sie";
        contact: "Contact {email}", "{email} kontaktieren";
        results: "{n} results", "{n} Treffer";
        one_result: "1 result", "1 Treffer";

        // States
        failed_title: "This could not be loaded", "Das konnte nicht geladen werden";
        reference: "Reference {id}", "Referenz {id}";
        reference_copy: "Tell support this reference if it keeps happening.", "Nennen Sie dem Support diese Referenz, falls es erneut auftritt.";
        stale: "This may be out of date. The last update failed.", "Dies ist eventuell nicht aktuell. Die letzte Aktualisierung ist fehlgeschlagen.";
        denied_title: "You do not have access to this", "Sie haben hierauf keinen Zugriff";
        denied_role: "Your role is {own}. It takes the role {role} or above.", "Ihre Rolle ist {own}. Nötig ist mindestens die Rolle {role}.";
        denied_ask: "Ask an owner or admin of {organization} to change your role.", "Bitten Sie Inhaber oder Administratoren von {organization}, Ihre Rolle zu ändern.";
        denied_feature: "This is not part of your portal at the moment.", "Dies gehört derzeit nicht zu Ihrem Portal.";
        no_results: "Nothing found", "Nichts gefunden";
        no_results_hint: "Try other words, or show everything.", "Versuchen Sie andere Wörter oder lassen Sie alles anzeigen.";

        // Errors
        error_timeout: "The server took too long to answer. Try again in a moment.", "Der Server hat zu lange gebraucht. Versuchen Sie es gleich noch einmal.";
        error_unreadable: "The file could not be read. Choose it again.", "Die Datei konnte nicht gelesen werden. Wählen Sie sie erneut aus.";
        error_offline: "The server cannot be reached. Check your connection and try again.", "Der Server ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.";
        error_signed_out: "Your session has ended. Reload the page to sign in again.", "Ihre Sitzung ist beendet. Laden Sie die Seite neu, um sich wieder anzumelden.";
        error_cancelled: "Cancelled.", "Abgebrochen.";
        error_denied: "Your role does not allow this. Ask an owner or admin of your organization.", "Ihre Rolle erlaubt dies nicht. Wenden Sie sich an Inhaber oder Administratoren Ihrer Organisation.";
        error_confirm: "This needs a confirmation that it is you. Confirm it, then try again.", "Dafür müssen Sie bestätigen, dass Sie es sind. Bestätigen Sie es und versuchen Sie es erneut.";
        error_second_factor: "Your organization asks for two-step verification. Set it up in your account.", "Ihre Organisation verlangt die zweistufige Anmeldung. Richten Sie sie in Ihrem Konto ein.";
        confirm_identity: "Confirm that it is you", "Bestätigen, dass Sie es sind";
        error_unavailable_here: "This is not available here.", "Dies ist hier nicht verfügbar.";
        error_gone: "This no longer exists, or you no longer have access to it.", "Dies existiert nicht mehr, oder Sie haben keinen Zugriff mehr.";
        error_changed: "This changed in the meantime. Look at the current state and try again.", "Dies wurde inzwischen geändert. Prüfen Sie den aktuellen Stand und versuchen Sie es erneut.";
        error_conflict: "This is not possible at the moment, because something changed. Look at the current state and try again.", "Dies ist gerade nicht möglich, weil sich etwas geändert hat. Prüfen Sie den aktuellen Stand und versuchen Sie es erneut.";
        error_too_large: "The file is too large.", "Die Datei ist zu groß.";
        error_media_type: "This kind of file is not accepted.", "Diese Art von Datei wird nicht angenommen.";
        error_damaged: "The file did not arrive complete. Try again.", "Die Datei ist nicht vollständig angekommen. Versuchen Sie es erneut.";
        error_invalid: "Some entries need your attention.", "Einige Angaben müssen geprüft werden.";
        error_too_many: "Too many attempts. Wait a moment and try again.", "Zu viele Versuche. Warten Sie kurz und versuchen Sie es erneut.";
        error_busy: "The server is busy. Try again in a moment.", "Der Server ist ausgelastet. Versuchen Sie es gleich noch einmal.";
        error_unexpected: "Something went wrong on our side. Try again.", "Bei uns ist etwas schiefgelaufen. Versuchen Sie es erneut.";

        // Times
        just_now: "just now", "gerade eben";
        minutes_ago: "{n} min ago", "vor {n} Min.";
        hours_ago: "{n} h ago", "vor {n} Std.";
        yesterday: "yesterday", "gestern";
        today: "today", "heute";
        tomorrow: "tomorrow", "morgen";
        days_ago: "{n} days ago", "vor {n} Tagen";
        minutes_old: "{n} minutes old", "{n} Minuten alt";
        one_minute_old: "1 minute old", "1 Minute alt";
        hours_old: "{n} hours old", "{n} Stunden alt";
        one_hour_old: "1 hour old", "1 Stunde alt";
        days_old: "{n} days old", "{n} Tage alt";
        one_day_old: "1 day old", "1 Tag alt";
        up_to_date: "up to date", "aktuell";

        // Roles
        role_owner: "Owner", "Inhaber";
        role_admin: "Admin", "Administrator";
        role_member: "Member", "Mitglied";
        role_viewer: "Viewer", "Betrachter";
    }
}
