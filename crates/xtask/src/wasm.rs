//! The little of the wasm binary format that the size table needs: sections, code bodies and names.
//! <https://webassembly.github.io/spec/core/binary/modules.html>

use std::collections::HashMap;

use anyhow::{Context, Result, bail};

/// Id of a custom section.
pub(crate) const CUSTOM: u8 = 0;
/// Id of the section that holds strings and tables.
pub(crate) const DATA: u8 = 11;
const IMPORT: u8 = 2;
const CODE: u8 = 10;

/// One section of a module.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Section<'a> {
    /// What it holds.
    pub(crate) id: u8,
    /// Its content.
    pub(crate) body: &'a [u8],
    /// Id, length and content.
    pub(crate) whole: &'a [u8],
}

/// The sections of a module, in order.
///
/// # Errors
/// When the bytes are not a wasm module.
pub(crate) fn sections(module: &[u8]) -> Result<Vec<Section<'_>>> {
    if !module.starts_with(b"\0asm\x01\0\0\0") {
        bail!("not a wasm module of version 1");
    }
    let mut reader = Reader { bytes: module, at: 8 };
    let mut found = Vec::new();
    while reader.at < module.len() {
        let start = reader.at;
        let id = reader.byte()?;
        let length = reader.number()?;
        let body = reader.take(length)?;
        found.push(Section { id, body, whole: module.get(start..reader.at).unwrap_or_default() });
    }
    Ok(found)
}

/// The bytes of code of each function, with its name where the module has one.
///
/// # Errors
/// When the module is cut off or uses an encoding unknown here.
pub(crate) fn functions(module: &[u8]) -> Result<Vec<(String, usize)>> {
    let sections = sections(module)?;
    let imported =
        sections.iter().find(|section| section.id == IMPORT).map_or(Ok(0), |s| imported_functions(s.body))?;
    let names = sections.iter().filter(|section| section.id == CUSTOM).try_fold(HashMap::new(), |found, section| {
        anyhow::Ok(if found.is_empty() { function_names(section.body)? } else { found })
    })?;
    let code = sections.iter().find(|section| section.id == CODE).context("no code section")?;
    let mut reader = Reader { bytes: code.body, at: 0 };
    let mut found = Vec::new();
    for index in 0..reader.number()? {
        let length = reader.number()?;
        reader.take(length)?;
        found.push((names.get(&(imported + index)).cloned().unwrap_or_default(), length));
    }
    Ok(found)
}

/// The module with the bodies of these functions replaced by a trap.
///
/// # Errors
/// As [`functions`].
pub(crate) fn without_bodies(module: &[u8], goes: impl Fn(&str) -> bool) -> Result<Vec<u8>> {
    /// No locals, `unreachable`, `end`: fits every signature.
    const TRAP: &[u8] = &[0x00, 0x00, 0x0b];
    let names = functions(module)?;
    let mut changed = module.get(..8).context("not a wasm module")?.to_vec();
    for section in sections(module)? {
        if section.id != CODE {
            changed.extend_from_slice(section.whole);
            continue;
        }
        let mut reader = Reader { bytes: section.body, at: 0 };
        let mut code = Vec::new();
        write_number(&mut code, reader.number()?);
        for (name, _) in &names {
            let length = reader.number()?;
            let body = reader.take(length)?;
            let body = if goes(name) { TRAP } else { body };
            write_number(&mut code, body.len());
            code.extend_from_slice(body);
        }
        changed.push(CODE);
        write_number(&mut changed, code.len());
        changed.append(&mut code);
    }
    Ok(changed)
}

/// An unsigned LEB128 number.
fn write_number(to: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        to.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

fn imported_functions(body: &[u8]) -> Result<usize> {
    let mut reader = Reader { bytes: body, at: 0 };
    let mut functions = 0;
    for _ in 0..reader.number()? {
        for _ in 0..2 {
            let length = reader.number()?;
            reader.take(length)?;
        }
        match reader.byte()? {
            0x00 => {
                reader.number()?;
                functions += 1;
            }
            0x01 => {
                reader.byte()?;
                reader.limits()?;
            }
            0x02 => reader.limits()?,
            0x03 => {
                reader.take(2)?;
            }
            0x04 => {
                reader.byte()?;
                reader.number()?;
            }
            kind => bail!("import of unknown kind {kind}"),
        }
    }
    Ok(functions)
}

/// Function names from the section `name`; of another custom section, nothing.
fn function_names(body: &[u8]) -> Result<HashMap<usize, String>> {
    let mut reader = Reader { bytes: body, at: 0 };
    let length = reader.number()?;
    let mut names = HashMap::new();
    if reader.take(length)? != b"name" {
        return Ok(names);
    }
    while reader.at < body.len() {
        let kind = reader.byte()?;
        let length = reader.number()?;
        let mut subsection = Reader { bytes: reader.take(length)?, at: 0 };
        if kind != 1 {
            continue;
        }
        for _ in 0..subsection.number()? {
            let index = subsection.number()?;
            let length = subsection.number()?;
            names.insert(index, String::from_utf8_lossy(subsection.take(length)?).into_owned());
        }
    }
    Ok(names)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let end = self.at.checked_add(length).context("a length overflows")?;
        let taken = self.bytes.get(self.at..end).context("the module is cut off")?;
        self.at = end;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    /// An unsigned LEB128 number.
    fn number(&mut self) -> Result<usize> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(usize::try_from(number)?);
            }
        }
        bail!("a number is too long")
    }

    fn limits(&mut self) -> Result<()> {
        let has_maximum = self.byte()? & 1 == 1;
        self.number()?;
        if has_maximum {
            self.number()?;
        }
        Ok(())
    }
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
        assert_eq!(found.iter().map(|section| section.id).collect::<Vec<_>>(), [1, 2, 3, 10, 0]);
        assert_eq!(8 + found.iter().map(|section| section.whole.len()).sum::<usize>(), MODULE.len());
    }

    #[test]
    fn functions_carry_their_names_past_the_imported_ones() {
        assert_eq!(functions(MODULE).unwrap(), [(String::new(), 2), ("hi".to_owned(), 3)]);
    }

    #[test]
    fn a_function_that_goes_keeps_its_place() {
        let trapping = without_bodies(MODULE, |name| name.is_empty()).unwrap();
        assert_eq!(functions(&trapping).unwrap(), [(String::new(), 3), ("hi".to_owned(), 3)]);
        assert!(trapping.windows(3).any(|window| window == b"\0\0\x0b"));
        assert_eq!(without_bodies(MODULE, |_| false).unwrap(), MODULE);
    }

    #[test]
    fn a_module_cut_off_is_an_error() {
        assert!(sections(&MODULE[..MODULE.len() - 3]).is_err());
        assert!(sections(b"<html>").is_err());
    }
}
