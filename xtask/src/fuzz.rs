//! `cargo xtask fuzz`: feeds the parsers, one after the other, for a while each. Not part of `cargo xtask test`: how
//! far it comes is a matter of time.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};
use clap::Args;

use crate::project::{make_dir, remove_dir, Project};
use crate::run::{say, which, Call};

/// What to feed, and for how long.
#[derive(Args)]
pub struct Options {
    /// The small core's, of next/tests/fuzz
    #[arg(long)]
    pub next: bool,
    /// Feed only this parser; without it, each one in turn
    #[arg(long, value_name = "NAME")]
    target: Option<String>,
    /// For how long each
    #[arg(long, default_value_t = 30)]
    seconds: u32,
    /// List the parsers instead of feeding them
    #[arg(long, conflicts_with_all = ["target", "again"])]
    list: bool,
    /// Feed this file once, as when it was found
    #[arg(long, value_name = "FILE", requires = "target")]
    again: Option<PathBuf>,
}

/// Coverage for the engine, which links into the program. These are `-C` flags: the stable compiler has them.
const FLAGS: [&str; 5] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// Builds the fuzzer and runs it; fails if anything was found.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    let fuzzer = Fuzzer::build(project)?;
    let names = fuzzer.write_seeds()?;
    if options.list {
        names.iter().for_each(|name| println!("{name}"));
        return Ok(());
    }
    if let Some(unknown) = options.target.as_ref().filter(|name| !names.contains(name)) {
        bail!("there is no parser `{unknown}`\n  what to do: `cargo xtask fuzz --list` names them");
    }
    let chosen: Vec<&String> =
        names.iter().filter(|name| options.target.as_ref().is_none_or(|only| only == *name)).collect();
    if let (Some(file), [name]) = (&options.again, chosen.as_slice()) {
        return fuzzer
            .call(name)
            .args([file])
            .or("fix it, and keep the input in tests/parsers/nasty.rs")
            .run();
    }
    let mut found = Vec::new();
    for name in chosen {
        found.extend(fuzzer.feed(name, options.seconds)?);
    }
    if found.is_empty() {
        println!("\nnothing was found");
        return Ok(());
    }
    println!("\nfound:");
    for (name, file) in &found {
        println!("  {name}: cargo xtask fuzz --target {name} --again {}", file.display());
    }
    bail!(
        "{} found\n  what to do: run a line above, fix it, and keep the input in tests/parsers/nasty.rs",
        found.len()
    )
}

struct Fuzzer {
    program: PathBuf,
    /// Where everything is kept: inputs that led somewhere stay for the next run.
    folder: PathBuf,
}

impl Fuzzer {
    fn build(project: &Project) -> Result<Self> {
        require_cpp()?;
        let version = Call::new("rustc").args(["-vV"]).output()?;
        let host = version.lines().find_map(|line| line.strip_prefix("host: "));
        let host = host.context("`rustc -vV` names no host")?;
        let folder = project.target.join(project.named("fuzz"));
        let manifest = project.base().join("tests/fuzz/Cargo.toml");
        say("building the fuzzer (the first time takes a few minutes)");
        // With the target named, build scripts and macros are built without these flags.
        Call::cargo()
            .args(["build", "--quiet", "--release", "--locked", "--target", host])
            .args([Path::new("--manifest-path"), &manifest, Path::new("--target-dir"), &folder])
            .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}"))
            .in_dir(&project.root)
            .or("if Cargo.lock is out of date, run `cargo update --workspace` in tests/fuzz")
            .run()?;
        let program = folder.join(host).join("release").join("provisor-fuzz");
        Ok(Self { program: program.with_extension(std::env::consts::EXE_EXTENSION), folder })
    }

    /// Writes the right inputs to begin with, a folder for each parser; gives their names.
    fn write_seeds(&self) -> Result<Vec<String>> {
        let seeds = self.folder.join("seeds");
        remove_dir(&seeds)?;
        Call::new(&self.program.to_string_lossy()).env("PROVISOR_FUZZ_SEEDS", &seeds).output()?;
        let mut names = Vec::new();
        for entry in
            fs::read_dir(&seeds).with_context(|| format!("there is no folder {}", seeds.display()))?
        {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }

    fn call(&self, name: &str) -> Call {
        Call::new(&self.program.to_string_lossy()).env("PROVISOR_FUZZ_TARGET", name)
    }

    /// Feeds one parser; gives what was found, if anything was.
    fn feed(&self, name: &str, seconds: u32) -> Result<Option<(String, PathBuf)>> {
        say(&format!("{name}, for {seconds} s"));
        let (corpus, found) = (self.folder.join("corpus").join(name), self.folder.join("found").join(name));
        make_dir(&corpus)?;
        remove_dir(&found)?;
        make_dir(&found)?;
        let ended = self
            .call(name)
            .args([&corpus, &self.folder.join("seeds").join(name)])
            .args([format!("-max_total_time={seconds}"), format!("-artifact_prefix={}/", found.display())])
            // The parsers count their own memory; this is for what they do not count. A slow input is a finding.
            .args(["-rss_limit_mb=2048", "-malloc_limit_mb=512", "-timeout=10", "-max_len=16384"])
            .args(["-verbosity=0", "-print_funcs=0"])
            .run();
        match (first_file(&found)?, ended) {
            (Some(file), _) => Ok(Some((name.to_owned(), file))),
            (None, ended) => ended.map(|()| None),
        }
    }
}

fn first_file(folder: &Path) -> Result<Option<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("there is no folder {}", folder.display()))? {
        files.push(entry?.path());
    }
    // The engine also keeps inputs that are merely slow; those are no findings.
    files
        .retain(|file| !file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("slow-unit")));
    Ok(files.into_iter().min())
}

/// The engine is C++.
fn require_cpp() -> Result<()> {
    if std::env::var_os("CXX").is_some()
        || ["c++", "g++", "clang++"].iter().any(|program| which(program).is_some())
    {
        return Ok(());
    }
    bail!(
        "there is no C++ compiler, which the fuzzing engine needs\n  what to do: install one (Debian: apt-get install \
         g++; Fedora: dnf install gcc-c++; macOS: xcode-select --install), or set CXX"
    )
}
