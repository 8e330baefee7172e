//! The fuzzer, for one target: `FUZZ_TARGET` names it, and `FUZZ_SEEDS` a folder that its first inputs are written to.
//! Without a target it prints their names. `cargo xtask fuzz` builds and runs it.
#![no_main]

use std::{path::PathBuf, sync::OnceLock};

use loggia_fuzz::{TARGETS, Target};

static TARGET: OnceLock<&Target> = OnceLock::new();

libfuzzer_sys::fuzz_target!(init: start(), |data: &[u8]| {
    if let Some(target) = TARGET.get() {
        (target.run)(data);
    }
});

fn start() {
    let Some(name) = std::env::var_os("FUZZ_TARGET") else {
        for target in TARGETS {
            println!("{}", target.name);
        }
        std::process::exit(0);
    };
    let Some(target) = TARGETS.iter().find(|target| name == target.name) else {
        eprintln!("there is no target {}", name.display());
        std::process::exit(2);
    };
    TARGET.get_or_init(|| target);
    if let Some(folder) = std::env::var_os("FUZZ_SEEDS").map(PathBuf::from) {
        for (number, seed) in target.seeds.iter().enumerate() {
            if let Err(error) = std::fs::write(folder.join(format!("seed-{number}")), seed) {
                eprintln!("cannot write to {}: {error}", folder.display());
                std::process::exit(2);
            }
        }
    }
}
