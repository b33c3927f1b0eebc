//! The stages of `cargo xtask test`, in the order in which they run: the quickest to fail come first.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{ensure, Context, Result};
use serde_json::Value;

use crate::project::{make_dir, remove_dir};
use crate::run::{require_node, Call};
use crate::setup::browser::Browser;
use crate::setup::wasm_target::TARGET;
use crate::test::Run;
use crate::{demo, serve, setup, size};

/// One stage.
pub struct Stage {
    /// Its name in `--only`.
    pub name: &'static str,
    /// What it shows, in a line.
    pub about: &'static str,
    /// Fails if the stage does, or if it has nothing to test.
    pub run: fn(&Run) -> Result<()>,
}

/// All stages.
pub const STAGES: &[Stage] = &[
    Stage { name: "fmt", about: "the Rust sources are formatted", run: fmt },
    Stage { name: "clippy", about: "no lint complains, natively or for wasm", run: clippy },
    Stage { name: "native", about: "the core, its documentation's examples and xtask", run: native },
    Stage { name: "web-node", about: "the bindings, in Node", run: web_node },
    Stage { name: "web-chrome", about: "the bindings, in headless Chrome", run: web_chrome },
    Stage { name: "package", about: "the npm package builds, packs and loads", run: package },
    Stage { name: "sandbox", about: "the stand-ins refuse what the platforms refuse", run: sandbox },
    Stage { name: "odata", about: "an independent parser understands every filter", run: odata },
    Stage { name: "scim", about: "independent readers and servers understand our SCIM", run: scim },
    Stage { name: "node", about: "the packed package, in Node", run: node },
    Stage { name: "www", about: "console and Worker, in Chromium and workerd", run: www },
    Stage { name: "cli", about: "the packed command line, as people call it", run: cli },
    Stage { name: "runtimes", about: "the packed package, in every runtime", run: runtimes },
    Stage { name: "docs", about: "every example runs, and the API documentation is complete", run: docs },
    Stage { name: "demo", about: "the demo runs through", run: run_demo },
];

fn fmt(run: &Run) -> Result<()> {
    let advice = "run `cargo fmt --all`";
    Call::cargo().args(["fmt", "--all", "--check"]).in_dir(&run.project.root).or(advice).run()
}

fn clippy(run: &Run) -> Result<()> {
    setup::wasm_target::ensure()?;
    let warnings = ["--", "-D", "warnings"];
    let clippy = || Call::cargo().args(["clippy", "--quiet"]).in_dir(&run.project.root);
    let old = ["--workspace", "--all-targets", "--features", "types"];
    let next = ["--workspace", "--exclude", "provisor", "--all-targets"];
    clippy().args(if run.project.is_next() { &next } else { &old }).args(warnings).run()?;
    clippy().args(["--lib", "--target", TARGET, "--package", run.project.package()]).args(warnings).run()
}

fn native(run: &Run) -> Result<()> {
    // One package at a time: together they would share features, and xtask's own build could not be used again. The
    // test profile is for the explorers.
    // Until the small core takes its place, the old one is tested with it, so that neither rots.
    let both: &[&str] =
        if run.project.is_next() { &["provisor-next"] } else { &["provisor", "provisor-next"] };
    for (package, profile) in both.iter().map(|package| (*package, "test")).chain([("xtask", "dev")]) {
        let test = Call::cargo().args(["test", "--quiet", "--package", package, "--profile", profile]);
        test.in_dir(&run.project.root).run()?;
    }
    Ok(())
}

fn web_node(run: &Run) -> Result<()> {
    web(run)?.run()
}

fn web_chrome(run: &Run) -> Result<()> {
    let browser = setup::browser::ensure()?;
    let capabilities = capabilities(run, &browser)?;
    web(run)?
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities)
        .env("CHROMEDRIVER", &browser.driver)
        // The defaults, 5 and 20 seconds, are short for a browser's first start on a busy machine.
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .or("mend the failed test above; if none ran, see that browser and driver are of the same version")
        .run()
}

/// tests/web.rs by the runner that .cargo/config.toml names.
fn web(run: &Run) -> Result<Call> {
    setup::wasm_target::ensure()?;
    require_node()?;
    run.project.check_wasm_bindgen()?;
    Ok(Call::cargo()
        // The test profile is for the explorers: here it would only take longer to compile.
        .args(["test", "--profile", "dev", "--target", TARGET])
        .args(["--package", run.project.package(), "--test", "web"])
        .in_dir(&run.project.root)
        .without_input())
}

/// tests/webdriver.json with the browser's program added.
fn capabilities(run: &Run, browser: &Browser) -> Result<PathBuf> {
    let source = run.project.root.join("tests/webdriver.json");
    let text = fs::read(&source).with_context(|| format!("cannot read {}", source.display()))?;
    let mut json: Value =
        serde_json::from_slice(&text).with_context(|| format!("{} is not JSON", source.display()))?;
    let options = json.get_mut("goog:chromeOptions").and_then(Value::as_object_mut);
    let options = options.with_context(|| format!("{} has no goog:chromeOptions", source.display()))?;
    options.insert("binary".to_owned(), browser.chrome.display().to_string().into());
    make_dir(&run.project.scratch())?;
    let file = run.project.scratch().join("webdriver.json");
    fs::write(&file, json.to_string()).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}

fn package(run: &Run) -> Result<()> {
    size::print(&run.package()?)
}

fn sandbox(run: &Run) -> Result<()> {
    // The sandbox shares no code with the package, so its tests need not wait for it.
    setup::npm::ensure(run.project)?;
    node_tests(run, &run.project.root.join("tests/sandbox"), &[])?.run()
}

fn odata(run: &Run) -> Result<()> {
    setup::python::ensure()?;
    with_package(run, "tests/odata")
}

fn scim(run: &Run) -> Result<()> {
    setup::python::ensure()?;
    with_package(run, "tests/scim")
}

fn node(run: &Run) -> Result<()> {
    run.packages()?;
    with_package(run, "tests/runtimes/node")
}

fn www(run: &Run) -> Result<()> {
    run.package()?;
    serve::pages(run.project)?;
    // One file at a time: a browser or workerd each is enough for a small machine. A page that waits for ever must not hold
    // the run up for ever.
    let tests = node_tests(
        run,
        &run.project.base().join("tests/www"),
        &["--test-concurrency=1", "--test-timeout=600000"],
    )?;
    tests.env("PROVISOR_CHROMIUM", setup::browser::ensure()?.chrome).run()
}

fn cli(run: &Run) -> Result<()> {
    // Python holds the other end of a terminal.
    setup::python::ensure()?;
    with_package(run, "tests/cli")
}

fn runtimes(run: &Run) -> Result<()> {
    setup::npm::ensure_runtimes(run.project)?;
    let base = run.project.base();
    let browser = setup::browser::ensure()?;
    // What an earlier run has left must not stand in the table.
    remove_dir(&base.join("target/runtimes"))?;
    Call::new("node")
        // They wait more than they work: more of them at once than a small machine has processors.
        .args(["--test", "--test-reporter=spec", "--test-concurrency=3"])
        .args(test_files(&base.join("tests/runtimes/matrix"))?)
        .in_dir(&base)
        .without_input()
        .env("PROVISOR_TARBALL", run.packages()?)
        .env("PROVISOR_CHROMIUM", &browser.chrome)
        .run()?;
    Call::new("node").args(["tests/runtimes/matrix/table.mjs"]).in_dir(&base).run()
}

fn docs(run: &Run) -> Result<()> {
    with_package(run, "tests/docs")
}

fn run_demo(run: &Run) -> Result<()> {
    run.package()?;
    demo::call(run.project).without_input().run()
}

/// Tests that import `provisor`; those that lay it into a project of their own find the packed file by the variable.
fn with_package(run: &Run, folder: &str) -> Result<()> {
    // Left alone, Node keeps one processor free, which on a machine with two is half of it.
    let tests = node_tests(run, &run.project.base().join(folder), &["--test-concurrency=2"])?;
    tests.env("PROVISOR_TARBALL", run.package()?).run()
}

/// The tests under a folder.
fn node_tests(run: &Run, folder: &Path, flags: &[&str]) -> Result<Call> {
    let files = test_files(folder)?;
    let call = Call::new("node").args(["--test", "--test-reporter=spec"]).args(flags).args(files);
    Ok(call.in_dir(&run.project.base()).without_input())
}

/// All test files under a folder. They are named one by one: a folder means different things to Node 20 and 22.
fn test_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    find_tests(folder, &mut files)?;
    let shown = folder.display();
    ensure!(
        !files.is_empty(),
        "{shown} has no test file\n  what to do: name one like {shown}/thing.test.mjs"
    );
    files.sort();
    Ok(files)
}

fn find_tests(dir: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(dir).with_context(|| format!("there is no folder {}", dir.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name != "node_modules" {
            find_tests(&path, files)?;
        } else if [".test.js", ".test.mjs", ".test.cjs"].iter().any(|ending| name.ends_with(ending)) {
            files.push(path);
        }
    }
    Ok(())
}
