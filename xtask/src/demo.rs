//! Runs tests/demo/main.mjs against the packed package; the demo starts the sandbox platforms itself.

use anyhow::Result;

use crate::project::Project;
use crate::run::Call;
use crate::{build, pack};

/// Builds, packs, installs and runs it with this terminal.
pub fn demo(project: &Project) -> Result<()> {
    build::build(project)?;
    let tarball = pack::pack(project)?;
    pack::install(project, &tarball)?;
    call(project).run()
}

/// The call of the demo alone.
pub fn call(project: &Project) -> Call {
    Call::new("node").args(["tests/demo/main.mjs"]).in_dir(&project.base())
}
