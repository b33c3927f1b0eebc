//! Packs the npm package, and installs the packed file where the tests find it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{ensure, Context, Result};
use flate2::read::GzDecoder;
use serde_json::{json, Value};
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

/// The package with ways to break it, as the tests import it beside the one that ships.
const BREAKABLE: &str = "provisor-breakable";

/// Unpacks it to tests/node_modules/provisor, and checks that `import "provisor"` loads it from there.
///
/// The workspace link node_modules/provisor leads to the sources' folder. Node looks into the nearest node_modules
/// first, so in the tests this copy comes before the link, and they import what users will install. `npm install
/// FILE` would do the same but rewrite package.json and the lock file, and prune by them.
pub fn install(project: &Project, tarball: &Path) -> Result<()> {
    say("Installing the packed package for the tests");
    let tests = project.base().join("tests");
    unpack(project, tarball, "provisor")?;
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

/// The same for the one that can be broken, which is no package that anybody publishes: here it gets a name and an entry
/// of its own.
pub fn install_breakable(project: &Project, tarball: &Path) -> Result<()> {
    let file = unpack(project, tarball, BREAKABLE)?.join("package.json");
    let text = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut manifest: Value =
        serde_json::from_slice(&text).context("the package's package.json is not JSON")?;
    let exports = manifest.get_mut("exports").and_then(Value::as_object_mut);
    let testing = json!({ "types": "./dist/testing.d.ts", "default": "./dist/entry/testing.js" });
    exports.context("the package's package.json has no `exports`")?.insert("./testing".to_owned(), testing);
    if let Some(name) = manifest.get_mut("name") {
        *name = BREAKABLE.into();
    }
    fs::write(&file, manifest.to_string()).with_context(|| format!("cannot write {}", file.display()))
}

/// Unpacks it to where the tests find it by this name.
fn unpack(project: &Project, tarball: &Path, name: &str) -> Result<PathBuf> {
    let modules = project.base().join("tests/node_modules");
    let home = modules.join(name);
    remove_dir(&home)?;
    let unpacked = project.scratch().join("unpacked");
    remove_dir(&unpacked)?;
    open(tarball)?.unpack(&unpacked).with_context(|| format!("cannot unpack {}", tarball.display()))?;
    make_dir(&modules)?;
    fs::rename(unpacked.join(FOLDER), &home).with_context(|| format!("cannot write {}", home.display()))?;
    Ok(home)
}

fn open(tarball: &Path) -> Result<Archive<GzDecoder<File>>> {
    let file = File::open(tarball).with_context(|| format!("cannot open {}", tarball.display()))?;
    Ok(Archive::new(GzDecoder::new(file)))
}
