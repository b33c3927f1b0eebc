//! The command line: checked by the compiler, then bundled with its libraries into the one file pkg/dist/cli.js.

use anyhow::Result;

use crate::project::Project;
use crate::run::{say, Call};

/// Bundles it, with the schema of its configuration and its libraries' licences. The facade must be in pkg/dist by now.
pub fn bundle(project: &Project) -> Result<()> {
    say("Bundling the command line");
    Call::new("npx")
        .args(["--no-install", "tsc", "-p", "pkg/cli"])
        .in_dir(&project.root)
        .or("mend what the compiler names above; the sources are in pkg/cli")
        .run()?;
    Call::new("node")
        .args(["pkg/build/cli.mjs"])
        .in_dir(&project.root)
        .or("see what pkg/build/cli.mjs says above")
        .run()
}
