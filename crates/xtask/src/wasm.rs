//! What the bundle and its size table do with a wasm module: sections, functions and their names.

use std::{borrow::Cow, collections::HashMap, ops::Range};

use anyhow::{Context, Result};
use wasm_encoder::{CodeSection, Module, NameMap, NameSection, RawSection, Section as _, SectionId};
use wasmparser::{BinaryReader, FunctionBody, KnownCustom, Name, Operator, Parser, Payload, TypeRef};

/// A body that fits every signature: no locals, `unreachable`, `end`.
pub(crate) const TRAP: &[u8] = &[0x00, 0x00, 0x0b];
/// Id of a custom section.
pub(crate) const CUSTOM: u8 = SectionId::Custom as u8;
/// Id of the section that holds strings and tables.
pub(crate) const DATA: u8 = SectionId::Data as u8;

/// The sections of a module, in order: what each holds, by its id, and its content.
///
/// # Errors
/// When the bytes are not a wasm module.
pub(crate) fn sections(module: &[u8]) -> Result<Vec<(u8, &[u8])>> {
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Some((id, range)) = payload?.as_section() {
            found.push((id, module.get(range).context("a section lies outside of the module")?));
        }
    }
    Ok(found)
}

/// The module of these sections.
pub(crate) fn module_of<'a>(sections: impl IntoIterator<Item = (u8, Cow<'a, [u8]>)>) -> Vec<u8> {
    let mut module = Module::new();
    for (id, content) in sections {
        module.section(&RawSection { id, data: &content });
    }
    module.finish()
}

/// The code of each function, with its name where the module has one.
///
/// # Errors
/// When the bytes are not a wasm module.
pub(crate) fn functions(module: &[u8]) -> Result<Vec<(String, &[u8])>> {
    let (mut bodies, mut names) = (Vec::new(), HashMap::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(subsections) = section.as_known() else { continue };
                for subsection in subsections {
                    let Name::Function(named) = subsection? else { continue };
                    for function in named {
                        let function = function?;
                        names.insert(function.index, function.name.to_owned());
                    }
                }
            }
            _ => {}
        }
    }
    let own = imported(module)?..;
    Ok(own.zip(bodies).map(|(index, body)| (names.remove(&index).unwrap_or_default(), body)).collect())
}

/// How many functions the module imports: they have the first numbers.
pub(crate) fn imported(module: &[u8]) -> Result<u32> {
    let mut imported = 0;
    for payload in Parser::new(0).parse_all(module) {
        let Payload::ImportSection(imports) = payload? else { continue };
        for import in imports.into_imports() {
            imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
        }
    }
    Ok(imported)
}

/// The operators of a function, and where each lies in it.
///
/// # Errors
/// When the bytes are not a function's body.
pub(crate) fn operators(body: &[u8]) -> Result<Vec<(Operator<'_>, Range<usize>)>> {
    let reader = BinaryReader::new(body, 0);
    let mut reader = FunctionBody::new(reader).get_operators_reader()?;
    let mut operators = Vec::new();
    while !reader.eof() {
        let start = reader.original_position();
        let operator = reader.read()?;
        operators.push((operator, start..reader.original_position()));
    }
    Ok(operators)
}

/// The module with these names for its functions, and for nothing else, without what a linker needs.
///
/// # Errors
/// When the bytes are not a wasm module.
pub(crate) fn renamed(module: &[u8], names: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Vec<u8>> {
    let mut functions = NameMap::new();
    for (index, name) in (imported(module)?..).zip(names) {
        functions.append(index, name.as_ref());
    }
    let mut custom = NameSection::new();
    custom.functions(&functions);
    let mut changed = Module::new();
    let goes = |(id, data): &(u8, &[u8])| {
        let name = data.get(1..).unwrap_or_default();
        *id == CUSTOM && [b"name".as_slice(), b"linking", b"reloc."].iter().any(|known| name.starts_with(known))
    };
    for (id, data) in sections(module)?.into_iter().filter(|section| !goes(section)) {
        changed.section(&RawSection { id, data });
    }
    changed.section(&custom);
    Ok(changed.finish())
}

/// The module with the bodies of these functions replaced by a trap.
///
/// # Errors
/// When the bytes are not a wasm module.
pub(crate) fn without_bodies(module: &[u8], goes: impl Fn(&str) -> bool) -> Result<Vec<u8>> {
    let mut code = CodeSection::new();
    for (name, body) in functions(module)? {
        code.raw(if goes(&name) { TRAP } else { body });
    }
    let mut changed = Module::new();
    for (id, data) in sections(module)? {
        if id == code.id() {
            changed.section(&code);
        } else {
            changed.section(&RawSection { id, data });
        }
    }
    Ok(changed.finish())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// One imported function, two own ones, the second of them named.
    const MODULE: &[u8] = b"\0asm\x01\0\0\0\
        \x01\x04\x01\x60\0\0\
        \x02\x07\x01\x01a\x01b\0\0\
        \x03\x03\x02\0\0\
        \x0a\x08\x02\x02\0\x0b\x03\0\x01\x0b\
        \0\x0c\x04name\x01\x05\x01\x02\x02hi";

    #[test]
    fn sections_come_in_order_and_cover_the_module() {
        let found = sections(MODULE).unwrap();
        assert_eq!(found.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [1, 2, 3, 10, 0]);
        assert_eq!(module_of(found.into_iter().map(|(id, content)| (id, content.into()))), MODULE);
    }

    #[test]
    fn functions_carry_their_names_past_the_imported_ones() {
        assert_eq!(functions(MODULE).unwrap(), [(String::new(), &b"\0\x0b"[..]), ("hi".to_owned(), b"\0\x01\x0b")]);
    }

    #[test]
    fn a_function_that_goes_keeps_its_place() {
        let trapping = without_bodies(MODULE, |name| name.is_empty()).unwrap();
        assert_eq!(
            functions(&trapping).unwrap(),
            [(String::new(), &b"\0\0\x0b"[..]), ("hi".to_owned(), b"\0\x01\x0b")]
        );
        assert_eq!(without_bodies(MODULE, |_| false).unwrap(), MODULE);
    }

    #[test]
    fn functions_are_named_anew() {
        let named = renamed(MODULE, ["one", "two"]).unwrap();
        let functions = functions(&named).unwrap();
        assert_eq!(functions, [("one".to_owned(), &b"\0\x0b"[..]), ("two".to_owned(), b"\0\x01\x0b")]);
    }

    #[test]
    fn a_module_cut_off_is_an_error() {
        assert!(sections(&MODULE[..MODULE.len() - 3]).is_err());
        assert!(sections(b"<html>").is_err());
    }
}
