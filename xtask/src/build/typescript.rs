//! The TypeScript side: types written from the Rust types, then the facade compiled into pkg/dist.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::module::Bindings;
use crate::project::{copy, make_dir, remove_dir, Project};
use crate::run::{say, Call};

/// Writes pkg/src/generated/types.ts. A program of the crate does it, so that this tool need not be rebuilt with it.
pub fn generate_types(project: &Project) -> Result<()> {
    if !project.root.join("examples/write-types.rs").is_file() {
        return Ok(());
    }
    say("Writing the TypeScript types");
    make_dir(&project.generated())?;
    Call::cargo()
        .args(["run", "--quiet", "--features", "types", "--example", "write-types", "--"])
        .args([project.generated()])
        .in_dir(&project.root)
        .run()
}

/// Compiles the facade and lays the glue, the entries and the one module beside it.
pub fn compile(project: &Project, bindings: &Bindings, wasm: &Path) -> Result<()> {
    say("Compiling the TypeScript");
    // The facade imports the glue from its own generated folder; tsc checks against it but copies neither file.
    let (generated, dist) = (project.generated(), project.dist());
    make_dir(&generated)?;
    copy(&bindings.js, &generated.join("glue.js"))?;
    copy(&bindings.dts, &generated.join("glue.d.ts"))?;
    remove_dir(&dist)?;
    Call::new("npx")
        .args(["--no-install", "tsc", "-p", "pkg"])
        .in_dir(&project.root)
        .or("mend what the compiler names above; files under pkg/src/generated are written from the Rust sources")
        .run()?;
    make_dir(&dist.join("generated"))?;
    copy(&bindings.js, &dist.join("generated/glue.js"))?;
    copy(&bindings.dts, &dist.join("generated/glue.d.ts"))?;
    copy(wasm, &dist.join("provisor.wasm"))?;
    copy_folder(&project.pkg().join("entry"), &dist.join("entry"))
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    make_dir(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}
