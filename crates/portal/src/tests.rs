#![allow(clippy::unwrap_used)]

use super::*;

fn frame(locale: Locale, person: bool) -> Frame {
    Frame {
        locale,
        brand: Brand {
            name: "A<b>c".to_owned(),
            initial: "A".to_owned(),
            logo_url: None,
            icon_url: None,
            support_email: Some("help@acme.example".to_owned()),
            legal_name: Some("A<b>c Ltd.".to_owned()),
            links: vec![Link { title: "Imprint".to_owned(), url: "/imprint".to_owned(), current: false }],
        },
        person: person.then(|| Person { name: "Olga \"O\" Owner".to_owned(), email: "olga@acme.example".to_owned() }),
        organizations: if person { vec![organization(true), organization(false)] } else { Vec::new() },
        csrf: "token".to_owned(),
        theme_url: "/theme.css".to_owned(),
        style_url: "/style.css".to_owned(),
        script_url: "/page.js".to_owned(),
        passkey_script_url: "/passkeys.js".to_owned(),
    }
}

fn head() -> console::OrganizationHead {
    console::OrganizationHead {
        id: "org_1".to_owned(),
        name: "North & West".to_owned(),
        brand: "Brand".to_owned(),
        tabs: vec![Link { title: "Members".to_owned(), url: "/m".to_owned(), current: true }],
    }
}

fn every_page_of_the_console() -> Vec<console::ConsolePage> {
    use console::{
        Access, ChangeLine, Choice, ConsolePage, EntryLine, Fact, FeatureLine, Log, LogEntry, LogFilters, MemberLine,
        Members, OperatorLine, Operators, OrganizationFeatures, OrganizationFound, OrganizationsFound, PermissionLine,
    };
    let moment = || Moment { text: "1 May 2026".to_owned(), machine: "2026-05-01T00:00:00Z".to_owned() };
    let features = || {
        let feature = |on| FeatureLine { key: "status", on, why: (!on).then_some("<script>") };
        vec![feature(true), feature(false)]
    };
    let member = || MemberLine {
        name: "<script>".to_owned(),
        email: "m@b.example".to_owned(),
        role: "owner".to_owned(),
        source: "by hand",
        since: moment(),
        last_active_at: Some(moment()),
        ends_at: Some(moment()),
        ended: true,
        suspended_at: Some(moment()),
        suspended_reason: Some("<script>".to_owned()),
        url: Some("/a".to_owned()),
    };
    let choice = || Choice { value: "support", text: "Support", chosen: true };
    let (next_url, first_url) = (Some("/n".to_owned()), Some("/f".to_owned()));
    let log = |organization, entries| {
        ConsolePage::Log(Log {
            organization,
            url: "/log".to_owned(),
            filters: LogFilters { outcomes: vec![choice()], ..LogFilters::default() },
            filtered: true,
            problem: Some("Said"),
            entries,
            next_url: Some("/n".to_owned()),
            first_url: None,
            exports: vec![Link { title: "CSV".to_owned(), url: "/e".to_owned(), current: false }],
        })
    };
    let entry = EntryLine {
        url: "/e".to_owned(),
        at: moment(),
        who: "<script>".to_owned(),
        kind: "person",
        action: "member.removed".to_owned(),
        resource_type: "membership".to_owned(),
        resource_id: "mem_1".to_owned(),
        denied: true,
        address: None,
    };
    let operator = OperatorLine {
        url: "/o".to_owned(),
        name: "<script>".to_owned(),
        email: "o@b.example".to_owned(),
        role: "Support",
        roles: vec![choice()],
        since: moment(),
        ends_at: Some(moment()),
        ended: false,
        suspended_at: Some(moment()),
        is_oneself: true,
    };
    vec![
        ConsolePage::Organizations(OrganizationsFound::default()),
        ConsolePage::Organizations(OrganizationsFound {
            q: "<script>".to_owned(),
            organizations: vec![OrganizationFound {
                name: "North & West".to_owned(),
                url: "/o".to_owned(),
                brand: "Brand".to_owned(),
                since: moment(),
            }],
            next_url: next_url.clone(),
            first_url: first_url.clone(),
        }),
        ConsolePage::Features(OrganizationFeatures {
            organization: head(),
            language: "en".to_owned(),
            since: moment(),
            features: features(),
        }),
        ConsolePage::Members(Members {
            organization: head(),
            q: String::new(),
            total: 1,
            members: vec![member()],
            next_url,
            first_url,
        }),
        ConsolePage::Access(Access {
            organization: head(),
            member: member(),
            attributes: vec![("region".to_owned(), "<script>".to_owned())],
            address: "<script>".to_owned(),
            address_error: Some("Said"),
            permissions: vec![PermissionLine {
                key: "cases:read",
                words: "See cases",
                verdict: "depends",
                verdict_words: "Depends",
                why: "<script>".to_owned(),
                condition: Some("{}".to_owned()),
                seen: vec![("member.region".to_owned(), "north".to_owned())],
            }],
            features: features(),
        }),
        log(Some(head()), vec![entry]),
        log(None, Vec::new()),
        ConsolePage::Entry(LogEntry {
            organization: Some(head()),
            log_url: "/log".to_owned(),
            action: "<script>".to_owned(),
            denied: true,
            at: moment(),
            facts: vec![Fact {
                name: "Who",
                text: "<script>".to_owned(),
                code: "x".to_owned(),
                url: Some("/w".to_owned()),
            }],
            changes: vec![ChangeLine { path: "role".to_owned(), before: None, after: Some("<script>".to_owned()) }],
        }),
        ConsolePage::Operators(Operators {
            done: Some("Said"),
            problem: Some("Said"),
            operators: vec![operator],
            email_error: Some("Said"),
            name_error: Some("Said"),
            roles: vec![choice()],
            until_error: Some("Said"),
            ..Operators::default()
        }),
    ]
}

#[test]
fn every_page_of_the_console_is_whole_too_and_no_page_of_a_customers_has_anything_of_it() {
    let pages = Pages::new().unwrap();
    for locale in Locale::ALL {
        for body in every_page_of_the_console() {
            let nav = vec![Link { title: "Log".to_owned(), url: "/l".to_owned(), current: true }];
            let page = console::Console { nav, role: "Support", console_style_url: "/console.css".to_owned(), body };
            let html = pages.render(&Page::Console(Box::new(page)), &frame(locale, true)).unwrap();
            assert!(html.trim_end().ends_with("</html>"), "{html}");
            assert!(html.contains("console.css") && html.contains("href=\"/console\""), "{html}");
            assert!(!html.contains("<script>") && !html.contains(" style=") && !html.contains(" onclick"), "{html}");
            assert!(!html.contains("{brand}") && !html.contains("{n}") && !html.contains("{role}"), "{html}");
            assert!(!html.to_lowercase().contains("loggia"));
            let sent = html.matches("method=\"post\"").count();
            assert_eq!(html.matches("name=\"csrf\" value=\"token\"").count(), sent, "every form has its token");
            assert_eq!(html.matches("<h1").count(), 1);
            assert!(html.len() + STYLE.len() + console::CONSOLE_STYLE.len() < 30_000, "{}", html.len());
        }
        for (page, person) in every_page() {
            let html = pages.render(&page, &frame(locale, person)).unwrap();
            assert!(!html.contains("/console"), "{html}");
        }
    }
}

fn organization(current: bool) -> OrganizationLink {
    let (id, name, url) = ("org_1".to_owned(), "North & West".to_owned(), "/o/org_1".to_owned());
    OrganizationLink { id, name, url, current }
}

fn every_page() -> Vec<(Page, bool)> {
    let link = || organization(true);
    let moment = || Moment { text: "1 May 2026".to_owned(), machine: "2026-05-01T00:00:00Z".to_owned() };
    let session = |current| Session {
        id: "us_1".to_owned(),
        device: None,
        address: Some("192.0.2.1".to_owned()),
        created_at: moment(),
        last_seen_at: moment(),
        current,
    };
    let said = || Some("Said".to_owned());
    vec![
        (Page::SignIn(SignIn { error: said(), problem: said(), done: said(), ..SignIn::default() }), false),
        (Page::Password(Password { problem: said(), email: "<script>".to_owned(), ..Password::default() }), false),
        (Page::Forgotten(SignIn { error: said(), problem: said(), done: said(), ..SignIn::default() }), false),
        (
            Page::MailedLink(MailedLink {
                asks_password: true,
                confirms: true,
                warning: said(),
                problem: said(),
                password_error: said(),
                ..MailedLink::default()
            }),
            false,
        ),
        (
            Page::Prove(Prove {
                passkey_url: said(),
                elsewhere: said(),
                error: said(),
                problem: said(),
                links: vec![Action { text: "Said".to_owned(), url: "/said".to_owned() }],
                ..Prove::default()
            }),
            false,
        ),
        (Page::Prove(Prove { asks: Asks::Recovery, ..Prove::default() }), false),
        (Page::Prove(Prove { asks: Asks::Password, sign_in_again: true, error: said(), ..Prove::default() }), true),
        (Page::Prove(Prove { asks: Asks::Nothing, passkey_url: said(), ..Prove::default() }), false),
        (Page::Organizations(Organizations { organizations: vec![link()] }), true),
        (Page::Organizations(Organizations::default()), true),
        (
            Page::Widget(WidgetPage {
                title: "Status".to_owned(),
                tag: "portal-status",
                organization: link(),
                widgets: vec![Link { title: "Status".to_owned(), url: "/s".to_owned(), current: true }],
                csrf: "token".to_owned(),
            }),
            true,
        ),
        (
            Page::Account(Account {
                language: "Deutsch",
                verified_at: Some(moment()),
                pending_email: said(),
                has_password: true,
                password_changed_at: Some(moment()),
                codes_since: Some(moment()),
                codes_used_at: None,
                recovery_codes: said(),
                few_recovery_codes: true,
                passkeys: vec![Passkey {
                    id: "pk_1".to_owned(),
                    name: "<Phone>".to_owned(),
                    host: said(),
                    synced: true,
                    created_at: moment(),
                    last_used_at: Some(moment()),
                }],
                takes_passkeys: true,
                required: said(),
                problem: said(),
                done: said(),
                sessions: vec![session(true), session(false)],
            }),
            true,
        ),
        (Page::Account(Account::default()), true),
        (Page::ChangePassword(ChangePassword { current_error: said(), new_error: said(), problem: said() }), true),
        (Page::Codes(Codes { picture_size: 29, error: said(), ..Codes::default() }), true),
        (Page::RecoveryCodes(RecoveryCodes { done: said(), codes: vec!["abcd-efgh".to_owned()] }), true),
        (Page::NewPasskey(NewPasskey { problem: said(), ..NewPasskey::default() }), true),
        (
            Page::Invitation(Invitation {
                is_new: true,
                name_error: said(),
                password_error: said(),
                ..Invitation::default()
            }),
            false,
        ),
        (Page::Account(Account::default()), true),
        (
            Page::Profile(Profile {
                name: "<".to_owned(),
                name_error: said(),
                languages: vec![LanguageChoice { tag: "de", name: "Deutsch", chosen: true }],
            }),
            true,
        ),
        (Page::ChangeEmail(ChangeEmail { email: "<".to_owned(), email_error: said(), problem: said() }), true),
        (
            Page::Message(Message {
                reference: said(),
                hint: said(),
                forms: vec![Form {
                    url: "/f".to_owned(),
                    fields: vec![("a", "\"".to_owned())],
                    csrf: "token".to_owned(),
                    text: "Do".to_owned(),
                }],
                ..Message::default()
            }),
            false,
        ),
        (
            Page::SsoChoice(SsoChoice {
                connections: vec![Link { title: "A".to_owned(), url: "/a".to_owned(), current: false }],
                email: "<b>".to_owned(),
                ..SsoChoice::default()
            }),
            false,
        ),
        (Page::SsoChoice(SsoChoice { goes_to: Some("/sign-in/sso/sso_1".to_owned()), ..SsoChoice::default() }), false),
        (Page::SignOn(Box::new(sign_on(link(), moment(), said()))), true),
        (Page::SsoConnection(Box::new(sso_connection(link(), said()))), true),
        (
            Page::Linked(LinkedAccounts {
                connections: [true, false]
                    .map(|linked| LinkedLine {
                        name: "<i>".to_owned(),
                        organization: "North".to_owned(),
                        linked,
                        url: "/account/sign-on/sso_1".to_owned(),
                    })
                    .to_vec(),
                done: said(),
                problem: said(),
            }),
            true,
        ),
        (
            Page::Audit(Box::new(AuditPage {
                organization: Some(link()),
                widgets: vec![Link { title: "Audit".to_owned(), url: "/a".to_owned(), current: true }],
                url: "/o/org_1/audit".to_owned(),
                done: said(),
                problem: said(),
                retention: Retention { error: said(), deleted: said(), is_on_hold: true, ..Retention::default() },
                secret: Some(ShownSecret { host: "siem".to_owned(), secret: "whsec_1".to_owned() }),
                streams: vec![Stream {
                    id: "stream_1".to_owned(),
                    host: "<script>".to_owned(),
                    url: "siem.example".to_owned(),
                    state: "failing",
                    state_text: "failing",
                    what: "All".to_owned(),
                    behind: "3".to_owned(),
                    last_success: Some(moment()),
                    last_failure: Some((moment(), "answered 500".to_owned())),
                    previous_secret_ends: Some(moment()),
                }],
                can_add: true,
                form: "form".to_owned(),
                new: NewStream { url_error: said(), actions_error: said(), ..NewStream::default() },
            })),
            true,
        ),
    ]
}

fn sign_on(organization: OrganizationLink, moment: Moment, said: Option<String>) -> SignOn {
    let fields = ["name", "issuer", "client_id", "client_secret", "domain", "break_glass"];
    let domain = |verified| DomainLine {
        domain: "acme.example".to_owned(),
        record: "portal-verification=x".to_owned(),
        verified_at: Some(moment.clone()).filter(|_| verified),
        checked_at: Some(moment.clone()),
        url: "/d".to_owned(),
    };
    SignOn {
        organization,
        widgets: Vec::new(),
        url: "/o/org_1/sign-on".to_owned(),
        connections: vec![ConnectionLine {
            name: "<b>".to_owned(),
            issuer: "idp".to_owned(),
            state: "Draft",
            active: false,
            url: "/c".to_owned(),
        }],
        new: NewConnection::default(),
        domains: vec![domain(true), domain(false)],
        new_domain: String::new(),
        required: true,
        owners: vec![OwnerChoice {
            id: "user_1".to_owned(),
            name: "<i>".to_owned(),
            email: "olga@acme.example".to_owned(),
            chosen: true,
        }],
        errors: fields.map(|field| (field, "Said".to_owned())).into(),
        problem: said.clone(),
        done: said,
    }
}

fn sso_connection(organization: OrganizationLink, said: Option<String>) -> SsoConnectionPage {
    let text = || "<b>".to_owned();
    SsoConnectionPage {
        organization,
        widgets: Vec::new(),
        url: "/c".to_owned(),
        back: "/o/org_1/sign-on".to_owned(),
        version: 3,
        title: text(),
        name: text(),
        issuer: text(),
        client_id: text(),
        has_secret: true,
        scopes: text(),
        redirect_uri: "redirect".to_owned(),
        rules: vec![RuleLine {
            claim: text(),
            operator: "equals".to_owned(),
            value: text(),
            role: "member".to_owned(),
        }],
        roles: vec![RoleOption { key: "member".to_owned(), name: text() }],
        default_role: String::new(),
        just_in_time: true,
        state: "Active",
        active: true,
        test: Some(TestResult { fault: None, found: vec![("Keys", "1".to_owned())] }),
        errors: ["name", "issuer", "client_id", "client_secret", "scopes", "role_rules"]
            .map(|field| (field, "Said".to_owned()))
            .into(),
        problem: said.clone(),
        done: said,
    }
}

#[test]
fn every_page_is_whole_in_every_language_small_and_carries_nothing_that_runs() {
    let pages = Pages::new().unwrap();
    for locale in Locale::ALL {
        for (page, person) in every_page() {
            let html = pages.render(&page, &frame(locale, person)).unwrap();
            assert!(html.ends_with("</html>") || html.ends_with("</html>\n"), "{html}");
            let direction = if locale == Locale::Ar { " dir=\"rtl\"" } else { "" };
            assert!(html.contains(&format!("<html lang=\"{}\"{direction}>", locale.tag())), "{html}");
            assert!(html.contains("A&lt;b&gt;c") && !html.contains("A<b>c"), "texts are escaped");
            assert!(!html.contains("<script>") && !html.contains(" style=") && !html.contains(" onclick"), "{html}");
            let linked = html.replace("https://login.", "");
            assert!(!linked.contains("http://") && !linked.contains("https://"), "nothing comes from elsewhere");
            assert!(!html.to_lowercase().contains("loggia"));
            let forms = html.matches("<form").count();
            assert_eq!(html.matches("name=\"csrf\" value=\"token\"").count(), forms, "every form has its token");
            assert_eq!(html.matches("<h1").count(), 1);
            // In characters: those of some scripts take three bytes.
            let size = html.chars().count() + STYLE.len();
            assert!(size < 20_000, "{size} characters");
        }
    }
    for (script, most) in [(SCRIPT, 2_000), (PASSKEY_SCRIPT, 3_000)] {
        assert!(script.len() < most && !script.contains("http"), "{}", script.len());
    }
}

#[test]
fn a_theme_is_one_sheet_for_both_schemes() {
    let mut theme = loggia_types::session::ThemeVariables::default();
    theme.light.insert("--portal-color-accent".to_owned(), "#0b5c8a".to_owned());
    theme.dark.insert("--portal-color-accent".to_owned(), "#6fb7e2".to_owned());
    assert_eq!(
        theme_sheet(&theme),
        ":root{--portal-color-accent:#0b5c8a;}\
         @media(prefers-color-scheme:dark){:root{--portal-color-accent:#6fb7e2;}}\n"
    );
}

#[test]
fn the_style_sheets_know_no_left_and_no_right() {
    for sheet in [STYLE, console::CONSOLE_STYLE] {
        assert!(!sheet.contains("left") && !sheet.contains("right"));
    }
}
