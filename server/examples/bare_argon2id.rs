//! How fast argon2id is by itself, for `cargo xtask bench sign-in`: `bare_argon2id THREADS SECONDS` prints how many passwords a
//! second are compared with the server's default parameters, and nothing else.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use loggia_server::Settings;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut number = || arguments.next().and_then(|text| text.parse::<u64>().ok()).context("expected a number");
    let (threads, time) = (number()?, Duration::from_secs(number()?));
    let config = Settings::default().resolve()?;
    let params = Params::new(config.password_memory_kib, config.password_passes, 1, None)
        .map_err(|error| anyhow::anyhow!("the parameters: {error}"))?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash = argon2.hash_password(b"a kettle on the roof").map_err(|error| anyhow::anyhow!("a hash: {error}"))?;
    let hash = hash.to_string();
    let done = AtomicU64::new(0);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let Ok(parsed) = PasswordHash::new(&hash) else { return };
                while begun.elapsed() < time {
                    if argon2.verify_password(b"a kettle on the roof", &parsed).is_ok() {
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    println!("{:.3}", done.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64());
    Ok(())
}
