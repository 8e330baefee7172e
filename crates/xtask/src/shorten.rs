//! What a module and its glue call each other's functions, and what Rust calls a type at run time: short.
//!
//! Both are long because they are to be unique everywhere. Within one module a number will do, and what is as random as
//! a hash does not compress.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use anyhow::{Result, bail, ensure};
use wasm_encoder::{CodeSection, EntityType, ExportKind, ExportSection, ImportSection, Section as _};
use wasmparser::{DataKind, ExternalKind, Operator, Parser, Payload, TypeRef};

use crate::wasm;

/// What the names of Rust's functions begin with.
const MANGLED: &str = "_R";

/// The module whose imports the glue defines, and the glue, with names of a letter or two, and without what the module
/// no longer imports.
///
/// # Errors
/// When the glue is not what wasm-bindgen writes.
pub(crate) fn names(module: &[u8], glue: &str) -> Result<(Vec<u8>, String)> {
    let mut renamed: HashMap<String, String> = HashMap::new();
    let (mut imports, mut exports) = (ImportSection::new(), ExportSection::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    let TypeRef::Func(signature) = import.ty else { bail!("{} is not a function", import.name) };
                    let is_ours = glue.contains(&format!("        {}: function(", import.name));
                    let name = if is_ours {
                        let short = short_name(renamed.len());
                        renamed.insert(format!("        {}: function(", import.name), format!("{short}: function("));
                        Cow::from(short)
                    } else {
                        Cow::from(import.name)
                    };
                    imports.import(import.module, &name, EntityType::Function(signature));
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    let kind = match export.kind {
                        ExternalKind::Func => ExportKind::Func,
                        ExternalKind::Memory => ExportKind::Memory,
                        ExternalKind::Table => ExportKind::Table,
                        ExternalKind::Global => ExportKind::Global,
                        other => bail!("{} is exported, a {other:?}", export.name),
                    };
                    // What closures are called with: their types, and a hash.
                    let name = if export.name.starts_with(MANGLED) {
                        let short = short_name(renamed.len());
                        renamed.insert(format!("wasm.{}(", export.name), format!("wasm.{short}("));
                        Cow::from(short)
                    } else {
                        Cow::from(export.name)
                    };
                    exports.export(&name, kind, export.index);
                }
            }
            _ => {}
        }
    }
    let mut shorter = without_unused(glue, &renamed)?;
    for (long, short) in &renamed {
        ensure!(shorter.contains(long), "the glue does not use {long}");
        shorter = shorter.replace(long, short);
    }
    ensure!(!shorter.contains(&["wasm.", MANGLED].concat()), "the glue uses a name that was not expected");
    let sections = wasm::sections(module)?.into_iter().map(|(id, content)| match id {
        _ if id == imports.id() => encoded(&imports),
        _ if id == exports.id() => encoded(&exports),
        _ => (id, Cow::from(content)),
    });
    Ok((wasm::module_of(sections), shorter))
}

/// The glue without the imports that are not among those that are used.
fn without_unused(glue: &str, used: &HashMap<String, String>) -> Result<String> {
    let (mut kept, mut keeps) = (String::with_capacity(glue.len()), true);
    for line in glue.split_inclusive('\n') {
        // An import is a property of the object that holds all, and no other line is indented like it.
        if line.starts_with("        __wb") {
            let begins = line.find(": function(").map(|at| at + ": function(".len()).and_then(|end| line.get(..end));
            keeps = begins.is_none_or(|begins| used.contains_key(begins));
        } else if line == "    };\n" {
            keeps = true;
        }
        if keeps {
            kept.push_str(line);
        }
    }
    ensure!(keeps, "the glue's imports do not end");
    Ok(kept)
}

/// A section's id and its content.
fn encoded(section: &impl wasm_encoder::Section) -> (u8, Cow<'static, [u8]>) {
    let mut bytes = Vec::new();
    section.encode(&mut bytes);
    // It begins with its length, of which the last byte is the first below 128.
    let content = bytes.iter().position(|byte| *byte < 0x80).and_then(|at| bytes.get(at + 1..)).unwrap_or_default();
    (section.id(), Cow::from(content.to_vec()))
}

/// `a`, ..., `z`, `A`, ..., `Z`, `aa`, ... of which none is a name that exports have already: those are long.
fn short_name(number: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let letter = |index: usize| LETTERS.get(index).map(|letter| char::from(*letter)).unwrap_or_default();
    match number.checked_sub(LETTERS.len()) {
        None => letter(number).into(),
        Some(rest) => [letter(rest / LETTERS.len()), letter(rest % LETTERS.len())].iter().collect(),
    }
}

/// The module with the numbers that stand for types at run time (`core::any::TypeId`) replaced by small ones.
///
/// They are 128 random bits each, in tables for what is asked for its type and in code for what compares. They are only
/// ever compared for equality: a type whose number is used in any other way keeps it, and all do where the numbers are
/// keys of hash maps, because a compiler may have computed a hash already.
///
/// # Errors
/// When the bytes are not a wasm module.
pub(crate) fn type_ids(module: &[u8]) -> Result<Vec<u8>> {
    let functions = wasm::functions(module)?;
    let data = data(module)?;
    let mut ids = HashSet::new();
    for (name, body) in &functions {
        let name = crate::size::without_hashes(name);
        if name.contains("any::TypeId,") || name.contains("Set<core::any::TypeId") {
            return Ok(module.to_vec());
        }
        if name.ends_with("::type_id") {
            ids.extend(type_id(body, &data)?);
        }
    }
    let mut halves: HashMap<u64, u64> = HashMap::new();
    let mut ids: Vec<[u64; 2]> = ids.into_iter().collect();
    ids.sort_unstable();
    for (number, [first, second]) in (1..).zip(&ids) {
        // Random bits: if two are equal all the same, nothing is lost by leaving the type as it is.
        if !halves.contains_key(first) && !halves.contains_key(second) && first != second {
            halves.extend([(*first, number), (*second, 0)]);
        }
    }
    for used in others(&functions)? {
        if let Some([first, second]) = ids.iter().find(|id| id.iter().any(|half| used.is_of(*half))) {
            halves.remove(first);
            halves.remove(second);
        }
    }

    let mut code = CodeSection::new();
    for (_, body) in &functions {
        code.raw(&with_constants(body, &halves)?);
    }
    let sections = wasm::sections(module)?.into_iter().map(|(id, content)| match id {
        _ if id == code.id() => encoded(&code),
        wasm::DATA => (id, Cow::from(with_bytes(content, &halves))),
        _ => (id, Cow::from(content)),
    });
    Ok(wasm::module_of(sections))
}

/// The module's memory at its start: where each piece of it begins, and its bytes.
fn data(module: &[u8]) -> Result<Vec<(u32, &[u8])>> {
    let mut pieces = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        let Payload::DataSection(section) = payload? else { continue };
        for segment in section {
            let segment = segment?;
            if let DataKind::Active { offset_expr, .. } = segment.kind
                && let Operator::I32Const { value } = offset_expr.get_operators_reader().read()?
            {
                pieces.push((value.cast_unsigned(), segment.data));
            }
        }
    }
    Ok(pieces)
}

/// The number that this function returns, if it does nothing else: two words that it finds in memory.
fn type_id(body: &[u8], data: &[(u32, &[u8])]) -> Result<Option<[u64; 2]>> {
    let mut words = Vec::new();
    let operators = wasm::operators(body)?;
    for pair in operators.windows(2) {
        if let [(Operator::I32Const { value }, _), (Operator::I64Load { memarg }, _)] = pair {
            words.push(value.cast_unsigned().wrapping_add(u32::try_from(memarg.offset)?));
        }
    }
    words.sort_unstable();
    let [first, second] = words.as_slice() else { return Ok(None) };
    if *second != first.wrapping_add(8) {
        return Ok(None);
    }
    let word = |at: u32| {
        data.iter().find_map(|(start, bytes)| {
            let at = usize::try_from(at.checked_sub(*start)?).ok()?;
            Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
        })
    };
    Ok(word(*first).zip(word(*second)).map(|(first, second)| [first, second]))
}

/// A constant that is not there to be compared.
enum Other {
    Long(u64),
    Short(u32),
}

impl Other {
    /// Whether it is this half of a number, next to it, or half of that half.
    fn is_of(&self, half: u64) -> bool {
        match self {
            Self::Long(constant) => constant.abs_diff(half) < 2,
            Self::Short(constant) => [half as u32, (half >> 32) as u32].contains(constant),
        }
    }
}

/// The large constants that are used for something else than comparing a long word for equality, or keeping it.
fn others(functions: &[(String, &[u8])]) -> Result<Vec<Other>> {
    let mut others = Vec::new();
    let mut seen = HashSet::new();
    for (_, body) in functions {
        let operators = wasm::operators(body)?;
        for (at, (operator, _)) in operators.iter().enumerate() {
            let next = operators.get(at + 1).map(|(next, _)| next);
            match operator {
                Operator::I64Const { value } => {
                    let plain = matches!(
                        next,
                        Some(Operator::I64Xor | Operator::I64Eq | Operator::I64Ne | Operator::I64Store { .. })
                    );
                    if !plain && value.unsigned_abs() > 1 << 32 && seen.insert(*value) {
                        others.push(Other::Long(value.cast_unsigned()));
                    }
                }
                Operator::I32Const { value } if value.unsigned_abs() > 1 << 24 && seen.insert(i64::from(*value)) => {
                    others.push(Other::Short(value.cast_unsigned()));
                }
                _ => {}
            }
        }
    }
    Ok(others)
}

/// The function with other long constants.
fn with_constants(body: &[u8], constants: &HashMap<u64, u64>) -> Result<Vec<u8>> {
    let (mut changed, mut copied) = (Vec::with_capacity(body.len()), 0);
    for (operator, place) in wasm::operators(body)? {
        let Operator::I64Const { value } = operator else { continue };
        if let Some(other) = constants.get(&value.cast_unsigned()) {
            changed.extend_from_slice(body.get(copied..place.start).unwrap_or_default());
            let other = wasm_encoder::Instruction::I64Const(other.cast_signed());
            wasm_encoder::Encode::encode(&other, &mut changed);
            copied = place.end;
        }
    }
    changed.extend_from_slice(body.get(copied..).unwrap_or_default());
    Ok(changed)
}

/// The bytes with other long words.
fn with_bytes(bytes: &[u8], words: &HashMap<u64, u64>) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    let mut at = 0;
    while let Some(word) = changed.get_mut(at..).and_then(|rest| rest.first_chunk_mut::<8>()) {
        match words.get(&u64::from_le_bytes(*word)) {
            Some(other) => {
                *word = other.to_le_bytes();
                at += 8;
            }
            None => at += 1,
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use wasm_encoder::{ConstExpr, DataSection, Function, FunctionSection, Instruction, MemArg, Module, TypeSection};

    use super::*;

    const GLUE: &str = "    const import0 = {\n        __wbg_used_1: function(a) {\n            wasm._RNvCs1_1f(a);\n        },\n        \
        __wbg_unused_2: function() {\n            gone();\n        },\n    };\n";

    /// Imports, exports, and code that asks for a type's number in memory and compares another value with it.
    fn module(number: [u64; 2], after: &Instruction<'_>) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("./portal_bg.js", "__wbg_used_1", EntityType::Function(0));
        let mut functions = FunctionSection::new();
        functions.function(0).function(0);
        let mut exports = ExportSection::new();
        exports.export("_RNvCs1_1f", ExportKind::Func, 1);
        let load = |offset| Instruction::I64Load(MemArg { offset, align: 0, memory_index: 0 });
        let body = |instructions: &[Instruction<'_>]| {
            let mut function = Function::new([]);
            for instruction in instructions {
                function.instruction(instruction);
            }
            function.instruction(&Instruction::End);
            function
        };
        let mut code = CodeSection::new();
        code.function(&body(&[Instruction::I32Const(8), load(8), Instruction::I32Const(8), load(0)]));
        code.function(&body(&[Instruction::I64Const(number[0].cast_signed()), after.clone()]));
        let mut data = DataSection::new();
        data.active(0, &ConstExpr::i32_const(8), number.map(u64::to_le_bytes).concat());
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&exports).section(&code).section(&data);
        wasm::renamed(&module.finish(), ["<a::B as core::any::Any>::type_id", "compares"]).unwrap()
    }

    const NUMBER: [u64; 2] = [0x0123_4567_89ab_cdef, 0xfedc_ba98_7654_3210];

    #[test]
    fn both_sides_use_the_short_names_and_what_is_not_imported_goes() {
        let (short, glue) = names(&module(NUMBER, &Instruction::I64Eq), GLUE).unwrap();
        assert_eq!(glue, "    const import0 = {\na: function(a) {\n            wasm.b(a);\n        },\n    };\n");
        assert!(!short.windows(5).any(|bytes| bytes == b"__wbg"));
        assert!(names(&module(NUMBER, &Instruction::I64Eq), "").is_err());
        assert_eq!([short_name(0), short_name(51), short_name(52)], ["a", "Z", "aa"]);
    }

    #[test]
    fn a_type_has_a_small_number_wherever_it_is_compared() {
        let short = type_ids(&module(NUMBER, &Instruction::I64Eq)).unwrap();
        let functions = wasm::functions(&short).unwrap();
        assert_eq!(functions[1].1, [0, 0x42, 1, 0x51, 0x0b]);
        assert_eq!(data(&short).unwrap()[0].1, [[1, 0, 0, 0, 0, 0, 0, 0], [0; 8]].concat());
    }

    #[test]
    fn a_type_whose_number_is_reckoned_with_keeps_it() {
        let long = module(NUMBER, &Instruction::I64Mul);
        assert_eq!(type_ids(&long).unwrap(), long);
    }
}
