//! The TypeScript side: types written from the Rust types, then the facade checked and declared in pkg/dist.

use std::fs;

use anyhow::{Context, Result};

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

/// Checks the facade and writes its declarations to pkg/dist; esbuild makes the JavaScript of the same sources.
pub fn declare(project: &Project) -> Result<()> {
    say("Compiling the TypeScript");
    let (generated, dist) = (project.generated(), project.dist());
    remove_dir(&dist)?;
    Call::new("npx")
        .args(["--no-install", "tsc", "-p", "."])
        .in_dir(&project.pkg())
        .or("mend what the compiler names above; files under pkg/src/generated are written from the Rust sources")
        .run()?;
    // tsc checks against declarations, but copies none.
    make_dir(&dist.join("generated"))?;
    for name in ["bindings.d.ts", "glue.d.ts"] {
        copy(&generated.join(name), &dist.join("generated").join(name))?;
    }
    let entry = project.pkg().join("entry");
    make_dir(&dist.join("entry"))?;
    for file in fs::read_dir(&entry).with_context(|| format!("cannot read {}", entry.display()))? {
        let name = file?.file_name();
        if name.to_string_lossy().ends_with(".d.ts") {
            copy(&entry.join(&name), &dist.join("entry").join(&name))?;
        }
    }
    Ok(())
}
