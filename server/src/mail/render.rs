//! A mail's words, as text and as HTML.

use std::sync::OnceLock;

use loggia_portal::Locale;
use loggia_theme::Color;
use loggia_types::session::ThemeVariables;
use minijinja::{Environment, UndefinedBehavior, Value, context, value::Serde};
use serde::Serialize;

use super::{Content, Place, custom::CustomWords, letterhead::Letterhead, safe, text};
use crate::error::{Error, Result};

/// A mail that is ready to be put into a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rendered {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: String,
}

/// The words of a mail after their fields were put in, but before they are escaped.
#[derive(Serialize)]
struct Page {
    language: &'static str,
    subject: String,
    heading: String,
    paragraphs: Vec<String>,
    button: Option<String>,
    notes: Vec<String>,
    link: Option<String>,
    button_does_not_work: &'static str,
    automatic: String,
    support: Option<String>,
    footer: Vec<String>,
    brand: String,
    colors: Colors,
}

/// The brand's colours as every mail program reads them: `#rrggbb`.
#[derive(Serialize)]
struct Colors {
    surface: String,
    sunken: String,
    line: String,
    text: String,
    muted: String,
    accent: String,
    button: String,
    button_text: String,
}

impl Colors {
    fn of(theme: &ThemeVariables) -> Self {
        let default = loggia_theme::default_theme();
        let color = |path: &str| {
            let property = format!("--portal-{path}");
            let css = theme.light.get(&property).or_else(|| default.light.get(&property));
            css.and_then(|css| Color::parse(css).ok()).map_or_else(|| "#000000".to_owned(), Color::to_hex)
        };
        Self {
            surface: color("color-surface"),
            sunken: color("color-surface-sunken"),
            line: color("color-line"),
            text: color("color-text"),
            muted: color("color-text-muted"),
            accent: color("color-accent"),
            button: color("button-primary-ground"),
            button_text: color("button-primary-text"),
        }
    }
}

/// The two layouts; and a place to put fields into words, where nothing is escaped yet.
fn templates() -> Result<&'static Environment<'static>> {
    static TEMPLATES: OnceLock<Result<Environment<'static>, String>> = OnceLock::new();
    let made = TEMPLATES.get_or_init(|| {
        let mut templates = Environment::new();
        templates.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        templates.add_template("mail.html", include_str!("templates/mail.html")).map_err(|error| error.to_string())?;
        templates.add_template("mail.txt", include_str!("templates/mail.txt")).map_err(|error| error.to_string())?;
        Ok(templates)
    });
    made.as_ref().map_err(|why| Error::Internal(format!("the templates of mails: {why}")))
}

/// A place in words: `Firefox, Linux (192.0.2.1)`. Empty: nobody knows.
fn from(place: &Place) -> String {
    match (&place.device, &place.address) {
        (Some(device), Some(address)) => format!("{} ({address})", safe::header(device)),
        (Some(device), None) => safe::header(device),
        (None, Some(address)) => address.clone(),
        (None, None) => String::new(),
    }
}

/// Renders a mail of a brand, in its own words where it has some. `base_url` is where its portal is, without a slash at the
/// end.
pub(super) fn render(
    content: &Content,
    locale: Locale,
    brand: &Letterhead,
    own: Option<&CustomWords>,
    theme: &ThemeVariables,
    base_url: &str,
) -> Result<Rendered> {
    let templates = templates()?;
    let brand_name = safe::name(&brand.name);
    let support = brand.support.as_deref().map(safe::header);
    let of_content = match content {
        Content::Invitation { organization, inviter, days, .. } => context! {
            organization => safe::name(organization),
            inviter => inviter.as_deref().map(safe::name),
            days,
        },
        Content::BreakGlass { organization, person, address, at, .. } => context! {
            organization => safe::name(organization),
            person => safe::name(person),
            address,
            at,
        },
        Content::AuditStreamDisabled { organization, host, .. } => context! {
            organization => safe::name(organization),
            host => safe::name(host),
        },
        Content::SignInLink { minutes, place, .. } | Content::PasswordLink { minutes, place, .. } => {
            context! { minutes, place => from(place) }
        }
        Content::PasswordChanged { at, place } => context! { at => text::moment(locale, *at), place => from(place) },
        Content::EmailLink { hours, is_new, name, .. } => context! { hours, is_new, name => safe::name(name) },
        Content::EmailChangeAsked { email, place } => context! { email => safe::name(email), place => from(place) },
        Content::EmailChanged { email, at } => context! { email => safe::name(email), at => text::moment(locale, *at) },
        Content::FactorAdded { passkey } | Content::FactorRemoved { passkey } => {
            context! { passkey => passkey.as_deref().map(safe::name) }
        }
        Content::RecoveryCodeUsed { left } => context! { left },
        Content::RecoveryCodesMade {} | Content::WrongCodes {} | Content::FactorsReset {} => context! {},
    };
    let fields = context! { brand => brand_name.clone(), support => support.clone(), ..of_content };
    let fault = |error: minijinja::Error| Error::Internal(format!("a {} mail: {error:#}", content.kind()));
    // Without a name that ends in `.html` nothing is escaped: that is the layout's business.
    let fill = |words: &str| templates.render_str(words, fields.clone()).map_err(fault);
    let (words, frame) = (text::words(locale, content), text::frame(locale));
    let own = own.and_then(|own| match own.fill(&fields) {
        Ok(filled) => Some(filled),
        // The mail goes out all the same.
        Err(error) => {
            tracing::warn!(kind = content.kind(), %error, "a brand's own words cannot be used");
            None
        }
    });
    let (subject, heading, paragraphs) = match own {
        Some((subject, paragraphs)) => (subject.clone(), subject, paragraphs),
        None => {
            let paragraphs = words.paragraphs.iter().map(|words| fill(words)).collect::<Result<_>>()?;
            (fill(words.subject)?, fill(words.heading)?, paragraphs)
        }
    };
    let page = Page {
        language: locale.tag(),
        subject,
        heading,
        paragraphs,
        button: words.button.map(fill).transpose()?,
        notes: words.notes.iter().map(|words| fill(words)).collect::<Result<_>>()?,
        link: content.path().map(|path| format!("{base_url}{path}")),
        button_does_not_work: frame.button_does_not_work,
        automatic: fill(frame.automatic)?,
        support: support.is_some().then(|| fill(frame.support)).transpose()?,
        footer: brand.footer.clone(),
        brand: brand_name,
        colors: Colors::of(theme),
    };
    let lay_out = |name: &str| {
        templates.get_template(name).and_then(|layout| layout.render(Value::from(Serde(&page)))).map_err(fault)
    };
    Ok(Rendered { text: lay_out("mail.txt")?, html: lay_out("mail.html")?, subject: page.subject })
}
