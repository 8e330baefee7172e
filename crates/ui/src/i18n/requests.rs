//! What the Requests widget says.

use super::catalogue;

catalogue! {
    /// What the Requests widget says.
    pub struct RequestsMessages {
        title: "Requests", "Anfragen";
        lead: "What can we do for you?", "Was können wir für Sie tun?";
        search: "Search requests", "Anfragen durchsuchen";
        minutes: "about {n} min", "etwa {n} Min.";
        started: "Started", "Begonnen";
        all: "All requests", "Alle Anfragen";

        // States
        empty_title: "Nothing to request at the moment", "Derzeit gibt es keine Anfragen";
        empty_text: "When {brand} offers requests, you will find them here.", "Sobald {brand} Anfragen anbietet, finden Sie sie hier.";
        gone_title: "This request is no longer offered", "Diese Anfrage wird nicht mehr angeboten";

        // Steps
        step: "Step {n} of {total}", "Schritt {n} von {total}";
        forward: "Continue", "Weiter";
        kept: "Your answers are kept until you leave this page", "Ihre Antworten bleiben erhalten, bis Sie diese Seite verlassen";
        characters_left: "{n} characters left", "Noch {n} Zeichen";
        one_character_left: "1 character left", "Noch 1 Zeichen";
        characters_over: "{n} characters too many", "{n} Zeichen zu viel";
        one_character_over: "1 character too many", "1 Zeichen zu viel";
        choose_up_to: "Choose up to {n}", "Wählen Sie bis zu {n}";
        one_appeared: "One more question below", "Eine weitere Frage darunter";
        appeared: "{n} more questions below", "{n} weitere Fragen darunter";
        one_went: "One question is no longer needed", "Eine Frage entfällt";
        went: "{n} questions are no longer needed", "{n} Fragen entfallen";

        // Errors
        one_error: "One answer needs your attention", "Eine Antwort braucht Ihre Aufmerksamkeit";
        errors: "{n} answers need your attention", "{n} Antworten brauchen Ihre Aufmerksamkeit";
        fill_in: "Fill in “{label}”", "Füllen Sie „{label}“ aus";
        enter_number: "Enter a number for “{label}”", "Geben Sie bei „{label}“ eine Zahl ein";
        enter_whole: "Enter a whole number for “{label}”", "Geben Sie bei „{label}“ eine ganze Zahl ein";
        enter_at_least: "Enter {value} or more for “{label}”", "Geben Sie bei „{label}“ {value} oder mehr ein";
        enter_at_most: "Enter {value} or less for “{label}”", "Geben Sie bei „{label}“ {value} oder weniger ein";
        enter_date: "Enter a date for “{label}”", "Geben Sie bei „{label}“ ein Datum ein";
        enter_from: "Enter {value} or a later day for “{label}”", "Geben Sie bei „{label}“ den {value} oder einen späteren Tag ein";
        enter_until: "Enter {value} or an earlier day for “{label}”", "Geben Sie bei „{label}“ den {value} oder einen früheren Tag ein";
        choose_one: "Choose an option for “{label}”", "Wählen Sie bei „{label}“ eine Möglichkeit";
        choose_some: "Choose at least one option for “{label}”", "Wählen Sie bei „{label}“ mindestens eine Möglichkeit";
        choose_fewer: "Keep at most {value} for “{label}”", "Behalten Sie bei „{label}“ höchstens {value}";
        add_file: "Add a file for “{label}”", "Fügen Sie bei „{label}“ eine Datei hinzu";
        upload_again: "Upload the files for “{label}” again", "Laden Sie die Dateien bei „{label}“ erneut hoch";
        shorten: "Shorten “{label}” to {value} characters", "Kürzen Sie „{label}“ auf {value} Zeichen";
        wrong_format: "Enter “{label}” in the format asked for", "Geben Sie „{label}“ im gewünschten Format ein";
        uploads_running: "Wait until the files for “{label}” are uploaded", "Warten Sie, bis die Dateien bei „{label}“ hochgeladen sind";
        uploads_failed: "Upload the failed file for “{label}” again, or remove it", "Laden Sie die fehlgeschlagene Datei bei „{label}“ erneut hoch oder entfernen Sie sie";
        not_sent: "Your request was not sent", "Ihre Anfrage wurde nicht gesendet";
        answers_kept: "Your answers are still here.", "Ihre Antworten sind noch da.";

        // Files
        add_files: "Add files", "Dateien hinzufügen";
        drop_files: "or drop them here", "oder hier ablegen";
        files_limit: "Up to {n} files, {size} each", "Bis zu {n} Dateien, je {size}";
        one_file_limit: "One file, up to {size}", "Eine Datei, bis zu {size}";
        images: "Images", "Bilder";
        files_of: "Files for “{label}”", "Dateien bei „{label}“";
        no_upload: "Your role does not allow uploads. Ask an owner or admin of your organization.", "Ihre Rolle erlaubt keine Uploads. Wenden Sie sich an Inhaber oder Administratoren Ihrer Organisation.";

        // Last page
        review: "Check your answers", "Prüfen Sie Ihre Antworten";
        review_text: "This is what we will receive.", "Das erhalten wir von Ihnen.";
        change: "Change", "Ändern";
        change_section: "Change {title}", "{title} ändern";
        not_answered: "Not answered", "Nicht beantwortet";
        send: "Send request", "Anfrage senden";
        sending: "Sending", "Wird gesendet";

        // Receipt
        sent: "We have received your request", "Wir haben Ihre Anfrage erhalten";
        reference: "Your reference", "Ihre Referenz";
        next: "What happens next", "So geht es weiter";
        next_default: "We look at it and answer here. You find every step in Status.", "Wir sehen sie uns an und antworten hier. Jeden Schritt finden Sie im Status.";
        sent_by: "Sent by {name}, {date}", "Gesendet von {name}, {date}";
        see_case: "See its status", "Status ansehen";
        another: "New request", "Neue Anfrage";
    }
}
