//! The sizes of the packed files, raw and as a server sends them.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::write::GzEncoder;
use flate2::Compression;

use crate::pack;

/// Bytes of a file or of several.
#[derive(Clone, Copy, Default)]
struct Size {
    raw: usize,
    gzip: usize,
}

/// Prints a table of all files, with totals of what an application loads.
pub fn print(tarball: &Path) -> Result<()> {
    let (mut wasm, mut js) = (Size::default(), Size::default());
    println!("\n{:<40} {:>10} {:>10}", "file", "bytes", "gzip");
    for (name, bytes) in pack::files(tarball)? {
        let size = Size { raw: bytes.len(), gzip: gzip(&bytes)? };
        row(&name, size);
        if name.ends_with(".wasm") {
            wasm.add(size);
        } else if name.ends_with(".js") {
            js.add(size);
        }
    }
    println!();
    row("the module", wasm);
    row("all JavaScript", js);
    let whole = fs::metadata(tarball)?.len();
    println!("{:<40} {:>10} {whole:>10}\n{}\n", "the packed package", "", tarball.display());
    Ok(())
}

impl Size {
    fn add(&mut self, other: Self) {
        self.raw = self.raw.saturating_add(other.raw);
        self.gzip = self.gzip.saturating_add(other.gzip);
    }
}

fn row(name: &str, size: Size) {
    println!("{name:<40} {:>10} {:>10}", size.raw, size.gzip);
}

fn gzip(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).context("cannot compress")?;
    Ok(encoder.finish()?.len())
}
