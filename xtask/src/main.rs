//! `cargo xtask`: builds, tests and packs Provisor on a machine that has only Rust, Node and a package manager.
#![allow(clippy::print_stdout)] // a command-line tool speaks on standard output

mod bench;
mod build;
mod demo;
mod docs;
mod fuzz;
mod pack;
mod project;
mod run;
mod serve;
mod setup;
mod size;
mod stages;
mod stamp;
mod test;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use project::{Kind, Project};

/// Builds, tests and packs Provisor. Each command first installs what it needs and does only what has changed.
#[derive(Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// Which package to build.
#[derive(clap::Args)]
struct BuildOptions {
    /// The small core's: next/pkg/dist and target/npm-next
    #[arg(long)]
    next: bool,
    /// The same with ways to break its module on purpose, for tests: target/npm-next-breakable
    #[arg(long)]
    breakable: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Build the npm package: pkg/dist and target/npm/provisor-VERSION.tgz
    Build(BuildOptions),
    /// Run every test stage, then print a table; fails if any stage failed
    Test(test::Options),
    /// Provision people on the sandbox platforms and show what happens
    Demo,
    /// Show the console and the Worker on this machine, before the sandbox platforms
    Serve(serve::Options),
    /// Write the API documentation: target/docs/api
    Docs(BuildOptions),
    /// Feed every parser with millions of inputs, for a while each; not a part of `test`
    Fuzz(fuzz::Options),
    /// Measure the package beside scripts written by hand; not a part of `test`
    Bench(bench::Options),
    /// Print the sizes of the packed files, raw and gzip
    Size,
    /// Install the wasm target, the npm packages and Chromium with its driver
    Setup,
}

fn main() -> ExitCode {
    match perform(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(command: Command) -> Result<()> {
    let mut project = Project::find()?;
    match command {
        Command::Build(options) => {
            project.kind = match (options.next, options.breakable) {
                (_, true) => Kind::NextBreakable,
                (true, false) => Kind::Next,
                (false, false) => Kind::Old,
            };
            build::build(&project)?;
            let tarball = pack::pack(&project)?;
            size::print(&tarball)?;
            if project.kind == Kind::Next {
                serve::pages(&project)?;
            }
            Ok(())
        }
        Command::Test(options) => {
            if options.next {
                project.kind = Kind::Next;
            }
            test::run(&project, &options)
        }
        Command::Demo => demo::demo(&project),
        Command::Serve(options) => {
            if options.next {
                project.kind = Kind::Next;
            }
            serve::serve(&project, &options)
        }
        Command::Docs(options) => {
            if options.next {
                project.kind = Kind::Next;
            }
            docs::write(&project)
        }
        Command::Fuzz(options) => {
            if options.next {
                project.kind = Kind::Next;
            }
            fuzz::run(&project, &options)
        }
        Command::Bench(options) => {
            if options.next {
                project.kind = Kind::Next;
            }
            bench::bench(&project, &options)
        }
        Command::Size => {
            build::build(&project)?;
            size::print(&pack::pack(&project)?)
        }
        Command::Setup => setup::everything(&project),
    }
}
