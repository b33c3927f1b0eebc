//! Packs the npm package, and installs the packed file where the tests find it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{ensure, Context, Result};
use flate2::read::GzDecoder;
use serde_json::Value;
use tar::Archive;

use crate::project::{make_dir, remove_dir, Project};
use crate::run::{say, Call};

/// npm puts all files of a package under this folder.
const FOLDER: &str = "package";

/// Packs pkg into target/npm/provisor-VERSION.tgz, as `npm publish` would.
pub fn pack(project: &Project) -> Result<PathBuf> {
    say("Packing");
    let dir = project.target.join(project.named("npm"));
    make_dir(&dir)?;
    let text = Call::new("npm")
        .args(["pack", "--json", "--ignore-scripts", "--pack-destination"])
        .args([&dir])
        .in_dir(&project.pkg())
        .output()?;
    let packed: Value = serde_json::from_str(&text).context("`npm pack --json` did not print JSON")?;
    // npm 10 and 11 print a list of packages, later ones may print them by name.
    let entry = packed.get(0).or_else(|| packed.get("provisor"));
    let name = entry.and_then(|entry| entry.get("filename")).and_then(Value::as_str);
    let tarball = dir.join(name.context("`npm pack` names no file")?);
    let modules = files(&tarball)?.into_iter().filter(|(name, _)| name.ends_with(".wasm")).count();
    ensure!(modules == 1, "{} holds {modules} .wasm files, it must hold one", tarball.display());
    Ok(tarball)
}

/// The files of a packed package: their paths inside it and their bytes, largest first.
pub fn files(tarball: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for entry in open(tarball)?.entries()? {
        let mut entry = entry?;
        let path = entry.path()?.strip_prefix(FOLDER)?.display().to_string();
        let mut bytes = Vec::new();
        std::io::copy(&mut entry, &mut bytes).with_context(|| format!("cannot read {path}"))?;
        files.push((path, bytes));
    }
    files.sort_by_key(|(_, bytes)| std::cmp::Reverse(bytes.len()));
    Ok(files)
}

/// Unpacks it to tests/node_modules/provisor, and checks that `import "provisor"` loads it from there.
///
/// The workspace link node_modules/provisor leads to the sources' folder. Node looks into the nearest node_modules
/// first, so in the tests this copy comes before the link, and they import what users will install. `npm install
/// FILE` would do the same but rewrite package.json and the lock file, and prune by them.
pub fn install(project: &Project, tarball: &Path) -> Result<()> {
    let tests = project.base().join("tests");
    let modules = tests.join("node_modules");
    let home = modules.join("provisor");
    say("Installing the packed package for the tests");
    remove_dir(&home)?;
    let unpacked = project.scratch().join("unpacked");
    remove_dir(&unpacked)?;
    open(tarball)?.unpack(&unpacked).with_context(|| format!("cannot unpack {}", tarball.display()))?;
    make_dir(&modules)?;
    fs::rename(unpacked.join(FOLDER), &home).with_context(|| format!("cannot write {}", home.display()))?;
    let script = "await import('provisor'); console.log(import.meta.resolve('provisor'))";
    let found = Call::new("node")
        .args(["--input-type=module", "--eval", script])
        .in_dir(&tests)
        .or("the packed package does not load: see its entry in pkg/entry and `exports` in pkg/package.json")
        .output()?;
    ensure!(
        found.contains("/tests/node_modules/provisor/"),
        "the tests import provisor from {found}, not the packed one"
    );
    Ok(())
}

fn open(tarball: &Path) -> Result<Archive<GzDecoder<File>>> {
    let file = File::open(tarball).with_context(|| format!("cannot open {}", tarball.display()))?;
    Ok(Archive::new(GzDecoder::new(file)))
}
