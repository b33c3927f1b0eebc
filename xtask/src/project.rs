//! Where things are in the repository, as Cargo tells it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::run::Call;

/// The version that the crate, the bindings and the test runner must share.
const WASM_BINDGEN: &str = "0.2.130";

/// The repository and Cargo's output folder.
#[derive(Clone)]
pub struct Project {
    /// The folder of the workspace's Cargo.toml.
    pub root: PathBuf,
    /// Cargo's output folder, `target` unless the environment says otherwise.
    pub target: PathBuf,
    /// Which of the two that stand beside each other until the small core has passed.
    pub kind: Kind,
}

/// A core and its package.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `src` and `pkg`.
    Old,
    /// `next/src` and `next/pkg`.
    Next,
    /// The same with ways to break the module on purpose, which no package ships.
    NextBreakable,
}

impl Project {
    /// Asks Cargo, so any folder of the repository will do as the current one.
    pub fn find() -> Result<Self> {
        let text = Call::cargo().args(["metadata", "--format-version=1", "--no-deps"]).output()?;
        let metadata: Value = serde_json::from_str(&text).context("`cargo metadata` did not print JSON")?;
        let path = |key: &str| metadata.get(key).and_then(Value::as_str).map(PathBuf::from);
        Ok(Self {
            root: path("workspace_root").context("`cargo metadata` names no workspace_root")?,
            target: path("target_directory").context("`cargo metadata` names no target_directory")?,
            kind: Kind::Old,
        })
    }

    /// Where sources, package and tests are.
    pub fn base(&self) -> PathBuf {
        if self.is_next() {
            self.root.join("next")
        } else {
            self.root.clone()
        }
    }

    /// The npm package.
    pub fn pkg(&self) -> PathBuf {
        self.base().join("pkg")
    }

    /// The crate.
    pub fn package(&self) -> &'static str {
        if self.is_next() {
            "provisor-next"
        } else {
            "provisor"
        }
    }

    /// Whether it is the small core's.
    pub fn is_next(&self) -> bool {
        self.kind != Kind::Old
    }

    /// The name of a folder or crate, told apart by the kind.
    pub fn named(&self, name: &str) -> String {
        match self.kind {
            Kind::Old => name.to_owned(),
            Kind::Next => format!("{name}-next"),
            Kind::NextBreakable => format!("{name}-next-breakable"),
        }
    }

    /// What is written into the TypeScript sources: the glue and the types.
    pub fn generated(&self) -> PathBuf {
        self.pkg().join("src/generated")
    }

    /// What the npm package ships.
    pub fn dist(&self) -> PathBuf {
        self.pkg().join("dist")
    }

    /// Intermediate results and their stamps.
    pub fn scratch(&self) -> PathBuf {
        self.target.join(self.named("xtask"))
    }

    /// Fails unless the crate is locked to the wasm-bindgen that this tool writes bindings for.
    pub fn check_wasm_bindgen(&self) -> Result<()> {
        let lock = self.root.join("Cargo.lock");
        let text = fs::read_to_string(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
        for package in ["wasm-bindgen", "wasm-bindgen-cli-support"] {
            let locked = locked_version(&text, package);
            anyhow::ensure!(
                locked == Some(WASM_BINDGEN),
                "Cargo.lock has {package} {}, xtask is written for {WASM_BINDGEN}\n  what to do: set the same \
                 \"=VERSION\" in Cargo.toml, xtask/Cargo.toml and {}",
                locked.unwrap_or("nowhere"),
                file!(),
            );
        }
        Ok(())
    }
}

/// The version of a package in the text of a Cargo.lock.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let (_, rest) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    rest.split('"').next()
}

/// Makes a folder and those above it.
pub fn make_dir(dir: &Path) -> Result<()> {
    fs::create_dir_all(dir).with_context(|| format!("cannot create {}", dir.display()))
}

/// Removes a folder and all in it, if it is there.
pub fn remove_dir(dir: &Path) -> Result<()> {
    if dir.exists() {
        fs::remove_dir_all(dir).with_context(|| format!("cannot remove {}", dir.display()))?;
    }
    Ok(())
}

/// Copies one file.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    #[test]
    fn the_lock_file_tells_a_package_from_one_whose_name_it_begins() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"registry\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "absent"), None);
    }
}
