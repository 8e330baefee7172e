//! How a module is laid out.

use anyhow::{Context, Result, bail, ensure};
use wasm_encoder::reencode::{Reencode as _, RoundtripReencoder};
use wasmparser::{DataKind, ElementItems, ElementKind, Operator, Parser, Payload, TypeRef};

/// How a module is laid out, as far as parts of it have to be found again.
#[derive(Default)]
pub(super) struct Layout {
    /// The type of each function, imported ones first.
    pub(super) types: Vec<u32>,
    /// How many parameters each type of function has.
    pub(super) parameters: Vec<usize>,
    pub(super) globals: Vec<wasm_encoder::GlobalType>,
    /// The places in the table of functions.
    pub(super) places: Vec<Option<u32>>,
    pub(super) table: Option<wasm_encoder::TableType>,
    pub(super) memory: Option<wasm_encoder::MemoryType>,
    /// Memory at its start.
    pub(super) pieces: Vec<(u32, Vec<u8>)>,
}

/// Reads it.
///
/// # Errors
/// When the bytes are not what the linker and wasm-bindgen write.
pub(super) fn layout(module: &[u8]) -> Result<Layout> {
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
                    if let TypeRef::Func(ty) = import?.ty {
                        layout.types.push(ty);
                    }
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
