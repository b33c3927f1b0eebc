//! Runs www/serve/main.mjs: the console and the Worker on this machine, before the sandbox platforms.

use anyhow::Result;
use clap::Args;

use crate::build;
use crate::project::{make_dir, Project};
use crate::run::{say, Call};

/// Where to serve.
#[derive(Args)]
pub struct Options {
    /// The console's port
    #[arg(long, value_name = "PORT", default_value = "4173")]
    console_port: u16,
    /// The Worker's port
    #[arg(long, value_name = "PORT", default_value = "8787")]
    worker_port: u16,
    /// The small core's: next/www
    #[arg(long)]
    pub next: bool,
}

/// Builds package, console and Worker, and serves them with this terminal until Ctrl-C.
pub fn serve(project: &Project, options: &Options) -> Result<()> {
    build::build(project)?;
    pages(project)?;
    let (console, worker) = (options.console_port.to_string(), options.worker_port.to_string());
    Call::new("node")
        .args(["www/serve/main.mjs", "--console-port", &console, "--worker-port", &worker])
        .in_dir(&project.base())
        .run()
}

/// Checks the types of console and Worker, and builds them into their `dist` folders; the package must be built.
pub fn pages(project: &Project) -> Result<()> {
    if project.is_next() {
        link(project)?;
    }
    for page in ["console", "worker"] {
        say(&format!("Building www/{page}"));
        Call::new("npm")
            .args(["run", "--silent", "build"])
            .in_dir(&project.base().join("www").join(page))
            .without_input()
            .run()?;
    }
    Ok(())
}

/// No workspace of npm's leads to the small core's package: next/node_modules/provisor does.
fn link(project: &Project) -> Result<()> {
    let modules = project.base().join("node_modules");
    if modules.join("provisor").exists() {
        return Ok(());
    }
    make_dir(&modules)?;
    let script = "fs.symlinkSync('../pkg', 'provisor', 'junction')";
    Call::new("node").args(["--eval", script]).in_dir(&modules).run()
}
