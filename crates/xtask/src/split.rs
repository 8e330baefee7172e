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

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

use anyhow::{Context, Result, bail, ensure};
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function,
    FunctionSection, ImportSection, Instruction, Module, RawSection, Section as _, TableSection,
};
use wasmparser::{
    DataKind, ElementItems, ElementKind, ExternalKind, KnownCustom, Linking, Operator, Parser, Payload, RelocationType,
    SymbolInfo, TypeRef,
};

use crate::wasm;

/// What a door's function is called, at the end of its path.
const DOOR: &str = "::__later_";
/// What the second module calls the first one.
const FIRST: &str = "a";

/// What goes into the second module.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// The functions, by their number in the module, without the doors.
    functions: BTreeSet<u32>,
    /// The doors, in the order of their places in the table.
    doors: Vec<u32>,
    /// Where its constants lie in memory.
    constants: Vec<Range<u32>>,
    /// Functions that neither reaches, and where the constants lie that neither does: left behind by what
    /// [`uncalled`](crate::uncalled) took out.
    dead: BTreeSet<u32>,
    dead_constants: Vec<Range<u32>>,
}

impl Plan {
    /// Whether the first module has no use for the function.
    fn leaves(&self, function: u32) -> bool {
        self.functions.contains(&function) || self.dead.contains(&function)
    }
}

/// Both modules.
#[derive(Debug)]
pub(crate) struct Split {
    pub(crate) first: Vec<u8>,
    pub(crate) second: Vec<u8>,
}

/// A function or a constant of what the linker wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Node {
    Function(u32),
    Constant(u32),
}

/// What the linker wrote: who mentions what.
#[derive(Debug, Default)]
struct Linked {
    /// The number of each function that has a name of its own.
    functions: HashMap<String, u32>,
    /// Where each constant lies in memory.
    constants: HashMap<u32, Range<u32>>,
    mentions: HashMap<Node, Vec<Node>>,
}

/// Decides what goes into the second module, from what the linker wrote and what is left of it: `module`, whose functions
/// have the linker's `names`.
///
/// # Errors
/// When the bytes are not a module with relocations.
pub(crate) fn plan(linked: &[u8], module: &[u8], names: &[String]) -> Result<Plan> {
    let linked = read_linked(linked)?;
    let imported = wasm::imported(module)?;
    let bodies = wasm::functions(module)?;
    let known: Vec<Option<u32>> = names.iter().map(|name| linked.functions.get(name).copied()).collect();
    let mut seen = HashSet::new();
    ensure!(known.iter().flatten().all(|function| seen.insert(*function)), "two functions have one name");
    let is_door = |name: &String| {
        format!("{:#}", rustc_demangle::demangle(name)).rsplit_once(DOOR).is_some_and(|(_, last)| !last.contains("::"))
    };
    let doors: HashMap<Node, u32> = (imported..)
        .zip(names.iter().zip(&known))
        .filter(|(_, (name, _))| is_door(name))
        .filter_map(|(index, (_, known))| Some((Node::Function((*known)?), index)))
        .collect();

    // A trap in place of a body that nobody calls mentions nothing.
    let gone: HashSet<u32> =
        known.iter().zip(&bodies).filter(|(_, (_, body))| *body == wasm::TRAP).filter_map(|(known, _)| *known).collect();
    let mentions = |node: &Node| match node {
        Node::Function(function) if gone.contains(function) => &[],
        node => linked.mentions.get(node).map(Vec::as_slice).unwrap_or_default(),
    };
    // What JavaScript calls, and what was made after the linker was done.
    let number = |index: u32| usize::try_from(index.checked_sub(imported)?).ok();
    let mut roots: Vec<Node> = Vec::new();
    let mut root = |index: u32| {
        roots.extend(number(index).and_then(|at| *known.get(at)?).map(Node::Function));
    };
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        root(export.index);
                    }
                }
            }
            Payload::StartSection { func, .. } => root(func),
            _ => {}
        }
    }
    for ((_, body), known) in bodies.iter().zip(&known) {
        if known.is_none() {
            for (operator, _) in wasm::operators(body)? {
                if let Operator::Call { function_index } = operator {
                    root(function_index);
                }
            }
        }
    }
    let first = reached(roots, &mentions, |node| doors.contains_key(node));
    let second = reached(doors.keys().copied().collect(), &mentions, |node| first.contains(node));
    let where_ = |wanted: &dyn Fn(&Node) -> bool| -> BTreeSet<u32> {
        let own = (imported..).zip(&known).filter_map(|(index, known)| Some((index, Node::Function((*known)?))));
        own.filter(|(_, node)| !doors.contains_key(node) && wanted(node)).map(|(index, _)| index).collect()
    };
    let functions = where_(&|node| second.contains(node) && !first.contains(node));
    let dead = where_(&|node| !second.contains(node) && !first.contains(node));
    let ranges = |nodes: &HashSet<Node>| {
        let found = nodes.iter().filter_map(|node| match node {
            Node::Constant(constant) => linked.constants.get(constant).cloned(),
            Node::Function(_) => None,
        });
        joined(found.filter(|range| !range.is_empty()).collect())
    };
    let mut doors: Vec<u32> = doors.into_values().collect();
    doors.sort_unstable();
    let all = joined(linked.constants.values().filter(|range| !range.is_empty()).cloned().collect());
    let (first, second) = (ranges(&first), ranges(&second));
    let dead_constants = without(without(all, &first), &second);
    Ok(Plan { functions, doors, constants: without(second, &first), dead, dead_constants })
}

/// All that is reached from these, themselves included, without what is beyond `ends`.
fn reached<'a>(from: Vec<Node>, mentions: &impl Fn(&Node) -> &'a [Node], ends: impl Fn(&Node) -> bool) -> HashSet<Node> {
    let (mut found, mut next) = (HashSet::new(), from);
    while let Some(node) = next.pop() {
        if found.insert(node) {
            next.extend(mentions(&node).iter().filter(|node| !ends(node)));
        }
    }
    found
}

/// The ranges in order, those that touch as one.
fn joined(mut ranges: Vec<Range<u32>>) -> Vec<Range<u32>> {
    ranges.sort_unstable_by_key(|range| range.start);
    let mut joined: Vec<Range<u32>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if last.end >= range.start => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

/// What is left of the ranges where the others are taken out.
fn without(ranges: Vec<Range<u32>>, others: &[Range<u32>]) -> Vec<Range<u32>> {
    let mut left = Vec::new();
    for range in ranges {
        let mut start = range.start;
        for other in others.iter().filter(|other| other.start < range.end && range.start < other.end) {
            if start < other.start {
                left.push(start..other.start);
            }
            start = start.max(other.end);
        }
        if start < range.end {
            left.push(start..range.end);
        }
    }
    left
}

fn read_linked(module: &[u8]) -> Result<Linked> {
    let mut linked = Linked::default();
    let mut symbols: Vec<Option<Node>> = Vec::new();
    // Where each function and each piece of memory lies in the file; the latter with its address.
    let (mut bodies, mut pieces) = (Vec::new(), Vec::new());
    let (mut number, mut code, mut data) = (0, None, None);
    let mut relocations = Vec::new();
    let mut names: HashMap<String, Vec<u32>> = HashMap::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        let is_section = payload.as_section().is_some();
        match payload {
            Payload::CodeSectionStart { range, .. } => code = Some((number, range.start)),
            Payload::CodeSectionEntry(body) => bodies.push(body.range()),
            Payload::DataSection(section) => {
                data = Some((number, section.range().start));
                for segment in section {
                    let segment = segment?;
                    let DataKind::Active { offset_expr, .. } = segment.kind else { bail!("a passive piece of memory") };
                    let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
                        bail!("a piece of memory without an address");
                    };
                    let start = segment.range.end - segment.data.len();
                    pieces.push((start..segment.range.end, value.cast_unsigned()));
                }
            }
            Payload::CustomSection(section) => match section.as_known() {
                KnownCustom::Reloc(section) => relocations.push(section),
                KnownCustom::Linking(section) => {
                    for subsection in section.subsections() {
                        let Linking::SymbolTable(table) = subsection? else { continue };
                        for symbol in table {
                            symbols.push(match symbol? {
                                SymbolInfo::Func { index, .. } => Some(Node::Function(index)),
                                SymbolInfo::Data { symbol: Some(found), .. } => {
                                    let number = u32::try_from(symbols.len())?;
                                    let (_, address) =
                                        pieces.get(usize::try_from(found.index)?).context("a constant nowhere")?;
                                    let start = address + found.offset;
                                    linked.constants.insert(number, start..start + found.size);
                                    Some(Node::Constant(number))
                                }
                                _ => None,
                            });
                        }
                    }
                }
                KnownCustom::Name(subsections) => {
                    for subsection in subsections {
                        let wasmparser::Name::Function(named) = subsection? else { continue };
                        for function in named {
                            let function = function?;
                            names.entry(function.name.to_owned()).or_default().push(function.index);
                        }
                    }
                }
                _ => {}
            },
            _ => {}
        }
        number += u32::from(is_section);
    }
    ensure!(!relocations.is_empty() && !symbols.is_empty(), "the linker left no relocations");
    linked.functions = names
        .into_iter()
        .filter_map(|(name, found)| match found.as_slice() {
            [only] => Some((name, *only)),
            _ => None,
        })
        .collect();

    let imported = wasm::imported(module)?;
    let by_address: BTreeMap<u32, Vec<(u32, u32)>> = {
        let mut found: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
        for (number, range) in &linked.constants {
            found.entry(range.start).or_default().push((*number, range.end));
        }
        found
    };
    let longest = linked.constants.values().map(|range| range.end - range.start).max().unwrap_or_default();
    for section in relocations {
        let in_code = code.filter(|(number, _)| *number == section.section_index());
        let in_data = data.filter(|(number, _)| *number == section.section_index());
        for entry in section.entries() {
            let entry = entry?;
            let function = matches!(
                entry.ty,
                RelocationType::FunctionIndexLeb
                    | RelocationType::TableIndexSleb
                    | RelocationType::TableIndexRelSleb
                    | RelocationType::TableIndexI32
            );
            let constant = matches!(
                entry.ty,
                RelocationType::MemoryAddrLeb
                    | RelocationType::MemoryAddrSleb
                    | RelocationType::MemoryAddrRelSleb
                    | RelocationType::MemoryAddrI32
            );
            if !function && !constant {
                continue;
            }
            // Of what is nowhere, such as the heap's start, nothing is to be kept.
            let Some(Some(mentioned)) = symbols.get(usize::try_from(entry.index)?) else { continue };
            let offset = usize::try_from(entry.offset)?;
            if let Some((_, start)) = in_code {
                let at = start + offset;
                let body = bodies.partition_point(|body| body.end <= at);
                ensure!(bodies.get(body).is_some_and(|body| body.contains(&at)), "a relocation between functions");
                let by = Node::Function(imported + u32::try_from(body)?);
                linked.mentions.entry(by).or_default().push(*mentioned);
            } else if let Some((_, start)) = in_data {
                let at = start + offset;
                let (piece, address) =
                    pieces.iter().find(|(piece, _)| piece.contains(&at)).context("a relocation between pieces")?;
                let address = address + u32::try_from(at - piece.start)?;
                // Every constant that it lies in: the linker may have laid one into another.
                let mut found = false;
                for (_, starting) in by_address.range(address.saturating_sub(longest)..=address).rev() {
                    for (number, end) in starting {
                        if *end > address {
                            found = true;
                            linked.mentions.entry(Node::Constant(*number)).or_default().push(*mentioned);
                        }
                    }
                }
                ensure!(found, "a relocation in no constant");
            }
        }
    }
    Ok(linked)
}

/// How a module is laid out, as far as its parts have to be found again.
#[derive(Default)]
struct Layout {
    /// The type of each function, imported ones first.
    types: Vec<u32>,
    /// How many parameters each type of function has.
    parameters: Vec<usize>,
    globals: Vec<wasm_encoder::GlobalType>,
    /// The places in the table of functions.
    places: Vec<Option<u32>>,
    table: Option<wasm_encoder::TableType>,
    memory: Option<wasm_encoder::MemoryType>,
    /// Memory at its start.
    pieces: Vec<(u32, Vec<u8>)>,
}

fn layout(module: &[u8]) -> Result<Layout> {
    let mut layout = Layout::default();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::TypeSection(section) => {
                for group in section {
                    for ty in group?.into_types() {
                        let wasmparser::CompositeInnerType::Func(function) = ty.composite_type.inner else {
                            bail!("a type that is not of functions");
                        };
                        layout.parameters.push(function.params().len());
                    }
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let TypeRef::Func(ty) = import?.ty else { bail!("an import that is not a function") };
                    layout.types.push(ty);
                }
            }
            Payload::FunctionSection(section) => {
                for ty in section {
                    layout.types.push(ty?);
                }
            }
            Payload::TableSection(section) => {
                let table = section.into_iter().next().context("no table")??;
                layout.table = Some(RoundtripReencoder.table_type(table.ty)?);
            }
            Payload::MemorySection(section) => {
                let memory = section.into_iter().next().context("no memory")??;
                layout.memory = Some(RoundtripReencoder.memory_type(memory)?);
            }
            Payload::GlobalSection(section) => {
                for global in section {
                    layout.globals.push(RoundtripReencoder.global_type(global?.ty)?);
                }
            }
            Payload::ElementSection(section) => {
                for element in section {
                    let element = element?;
                    let ElementKind::Active { table_index, offset_expr } = element.kind else { continue };
                    ensure!(table_index.unwrap_or_default() == 0, "functions in a table of something else");
                    let (Operator::I32Const { value }, ElementItems::Functions(listed)) =
                        (offset_expr.get_operators_reader().read()?, element.items)
                    else {
                        bail!("functions of the table that are computed");
                    };
                    let start = usize::try_from(value)?;
                    for (at, function) in listed.into_iter().enumerate() {
                        let place = start + at;
                        if layout.places.len() <= place {
                            layout.places.resize(place + 1, None);
                        }
                        if let Some(place) = layout.places.get_mut(place) {
                            *place = Some(function?);
                        }
                    }
                }
            }
            Payload::DataSection(section) => {
                for segment in section {
                    let segment = segment?;
                    if let DataKind::Active { offset_expr, .. } = segment.kind
                        && let Operator::I32Const { value } = offset_expr.get_operators_reader().read()?
                    {
                        layout.pieces.push((value.cast_unsigned(), segment.data.to_vec()));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(layout)
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
    imports.import(FIRST, &shared.name(ExportKind::Table, 0), EntityType::Table(table));
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
    let places = u32::try_from(layout.places.len())?.max(u32::try_from(table.minimum)?);
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
