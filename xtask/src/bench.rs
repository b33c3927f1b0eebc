//! Runs next/tests/bench/main.mjs: the packed package beside scripts written by hand, on the same work.

use anyhow::Result;
use clap::Args;

use crate::project::Project;
use crate::run::Call;
use crate::{build, pack};

/// What to measure, and how often.
#[derive(Args)]
pub struct Options {
    /// The small core's package, of next/pkg
    #[arg(long)]
    pub next: bool,
    /// Measure only these rows, separated by commas; a name that there is not lists them
    #[arg(long, value_name = "ROW,…")]
    only: Option<String>,
    /// How often each is measured, Provisor and the script in turn
    #[arg(long, value_name = "N", default_value = "3")]
    runs: u32,
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
    /// Measure what takes many minutes, too: 100,000 people, and 500 on Workiva at 250 ms
    #[arg(long)]
    long: bool,
}

/// Builds, packs, installs and measures with this terminal.
pub fn bench(project: &Project, options: &Options) -> Result<()> {
    build::build(project)?;
    pack::install(project, &pack::pack(project)?)?;
    let only = options.only.iter().flat_map(|rows| ["--only", rows.as_str()]);
    let flags = [("--json", options.json), ("--long", options.long)];
    // The one file that knows the package's API.
    let adapter = project.base().join("tests/bench/provisor.mjs");
    Call::new("node")
        .env("PROVISOR_BENCH", format!("file://{}", adapter.display()))
        .args(["next/tests/bench/main.mjs", "--runs", &options.runs.to_string()])
        .args(only)
        .args(flags.iter().filter(|(_, given)| *given).map(|(flag, _)| flag))
        .in_dir(&project.root)
        .run()
}
