//! Feeds one parser with whatever leads to code that was not reached before. The parsers and the right inputs to begin
//! with are those of `tests/parsers`.
//!
//! `PROVISOR_FUZZ_TARGET` names the parser. With `PROVISOR_FUZZ_SEEDS` instead, the right inputs of all parsers are
//! written into that folder, a folder for each.

#![no_main]

#[path = "../../parsers/bound.rs"]
mod bound;
#[path = "../../parsers/host.rs"]
mod host;
#[path = "../../parsers/list.rs"]
mod list;
#[path = "../../parsers/seeds.rs"]
mod seeds;

use libfuzzer_sys::fuzz_target;
use list::{Parser, PARSERS};
use std::path::Path;
use std::sync::OnceLock;

static CHOSEN: OnceLock<&Parser> = OnceLock::new();

fuzz_target!(
    init: {
        if let Some(folder) = std::env::var_os("PROVISOR_FUZZ_SEEDS") {
            write_seeds(Path::new(&folder)).expect("a folder to write to");
            std::process::exit(0);
        }
        let name = std::env::var("PROVISOR_FUZZ_TARGET").expect("PROVISOR_FUZZ_TARGET");
        let parser = PARSERS.iter().find(|parser| parser.name == name).expect("a parser of this name");
        CHOSEN.get_or_init(|| parser);
        // Kept for good, so not counted as any parser's.
        host::stored(host::NAMES[0]);
    },
    |bytes: &[u8]| {
        let (taken, most) = bound::measure(CHOSEN.get().expect("chosen"), bytes);
        assert!(taken <= most, "{taken} bytes for {}", bytes.len());
    }
);

fn write_seeds(folder: &Path) -> std::io::Result<()> {
    for parser in PARSERS {
        let folder = folder.join(parser.name);
        std::fs::create_dir_all(&folder)?;
        for (number, seed) in seeds::seeds(parser.name).into_iter().enumerate() {
            std::fs::write(folder.join(number.to_string()), seed)?;
        }
    }
    Ok(())
}
