//! The order of a module's functions: like stands beside like.
//!
//! What repeats compresses best when it was seen a moment ago. Compilers leave hundreds of functions that differ in a
//! constant or two; by name they stand far apart.

use std::collections::HashMap;

/// How many bytes two functions have to have in common at a place for it to count: about two instructions.
const PIECE: usize = 4;
/// What more functions than these have says nothing about any two of them.
const COMMON: usize = 4000;
/// So that a tiny function is not taken for the best neighbour of a large one.
const LEAST_SIZE: f64 = 20.0;

/// The place of each function: begins with the smallest, and goes on with what has most in common with the one before.
pub(crate) fn places(bodies: &[&[u8]]) -> Vec<usize> {
    let pieces: Vec<Vec<u32>> = bodies.iter().map(|body| pieces(body)).collect();
    let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
    for (function, pieces) in pieces.iter().enumerate() {
        for piece in pieces {
            holders.entry(*piece).or_default().push(function);
        }
    }
    holders.retain(|_, holders| (2..=COMMON).contains(&holders.len()));

    let mut by_size: Vec<usize> = (0..bodies.len()).collect();
    by_size.sort_by_key(|function| bodies[*function].len());
    let mut smallest = by_size.into_iter();
    let mut places = vec![None; bodies.len()];
    let mut common = vec![0.0_f64; bodies.len()];
    let mut current = smallest.next();
    for place in 0..bodies.len() {
        let Some(function) = current else { break };
        places[function] = Some(place);
        let mut touched = Vec::new();
        for holders in pieces[function].iter().filter_map(|piece| holders.get(piece)) {
            let weight = 1.0 / (1.0 + (holders.len() as f64).log2());
            for other in holders.iter().copied().filter(|other| places[*other].is_none()) {
                if common[other] == 0.0 {
                    touched.push(other);
                }
                common[other] += weight;
            }
        }
        let likeness = |other: &usize| common[*other] / (LEAST_SIZE + pieces[*other].len() as f64).sqrt();
        // Of equals the first, whatever order they came in: the same module has the same order every time.
        let next = touched
            .iter()
            .copied()
            .max_by(|one, two| likeness(one).total_cmp(&likeness(two)).then_with(|| two.cmp(one)));
        for other in touched {
            common[other] = 0.0;
        }
        current = next.or_else(|| smallest.find(|function| places[*function].is_none()));
    }
    places.into_iter().enumerate().map(|(function, place)| place.unwrap_or(function)).collect()
}

/// Every run of [`PIECE`] bytes, once.
fn pieces(body: &[u8]) -> Vec<u32> {
    let runs = body.windows(PIECE).map(|run| run.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)));
    let mut pieces: Vec<u32> = runs.collect();
    pieces.sort_unstable();
    pieces.dedup();
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_stands_beside_like_and_every_function_has_a_place() {
        let bodies: [&[u8]; 5] = [b"first of a kind", b"12345678", b"first of a mind", b"1234567", b"123456789"];
        let places = places(&bodies);
        let mut all = places.clone();
        all.sort_unstable();
        assert_eq!(all, [0, 1, 2, 3, 4]);
        assert_eq!(places[0].abs_diff(places[2]), 1);
        assert_eq!(places[1].abs_diff(places[4]), 1);
    }
}
