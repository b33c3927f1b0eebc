//! `cargo xtask test`: runs the stages one after the other and ends with a table of them.

use std::cell::OnceCell;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{anyhow, bail, Result};
use clap::Args;

use crate::project::{Kind, Project};
use crate::stages::{Stage, STAGES};
use crate::{build, pack};

/// Which stages to run.
#[derive(Args)]
pub struct Options {
    /// Run only these stages, separated by commas
    #[arg(long, value_name = "STAGE,…", value_delimiter = ',')]
    only: Vec<String>,
    /// List the stages instead of running them
    #[arg(long)]
    list: bool,
    /// The small core: next/src, next/pkg and next/tests
    #[arg(long)]
    pub next: bool,
}

/// What the stages of one run share.
pub struct Run<'a> {
    /// The repository.
    pub project: &'a Project,
    package: OnceCell<Result<PathBuf, String>>,
    breakable: OnceCell<Result<(), String>>,
}

impl Run<'_> {
    /// The packed package, installed for the tests; built once a run, by the first stage that asks.
    pub fn package(&self) -> Result<PathBuf> {
        let build = || {
            build::build(self.project)?;
            let tarball = pack::pack(self.project)?;
            pack::install(self.project, &tarball)?;
            Ok(tarball)
        };
        let package =
            self.package.get_or_init(|| build().map_err(|error: anyhow::Error| format!("{error:#}")));
        package.clone().map_err(|error| anyhow!("the package could not be built: {error}"))
    }

    /// The same, and beside it the one whose module can be broken.
    pub fn packages(&self) -> Result<PathBuf> {
        let build = || {
            let project = Project { kind: Kind::NextBreakable, ..self.project.clone() };
            build::build(&project)?;
            pack::install_breakable(&project, &pack::pack(&project)?)?;
            // It was written over what is built already.
            self.package.get().map_or(Ok(()), |_| build::build(self.project))
        };
        if self.project.is_next() {
            let breakable =
                self.breakable.get_or_init(|| build().map_err(|error: anyhow::Error| format!("{error:#}")));
            breakable
                .clone()
                .map_err(|error| anyhow!("the package to be broken could not be built: {error}"))?;
        }
        self.package()
    }
}

/// Runs the chosen stages; a failed one does not keep the next from running.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    let stages = chosen(&options.only)?;
    if options.list {
        for stage in stages {
            println!("{:<12} {}", stage.name, stage.about);
        }
        return Ok(());
    }
    let run = Run { project, package: OnceCell::new(), breakable: OnceCell::new() };
    let mut results = Vec::new();
    for stage in stages {
        println!("\n──── {}: {}", stage.name, stage.about);
        let start = Instant::now();
        let result = (stage.run)(&run);
        if let Err(error) = &result {
            println!("{} failed: {error:#}", stage.name);
        }
        results.push((stage.name, result.is_ok(), start.elapsed()));
    }
    summary(&results)
}

fn chosen(only: &[String]) -> Result<Vec<&'static Stage>> {
    if let Some(unknown) = only.iter().find(|name| STAGES.iter().all(|stage| stage.name != **name)) {
        bail!("there is no stage `{unknown}`\n  what to do: `cargo xtask test --list` names them");
    }
    let is_chosen = |stage: &&Stage| only.is_empty() || only.iter().any(|name| name == stage.name);
    Ok(STAGES.iter().filter(is_chosen).collect())
}

fn summary(results: &[(&str, bool, Duration)]) -> Result<()> {
    println!("\n{:<12} {:<7} {:>8}", "stage", "result", "seconds");
    for (name, passed, time) in results {
        println!("{name:<12} {:<7} {:>8.1}", if *passed { "passed" } else { "failed" }, time.as_secs_f64());
    }
    let failed: Vec<&str> = results.iter().filter(|(_, passed, _)| !passed).map(|(name, ..)| *name).collect();
    let passed = results.len().saturating_sub(failed.len());
    println!("\nstages: {passed} passed, {} failed", failed.len());
    if failed.is_empty() {
        return Ok(());
    }
    bail!("failed: {0}\n  what to do: see above, then run `cargo xtask test --only {0}`", failed.join(","))
}

#[cfg(test)]
mod tests {
    use super::chosen;

    #[test]
    fn stages_run_in_their_own_order_and_unknown_names_are_refused() {
        let only = |names: &[&str]| chosen(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        let names: Vec<_> = only(&["native", "fmt"]).unwrap().iter().map(|stage| stage.name).collect();
        assert_eq!(names, ["fmt", "native"]);
        assert!(only(&[]).unwrap().len() > 5);
        assert!(only(&["fmt", "nativ"]).is_err_and(|error| error.to_string().contains("`nativ`")));
    }
}
