//! Writes the TypeScript types into the folder given: `cargo run --features types --example write-types -- DIR`.

fn main() -> std::io::Result<()> {
    let folder = std::env::args_os().nth(1).unwrap_or_else(|| ".".into());
    std::fs::write(std::path::Path::new(&folder).join("types.ts"), provisor::types::text())
}
