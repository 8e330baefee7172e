//! Rust that reads compiled messages. Where it is included there are `fill`, `choose`, `variants` and `Count`.

use std::fmt::Write as _;

use crate::{
    Catalogue,
    parse::{Message, Piece, Text},
};

/// A type for each catalogue, and one of all.
pub(crate) fn module(catalogues: &[Catalogue]) -> String {
    let mut code = String::new();
    for catalogue in catalogues {
        let count = catalogue.messages.len();
        let name = type_name(&catalogue.name);
        let place = field(&catalogue.name);
        let _ = writeln!(code, "/// {}\n///", catalogue.about);
        let texts = format!("let texts: &loggia_ui::i18n::{name} = &locale.messages().{place};");
        example(&mut code, "", &[ENGLISH, &texts]);
        let _ = writeln!(code, "#[derive(Clone)]\npub struct {name}([&'static str; {count}]);\n\nimpl {name} {{");
        for (index, message) in catalogue.messages.iter().enumerate() {
            method(&mut code, &place, index, message);
        }
        code.push_str("}\n\n");
    }
    code.push_str("/// All texts of one language: a field for each catalogue.\n///\n");
    example(&mut code, "", &[ENGLISH, "let texts: &'static loggia_ui::i18n::Messages = locale.messages();"]);
    code.push_str("#[derive(Clone)]\npub struct Messages {\n");
    for Catalogue { name, about, .. } in catalogues {
        let _ = writeln!(code, "    /// {about}\n    pub {}: {},", field(name), type_name(name));
    }
    code.push_str("}\n\nimpl Messages {\n    /// Without any text.\n    pub(crate) const EMPTY: Self = Self {\n");
    for Catalogue { name, messages, .. } in catalogues {
        let _ = writeln!(code, "        {}: {}([\"\"; {}]),", field(name), type_name(name), messages.len());
    }
    let total: usize = catalogues.iter().map(|catalogue| catalogue.messages.len()).sum();
    let _ = writeln!(
        code,
        "    }};\n\n    /// How many texts there are.\n    #[cfg(test)]\n    pub(crate) const COUNT: usize = {total};"
    );
    let _ = writeln!(code, "\n    /// The places of all texts, in the order of their lines.");
    let _ = writeln!(
        code,
        "    pub(crate) fn places(&mut self) -> [&mut [&'static str]; {}] {{\n        [",
        catalogues.len()
    );
    for Catalogue { name, .. } in catalogues {
        let _ = writeln!(code, "            &mut self.{}.0,", field(name));
    }
    code.push_str("        ]\n    }\n}\n");
    code
}

/// Without values it is the text itself; with values, the text with them in it.
fn method(code: &mut String, catalogue: &str, index: usize, message: &Message) {
    let key = field(&message.key);
    let values = message.text.values();
    let line = format!("self.0[{index}]");
    let documented = said(&message.text, |name| format!("{{{name}}}")).replace('`', "'");
    let _ = writeln!(code, "    /// `{documented}`\n    ///");
    example(code, "    ", &[ENGLISH, "let texts = locale.messages();", &call(catalogue, message)]);
    if values.is_empty() {
        let _ = writeln!(code, "    #[inline]\n    pub fn {key}(&self) -> &'static str {{\n        {line}\n    }}\n");
        return;
    }
    let plural = message.text.selector().filter(|_| message.text.is_plural());
    let of = |name: &String| if plural == Some(name) { format!("{name}.text.as_str()") } else { name.clone() };
    let arguments: Vec<String> =
        values.iter().map(|name| format!("{name}: {}", if plural == Some(name) { "&Count" } else { "&str" })).collect();
    let chosen = match (message.text.selector(), plural) {
        (_, Some(by)) => format!("choose({line}, &{by}.category)"),
        (Some(by), None) => format!("choose({line}, {by})"),
        (None, None) => line.clone(),
    };
    let filled: Vec<String> = values.iter().map(of).collect();
    let _ = writeln!(
        code,
        "    pub fn {key}(&self, {}) -> String {{\n        fill({chosen}, &[{}])\n    }}\n",
        arguments.join(", "),
        filled.join(", ")
    );
    if message.text.selector().is_some() && plural.is_none() {
        let about = format!("The variants of [`{key}`](Self::{key}): name and text, without the default.");
        let _ = writeln!(code, "    /// {about}\n    ///");
        let each = format!("for (name, text) in locale.messages().{catalogue}.{key}_variants() {{");
        example(code, "    ", &[ENGLISH, &each, "    println!(\"{name}: {text}\");", "}"]);
        let _ = writeln!(
            code,
            "    pub fn {key}_variants(&self) -> impl Iterator<Item = (&'static str, &'static str)> {{\n        variants({line})\n    }}\n"
        );
    }
}

/// Where the examples of the documentation get their texts from. Not shown.
const ENGLISH: &str = "# let locale = loggia_ui::i18n::Locale::new(\"en\");";

/// An example for the documentation: tests compile and run it.
fn example(code: &mut String, indent: &str, lines: &[&str]) {
    for line in [&["```"], lines, &["```"]].concat() {
        let _ = writeln!(code, "{indent}/// {line}");
    }
}

/// How a message is asked for, and what is said then: of a number three, of every other value its name.
fn call(catalogue: &str, message: &Message) -> String {
    let plural = message.text.selector().filter(|_| message.text.is_plural());
    let given: Vec<String> =
        message
            .text
            .values()
            .iter()
            .map(|name| {
                if plural == Some(name) { "&locale.count(3)".to_owned() } else { format!("{:?}", name.to_uppercase()) }
            })
            .collect();
    let said = said(&message.text, |name| if plural == Some(name) { "3".to_owned() } else { name.to_uppercase() });
    format!("assert_eq!(texts.{catalogue}.{}({}), {said:?});", field(&message.key), given.join(", "))
}

/// What is said in English; of variants, the default.
fn said(text: &Text, value: impl Fn(&str) -> String) -> String {
    let patterns = text.patterns();
    let last = patterns.last().map(|(_, pattern)| pattern.iter()).into_iter().flatten();
    last.map(|piece| match piece {
        Piece::Words(words) => words.clone(),
        Piece::Value(name) => value(name),
    })
    .collect()
}

fn field(name: &str) -> String {
    name.replace('-', "_")
}

/// `audit-log` is `AuditLogMessages`.
fn type_name(name: &str) -> String {
    let mut written = String::new();
    for word in name.split('-') {
        let mut letters = word.chars();
        written.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        written.push_str(letters.as_str());
    }
    written + "Messages"
}
