//! Numbers that look random and are the same each time, so that two runs ask the same.

/// A generator: xorshift64* ([Vigna, 2016](https://doi.org/10.1145/2845077)).
pub(crate) struct Random(u64);

impl Random {
    /// One that begins here.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2).wrapping_add(1))
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32) % end.max(1)
    }
}
