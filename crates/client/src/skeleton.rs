//! What a backend puts into its page: the skeleton of a widget, there before any script has run.

use std::fmt::Write as _;

use crate::Error;

/// The shim's style sheet, for an element that no script has touched. `crates/elements/js/scripts/skeleton.js` makes it; a
/// test there says so when it is stale.
const STYLES: &str = include_str!("skeleton.css");

/// A widget's element with a skeleton in a declarative shadow root. The browser shows it at once, and the element keeps it
/// until the widget is there.
///
/// ```
/// use loggia_client::Skeleton;
///
/// let html = Skeleton { attributes: &[("view", "case_01k")], ..Skeleton::default() }.html("portal-status")?;
/// assert!(html.starts_with(r#"<portal-status view="case_01k"><template shadowrootmode="open">"#));
/// # Ok::<(), loggia_client::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Skeleton<'a> {
    /// Attributes of the element.
    pub attributes: &'a [(&'a str, &'a str)],
    /// The language of `label`.
    pub lang: &'a str,
    /// What a screen reader says.
    pub label: &'a str,
    /// The page's nonce, where its policy wants one for the style element.
    pub nonce: Option<&'a str>,
    /// Address of `skeleton.css`, for a policy that allows no style element: it is linked instead.
    pub stylesheet: Option<&'a str>,
}

impl Default for Skeleton<'_> {
    fn default() -> Self {
        Self { attributes: &[], lang: "en", label: "Loading", nonce: None, stylesheet: None }
    }
}

impl Skeleton<'_> {
    /// The HTML, for the element with this tag.
    ///
    /// ```
    /// use loggia_client::Skeleton;
    ///
    /// let skeleton = Skeleton { lang: "de", label: "Wird geladen", nonce: Some("r4nd0m"), ..Skeleton::default() };
    /// assert!(skeleton.html("portal-members")?.contains(r#"<style nonce="r4nd0m">"#));
    /// assert!(skeleton.html("script").is_err());
    /// # Ok::<(), loggia_client::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the tag, or the name of an attribute, is none.
    pub fn html(&self, tag: &str) -> Result<String, Error> {
        if !tag.contains('-') || !is_name(tag) {
            return Err(Error::Config(format!("tag: {tag:?} is no custom element's name")));
        }
        let mut html = format!("<{tag}");
        for (name, value) in self.attributes {
            if !is_name(name) || name.starts_with("on") {
                return Err(Error::Config(format!("attributes: {name:?} is no attribute that an element takes")));
            }
            push(&mut html, format_args!(" {name}=\"{}\"", escaped(value)));
        }
        html.push_str("><template shadowrootmode=\"open\">");
        match (self.stylesheet, self.nonce) {
            (Some(address), _) => {
                push(&mut html, format_args!("<link rel=\"stylesheet\" href=\"{}\">", escaped(address)));
            }
            (None, Some(nonce)) => {
                push(&mut html, format_args!("<style nonce=\"{}\">{}</style>", escaped(nonce), STYLES.trim_end()));
            }
            (None, None) => push(&mut html, format_args!("<style>{}</style>", STYLES.trim_end())),
        }
        push(
            &mut html,
            format_args!(
                "<div class=\"frame skeleton\" lang=\"{}\" dir=\"{}\" part=\"skeleton\" role=\"status\" aria-busy=\"true\" \
                 aria-label=\"{}\">",
                escaped(self.lang),
                if self.lang.split('-').next() == Some("ar") { "rtl" } else { "ltr" },
                escaped(self.label)
            ),
        );
        html.push_str(r#"<div class="head"><div class="bone title"></div><div class="bone button"></div></div>"#);
        const ROW: &str = concat!(
            r#"<div class="row"><div class="bone mark"></div><div class="bone line"></div>"#,
            r#"<div class="bone end"></div></div>"#
        );
        html.push_str(&ROW.repeat(6));
        push(&mut html, format_args!("</div></template></{tag}>"));
        Ok(html)
    }
}

/// A text does not refuse what is written to it.
fn push(html: &mut String, what: std::fmt::Arguments<'_>) {
    let _ = html.write_fmt(what);
}

fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && !name.ends_with('-')
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' | '<' | '>' | '"' | '\'' => push(&mut safe, format_args!("&#{};", letter as u32)),
            _ => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::Skeleton;

    /// The same file is what `skeletonHtml` of the npm package is compared with.
    #[test]
    fn the_html_is_that_of_the_npm_package() {
        let skeleton = Skeleton {
            attributes: &[("view", "a\"<b>&'c'"), ("scheme", "dark")],
            lang: "de",
            label: "Wird geladen",
            ..Skeleton::default()
        };
        assert_eq!(skeleton.html("portal-status").unwrap(), include_str!("skeleton.html").trim_end());
    }

    #[test]
    fn the_styles_come_as_the_pages_policy_allows() {
        let linked = Skeleton { stylesheet: Some("/skeleton.css?a&b"), nonce: Some("x"), ..Skeleton::default() };
        let html = linked.html("acme-status").unwrap();
        assert!(html.contains("<link rel=\"stylesheet\" href=\"/skeleton.css?a&#38;b\">") && !html.contains("<style"));
        let html = Skeleton { nonce: Some("n\"1"), ..Skeleton::default() }.html("acme-status").unwrap();
        assert!(html.contains("<style nonce=\"n&#34;1\">"));
    }

    #[test]
    fn what_would_leave_the_tag_or_run_a_script_is_refused() {
        for tag in ["status", "portal-status x", "Portal-Status", "portal-", "x><script-"] {
            assert!(Skeleton::default().html(tag).is_err(), "{tag}");
        }
        for name in ["onclick", "a b", "a=b", "", "x>"] {
            assert!(
                Skeleton { attributes: &[(name, "")], ..Skeleton::default() }.html("portal-status").is_err(),
                "{name}"
            );
        }
    }
}
