//! Builds pkg/dist: the module, its glue, the TypeScript facade, the entries, the command line.

mod bundle;
mod cli;
mod module;
mod optimise;
mod typescript;

use anyhow::Result;

use crate::project::Project;
use crate::setup;

/// Builds what has changed since the last time.
pub fn build(project: &Project) -> Result<()> {
    setup::wasm_target::ensure()?;
    setup::npm::ensure(project)?;
    project.check_wasm_bindgen()?;
    let compiled = module::compile(project)?;
    let bindings = module::bind(project, &compiled)?;
    let wasm = optimise::optimise(project, &bindings.wasm)?;
    if !project.is_next() {
        typescript::generate_types(project)?;
    }
    bundle::generate_glue(project, &bindings)?;
    typescript::declare(project)?;
    bundle::bundle(project, &wasm)?;
    cli::bundle(project)
}
