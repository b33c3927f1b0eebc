//! Runs www/serve/main.mjs: the console and the Worker on this machine, before the sandbox platforms.

use anyhow::Result;
use clap::Args;

use crate::build;
use crate::project::Project;
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
}

/// Builds package, console and Worker, and serves them with this terminal until Ctrl-C.
pub fn serve(project: &Project, options: &Options) -> Result<()> {
    build::build(project)?;
    pages(project)?;
    let (console, worker) = (options.console_port.to_string(), options.worker_port.to_string());
    Call::new("node")
        .args(["www/serve/main.mjs", "--console-port", &console, "--worker-port", &worker])
        .in_dir(&project.root)
        .run()
}

/// Checks the types of console and Worker, and builds them into their `dist` folders; the package must be built.
pub fn pages(project: &Project) -> Result<()> {
    for workspace in ["provisor-console", "provisor-worker"] {
        say(&format!("Building {workspace}"));
        Call::new("npm")
            .args(["run", "--silent", "build", "--workspace", workspace])
            .in_dir(&project.root)
            .without_input()
            .run()?;
    }
    Ok(())
}
