//! A brand's own words for a kind of mail: subject and paragraphs. Button, notes, link and footer stay ours, so that no
//! words lose what the mail is for.

use loggia_types::FieldError;
use minijinja::{Environment, UndefinedBehavior, Value, value::Serde};

use super::safe;

/// What each kind of mail knows beside the brand's name and whom to ask.
const KINDS: &[(&str, &[&str])] = &[
    ("invitation", &["organization", "inviter", "days"]),
    ("sign_in_link", &["minutes", "place"]),
    ("password_link", &["minutes", "place"]),
    ("password_changed", &["at", "place"]),
    ("email_link", &["hours", "is_new", "name"]),
    ("email_change_asked", &["email", "place"]),
    ("email_changed", &["email", "at"]),
    ("break_glass", &["organization", "person", "address", "at"]),
    ("audit_stream_disabled", &["organization", "host"]),
    ("factor_added", &["passkey"]),
    ("factor_removed", &["passkey"]),
    ("recovery_codes_made", &[]),
    ("recovery_code_used", &["left"]),
    ("wrong_codes", &[]),
    ("factors_reset", &[]),
];

/// What every kind knows.
const ALWAYS: [&str; 2] = ["brand", "support"];

/// How many steps a template may take.
const FUEL: u64 = 10_000;

/// The kinds of mails.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(kind, _)| *kind)
}

/// What a kind of mail knows. `None`: there is no such kind.
pub fn variables(kind: &str) -> Option<Vec<&'static str>> {
    let (_, own) = KINDS.iter().find(|(known, _)| *known == kind)?;
    Some(ALWAYS.iter().chain(own.iter()).copied().collect())
}

/// A kind as templates name it: whether the account knows the browser makes no difference to what is said.
pub(super) fn plain(kind: &str) -> &str {
    kind.split('.').next().unwrap_or(kind)
}

/// A brand's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomWords {
    /// The subject, which is the heading, too.
    pub subject: String,
    /// The paragraphs, with empty lines between them.
    pub body: String,
}

impl CustomWords {
    /// Whether the words can be used for this kind of mail.
    ///
    /// # Errors
    /// Each field that is wrong, and the variable that it should not name.
    pub fn check(&self, kind: &str) -> Result<(), Vec<FieldError>> {
        let Some(known) = variables(kind) else {
            let all: Vec<&str> = kinds().collect();
            let detail = format!("There is no kind of mail {kind:?}; those are {}", all.join(", "));
            return Err(vec![FieldError::new("/kind", "invalid", detail)]);
        };
        let mut errors = Vec::new();
        errors.extend(crate::domain::text::line("/subject", &self.subject, 200).err());
        errors.extend(crate::domain::text::lines("/body", &self.body, 4000).err());
        let templates = environment();
        for (pointer, text) in [("/subject", &self.subject), ("/body", &self.body)] {
            let mut wrong = |detail: String| errors.push(FieldError::new(pointer, "invalid", detail));
            if !is_plain(text) {
                wrong(NOT_PLAIN.to_owned());
                continue;
            }
            match templates.template_from_str(text) {
                Err(error) => wrong(format!("It is no template: {error:#}")),
                Ok(template) => {
                    let mut unknown: Vec<String> = template.undeclared_variables(false).into_iter().collect();
                    unknown.retain(|name| !known.contains(&name.as_str()));
                    unknown.sort();
                    for name in unknown {
                        wrong(format!("A {kind} mail has no {name:?}; it has {}", known.join(", ")));
                    }
                }
            }
        }
        if errors.is_empty() {
            // As a mail with everything and as one with nothing that may be missing.
            for value in ["Sample", ""] {
                let fields: std::collections::BTreeMap<&str, &str> = known.iter().map(|name| (*name, value)).collect();
                if let Err(error) = self.fill(&Value::from(Serde(fields))) {
                    errors.push(FieldError::new("/body", "invalid", format!("It cannot be filled in: {error:#}")));
                    break;
                }
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// Subject and paragraphs with the fields put in, not escaped yet.
    pub(super) fn fill(&self, fields: &Value) -> Result<(String, Vec<String>), minijinja::Error> {
        let templates = environment();
        if ![&self.subject, &self.body].into_iter().all(|text| is_plain(text)) {
            return Err(minijinja::Error::new(minijinja::ErrorKind::InvalidOperation, NOT_PLAIN));
        }
        let subject = templates.render_str(&self.subject, fields.clone())?;
        let body = templates.render_str(&self.body, fields.clone())?.replace("\r\n", "\n");
        let paragraphs = body.split("\n\n").map(safe::line).filter(|text| !text.is_empty());
        Ok((safe::line(&subject), paragraphs.collect()))
    }
}

const NOT_PLAIN: &str = "Use fields, filters without arguments, if, elif, else and endif only: {{ brand | upper }}";

/// Whether a template has fields, filters without arguments and conditions only: what joins, sets or repeats could make more
/// of little than there is memory, where the fuel counts steps.
fn is_plain(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        let Some((tag, after)) = rest.get(at..).and_then(|tag| tag.split_at_checked(2)) else { return false };
        let is_field = tag == "{{";
        // What does not end is told by the parser.
        let Some((inner, next)) = after.split_once(if is_field { "}}" } else { "%}" }) else { return true };
        let word = inner.trim_matches(['-', ' ']).split(' ').next().unwrap_or_default();
        let is_known = is_field || ["if", "elif", "else", "endif"].contains(&word);
        if !is_known || !inner.chars().all(|c| c.is_ascii_alphanumeric() || "_ |-.".contains(c)) {
            return false;
        }
        rest = next;
    }
    true
}

fn environment<'t>() -> Environment<'t> {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    templates.set_fuel(Some(FUEL));
    templates
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn words(subject: &str, body: &str) -> CustomWords {
        CustomWords { subject: subject.to_owned(), body: body.to_owned() }
    }

    #[test]
    fn words_that_name_what_a_mail_does_not_have_are_refused_by_name() {
        let good = words(
            "{% if inviter %}{{ inviter }} invites you{% else %}Welcome to {{ brand }}{% endif %}",
            "Come to {{ organization | upper }}.\n\nYou have {{ days }} days.",
        );
        good.check("invitation").unwrap();
        for (kind, words, pointer, named) in [
            ("invitation", words("Hi {{ secret }}", "Text"), "/subject", "secret"),
            ("invitation", words("Hi", "{% for x in path %}{{ x }}{% endfor %}"), "/body", "Use fields"),
            ("invitation", words("Hi {{ path }}", "Text"), "/subject", "path"),
            ("invitation", words("Hi", "{{ brand | indent(9999999999) }}"), "/body", "Use fields"),
            ("invitation", words("Hi", "{% set a = brand ~ brand %}{{ a ~ a }}"), "/body", "Use fields"),
            ("sign_in_link", good.clone(), "/subject", "inviter"),
            ("invitation", words("Hi", "{{ organization"), "/body", "template"),
            ("invitation", words("Hi", "{{ organization.name.first }}"), "/body", "filled in"),
            ("invitation", words("", "Text"), "/subject", "Write something"),
            ("invitation", words("two\nlines", "Text"), "/subject", "one line"),
            ("newsletter", words("Hi", "Text"), "/kind", "factors_reset"),
            (
                "invitation",
                words("Hi", "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}"),
                "/body",
                "Use fields",
            ),
        ] {
            let errors = words.check(kind).unwrap_err();
            let found = errors.iter().any(|error| error.pointer == pointer && error.detail.contains(named));
            assert!(found, "{kind}: {named}: {errors:?}");
        }
        // Words that were stored before they were held to this.
        let stored = words("Hi", "{% set a = brand ~ brand %}{{ a }}");
        let fields = std::collections::BTreeMap::from([("brand", "Acme")]);
        assert!(stored.fill(&Value::from(Serde(fields))).is_err());
    }

    #[test]
    fn names_in_a_brands_own_words_are_no_links() {
        let name = safe::name("https://evil.example/now");
        let fields = std::collections::BTreeMap::from([("organization", name.as_str()), ("inviter", name.as_str())]);
        let words = words("{{ organization }} waits", "Hello\n\n{{ inviter }}");
        let (subject, paragraphs) = words.fill(&Value::from(Serde(fields))).unwrap();
        for text in [&subject].into_iter().chain(&paragraphs) {
            assert!(!text.contains("://") && !text.contains("evil.example"), "{text}");
        }
    }
}
