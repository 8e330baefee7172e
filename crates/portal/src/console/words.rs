//! Every text of the console, in every language.

use loggia_types::{
    OperatorRole,
    audit::ActorKind,
    members::MembershipSource,
    roles::{FeatureLevel, Verdict},
};

use crate::words::{Locale, words};

words! {
    ConsoleWords:
    console: "Console", "Konsole";
    to_portal: "Customer portal", "Kundenportal";
    organizations: "Organizations", "Organisationen";
    organizations_hint: "Customers of {brand} and of its partners.", "Kunden von {brand} und der Partner.";
    find_organization: "Name of the organization", "Name der Organisation";
    search: "Search", "Suchen";
    none_found: "Nothing was found. Try a shorter part of the name.", "Nichts gefunden. Versuchen Sie es mit einem kürzeren Teil des Namens.";
    no_organizations: "There is no organization yet.", "Es gibt noch keine Organisation.";
    since: "customer since", "Kunde seit";
    next: "Next page", "Nächste Seite";
    first: "First page", "Erste Seite";
    is_noted: "What you look at here is in the organization's own audit log, with your name.",
        "Was Sie hier ansehen, steht mit Ihrem Namen im Audit-Protokoll der Organisation.";
    features: "Features", "Funktionen";
    language: "Language", "Sprache";
    id: "Id", "Kennung";
    on: "On", "An";
    off: "Off", "Aus";
    members: "Members", "Mitglieder";
    find_member: "Name or e-mail address", "Name oder E-Mail-Adresse";
    members_count: "{n} in all", "{n} insgesamt";
    no_members: "Nobody was found.", "Niemand gefunden.";
    role: "Role", "Rolle";
    member_since: "since", "seit";
    last_active: "last active", "zuletzt aktiv";
    never_active: "never active", "nie aktiv";
    ends: "ends", "endet";
    ended: "ended", "endete";
    suspended: "Suspended", "Gesperrt";
    suspended_since: "suspended since", "gesperrt seit";
    explain: "What they may do, and why", "Was sie dürfen, und warum";
    access: "Access", "Zugriff";
    access_hint: "The rule that decided, for each permission. What depends on a case or document is left open.",
        "Die Regel, die entschieden hat, je Berechtigung. Was vom Vorgang oder Dokument abhängt, bleibt offen.";
    address: "As if from this IP address", "Wie von dieser IP-Adresse aus";
    address_hint: "Some roles depend on the network. Empty: from no network in particular.",
        "Manche Rollen hängen vom Netz ab. Leer: aus keinem bestimmten Netz.";
    address_bad: "Enter an IP address, like 192.0.2.7.", "Geben Sie eine IP-Adresse ein, etwa 192.0.2.7.";
    explain_again: "Explain", "Erklären";
    permissions: "Permissions", "Berechtigungen";
    attributes: "Attributes", "Merkmale";
    condition: "Condition", "Bedingung";
    seen: "With", "Mit";
    why_allow: "The role {role} grants it.", "Die Rolle {role} erlaubt es.";
    why_allow_sometimes: "The role {role} grants it under a condition that depends on the case or document.",
        "Die Rolle {role} erlaubt es unter einer Bedingung, die vom Vorgang oder Dokument abhängt.";
    why_deny: "The role {role} denies it, which wins over every role that grants it.",
        "Die Rolle {role} verbietet es; das geht jeder Rolle vor, die es erlaubt.";
    why_deny_sometimes: "The role {role} denies it for some cases or documents.",
        "Die Rolle {role} verbietet es für manche Vorgänge oder Dokumente.";
    why_no_grant: "No role of theirs grants it.", "Keine ihrer Rollen erlaubt es.";
    why_unmet: "The role {role} grants it under a condition that is not met.",
        "Die Rolle {role} erlaubt es unter einer Bedingung, die nicht erfüllt ist.";
    why_feature: "The feature {feature} is off.", "Die Funktion {feature} ist aus.";
    why_brand_only: "Only the vendor's own programs may do this.", "Das dürfen nur die eigenen Programme des Anbieters.";
    why_suspended: "The membership is suspended.", "Die Mitgliedschaft ist gesperrt.";
    why_ended: "The membership has ended.", "Die Mitgliedschaft ist zu Ende.";
    inherits: "from", "von";
    log: "Audit log", "Audit-Protokoll";
    brand_log: "Own audit log", "Eigenes Audit-Protokoll";
    brand_log_hint: "What concerns {brand} itself: operators, API keys, who signed in. What you look at here is in it, too.",
        "Was {brand} selbst betrifft: Zugänge zur Konsole, API-Schlüssel, Anmeldungen. Was Sie hier ansehen, steht auch darin.";
    filters: "Filters", "Filter";
    text: "Text", "Text";
    text_hint: "In a name, an id, a reason, an address or a change", "In Namen, Kennungen, Gründen, Adressen oder Änderungen";
    action: "Action", "Vorgang";
    action_hint: "member.removed, or member. for all of the kind", "member.removed, oder member. für alle der Art";
    who_id: "Id of who did it", "Kennung der handelnden Person";
    thing_id: "Id of the thing", "Kennung der Sache";
    outcome: "Outcome", "Ausgang";
    any_outcome: "Any", "Jeder";
    done: "Done", "Erledigt";
    denied: "Refused", "Verweigert";
    from: "From", "Von";
    to: "To", "Bis";
    apply: "Apply", "Anwenden";
    clear: "Clear", "Zurücksetzen";
    filters_bad: "A date is not right: write it like 2026-11-30.", "Ein Datum stimmt nicht: Schreiben Sie es wie 2026-11-30.";
    text_long: "Shorten the text: at most 200 characters fit.", "Kürzen Sie den Text: Höchstens 200 Zeichen passen.";
    export: "Export", "Exportieren";
    export_csv: "CSV", "CSV";
    export_jsonl: "JSON Lines", "JSON Lines";
    export_ocsf: "OCSF", "OCSF";
    when: "When (UTC)", "Wann (UTC)";
    who: "Who", "Wer";
    thing: "Thing", "Sache";
    from_where: "Address", "Adresse";
    no_entries: "No entry was found.", "Kein Eintrag gefunden.";
    no_entries_yet: "Nothing was found among the entries that were looked at. Go on with the next page.",
        "In den durchsuchten Einträgen wurde nichts gefunden. Die nächste Seite sucht weiter.";
    back_to_log: "Back to the log", "Zurück zum Protokoll";
    reason: "Reason", "Grund";
    program: "Program", "Programm";
    request: "Request", "Anfrage";
    position: "Number", "Nummer";
    hash: "Hash", "Prüfsumme";
    changes: "What changed", "Was sich geändert hat";
    before: "Before", "Vorher";
    after: "After", "Nachher";
    nothing: "nothing", "nichts";
    only_this: "Only this", "Nur das";
    system: "System", "System";
    operators: "Operators", "Zugang zur Konsole";
    operators_hint: "People of {brand} who may use this console. That makes them no member of a customer's organization.",
        "Personen von {brand}, die diese Konsole benutzen dürfen. Zu Organisationen von Kunden gehören sie dadurch nicht.";
    you: "You", "Sie";
    add_operator: "Add an operator", "Zugang geben";
    email: "E-mail address", "E-Mail-Adresse";
    email_bad: "Enter an e-mail address, like name@company.com.", "Geben Sie eine E-Mail-Adresse ein, etwa name@firma.de.";
    name: "Name", "Name";
    name_hint: "Only if this address is new here", "Nur wenn die Adresse hier neu ist";
    name_needed: "This address is new here: enter the person's name, at most 200 characters.",
        "Die Adresse ist hier neu: Geben Sie den Namen der Person ein, höchstens 200 Zeichen.";
    until: "Last day", "Letzter Tag";
    until_hint: "Empty: without an end", "Leer: ohne Ende";
    until_bad: "Enter a day to come, like 2027-01-31.", "Geben Sie einen kommenden Tag ein, etwa 2027-01-31.";
    add: "Add", "Hinzufügen";
    change_role: "Change role", "Rolle ändern";
    suspend: "Suspend", "Sperren";
    reinstate: "Lift the suspension", "Entsperren";
    remove: "Remove", "Entfernen";
    change: "Change", "Ändern";
    operator_added: "They are an operator now.", "Die Person hat jetzt Zugang zur Konsole.";
    operator_changed: "It is changed.", "Es ist geändert.";
    operator_removed: "They are no operator any more.", "Die Person hat keinen Zugang zur Konsole mehr.";
    operator_there: "This person is an operator already.", "Diese Person hat schon Zugang.";
    last_manager: "Nobody would be left who manages operators. Make somebody else an administrator first.",
        "Niemand bliebe, der Zugänge verwaltet. Machen Sie zuerst jemand anderen zum Administrator.";
    gives_more: "You cannot give or take what is more than you have, or lasts longer.",
        "Sie können nichts geben oder nehmen, was mehr ist als Sie haben oder länger gilt.";
    role_administrator: "Administrator: everything", "Administrator: alles";
    role_support: "Support: organizations, members, why somebody may do something", "Support: Organisationen, Mitglieder, warum jemand etwas darf";
    role_auditor: "Auditor: organizations, members, audit logs", "Prüfer: Organisationen, Mitglieder, Audit-Protokolle";
}

impl Locale {
    /// The console's texts.
    pub fn console(self) -> &'static ConsoleWords {
        match self {
            Self::En => &ConsoleWords::EN,
            Self::De => &ConsoleWords::DE,
        }
    }

    fn one_of(self, [english, german]: [&'static str; 2]) -> &'static str {
        match self {
            Self::En => english,
            Self::De => german,
        }
    }

    /// What an operator's role is called.
    pub fn operator_role(self, role: OperatorRole) -> &'static str {
        self.one_of(match role {
            OperatorRole::Administrator => ["Administrator", "Administrator"],
            OperatorRole::Support => ["Support", "Support"],
            OperatorRole::Auditor => ["Auditor", "Prüfer"],
        })
    }

    /// The same, with what it is for.
    pub fn operator_role_choice(self, role: OperatorRole) -> &'static str {
        let words = self.console();
        match role {
            OperatorRole::Administrator => words.role_administrator,
            OperatorRole::Support => words.role_support,
            OperatorRole::Auditor => words.role_auditor,
        }
    }

    /// What a kind of actor is called.
    pub fn actor_kind(self, kind: ActorKind) -> &'static str {
        self.one_of(match kind {
            ActorKind::User => ["person", "Person"],
            ActorKind::ApiKey => ["API key", "API-Schlüssel"],
            ActorKind::System => ["automatic", "automatisch"],
            ActorKind::Operator => ["operator", "Support"],
        })
    }

    /// How somebody came to be a member.
    pub fn membership_source(self, source: MembershipSource) -> &'static str {
        self.one_of(match source {
            MembershipSource::Invitation => ["by an invitation", "durch eine Einladung"],
            MembershipSource::Domain => ["by the domain of the address", "durch die Domain der Adresse"],
            MembershipSource::Sso => ["by single sign-on", "durch Single Sign-on"],
            MembershipSource::Scim => ["by a directory", "durch ein Verzeichnis"],
            MembershipSource::Vendor => ["set up by the vendor", "vom Anbieter angelegt"],
        })
    }

    /// Where a feature was switched off.
    pub fn feature_level(self, level: FeatureLevel) -> &'static str {
        self.one_of(match level {
            FeatureLevel::Platform => {
                ["It is off in the whole installation.", "Sie ist in der ganzen Installation aus."]
            }
            FeatureLevel::ParentBrand => {
                ["The brand above it does not offer it.", "Die übergeordnete Marke bietet sie nicht an."]
            }
            FeatureLevel::Brand => ["The brand does not offer it.", "Die Marke bietet sie nicht an."],
            FeatureLevel::Plan => {
                ["The organization’s plan does not include it.", "Der Tarif der Organisation enthält sie nicht."]
            }
            FeatureLevel::Organization => ["The organization does not have it.", "Die Organisation hat sie nicht."],
            FeatureLevel::Rollout => {
                ["Only some organizations have it so far.", "Bisher haben sie nur manche Organisationen."]
            }
            FeatureLevel::FlagService => ["The flag service switches it off.", "Der Flag-Dienst schaltet sie ab."],
            FeatureLevel::Session => ["The session was made without it.", "Die Sitzung wurde ohne sie angelegt."],
            FeatureLevel::Parent => ["The feature above it is off.", "Die übergeordnete Funktion ist aus."],
        })
    }

    /// How an explanation ends.
    pub fn verdict(self, verdict: Verdict) -> &'static str {
        self.one_of(match verdict {
            Verdict::Allowed => ["Yes", "Ja"],
            Verdict::Denied => ["No", "Nein"],
            Verdict::Depends => ["Depends", "Je nachdem"],
        })
    }
}
