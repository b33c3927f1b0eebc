//! How much memory a parser may take: at no moment more than a fixed multiple of what it reads.

use super::list::Parser;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Bytes for each byte that is read.
///
/// The costliest input is a list of the smallest values, `[0,0,0,…]`: two bytes each. As JSON, one is 72 bytes, and
/// 216 while its list is moved to twice the place. Read as a list of records it costs up to 700; read as a list of
/// people, each is a row with an error of its own that names the row, says what is wrong and what to do: 1,600
/// bytes. What is not linear is far beyond, even for the short inputs of these tests.
pub const MULTIPLE: usize = 1024;

/// Bytes for whatever there is besides: a client with its settings and vault.
pub const CONSTANT: usize = 64 << 10;

/// Runs a parser; gives the most memory that it took at one moment, in bytes, and the most that it may take.
/// Nothing else may run meanwhile.
pub fn measure(parser: &Parser, bytes: &[u8]) -> (usize, usize) {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    (parser.run)(bytes);
    let taken = MEMORY.peak_usage().saturating_sub(before);
    (taken, bytes.len().saturating_mul(MULTIPLE).saturating_add(CONSTANT))
}
