//! Every text of the pages, in every language.

use serde::Serialize;

/// A language that the pages speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// German.
    De,
}

impl Locale {
    /// The language that a browser prefers, of those that there are, by its `Accept-Language`
    /// ([RFC 9110, 12.5.4](https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4)).
    pub fn accepted(header: &str) -> Self {
        let mut best = (0.0, Self::default());
        for part in header.split(',').take(20) {
            let (tag, weight) = part.split_once(';').unwrap_or((part, "q=1"));
            let weight = weight.trim().strip_prefix("q=").and_then(|text| text.parse::<f32>().ok()).unwrap_or(0.0);
            let known = match tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
                "en" => Self::En,
                "de" => Self::De,
                _ => continue,
            };
            if weight > best.0 {
                best = (weight, known);
            }
        }
        best.1
    }

    /// The texts.
    pub fn words(self) -> &'static Words {
        match self {
            Self::En => &Words::EN,
            Self::De => &Words::DE,
        }
    }
}

macro_rules! words {
    ($words:ident: $($name:ident: $en:literal, $de:literal;)+) => {
        /// The texts in one language. `{name}` in one is filled in by whoever shows it.
        #[derive(Clone, Debug, serde::Serialize)]
        #[allow(missing_docs, reason = "each is its own explanation")]
        pub struct $words { $(pub $name: &'static str,)+ }

        impl $words {
            pub(crate) const EN: Self = Self { $($name: $en,)+ };
            pub(crate) const DE: Self = Self { $($name: $de,)+ };
        }
    };
}
pub(crate) use words;

words! {
    Words:
    lang: "en", "de";
    skip: "Skip to the content", "Zum Inhalt springen";
    support: "Need help? Write to", "Brauchen Sie Hilfe? Schreiben Sie an";
    support_pages: "Help", "Hilfe";
    imprint: "Imprint", "Impressum";
    privacy: "Privacy", "Datenschutz";
    terms: "Terms", "Nutzungsbedingungen";
    reference: "Reference", "Referenz";
    sign_in: "Sign in", "Anmelden";
    sign_out: "Sign out", "Abmelden";
    signed_out: "You are signed out.", "Sie sind abgemeldet.";
    email: "E-mail address", "E-Mail-Adresse";
    other_address: "Use another address", "Andere Adresse verwenden";
    go_on: "Continue", "Weiter";
    password: "Password", "Passwort";
    sign_in_with_passkey: "Sign in with a passkey", "Mit einem Passkey anmelden";
    use_passkey: "Use a passkey", "Passkey verwenden";
    passkey_not_now: "That did not work. Try again, or use another way.",
        "Das hat nicht geklappt. Versuchen Sie es noch einmal, oder nehmen Sie einen anderen Weg.";
    passkey_refused: "This passkey cannot be used here any more, or it took too long. Try again, or use another way.",
        "Dieser Passkey gilt hier nicht mehr, oder es hat zu lange gedauert. Versuchen Sie es noch einmal, oder nehmen Sie einen anderen Weg.";
    or: "or", "oder";
    second_factor: "One more step", "Noch ein Schritt";
    second_factor_lead: "Your account has two-step verification. Show that it is you, {person}.",
        "Ihr Konto hat eine zweistufige Anmeldung. Zeigen Sie, dass Sie es sind, {person}.";
    second_factor_over: "That took too long, or went wrong too often. Sign in again.",
        "Das hat zu lange gedauert oder ist zu oft schiefgegangen. Melden Sie sich noch einmal an.";
    code: "Code", "Code";
    code_hint: "The six digits that your app shows now.", "Die sechs Ziffern, die Ihre App jetzt anzeigt.";
    code_wrong: "This code is not right, or was used already. Wait for the next one.",
        "Dieser Code stimmt nicht oder wurde schon verwendet. Warten Sie auf den nächsten.";
    codes_exhausted: "There were too many wrong codes. Use a passkey, a recovery code, or a browser in which you have signed in before.",
        "Es waren zu viele falsche Codes. Nehmen Sie einen Passkey, einen Wiederherstellungscode oder einen Browser, in dem Sie schon angemeldet waren.";
    recovery_code: "Recovery code", "Wiederherstellungscode";
    recovery_code_hint: "One of those that you kept, like abcd-efgh-ijkl-mnop-qrst-uvwx. Each is good once.",
        "Einer von denen, die Sie aufgehoben haben, wie abcd-efgh-ijkl-mnop-qrst-uvwx. Jeder gilt einmal.";
    recovery_code_wrong: "This recovery code is not right, or was used already.",
        "Dieser Wiederherstellungscode stimmt nicht oder wurde schon verwendet.";
    use_code: "Use a code from your app", "Code aus der App verwenden";
    use_recovery_code: "Use a recovery code", "Wiederherstellungscode verwenden";
    lost_everything: "If you have lost everything, write to the people who help.",
        "Haben Sie alles verloren, schreiben Sie an die, die helfen.";
    passkeys_elsewhere: "Your passkeys are for {hosts}, and cannot be used here.",
        "Ihre Passkeys gelten für {hosts} und lassen sich hier nicht verwenden.";
    sign_in_again: "Sign in again", "Noch einmal anmelden";
    email_needed: "Enter your e-mail address, like name@company.com.", "Geben Sie Ihre E-Mail-Adresse ein, etwa name@firma.de.";
    forgot_password: "Forgot your password?", "Passwort vergessen?";
    mail_link: "E-mail me a sign-in link", "Anmeldelink per E-Mail";
    check_mail: "Check your e-mail", "Sehen Sie in Ihr Postfach";
    check_mail_detail: "If there is an account for {email}, a link is on its way to it. It is good for {minutes} minutes and can be used once. Open it in this browser.",
        "Wenn es zu {email} ein Konto gibt, ist ein Link dorthin unterwegs. Er gilt {minutes} Minuten und lässt sich einmal verwenden. Öffnen Sie ihn in diesem Browser.";
    check_mail_hint: "Nothing arrived after a few minutes? Look among unwanted mails, and whether the address is right.",
        "Nach ein paar Minuten ist nichts da? Sehen Sie bei den unerwünschten Mails nach, und ob die Adresse stimmt.";
    too_many_links: "There were too many requests for a link. Try again in {wait}.",
        "Es wurde zu oft ein Link angefordert. Versuchen Sie es in {wait} noch einmal.";
    link_over: "This link is not good any more", "Dieser Link gilt nicht mehr";
    link_over_detail: "It was used, is too old, or was replaced by another one. Ask for a new one.",
        "Er wurde benutzt, ist zu alt oder wurde durch einen anderen ersetzt. Fordern Sie einen neuen an.";
    link_lead: "You go on as {email}, in this browser.", "Sie machen als {email} weiter, in diesem Browser.";
    link_elsewhere: "This link was asked for in another browser or on another device. Go on only if you asked for it yourself and if {email} is your address.",
        "Dieser Link wurde in einem anderen Browser oder auf einem anderen Gerät angefordert. Machen Sie nur weiter, wenn Sie das selbst waren und {email} Ihre Adresse ist.";
    link_confirm: "Yes, sign in here", "Ja, hier anmelden";
    link_signs_out: "You are signed in here as {other}. Going on signs you out first.",
        "Sie sind hier als {other} angemeldet. Wenn Sie weitermachen, werden Sie vorher abgemeldet.";
    forgotten: "Set a new password", "Neues Passwort festlegen";
    forgotten_lead: "You get a link by e-mail.", "Sie bekommen einen Link per E-Mail.";
    send_link: "E-mail me a link", "Link per E-Mail";
    reset_lead: "For the account {email}. You are signed out everywhere else then.",
        "Für das Konto {email}. Überall sonst werden Sie dann abgemeldet.";
    set_password: "Set the password", "Passwort festlegen";
    back_to_sign_in: "Back to signing in", "Zurück zum Anmelden";
    not_right: "The e-mail address or the password is not right. Check both and try again.",
        "Die E-Mail-Adresse oder das Passwort stimmt nicht. Prüfen Sie beides und versuchen Sie es noch einmal.";
    too_many: "There were too many attempts. Try again in {wait}.", "Es waren zu viele Versuche. Versuchen Sie es in {wait} noch einmal.";
    too_many_title: "Too many requests", "Zu viele Anfragen";
    seconds: "{n} seconds", "{n} Sekunden";
    minutes: "{n} minutes", "{n} Minuten";
    busy: "Many people are signing in at this moment. Try again in a few seconds.",
        "Gerade melden sich viele an. Versuchen Sie es in ein paar Sekunden noch einmal.";
    stale_form: "The page was open for too long. Try again.", "Die Seite war zu lange offen. Versuchen Sie es noch einmal.";
    organizations: "Your organizations", "Ihre Organisationen";
    choose_organization: "Choose where you want to go.", "Wählen Sie, wohin Sie möchten.";
    no_organization: "You do not belong to an organization at the moment. Ask somebody there to invite you.",
        "Sie gehören im Moment zu keiner Organisation. Bitten Sie jemanden dort um eine Einladung.";
    switch_organization: "Switch organization", "Organisation wechseln";
    portal: "Portal", "Portal";
    status: "Status", "Status";
    requests: "Requests", "Anfragen";
    documents: "Documents", "Dokumente";
    members: "Members", "Mitglieder";
    needs_script: "This part needs JavaScript. Turn it on in your browser, then reload the page.",
        "Dieser Teil braucht JavaScript. Schalten Sie es im Browser ein und laden Sie die Seite neu.";
    audit_log: "Audit log", "Audit-Protokoll";
    audit_settings: "Audit settings", "Audit-Einstellungen";
    api_keys: "API keys", "API-Schlüssel";
    organization: "Organization", "Organisation";
    account: "Account", "Konto";
    profile: "Profile", "Profil";
    language: "Language", "Sprache";
    language_of_browser: "As in the browser", "Wie im Browser";
    edit: "Edit", "Bearbeiten";
    save: "Save", "Speichern";
    profile_saved: "Your profile was saved.", "Ihr Profil wurde gespeichert.";
    verified_since: "Confirmed on", "Bestätigt am";
    not_verified: "Not confirmed yet", "Noch nicht bestätigt";
    send_verification: "E-mail me a link to confirm it", "Link zum Bestätigen per E-Mail";
    verification_sent: "A link to confirm your address is on its way to {email}.",
        "Ein Link zum Bestätigen Ihrer Adresse ist unterwegs an {email}.";
    pending_email: "{email} is waiting to be confirmed, by the link in its mailbox, until {until}.",
        "{email} wartet auf die Bestätigung durch den Link im Postfach, bis {until}.";
    take_back_email: "Take this back", "Zurücknehmen";
    email_taken_back: "It stays as it is.", "Es bleibt, wie es ist.";
    new_email: "New e-mail address", "Neue E-Mail-Adresse";
    new_email_hint: "It becomes yours once you have opened the link that we send there. We tell the present address, too.",
        "Sie gilt, sobald Sie den Link geöffnet haben, den wir dorthin senden. Auch die jetzige Adresse erfährt davon.";
    change_email: "Change address", "Adresse ändern";
    change_email_sent: "If {email} can be used, a link is on its way there. Your address stays as it is until you open it.",
        "Wenn {email} verwendet werden kann, ist ein Link dorthin unterwegs. Ihre Adresse bleibt, wie sie ist, bis Sie ihn öffnen.";
    email_same: "This is your address already.", "Das ist schon Ihre Adresse.";
    email_changed: "Your e-mail address was changed.", "Ihre E-Mail-Adresse wurde geändert.";
    email_verified: "Your e-mail address is confirmed.", "Ihre E-Mail-Adresse ist bestätigt.";
    confirm_email: "Confirm your e-mail address", "E-Mail-Adresse bestätigen";
    confirm_email_lead: "{email} is the address of your account.", "{email} ist die Adresse Ihres Kontos.";
    confirm_new_email_lead: "Your account has {email} from then on, and {old} does not lead to it any more.",
        "Ihr Konto hat dann {email}, und {old} führt nicht mehr dorthin.";
    confirm_email_button: "Confirm", "Bestätigen";
    email_other: "This link is about another account", "Dieser Link gehört zu einem anderen Konto";
    email_other_detail: "You are signed in as {other}. Sign out, then open the link again and sign in to the account that it is about.",
        "Sie sind als {other} angemeldet. Melden Sie sich ab, öffnen Sie den Link noch einmal und melden Sie sich bei dem Konto an, zu dem er gehört.";
    first_password: "E-mail me a link to set a password", "Passwort per E-Mail-Link festlegen";
    first_password_sent: "A link to set a password is on its way to {email}.",
        "Ein Link zum Festlegen eines Passworts ist unterwegs an {email}.";
    current_password: "Current password", "Aktuelles Passwort";
    new_password: "New password", "Neues Passwort";
    change_password: "Change password", "Passwort ändern";
    password_changed_at: "Changed on", "Geändert am";
    no_password: "You sign in without a password.", "Sie melden sich ohne Passwort an.";
    password_hint: "At least 15 characters. A few words that only you would put together are good and easy to remember.",
        "Mindestens 15 Zeichen. Ein paar Wörter, die nur Sie so zusammenstellen, sind gut und leicht zu merken.";
    password_needed: "Enter a password.", "Geben Sie ein Passwort ein.";
    password_wrong: "This is not your current password.", "Das ist nicht Ihr aktuelles Passwort.";
    password_short: "Take at least {n} characters.", "Nehmen Sie mindestens {n} Zeichen.";
    password_long: "Take at most 256 characters.", "Nehmen Sie höchstens 256 Zeichen.";
    password_common: "Many people use this password, or it is easy to guess. Take another one.",
        "Dieses Passwort benutzen viele, oder es ist leicht zu erraten. Nehmen Sie ein anderes.";
    password_personal: "It is mostly your name, your address or the name of this portal. Take something else.",
        "Es besteht fast nur aus Ihrem Namen, Ihrer Adresse oder dem Namen dieses Portals. Nehmen Sie etwas anderes.";
    password_same: "This is your current password. Take another one.", "Das ist Ihr aktuelles Passwort. Nehmen Sie ein anderes.";
    password_changed: "Your password was changed. You were signed out everywhere else.",
        "Ihr Passwort wurde geändert. Überall sonst wurden Sie abgemeldet.";
    to_change_password: "Change password", "Passwort ändern";
    two_step: "Two-step verification", "Zweistufige Anmeldung";
    two_step_hint: "When you sign in with your password, you also show something that only you have.",
        "Wenn Sie sich mit Ihrem Passwort anmelden, zeigen Sie dazu etwas, das nur Sie haben.";
    on: "On", "An";
    off: "Off", "Aus";
    codes_app: "Codes of an app", "Codes einer App";
    codes_app_hint: "An app on your phone shows a new code every 30 seconds.",
        "Eine App auf Ihrem Telefon zeigt alle 30 Sekunden einen neuen Code.";
    set_up: "Set up", "Einrichten";
    since: "since", "seit";
    remove: "Remove", "Entfernen";
    recovery_codes: "Recovery codes", "Wiederherstellungscodes";
    recovery_codes_left: "{n} of 10 are left, for when you have nothing else with you.",
        "{n} von 10 sind übrig, für den Fall, dass Sie nichts anderes bei sich haben.";
    make_new: "Make new ones", "Neue erstellen";
    passkeys: "Passkeys", "Passkeys";
    passkeys_hint: "Sign in with your fingerprint, your face or the PIN of your device, without a password.",
        "Melden Sie sich mit Fingerabdruck, Gesicht oder der PIN Ihres Geräts an, ohne Passwort.";
    add_passkey: "Add a passkey", "Passkey hinzufügen";
    no_passkeys_here: "At this address browsers know no passkeys.", "Unter dieser Adresse kennen Browser keine Passkeys.";
    passkey_synced: "on several devices", "auf mehreren Geräten";
    passkey_device: "on one device", "auf einem Gerät";
    passkey_for: "for", "für";
    added_at: "added", "hinzugefügt";
    never_used: "not used yet", "noch nicht benutzt";
    passkey_name: "Name", "Name";
    passkey_name_hint: "So that you recognize it later, like \"My phone\".", "Damit Sie ihn später erkennen, etwa „Mein Telefon“.";
    create_passkey: "Create the passkey", "Passkey erstellen";
    new_passkey_lead: "Your browser asks you to confirm with your fingerprint, your face or a PIN. None of it reaches us.",
        "Ihr Browser bittet Sie um Fingerabdruck, Gesicht oder PIN. Nichts davon kommt bei uns an.";
    new_passkey_problem: "The passkey was not created. Try again.", "Der Passkey wurde nicht erstellt. Versuchen Sie es noch einmal.";
    passkey_added: "The passkey was added.", "Der Passkey wurde hinzugefügt.";
    passkey_removed: "The passkey was removed. You were signed out everywhere else.",
        "Der Passkey wurde entfernt. Überall sonst wurden Sie abgemeldet.";
    codes_setup: "Set up an app for codes", "App für Codes einrichten";
    codes_step_1: "Open an app for one-time codes, such as the password manager of your phone, and scan this picture.",
        "Öffnen Sie eine App für Einmalcodes, etwa den Passwortmanager Ihres Telefons, und scannen Sie dieses Bild.";
    codes_picture: "QR code with the key below", "QR-Code mit dem Schlüssel darunter";
    codes_key: "Or type this key", "Oder geben Sie diesen Schlüssel ein";
    codes_open: "Open the app on this device", "App auf diesem Gerät öffnen";
    codes_step_2: "Then enter the code that the app shows.", "Geben Sie dann den Code ein, den die App anzeigt.";
    codes_confirm: "Turn on", "Einschalten";
    codes_first_wrong: "This code is not right. Check that the time on your phone is, and enter the next code.",
        "Dieser Code stimmt nicht. Prüfen Sie die Uhrzeit Ihres Telefons und geben Sie den nächsten Code ein.";
    codes_added: "Codes of your app are asked for from now on.", "Ab jetzt werden Sie nach den Codes Ihrer App gefragt.";
    codes_removed: "The app was removed. You were signed out everywhere else.",
        "Die App wurde entfernt. Überall sonst wurden Sie abgemeldet.";
    keep_codes: "Keep these codes", "Bewahren Sie diese Codes auf";
    keep_codes_lead: "Each one lets you in once when you have lost everything else. They are shown this once. Print them, or put them into a password manager.",
        "Jeder lässt Sie einmal herein, wenn Sie alles andere verloren haben. Sie werden nur dieses eine Mal angezeigt. Drucken Sie sie aus oder legen Sie sie in einen Passwortmanager.";
    kept: "I have kept them", "Ich habe sie aufbewahrt";
    confirm: "Confirm that it is you", "Bestätigen Sie, dass Sie es sind";
    confirm_lead: "Before you go on, show once more that it is you.",
        "Bevor es weitergeht, zeigen Sie noch einmal, dass Sie es sind.";
    confirm_nothing: "Sign in again to go on.", "Melden Sie sich noch einmal an, um fortzufahren.";
    confirm_not_by_provider: "Your organization's sign-in opens your organization, and is not enough for your account. Sign in in another way to go on.", "Die Anmeldung Ihrer Organisation öffnet Ihre Organisation und genügt nicht für Ihr Konto. Melden Sie sich auf andere Weise an, um fortzufahren.";
    confirm_wrong_password: "This is not your password.", "Das ist nicht Ihr Passwort.";
    required_factor: "{organization} asks for two-step verification. Set up a passkey or an app for codes to go on.",
        "{organization} verlangt die zweistufige Anmeldung. Richten Sie einen Passkey oder eine App für Codes ein, um fortzufahren.";
    sessions: "Where you are signed in", "Wo Sie angemeldet sind";
    sessions_hint: "End what you do not recognize, and change your password then.",
        "Beenden Sie, was Sie nicht kennen, und ändern Sie dann Ihr Passwort.";
    this_browser: "This browser", "Dieser Browser";
    unknown_device: "Unknown device", "Unbekanntes Gerät";
    unknown_address: "Unknown address", "Unbekannte Adresse";
    last_used: "last used", "zuletzt benutzt";
    signed_in_at: "signed in", "angemeldet";
    end: "End", "Beenden";
    end_others: "End all others", "Alle anderen beenden";
    session_ended: "It is signed out there.", "Dort ist jetzt abgemeldet.";
    sessions_ended: "You are signed out everywhere else.", "Überall sonst sind Sie abgemeldet.";
    console_needs_second_factor: "The console needs a second factor. Set one up, then sign out and sign in again with it.",
        "Die Konsole braucht einen zweiten Faktor. Richten Sie einen ein, melden Sie sich dann ab und damit wieder an.";
    invitation: "Join {organization}", "{organization} beitreten";
    invited_by: "{inviter} invites you as {role}.", "{inviter} lädt Sie ein: {role}.";
    invited: "You are invited as {role}.", "Sie sind eingeladen: {role}.";
    role_owner: "owner", "Inhaberin oder Inhaber";
    role_admin: "admin", "Verwaltung";
    role_member: "member", "Mitglied";
    role_viewer: "viewer", "Nur lesen";
    your_name: "Your name", "Ihr Name";
    name_needed: "Enter your name, with at most 200 characters.", "Geben Sie Ihren Namen ein, höchstens 200 Zeichen.";
    join: "Join", "Beitreten";
    invitation_over: "This invitation is not good any more", "Diese Einladung gilt nicht mehr";
    invitation_over_detail: "It was used, withdrawn or is too old. Ask whoever invited you for another one.",
        "Sie wurde benutzt, zurückgezogen oder ist zu alt. Bitten Sie um eine neue.";
    invitation_sign_in: "Sign in to join", "Zum Beitreten anmelden";
    invitation_sign_in_detail: "The invitation to {organization} is for {email}, and there is an account with this address.",
        "Die Einladung zu {organization} ist für {email}, und zu dieser Adresse gibt es ein Konto.";
    invitation_other: "This invitation is for somebody else", "Diese Einladung ist für jemand anderen";
    invitation_other_detail: "It is for {email}, and you are signed in as {other}. Sign out to go on, or go back to where you were.",
        "Sie ist für {email}, und Sie sind als {other} angemeldet. Melden Sie sich ab, um weiterzumachen, oder gehen Sie zurück.";
    sign_out_and_go_on: "Sign out and go on", "Abmelden und weitermachen";
    oauth_heading: "Let {client} in?", "{client} hereinlassen?";
    oauth_lead: "It wants to act for you, {person}. As far as you may do it yourself, it will be able to:",
        "Es möchte für Sie handeln, {person}. Soweit Sie es selbst dürfen, kann es dann:";
    oauth_in: "In the organization", "In der Organisation";
    oauth_allow: "Allow", "Erlauben";
    oauth_deny: "Do not allow", "Nicht erlauben";
    oauth_place_web: "Afterwards you go to {place}.", "Danach geht es zu {place}.";
    oauth_place_device: "Afterwards you go back to a program on this device. Allow it only if you have just started to sign in there.",
        "Danach geht es zurück zu einem Programm auf diesem Gerät. Erlauben Sie es nur, wenn Sie die Anmeldung dort eben selbst begonnen haben.";
    oauth_take_back: "This ends by itself after {days} days at the latest. You can take it back sooner, in your account.", "Das endet von selbst nach spätestens {days} Tagen. Sie können es in Ihrem Konto auch früher zurücknehmen.";
    oauth_leaving: "Back to {client}", "Zurück zu {client}";
    oauth_leaving_hint: "If nothing happens, continue here.", "Wenn nichts geschieht, geht es hier weiter.";
    oauth_refused: "This program cannot be let in", "Dieses Programm kann nicht hereingelassen werden";
    oauth_refused_hint: "It is not known here, or asks to be answered at a place that is not its own. Tell whoever gave it to you.",
        "Es ist hier nicht bekannt, oder es möchte die Antwort an einen Ort, der nicht seiner ist. Sagen Sie dort Bescheid, woher Sie es haben.";
    applications: "Programs with access", "Programme mit Zugriff";
    applications_hint: "They act for you, as far as you may do it yourself. End what you do not use.",
        "Sie handeln für Sie, soweit Sie es selbst dürfen. Beenden Sie, was Sie nicht benutzen.";
    no_applications: "No program has access.", "Kein Programm hat Zugriff.";
    allowed_at: "allowed", "erlaubt";
    take_back: "End access", "Zugriff beenden";
    taken_back: "It has no access any more.", "Es hat keinen Zugriff mehr.";
    to_account: "Back to the account", "Zurück zum Konto";
    sso: "Single sign-on", "Single Sign-on";
    sso_hint: "Your people sign in with the account that they have at your company anyway.",
        "Ihre Leute melden sich mit dem Konto an, das sie in Ihrem Unternehmen ohnehin haben.";
    sso_connections: "Connections", "Verbindungen";
    sso_connections_hint: "Each is an identity provider that speaks OpenID Connect, like Entra ID, Okta, Google Workspace or Keycloak.",
        "Jede ist ein Identitätsanbieter, der OpenID Connect spricht, etwa Entra ID, Okta, Google Workspace oder Keycloak.";
    sso_add: "Add a connection", "Verbindung hinzufügen";
    sso_name: "Name", "Name";
    sso_name_hint: "What your people see when they sign in.", "Das sehen Ihre Leute bei der Anmeldung.";
    sso_name_bad: "Enter a name, with at most 60 characters.", "Geben Sie einen Namen ein, höchstens 60 Zeichen.";
    sso_issuer: "Issuer", "Issuer (Aussteller)";
    sso_issuer_hint: "The provider's address, like https://login.company.com. Its discovery document is found below it.",
        "Die Adresse des Anbieters, etwa https://login.firma.de. Darunter liegt sein Discovery-Dokument.";
    sso_issuer_bad: "Enter an address that begins with https://, without ? and #.",
        "Geben Sie eine Adresse ein, die mit https:// beginnt, ohne ? und #.";
    sso_client_id: "Client ID", "Client-ID";
    sso_client_id_bad: "Enter what the provider calls this portal, with at most 250 characters.",
        "Geben Sie ein, wie der Anbieter dieses Portal nennt, höchstens 250 Zeichen.";
    sso_client_secret: "Client secret", "Client-Secret";
    sso_client_secret_hint: "Leave it empty if the provider gave you none: it is never shown again.",
        "Lassen Sie es leer, wenn der Anbieter Ihnen keines gab: Es wird nie wieder angezeigt.";
    sso_client_secret_bad: "The secret has at most 2,000 characters, on one line.", "Das Secret hat höchstens 2.000 Zeichen, in einer Zeile.";
    sso_secret_kept: "There is one. Leave this empty to keep it.", "Es gibt eines. Lassen Sie das leer, um es zu behalten.";
    sso_no_secret: "Remove the secret", "Das Secret entfernen";
    sso_scopes: "Scopes", "Scopes";
    sso_scopes_bad: "Enter 1 to 20 scopes with spaces between them.", "Geben Sie 1 bis 20 Scopes ein, mit Leerzeichen dazwischen.";
    sso_settings: "Settings", "Einstellungen";
    sso_at_provider: "At the provider", "Beim Anbieter";
    sso_at_provider_hint: "Register this portal there as a web application that uses the authorization code flow, with this redirect URI.",
        "Melden Sie dieses Portal dort als Webanwendung mit Authorization Code Flow an, mit dieser Redirect-URI.";
    sso_redirect_uri: "Redirect URI", "Redirect-URI";
    sso_test: "Test the provider", "Anbieter prüfen";
    sso_test_good: "The provider answers and can be used.", "Der Anbieter antwortet und kann verwendet werden.";
    sso_unreachable: "Nothing answers at the issuer's address, or it may not be called from here.",
        "An der Adresse des Issuers antwortet nichts, oder sie darf von hier aus nicht aufgerufen werden.";
    sso_not_a_provider: "There is no discovery document of OpenID Connect below the issuer's address.",
        "Unter der Adresse des Issuers liegt kein Discovery-Dokument von OpenID Connect.";
    sso_other_issuer: "The discovery document names another issuer. Enter exactly the one that it names.",
        "Das Discovery-Dokument nennt einen anderen Issuer. Geben Sie genau den ein, den es nennt.";
    sso_no_keys: "The provider's keys cannot be read.", "Die Schlüssel des Anbieters lassen sich nicht lesen.";
    sso_no_algorithm: "The provider signs with no algorithm that is taken here (RS256, ES256, EdDSA and the like).",
        "Der Anbieter signiert mit keinem Verfahren, das hier gilt (RS256, ES256, EdDSA und ähnliche).";
    sso_sign_in_at: "Sign-in", "Anmeldung";
    sso_sign_out_at: "Sign-out", "Abmeldung";
    sso_algorithms: "Signatures", "Signaturen";
    sso_keys: "Keys", "Schlüssel";
    sso_rules: "Roles", "Rollen";
    sso_rules_hint: "The first line that fits what the provider says counts. Lines without a claim are left out. A role that somebody was given by a person stays.",
        "Die erste Zeile, die zu den Angaben des Anbieters passt, gilt. Zeilen ohne Claim entfallen. Wem eine Person eine Rolle gab, der behält sie.";
    sso_rule: "Rule", "Regel";
    sso_claim: "Claim", "Claim";
    sso_operator: "Comparison", "Vergleich";
    sso_contains: "contains", "enthält";
    sso_equals: "is", "ist";
    sso_value: "Value", "Wert";
    sso_role: "Role", "Rolle";
    sso_rules_bad: "Each rule needs a claim and a value, with at most 200 characters, and there are at most 50.",
        "Jede Regel braucht Claim und Wert mit höchstens 200 Zeichen, und es gibt höchstens 50.";
    sso_default_role: "Everybody else", "Alle anderen";
    sso_refuse: "are not let in", "kommen nicht hinein";
    sso_just_in_time: "Who signs in for the first time becomes a member", "Wer sich zum ersten Mal anmeldet, wird Mitglied";
    sso_save: "Save", "Speichern";
    sso_saved: "It is saved.", "Es ist gespeichert.";
    sso_state: "State", "Zustand";
    sso_draft: "Draft", "Entwurf";
    sso_active: "Active", "Aktiv";
    sso_disabled: "Off", "Aus";
    sso_activate: "Activate", "Aktivieren";
    sso_activate_hint: "From then on, addresses on your verified domains are sent to this provider.",
        "Von da an werden Adressen auf Ihren bestätigten Domains zu diesem Anbieter geschickt.";
    sso_nobody: "Nobody would get in. Add a rule, or choose a role for everybody else, and save first.",
        "Niemand käme hinein. Fügen Sie eine Regel hinzu oder wählen Sie eine Rolle für alle anderen, und speichern Sie zuerst.";
    sso_disable: "Switch off", "Ausschalten";
    sso_disable_hint: "Whoever signed in with it is signed out.", "Wer sich damit angemeldet hat, wird abgemeldet.";
    sso_delete: "Delete the connection", "Verbindung löschen";
    sso_delete_hint: "Whoever signed in with it is signed out, and its settings are gone.",
        "Wer sich damit angemeldet hat, wird abgemeldet, und die Einstellungen sind weg.";
    sso_last_way: "Single sign-on is required, and this is the only connection. Make it optional first.",
        "Single Sign-on ist vorgeschrieben, und das ist die einzige Verbindung. Machen Sie es zuerst freiwillig.";
    sso_changed: "Somebody else has changed it in the meantime. This is how it is now.",
        "Jemand anderes hat es inzwischen geändert. So ist es jetzt.";
    sso_denied: "You may not do this: it would give more than you hold yourself.",
        "Das dürfen Sie nicht: Es gäbe mehr, als Sie selbst haben.";
    sso_created: "The connection is a draft. Register the redirect URI at the provider, test it, set the roles, then activate it.",
        "Die Verbindung ist ein Entwurf. Tragen Sie die Redirect-URI beim Anbieter ein, prüfen Sie ihn, legen Sie die Rollen fest und aktivieren Sie sie dann.";
    sso_deleted: "The connection is deleted.", "Die Verbindung ist gelöscht.";
    sso_domains: "Domains", "Domains";
    sso_domains_hint: "Who has an e-mail address on a verified domain is sent to your provider.",
        "Wer eine E-Mail-Adresse auf einer bestätigten Domain hat, wird zu Ihrem Anbieter geschickt.";
    sso_domain: "Domain", "Domain";
    sso_domain_bad: "Enter a domain that is not in the list yet, like company.com.",
        "Geben Sie eine Domain ein, die noch nicht in der Liste steht, etwa firma.de.";
    sso_add_domain: "Add the domain", "Domain hinzufügen";
    sso_verified: "Verified", "Bestätigt";
    sso_unverified: "Not verified", "Nicht bestätigt";
    sso_record_hint: "Add a TXT record with this text to the domain, then check it. It may take some minutes to be seen.",
        "Legen Sie für die Domain einen TXT-Eintrag mit diesem Text an und prüfen Sie ihn dann. Es kann ein paar Minuten dauern, bis er zu sehen ist.";
    sso_not_found: "The record was not there at", "Der Eintrag war nicht da am";
    sso_check: "Check now", "Jetzt prüfen";
    sso_remove: "Remove", "Entfernen";
    sso_domain_added: "Add the TXT record to the domain, then check it.", "Legen Sie den TXT-Eintrag an und prüfen Sie ihn dann.";
    sso_domain_verified: "The domain is verified.", "Die Domain ist bestätigt.";
    sso_domain_missing: "The record is not there yet. Try again in a few minutes.",
        "Der Eintrag ist noch nicht da. Versuchen Sie es in ein paar Minuten noch einmal.";
    sso_domain_taken: "Another organization has verified this domain. Write to the people who help.",
        "Eine andere Organisation hat diese Domain bestätigt. Schreiben Sie an die Hilfe.";
    sso_domain_unknown: "The domain's records cannot be looked up at the moment. Try again later.",
        "Die Einträge der Domain lassen sich gerade nicht abfragen. Versuchen Sie es später noch einmal.";
    sso_domain_removed: "The domain is gone.", "Die Domain ist entfernt.";
    sso_required: "Require single sign-on", "Single Sign-on vorschreiben";
    sso_required_hint: "Then nobody opens this organization with a password, a link or a passkey. Programs have to be let in again.",
        "Dann öffnet niemand diese Organisation mit Passwort, Link oder Passkey. Programme müssen neu hereingelassen werden.";
    sso_require: "Single sign-on is the only way in", "Single Sign-on ist der einzige Weg hinein";
    sso_break_glass: "Exceptions for emergencies", "Ausnahmen für Notfälle";
    sso_break_glass_hint: "Owners who get in with their password when the provider is down. The other owners are told when that happens.",
        "Inhaberinnen und Inhaber, die mit ihrem Passwort hineinkommen, wenn der Anbieter ausfällt. Die anderen erfahren es, wenn das geschieht.";
    sso_break_glass_bad: "Name at least one owner who has a password, and at most 5.",
        "Benennen Sie mindestens eine Person mit Inhaberrolle und Passwort, höchstens 5.";
    sso_not_ready: "Verify a domain and activate a connection first: otherwise nobody would get in.",
        "Bestätigen Sie zuerst eine Domain und aktivieren Sie eine Verbindung: Sonst käme niemand hinein.";
    sso_going: "On to {connection}", "Weiter zu {connection}";
    sso_going_hint: "{organization} signs its people in there. If nothing happens, continue here.",
        "{organization} meldet die eigenen Leute dort an. Wenn nichts geschieht, geht es hier weiter.";
    sso_choose: "Where do you sign in?", "Wo melden Sie sich an?";
    sso_choose_hint: "{organization} signs its people in at one of these.", "{organization} meldet die eigenen Leute bei einem davon an.";
    sso_password_instead: "Use a password instead", "Stattdessen ein Passwort verwenden";
    sso_needed: "{organization} asks for its own sign-in", "{organization} verlangt die eigene Anmeldung";
    sso_needed_hint: "You are signed in, but not in the way that this organization requires. Sign in there to go on.",
        "Sie sind angemeldet, aber nicht so, wie diese Organisation es verlangt. Melden Sie sich dort an, um weiterzumachen.";
    sso_of_another: "{organization} needs another sign-in", "{organization} braucht eine andere Anmeldung";
    sso_of_another_hint: "You are signed in through another organization's single sign-on, which opens that organization only. Sign out, then sign in with your password.",
        "Sie sind über das Single Sign-on einer anderen Organisation angemeldet, und das öffnet nur diese. Melden Sie sich ab und dann mit Ihrem Passwort an.";
    sso_failed: "You could not be signed in", "Die Anmeldung hat nicht geklappt";
    sso_stale: "The sign-in was started in another browser, took longer than 10 minutes or was used already. Start again.",
        "Die Anmeldung wurde in einem anderen Browser begonnen, dauerte länger als 10 Minuten oder wurde schon benutzt. Beginnen Sie neu.";
    sso_refused: "{organization}'s sign-in service did not let you in. Try again, or ask the people there who look after it.",
        "Der Anmeldedienst von {organization} hat Sie nicht hereingelassen. Versuchen Sie es noch einmal, oder fragen Sie dort nach.";
    sso_down: "{organization}'s sign-in service does not answer", "Der Anmeldedienst von {organization} antwortet nicht";
    sso_down_hint: "This is not your fault, and not your password's. Try again in some minutes. If it stays like this, tell the people at {organization} who look after it.",
        "Das liegt nicht an Ihnen. Versuchen Sie es in ein paar Minuten noch einmal. Bleibt es so, sagen Sie bei {organization} denen Bescheid, die sich darum kümmern.";
    sso_bad_answer: "The answer of {organization}'s sign-in service does not hold, so nobody was let in. Try again. If it stays like this, tell the people there who look after it.",
        "Die Antwort des Anmeldedienstes von {organization} stimmt nicht, deshalb kam niemand hinein. Versuchen Sie es noch einmal. Bleibt es so, sagen Sie dort Bescheid.";
    sso_no_address: "{organization}'s sign-in service names no verified e-mail address on one of its domains. Ask the people there who look after it.",
        "Der Anmeldedienst von {organization} nennt keine bestätigte E-Mail-Adresse auf einer der Domains. Fragen Sie dort nach.";
    sso_link_first: "There is an account with your e-mail address already. Sign in as you did before, then link it in your account, under single sign-on.",
        "Zu Ihrer E-Mail-Adresse gibt es schon ein Konto. Melden Sie sich an wie bisher und verknüpfen Sie es dann in Ihrem Konto, unter Single Sign-on.";
    sso_no_role: "{organization} gives you no access here. Ask the people there who look after it.",
        "{organization} gibt Ihnen hier keinen Zugang. Fragen Sie dort nach.";
    sso_no_member: "You do not belong to {organization} here. Ask somebody there to invite you.",
        "Sie gehören hier nicht zu {organization}. Bitten Sie jemanden dort um eine Einladung.";
    sso_ended: "Your access to {organization} is suspended or has ended.", "Ihr Zugang zu {organization} ist gesperrt oder beendet.";
    sso_other_account: "This account at {organization}'s sign-in service belongs to somebody else here.",
        "Dieses Konto beim Anmeldedienst von {organization} gehört hier zu jemand anderem.";
    sso_again: "Sign in again", "Noch einmal anmelden";
    sso_sign_out_there: "Sign out at {connection}, too", "Auch bei {connection} abmelden";
    sso_linked: "Linked single sign-on", "Verknüpftes Single Sign-on";
    sso_linked_hint: "Link your account once, and from then on you sign in through your company.",
        "Verknüpfen Sie Ihr Konto einmal, und von da an melden Sie sich über Ihr Unternehmen an.";
    sso_linked_none: "None of your organizations has single sign-on.", "Keine Ihrer Organisationen hat Single Sign-on.";
    sso_is_linked: "Linked", "Verknüpft";
    sso_link: "Link", "Verknüpfen";
    sso_unlink: "Unlink", "Trennen";
    sso_link_done: "Your account is linked.", "Ihr Konto ist verknüpft.";
    sso_unlink_done: "Your account is not linked any more.", "Ihr Konto ist nicht mehr verknüpft.";
    audit: "Audit log", "Audit-Protokoll";
    audit_lead: "How long entries are kept, and which systems they are sent to.",
        "Wie lange Einträge aufbewahrt und an welche Systeme sie gesendet werden.";
    retention: "How long entries are kept", "Wie lange Einträge aufbewahrt werden";
    retention_days: "Days", "Tage";
    retention_hint: "Leave it empty to keep entries for good, or enter at least {n} days.",
        "Lassen Sie das Feld leer, um Einträge dauerhaft aufzubewahren, oder geben Sie mindestens {n} Tage an.";
    retention_wrong: "Enter a whole number from {n} to 36,500, or leave the field empty.",
        "Geben Sie eine ganze Zahl von {n} bis 36.500 an, oder lassen Sie das Feld leer.";
    retention_whole: "No entry has been deleted so far.", "Bisher wurde kein Eintrag gelöscht.";
    retention_deleted: "Entries up to number {position} were deleted, most recently on {date}.",
        "Einträge bis Nummer {position} wurden gelöscht, zuletzt am {date}.";
    retention_held: "There is a legal hold: nothing is deleted for now.",
        "Es gibt eine rechtliche Sperre: Derzeit wird nichts gelöscht.";
    retention_saved: "It is saved.", "Es ist gespeichert.";
    streams: "Where entries are sent", "Wohin Einträge gesendet werden";
    streams_hint: "Each request is signed, and entries arrive in their order.",
        "Jede Anfrage ist signiert, und Einträge kommen in ihrer Reihenfolge an.";
    streams_none: "Entries are not sent anywhere. Add a system that collects security events (SIEM).",
        "Einträge werden nirgendwohin gesendet. Fügen Sie ein System hinzu, das Sicherheitsereignisse sammelt (SIEM).";
    stream_add: "Add a receiver", "Empfänger hinzufügen";
    stream_create: "Add", "Hinzufügen";
    stream_url: "Address", "Adresse";
    stream_url_hint: "An address of the receiver that begins with https.", "Eine Adresse des Empfängers, die mit https beginnt.";
    stream_url_wrong: "Enter a public address like https://siem.example/collect, without a password or a #.",
        "Geben Sie eine öffentliche Adresse an wie https://siem.example/collect, ohne Passwort und ohne #.";
    stream_format: "Format", "Format";
    stream_jsonl: "JSON Lines, as in the API", "JSON Lines, wie in der API";
    stream_ocsf: "OCSF, for security systems", "OCSF, für Sicherheitssysteme";
    stream_actions: "Only these actions", "Nur diese Aktionen";
    stream_actions_hint: "Separate several by commas: member.removed, or all of a kind: member. Empty: all.",
        "Mehrere mit Kommas trennen: member.removed, oder alle einer Art: member. Leer: alle.";
    stream_actions_wrong: "Write actions like member.removed, at most 50.", "Schreiben Sie Aktionen wie member.removed, höchstens 50.";
    stream_which: "Which entries", "Welche Einträge";
    stream_all: "all actions", "alle Aktionen";
    stream_denied: "only what was refused", "nur, was abgelehnt wurde";
    stream_denied_only: "Only what was refused", "Nur, was abgelehnt wurde";
    stream_beginning: "Begin with the oldest entry", "Mit dem ältesten Eintrag beginnen";
    stream_secret: "Secret for", "Geheimnis für";
    stream_secret_hint: "Copy it now: it is not shown again. The receiver checks the signatures with it, as Standard Webhooks has it.",
        "Kopieren Sie es jetzt: Es wird nicht wieder gezeigt. Der Empfänger prüft damit die Signaturen nach Standard Webhooks.";
    stream_active: "active", "aktiv";
    stream_failing: "failing", "gestört";
    stream_off: "off", "aus";
    stream_caught_up: "up to date", "auf dem neuesten Stand";
    stream_behind: "{n} entries behind", "{n} Einträge im Rückstand";
    stream_success: "last delivered", "zuletzt zugestellt";
    stream_failure: "Last failure", "Letzter Fehler";
    stream_answered: "the receiver answered {status}", "der Empfänger hat mit {status} geantwortet";
    stream_not_reached: "the receiver was not reached", "der Empfänger war nicht erreichbar";
    stream_two_secrets: "The previous secret is good until", "Das vorige Geheimnis gilt noch bis";
    stream_test: "Send a test", "Test senden";
    stream_tested: "The receiver took the test.", "Der Empfänger hat den Test angenommen.";
    stream_test_failed: "The test did not arrive: {what}.", "Der Test kam nicht an: {what}.";
    stream_test_soon: "It was tested just now. Wait ten seconds.", "Es wurde eben getestet. Warten Sie zehn Sekunden.";
    stream_disable: "Switch off", "Ausschalten";
    stream_disabled: "Nothing is sent there any more.", "Dorthin wird nichts mehr gesendet.";
    stream_enable: "Switch on", "Einschalten";
    stream_enabled: "It continues where it was.", "Es geht an derselben Stelle weiter.";
    stream_rotate: "New secret", "Neues Geheimnis";
    stream_overlap: "Sign with the previous secret, too, for 24 hours", "24 Stunden lang auch mit dem vorigen Geheimnis signieren";
    stream_rotate_soon: "The previous secret is still good. Wait for its end, or take a new one without an overlap.",
        "Das vorige Geheimnis gilt noch. Warten Sie, bis es endet, oder nehmen Sie ein neues ohne Übergang.";
    stream_delete: "Delete", "Löschen";
    stream_delete_hint: "Entries are not sent there any more, and how far it has come is forgotten.",
        "Einträge werden dorthin nicht mehr gesendet, und bis wohin gesendet wurde, ist vergessen.";
    stream_deleted: "It is deleted.", "Es ist gelöscht.";
    stream_too_many: "There are as many receivers as there can be. Delete one that is not needed any more.",
        "Mehr Empfänger sind nicht möglich. Löschen Sie einen, der nicht mehr gebraucht wird.";
    not_found: "There is nothing here", "Hier ist nichts";
    not_found_detail: "The address is not right, or you may not see what is there.",
        "Die Adresse stimmt nicht, oder Sie dürfen nicht sehen, was dort ist.";
    not_yours: "You may not see this", "Das dürfen Sie nicht sehen";
    not_yours_detail: "Your role does not permit it. Ask whoever gave it to you.",
        "Ihre Rolle erlaubt es nicht. Fragen Sie, wer sie Ihnen gegeben hat.";
    not_from_here: "The form was not sent from this page", "Das Formular kam nicht von dieser Seite";
    not_from_here_detail: "Go back, reload the page and try again.", "Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.";
    fault: "Something went wrong here", "Hier ist etwas schiefgegangen";
    fault_detail: "Try again in a moment. If it stays like this, tell the people who help, with the reference.",
        "Versuchen Sie es gleich noch einmal. Bleibt es so, sagen Sie mit der Referenz Bescheid.";
    to_portal: "Go to the portal", "Zum Portal";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_language_is_spoken_where_it_can_be() {
        for (header, locale) in [
            ("", Locale::En),
            ("de", Locale::De),
            ("de-AT,de;q=0.9,en;q=0.8", Locale::De),
            ("fr-FR, de;q=0.4, en;q=0.8", Locale::En),
            ("fr, es", Locale::En),
            ("de;q=0", Locale::En),
            ("de;q=x, en;q=0.1", Locale::En),
        ] {
            assert_eq!(Locale::accepted(header), locale, "{header}");
        }
    }
}
