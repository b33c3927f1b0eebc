//! What `cargo test --target wasm32-unknown-unknown` hands a test module to: wasm-bindgen's own runner, as a library.

use std::process::ExitCode;
use std::{env, fs};

use anyhow::{bail, Context, Result};
use wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    // The runner calls a module without tests a success; here it is a mistake.
    let module = env::args_os().nth(1).context("which .wasm file? `cargo test` passes it")?;
    let bytes = fs::read(&module).with_context(|| format!("cannot read {}", module.display()))?;
    let marker = b"__wbgt_";
    if !bytes.windows(marker.len()).any(|window| window == marker) {
        bail!("{} has no #[wasm_bindgen_test]", module.display());
    }
    run_cli_with_args(env::args_os())
}
