//! Both modules of one that was made by hand.

#![allow(clippy::single_range_in_vec_init, clippy::unwrap_used)]

use wasm_encoder::{GlobalSection, GlobalType, MemoryType, RefType, TableType, TypeSection, ValType};
use wasmparser::Validator;

use super::{layout::layout, *};

/// Imported: `0 said`. Own: `1 start` (exported) calls the door and says; `2 door` calls `3 dialog`; `3 dialog` says;
/// `4 dead`. The table has start, dialog and dead; memory has two words, of which the second is the dialog's.
fn module() -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([ValType::I32], [ValType::I32]);
    let mut imports = ImportSection::new();
    imports.import("glue", "said", EntityType::Function(0));
    let mut functions = FunctionSection::new();
    functions.function(0).function(0).function(0).function(0);
    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        minimum: 4,
        maximum: Some(4),
        table64: false,
        shared: false,
    });
    let mut memories = wasm_encoder::MemorySection::new();
    memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
    let mut globals = GlobalSection::new();
    let ty = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
    globals.global(ty, &ConstExpr::i32_const(1024));
    let mut exports = ExportSection::new();
    exports.export("start", ExportKind::Func, 1).export("memory", ExportKind::Memory, 0);
    let mut elements = ElementSection::new();
    elements.active(None, &ConstExpr::i32_const(1), Elements::Functions([1, 3, 4].as_slice().into()));
    let mut code = CodeSection::new();
    for called in [[2, 0].as_slice(), &[3], &[0], &[]] {
        let mut body = Function::new([]);
        body.instruction(&Instruction::LocalGet(0));
        for function in called {
            body.instruction(&Instruction::Call(*function));
        }
        body.instruction(&Instruction::End);
        code.function(&body);
    }
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(8), *b"firstone");
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions).section(&tables).section(&memories);
    module.section(&globals).section(&exports).section(&elements).section(&code).section(&data);
    wasm::renamed(&module.finish(), ["start", "door", "dialog", "dead"]).unwrap()
}

fn plan() -> Plan {
    Plan {
        functions: [3].into(),
        doors: vec![2],
        constants: vec![12..16],
        dead: [4].into(),
        dead_constants: vec![8..9],
    }
}

fn names(module: &[u8]) -> (Vec<String>, Vec<String>) {
    let (mut imports, mut exports) = (Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload.unwrap() {
            Payload::ImportSection(section) => {
                imports.extend(section.into_imports().map(|import| import.unwrap().name.to_owned()));
            }
            Payload::ExportSection(section) => {
                exports.extend(section.into_iter().map(|export| export.unwrap().name.to_owned()));
            }
            _ => {}
        }
    }
    (imports, exports)
}

#[test]
fn the_second_module_takes_its_functions_places_and_constants_along() {
    let Split { first, second } = split(&module(), &plan()).unwrap();
    for module in [&first, &second] {
        Validator::new().validate_all(module).unwrap();
    }
    let bodies = wasm::functions(&first).unwrap();
    assert_eq!(bodies.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["start", "door", "dialog", "dead"]);
    assert_eq!(bodies[1].1, [0, 0x20, 0, 0x41, 4, 0x11, 0, 0, 0x0b], "calls the place behind the last one");
    assert_eq!((bodies[2].1, bodies[3].1), (wasm::TRAP, wasm::TRAP));
    let kept = layout(&first).unwrap();
    assert_eq!(kept.places, [None, Some(1), Some(1), Some(1)], "nothing else keeps what is gone");
    assert_eq!(kept.table.unwrap().minimum, 5);
    assert_eq!(kept.pieces, [(8, b"\0irs\0\0\0\0".to_vec())]);

    let moved = layout(&second).unwrap();
    let bodies = wasm::functions(&second).unwrap();
    assert_eq!(bodies.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["dialog", "door"]);
    assert_eq!(moved.places, [None, None, Some(1), None, Some(2)], "`said` is 0 here, and the dialog 1");
    assert_eq!(moved.pieces, [(12, b"tone".to_vec())]);
}

#[test]
fn the_first_module_exports_what_the_second_one_imports_and_no_more() {
    let Split { first, second } = split(&module(), &plan()).unwrap();
    let (imports, _) = names(&second);
    assert_eq!(imports.len(), 4, "said, the table, memory, the global");
    let (_, exports) = names(&first);
    assert_eq!(exports, [vec!["start".to_owned(), "memory".to_owned()], imports.clone()].concat());

    let other = split(&module(), &Plan { functions: [].into(), ..plan() }).unwrap().second;
    let (fewer, _) = names(&other);
    let (_, exports) = names(&with_needed_exports(&first, &other).unwrap());
    assert_eq!(exports, [vec!["start".to_owned(), "memory".to_owned()], fewer].concat());
}

#[test]
fn without_relocations_there_is_no_plan() {
    let names: Vec<String> = ["start", "door", "dialog", "dead"].map(str::to_owned).into();
    assert!(plan_error(&names).contains("no relocations"));
}

fn plan_error(names: &[String]) -> String {
    super::plan(&module(), &module(), names).unwrap_err().to_string()
}
