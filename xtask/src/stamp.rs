//! Remembers what a step was last done for, so that it is skipped while that has not changed.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::project::make_dir;

/// A file that holds a hash of a step's inputs, written after the step's success.
pub struct Stamp {
    file: PathBuf,
    hash: String,
}

impl Stamp {
    /// A stamp kept in `file` for a step with these inputs. A changed Rust may hash differently: the step runs again.
    pub fn of(file: PathBuf, inputs: impl Hash) -> Self {
        let mut hasher = DefaultHasher::new();
        inputs.hash(&mut hasher);
        Self { file, hash: format!("{:016x}", hasher.finish()) }
    }

    /// Whether the step was done for these very inputs.
    pub fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|text| text == self.hash)
    }

    /// Records that the step is done.
    pub fn set(&self) -> Result<()> {
        if let Some(dir) = self.file.parent() {
            make_dir(dir)?;
        }
        fs::write(&self.file, &self.hash).with_context(|| format!("cannot write {}", self.file.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::Stamp;

    #[test]
    fn a_stamp_is_current_only_for_the_inputs_it_was_set_for() {
        let file = std::env::temp_dir().join(format!("provisor-stamp-{}", std::process::id()));
        let stamp = Stamp::of(file.clone(), "a");
        assert!(!stamp.is_current());
        stamp.set().unwrap();
        assert!(stamp.is_current());
        assert!(!Stamp::of(file.clone(), "b").is_current());
        std::fs::remove_file(file).unwrap();
    }
}
