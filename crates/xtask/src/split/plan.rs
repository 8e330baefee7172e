//! What goes where.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use anyhow::{Result, ensure};
use wasmparser::{ExternalKind, Operator, Parser, Payload};

use super::linked::{Node, read_linked};
use crate::wasm;

/// What a door's function is called, at the end of its path.
const DOOR: &str = "::__later_";

/// What goes into the second module.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// The functions, by their number in the module, without the doors.
    pub(super) functions: BTreeSet<u32>,
    /// The doors, in the order of their places in the table.
    pub(super) doors: Vec<u32>,
    /// Where its constants lie in memory.
    pub(super) constants: Vec<Range<u32>>,
    /// Functions that neither reaches, and where the constants lie that neither does: left behind by what
    /// [`uncalled`](crate::uncalled) took out.
    pub(super) dead: BTreeSet<u32>,
    pub(super) dead_constants: Vec<Range<u32>>,
}

impl Plan {
    /// Whether the first module has no use for the function.
    pub(super) fn leaves(&self, function: u32) -> bool {
        self.functions.contains(&function) || self.dead.contains(&function)
    }
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
    let gone: HashSet<u32> = known
        .iter()
        .zip(&bodies)
        .filter(|(_, (_, body))| *body == wasm::TRAP)
        .filter_map(|(known, _)| *known)
        .collect();
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
    let numbers_of = |wanted: &dyn Fn(&Node) -> bool| -> BTreeSet<u32> {
        let own = (imported..).zip(&known).filter_map(|(index, known)| Some((index, Node::Function((*known)?))));
        own.filter(|(_, node)| !doors.contains_key(node) && wanted(node)).map(|(index, _)| index).collect()
    };
    let functions = numbers_of(&|node| second.contains(node) && !first.contains(node));
    let dead = numbers_of(&|node| !second.contains(node) && !first.contains(node));
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
fn reached<'a>(
    from: Vec<Node>,
    mentions: &impl Fn(&Node) -> &'a [Node],
    ends: impl Fn(&Node) -> bool,
) -> HashSet<Node> {
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

#[cfg(test)]
mod tests {
    use super::{joined, without};

    #[test]
    fn ranges_are_joined_and_taken_out_of_each_other() {
        assert_eq!(joined(vec![8..12, 0..4, 4..6, 10..11]), [0..6, 8..12]);
        assert_eq!(without(vec![0..10, 20..30], &[2..4, 8..22, 29..40]), [0..2, 4..8, 22..29]);
    }
}
