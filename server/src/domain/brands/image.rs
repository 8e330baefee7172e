//! A brand's pictures: what is taken as one. An SVG is a document that a browser could run, so one is taken only when
//! nothing in it runs or loads anything.

use std::{fmt, str::FromStr};

use roxmltree::{Document, Node, ParsingOptions};

/// The largest picture, in bytes.
pub const LARGEST: usize = 64 * 1024;

const SVG: &str = "http://www.w3.org/2000/svg";

/// What an SVG may be made of.
const ELEMENTS: &[&str] = &[
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "title",
    "desc",
    "metadata",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "textPath",
    "linearGradient",
    "radialGradient",
    "stop",
    "pattern",
    "clipPath",
    "mask",
    "marker",
    "style",
    "filter",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
];

/// What a picture is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ImageKind {
    /// Beside the name.
    Logo,
    /// In a browser's tab.
    Favicon,
}

impl ImageKind {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Logo => "logo",
            Self::Favicon => "favicon",
        }
    }

    /// The media type of a picture, which its bytes say and no name does.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(self, bytes: &[u8]) -> Result<&'static str, String> {
        if bytes.len() > LARGEST {
            return Err(format!("it has more than {} kB", LARGEST / 1024));
        }
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.get(12..16) == Some(b"IHDR") {
            return Ok("image/png");
        }
        if self == Self::Favicon && bytes.starts_with(b"\0\0\x01\0") {
            return Ok("image/x-icon");
        }
        match std::str::from_utf8(bytes) {
            Ok(text) if text.trim_start_matches('\u{feff}').trim_start().starts_with('<') => {
                check_svg(text).map(|()| "image/svg+xml")
            }
            _ if self == Self::Favicon => Err("expected an SVG, a PNG or an ICO".to_owned()),
            _ => Err("expected an SVG or a PNG".to_owned()),
        }
    }
}

impl fmt::Display for ImageKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ImageKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::Logo, Self::Favicon]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| "expected logo or favicon".to_owned())
    }
}

/// Whether an SVG is inert.
fn check_svg(text: &str) -> Result<(), String> {
    // Without a document type there are no entities.
    let options = ParsingOptions { allow_dtd: false, nodes_limit: 20_000, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text.trim_start_matches('\u{feff}'), options)
        .map_err(|error| format!("it is no SVG: {error}"))?;
    if !document.root_element().has_tag_name((SVG, "svg")) {
        return Err("it is no SVG".to_owned());
    }
    document.descendants().try_for_each(check_node)
}

fn check_node(node: Node<'_, '_>) -> Result<(), String> {
    if node.is_pi() {
        return Err("take the processing instructions out".to_owned());
    }
    if !node.is_element() {
        return Ok(());
    }
    let name = node.tag_name();
    if name.namespace() != Some(SVG) || !ELEMENTS.contains(&name.name()) {
        return Err(format!("take <{}> out: a picture has shapes and text only", name.name()));
    }
    for attribute in node.attributes() {
        let (key, value) = (attribute.name(), attribute.value());
        let is_link = key.eq_ignore_ascii_case("href") || key.eq_ignore_ascii_case("src");
        if key.to_ascii_lowercase().starts_with("on") || (is_link && !value.trim().starts_with('#')) {
            return Err(format!("take {key}={value:?} out of <{}>: a picture runs and loads nothing", name.name()));
        }
        check_style(value)?;
    }
    if name.name() == "style" {
        // All of it at once: a comment within a word is none to a browser.
        check_style(&node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect::<String>())
    } else {
        Ok(())
    }
}

/// Whether a text would load something where it is taken for a style.
fn check_style(text: &str) -> Result<(), String> {
    let style: String = text.to_ascii_lowercase().split_whitespace().collect();
    let inner = style.split("url(").skip(1).all(|rest| rest.trim_start_matches(['"', '\'']).starts_with('#'));
    // A backslash would write these words in another way.
    let is_plain = !style.contains("@import") && !style.contains("javascript:") && !style.contains("image-set(");
    if inner && is_plain && !style.contains('\\') {
        Ok(())
    } else {
        Err(format!("take {:?} out: a picture loads nothing", text.chars().take(80).collect::<String>()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn svg(inside: &str) -> String {
        format!("<svg xmlns=\"{SVG}\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 8 8\">{inside}</svg>")
    }

    #[test]
    fn an_svg_that_runs_or_loads_something_is_refused() {
        for good in [
            "<path d=\"M0 0h8v8z\" fill=\"url(#a)\"/><!-- drawn by hand -->",
            "<defs><linearGradient id=\"a\"><stop offset=\"1\" style=\"stop-color:#fff\"/></linearGradient></defs>",
            "<style>.a{fill:red}</style><use xlink:href=\"#b\"/><use href=\"#b\"/><title>Crest</title>",
        ] {
            assert_eq!(ImageKind::Logo.check(svg(good).as_bytes()).unwrap(), "image/svg+xml", "{good}");
        }
        for bad in [
            "<script>alert(1)</script>",
            "<foreignObject><body xmlns=\"http://www.w3.org/1999/xhtml\"/></foreignObject>",
            "<path onload=\"alert(1)\" d=\"M0 0\"/>",
            "<path ONCLICK=\"alert(1)\" d=\"M0 0\"/>",
            "<image href=\"https://elsewhere.example/a.png\"/>",
            "<use xlink:href=\"https://elsewhere.example/a.svg#b\"/>",
            "<use href=\"data:image/svg+xml,x#b\"/>",
            "<a href=\"javascript:alert(1)\"><path d=\"M0 0\"/></a>",
            "<animate attributeName=\"href\" to=\"javascript:alert(1)\"/>",
            "<style>@import 'https://elsewhere.example/a.css';</style>",
            "<style>@imp<!-- -->ort 'https://elsewhere.example/a.css';</style>",
            "<style>@\\69mport 'https://elsewhere.example/a.css';</style>",
            "<style>.a{fill:url( 'https://elsewhere.example/a')}</style>",
            "<path style=\"fill:u\\72l(https://elsewhere.example/a)\"/>",
            "<path fill=\"url(//elsewhere.example/a#b)\"/>",
            "<?xml-stylesheet href=\"https://elsewhere.example/a.css\"?>",
            "<x:script xmlns:x=\"http://www.w3.org/2000/svg\">alert(1)</x:script>",
            "<script xmlns=\"http://www.w3.org/1999/xhtml\">alert(1)</script>",
            "<path",
        ] {
            assert!(ImageKind::Logo.check(svg(bad).as_bytes()).is_err(), "{bad}");
        }
        let entity = format!("<!DOCTYPE svg [<!ENTITY a \"b\">]>{}", svg("&a;"));
        for whole in [entity.as_str(), "<html/>", "<svg/>", "", "GIF89a"] {
            assert!(ImageKind::Logo.check(whole.as_bytes()).is_err(), "{whole}");
        }
    }

    #[test]
    fn a_picture_is_what_its_bytes_say_and_small() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08".to_vec();
        assert_eq!(ImageKind::Logo.check(&png).unwrap(), "image/png");
        let ico = b"\0\0\x01\0\x01\0".to_vec();
        assert_eq!(ImageKind::Favicon.check(&ico).unwrap(), "image/x-icon");
        assert!(ImageKind::Logo.check(&ico).is_err());
        let long = [png, vec![0; LARGEST]].concat();
        assert!(ImageKind::Logo.check(&long).unwrap_err().contains("64 kB"));
        assert!("banner".parse::<ImageKind>().is_err());
    }
}
