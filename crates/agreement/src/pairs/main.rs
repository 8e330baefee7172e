//! `form-pairs SEED COUNT`: random forms with random answers, a line of JSON each: `[definition, answers, judgement]`.
//!
//! The judgement is the server's, of the very text that the line has.

#[cfg(not(target_arch = "wasm32"))]
mod random;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> anyhow::Result<()> {
    use std::io::Write as _;

    use anyhow::Context as _;
    use loggia_agreement::judge;
    use proptest::{
        strategy::{Strategy as _, ValueTree as _},
        test_runner::{Config, RngSeed, TestRunner},
    };

    let mut arguments = std::env::args().skip(1);
    let mut number = |name| -> anyhow::Result<u64> {
        arguments.next().context(format!("{name} is missing"))?.parse().context(format!("{name} is not a number"))
    };
    let (seed, count) = (number("SEED")?, number("COUNT")?);
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(seed), ..Config::default() });
    let pairs = random::pair();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for _ in 0..count {
        let (definition, answers) = pairs.new_tree(&mut runner).map_err(anyhow::Error::msg)?.current();
        let (definition, answers) = (definition.to_string(), answers.to_string());
        let judgement = judge(&definition, &answers).with_context(|| definition.clone())?;
        // The texts as texts: whoever reads the line must not have read them already.
        writeln!(out, "{}", serde_json::json!([definition, answers, judgement]))?;
    }
    Ok(out.flush()?)
}

#[cfg(target_arch = "wasm32")]
fn main() {}
