//! The sizes of the packed files, raw and as a server sends them; told apart by who loads them.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::write::GzEncoder;
use flate2::Compression;

use crate::pack;

/// What a page loads: a bundler puts both into one file, a plain page fetches them.
const PAGE: [&str; 2] = ["dist/entry/browser.js", "dist/provisor.js"];

/// Bytes of a file or of several.
#[derive(Clone, Copy, Default)]
struct Size {
    raw: usize,
    gzip: usize,
}

/// Prints a table of all files, with totals of what an application loads.
pub fn print(tarball: &Path) -> Result<()> {
    let (mut wasm, mut page, mut other, mut types) =
        (Size::default(), Size::default(), Size::default(), Size::default());
    println!("\n{:<40} {:>10} {:>10}", "file", "bytes", "gzip");
    for (name, bytes) in pack::files(tarball)? {
        let size = Size { raw: bytes.len(), gzip: gzip(&bytes)? };
        row(&name, size);
        match name.rsplit('.').next() {
            Some("wasm") => wasm.add(size),
            Some("js" | "cjs") if PAGE.contains(&name.as_str()) => page.add(size),
            Some("js" | "cjs") => other.add(size),
            Some("ts" | "cts") => types.add(size),
            _ => {}
        }
    }
    println!();
    row("the module", wasm);
    row("JavaScript that a page loads", page);
    row("other entries, CommonJS, command line", other);
    row("types", types);
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
