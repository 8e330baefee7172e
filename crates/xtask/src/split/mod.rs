//! One module as two: what is needed to show widgets, and what is needed once somebody asks for more.
//!
//! Parts that say `#[part(later)]` are the doors: whatever is reached through them alone, functions and constants, goes
//! into the second module. What is reached is known from the linker's relocations, which name every function and
//! constant that a function or a table mentions; so nothing that the first module can reach is ever missing from it.
//!
//! ```text
//! first module    exports its memory, table and globals, and those of its functions that the second one calls;
//!                 a door's function calls what the second one puts into its place in the table
//! second module   imports all that, as fields of the object that is the first one's exports; brings its functions, their
//!                 places in the table, and its constants
//! ```
//!
//! Dioxus has a splitter of its own (`wasm-split-cli`): it makes a module for each door, leaves long names in both, and
//! wants its own macro, with `unsafe` code, around each door.

mod layout;
mod linked;
mod plan;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function,
    FunctionSection, ImportSection, Instruction, Module, RawSection, Section as _, TableSection,
};
use wasmparser::{Operator, Parser, Payload};

use self::layout::{Layout, layout};
pub(crate) use self::plan::{Plan, plan};
use crate::wasm;

/// What the second module calls the first one.
const FIRST: &str = "a";

/// Both modules.
#[derive(Debug)]
pub(crate) struct Split {
    pub(crate) first: Vec<u8>,
    pub(crate) second: Vec<u8>,
}

/// What the first module exports for the second one, each under a number.
#[derive(Debug, Default)]
struct Shared {
    names: HashMap<(u8, u32), String>,
    exports: Vec<(ExportKind, u32)>,
}

impl Shared {
    fn name(&mut self, kind: ExportKind, index: u32) -> String {
        let known = self.names.len();
        let name = self.names.entry((kind as u8, index)).or_insert_with(|| {
            self.exports.push((kind, index));
            known.to_string()
        });
        name.clone()
    }
}

/// Numbers of functions in the second module.
struct Renumbered<'a> {
    functions: &'a HashMap<u32, u32>,
}

impl Reencode for Renumbered<'_> {
    type Error = anyhow::Error;

    fn function_index(&mut self, function: u32) -> Result<u32, wasm_encoder::reencode::Error<anyhow::Error>> {
        let renumbered = self.functions.get(&function).copied();
        renumbered
            .context("a function that the second module does not know")
            .map_err(wasm_encoder::reencode::Error::UserError)
    }
}

/// Both modules, of which the first one calls the second one's functions through its table.
///
/// # Errors
/// When the bytes are not what the linker and wasm-bindgen write.
pub(crate) fn split(module: &[u8], plan: &Plan) -> Result<Split> {
    let layout = layout(module)?;
    let table = layout.table.context("no table")?;
    let bodies = wasm::functions(module)?;
    let imported = wasm::imported(module)?;
    let body_of = |index: u32| {
        let at = index.checked_sub(imported).and_then(|at| usize::try_from(at).ok());
        at.and_then(|at| bodies.get(at)).map(|(name, body)| (name.as_str(), *body)).context("no such function")
    };
    let type_of = |index: u32| layout.types.get(index as usize).copied().context("a function without a type");
    let moved: Vec<u32> = plan.functions.iter().copied().chain(plan.doors.iter().copied()).collect();
    let is_moved: HashSet<u32> = moved.iter().copied().collect();

    // What the second module calls of the first one.
    let mut shared = Shared::default();
    let mut called = BTreeSet::new();
    for index in &moved {
        for (operator, _) in wasm::operators(body_of(*index)?.1)? {
            match operator {
                Operator::Call { function_index } | Operator::RefFunc { function_index }
                    if !is_moved.contains(&function_index) =>
                {
                    called.insert(function_index);
                }
                _ => {}
            }
        }
    }

    let mut imports = ImportSection::new();
    let mut numbers = HashMap::new();
    for (number, index) in (0..).zip(&called) {
        imports.import(FIRST, &shared.name(ExportKind::Func, *index), EntityType::Function(type_of(*index)?));
        numbers.insert(*index, number);
    }
    for (number, index) in (u32::try_from(called.len())?..).zip(&moved) {
        numbers.insert(*index, number);
    }
    let places = u32::try_from(layout.places.len())?.max(u32::try_from(table.minimum)?);
    let grown = u64::from(places) + u64::try_from(plan.doors.len())?;
    let imported_table = wasm_encoder::TableType { minimum: grown, maximum: None, ..table };
    imports.import(FIRST, &shared.name(ExportKind::Table, 0), EntityType::Table(imported_table));
    let memory = layout.memory.context("no memory")?;
    imports.import(FIRST, &shared.name(ExportKind::Memory, 0), EntityType::Memory(memory));
    for (index, global) in (0..).zip(&layout.globals) {
        imports.import(FIRST, &shared.name(ExportKind::Global, index), EntityType::Global(*global));
    }

    // The second module.
    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    let mut renumbered = Renumbered { functions: &numbers };
    for index in &moved {
        functions.function(type_of(*index)?);
        let body = wasmparser::FunctionBody::new(wasmparser::BinaryReader::new(body_of(*index)?.1, 0));
        renumbered.parse_function_body(&mut code, body).map_err(|error| anyhow::anyhow!("{error}"))?;
    }
    let mut elements = ElementSection::new();
    let mut run: Vec<u32> = Vec::new();
    let own = (0..).zip(&layout.places).filter_map(|(place, function)| Some((place, (*function)?)));
    let own = own.filter(|(_, function)| is_moved.contains(function));
    let doors = (places..).zip(plan.doors.iter().copied());
    let mut last = None::<u32>;
    let mut placed = |run: &mut Vec<u32>, end: Option<u32>| {
        if let Some(end) = end {
            let start = (end + 1).saturating_sub(u32::try_from(run.len()).unwrap_or_default());
            let offset = ConstExpr::i32_const(start.cast_signed());
            elements.active(Some(0), &offset, Elements::Functions(std::mem::take(run).into()));
        }
    };
    for (place, function) in own.chain(doors) {
        if last.is_some_and(|last| last + 1 != place) {
            placed(&mut run, last);
        }
        run.push(*numbers.get(&function).context("a function without a number")?);
        last = Some(place);
    }
    placed(&mut run, last);
    let mut constants = DataSection::new();
    for range in &plan.constants {
        for (address, bytes) in within(&layout.pieces, range) {
            // Zeros are there already.
            if bytes.iter().any(|byte| *byte != 0) {
                constants.active(0, &ConstExpr::i32_const(address.cast_signed()), bytes.iter().copied());
            }
        }
    }
    let mut second = Module::new();
    for (id, data) in wasm::sections(module)? {
        if id == wasm_encoder::SectionId::Type as u8 {
            second.section(&RawSection { id, data });
        }
    }
    second.section(&imports).section(&functions).section(&elements).section(&code).section(&constants);
    // What of wasm it may use.
    for (id, data) in wasm::sections(module)? {
        if id == wasm::CUSTOM && data.starts_with(b"\x0ftarget_features") {
            second.section(&RawSection { id, data });
        }
    }
    let names = moved.iter().map(|index| body_of(*index).map(|(name, _)| name)).collect::<Result<Vec<_>>>()?;
    let second = wasm::renamed(&second.finish(), names)?;

    let first = first(module, plan, &layout, &shared)?;
    Ok(Split { first, second })
}

/// The bytes of a range of memory, in the pieces they lie in.
fn within<'a>(pieces: &'a [(u32, Vec<u8>)], range: &Range<u32>) -> impl Iterator<Item = (u32, &'a [u8])> {
    let range = range.clone();
    pieces.iter().filter_map(move |(address, bytes)| {
        let start = range.start.max(*address);
        let end = range.end.min(address + u32::try_from(bytes.len()).ok()?);
        let found = bytes.get(start.checked_sub(*address)? as usize..end.checked_sub(*address)? as usize)?;
        (!found.is_empty()).then_some((start, found))
    })
}

/// The module without what the second one has.
fn first(module: &[u8], plan: &Plan, layout: &Layout, shared: &Shared) -> Result<Vec<u8>> {
    let imported = wasm::imported(module)?;
    let places = u32::try_from(layout.places.len())?.max(u32::try_from(layout.table.context("no table")?.minimum)?);
    let total = places + u32::try_from(plan.doors.len())?;
    let doors: HashMap<u32, u32> = plan.doors.iter().copied().zip(places..).collect();

    let mut code = CodeSection::new();
    for (index, (_, body)) in (imported..).zip(wasm::functions(module)?) {
        if let Some(place) = doors.get(&index) {
            let ty = *layout.types.get(index as usize).context("a door without a type")?;
            let mut door = Function::new([]);
            for parameter in 0..*layout.parameters.get(ty as usize).context("a type without parameters")? {
                door.instruction(&Instruction::LocalGet(u32::try_from(parameter)?));
            }
            door.instruction(&Instruction::I32Const(place.cast_signed()));
            door.instruction(&Instruction::CallIndirect { type_index: ty, table_index: 0 });
            door.instruction(&Instruction::End);
            code.function(&door);
        } else {
            code.raw(if plan.leaves(index) { wasm::TRAP } else { body });
        }
    }
    // A place that the second module fills has any function until then, so that there is one list.
    let filler = layout.places.iter().flatten().find(|function| !plan.leaves(**function));
    let filler = *filler.context("a table without functions")?;
    let mut elements = ElementSection::new();
    let start = layout.places.iter().position(Option::is_some).unwrap_or_default();
    let listed = layout.places.iter().skip(start).map(|function| match function {
        Some(function) if !plan.leaves(*function) => *function,
        _ => filler,
    });
    let offset = ConstExpr::i32_const(i32::try_from(start)?);
    elements.active(None, &offset, Elements::Functions(listed.collect::<Vec<_>>().into()));
    let mut memory = DataSection::new();
    for (address, bytes) in &layout.pieces {
        let mut bytes = bytes.clone();
        for range in plan.constants.iter().chain(&plan.dead_constants) {
            let start = range.start.saturating_sub(*address) as usize;
            let end = (range.end.saturating_sub(*address) as usize).min(bytes.len());
            if let Some(gone) = bytes.get_mut(start..end) {
                gone.fill(0);
            }
        }
        memory.active(0, &ConstExpr::i32_const(address.cast_signed()), bytes);
    }
    let mut exports = ExportSection::new();
    let mut tables = TableSection::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ExportSection(section) => RoundtripReencoder.parse_export_section(&mut exports, section)?,
            Payload::TableSection(section) => {
                for (at, table) in section.into_iter().enumerate() {
                    let mut ty = RoundtripReencoder.table_type(table?.ty)?;
                    if at == 0 {
                        ty.minimum = total.into();
                        ty.maximum = ty.maximum.map(|maximum| maximum.max(total.into()));
                    }
                    tables.table(ty);
                }
            }
            _ => {}
        }
    }
    for (number, (kind, index)) in shared.exports.iter().enumerate() {
        exports.export(&number.to_string(), *kind, *index);
    }
    let mut first = Module::new();
    for (id, data) in wasm::sections(module)? {
        match id {
            _ if id == code.id() => first.section(&code),
            _ if id == elements.id() => first.section(&elements),
            _ if id == memory.id() => first.section(&memory),
            _ if id == exports.id() => first.section(&exports),
            _ if id == tables.id() => first.section(&tables),
            _ => first.section(&RawSection { id, data }),
        };
    }
    Ok(first.finish())
}

/// The first module without the exports for the second one that the second one does not import.
///
/// # Errors
/// When the bytes are not modules.
pub(crate) fn with_needed_exports(first: &[u8], second: &[u8]) -> Result<Vec<u8>> {
    let mut needed = HashSet::new();
    for payload in Parser::new(0).parse_all(second) {
        let Payload::ImportSection(section) = payload? else { continue };
        for import in section.into_imports() {
            needed.insert(import?.name.to_owned());
        }
    }
    let mut exports = ExportSection::new();
    for payload in Parser::new(0).parse_all(first) {
        let Payload::ExportSection(section) = payload? else { continue };
        for export in section {
            let export = export?;
            let is_shared = export.name.bytes().all(|byte| byte.is_ascii_digit());
            if !is_shared || needed.contains(export.name) {
                RoundtripReencoder.parse_export(&mut exports, export)?;
            }
        }
    }
    let mut changed = Module::new();
    for (id, data) in wasm::sections(first)? {
        if id == exports.id() {
            changed.section(&exports);
        } else {
            changed.section(&RawSection { id, data });
        }
    }
    Ok(changed.finish())
}
