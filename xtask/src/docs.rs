//! `cargo xtask docs`: writes the API documentation, by TypeDoc from the types that the package ships.
//!
//! TypeDoc needs a TypeScript of its own (xtask/docs/package.json): it does not know the one that compiles the package.

use anyhow::Result;

use crate::build;
use crate::project::Project;
use crate::run::{say, Call};

/// Builds the package and writes target/docs/api. What is not documented is an error.
pub fn write(project: &Project) -> Result<()> {
    build::build(project)?;
    let (settings, out) =
        if project.is_next() { ("next.json", "docs/api-next") } else { ("typedoc.json", "docs/api") };
    let out = project.target.join(out);
    say("Writing the API documentation");
    Call::new("node")
        .args(["node_modules/typedoc/bin/typedoc", "--options", settings, "--out"])
        .args([&out])
        .in_dir(&project.root.join("xtask/docs"))
        .or("give what is named above a doc comment, in pkg/src or, for generated types, in the Rust source")
        .run()?;
    println!("{}", out.join("index.html").display());
    Ok(())
}
