//! What the linker wrote, with its relocations: who mentions what.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use anyhow::{Context, Result, bail, ensure};
use wasmparser::{DataKind, KnownCustom, Linking, Operator, Parser, Payload, RelocationType, SymbolInfo};

use crate::wasm;

/// A function or a constant of what the linker wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Node {
    Function(u32),
    Constant(u32),
}

/// What the linker wrote: who mentions what.
#[derive(Debug, Default)]
pub(super) struct Linked {
    /// The number of each function that has a name of its own.
    pub(super) functions: HashMap<String, u32>,
    /// Where each constant lies in memory.
    pub(super) constants: HashMap<u32, Range<u32>>,
    pub(super) mentions: HashMap<Node, Vec<Node>>,
}

/// Reads it.
///
/// # Errors
/// When the bytes are not a module with relocations.
pub(super) fn read_linked(module: &[u8]) -> Result<Linked> {
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
