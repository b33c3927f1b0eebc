//! Installs what the other commands need; each part is quick when it is there already.

pub mod browser;
pub mod npm;
pub mod wasm_target;

use anyhow::Result;

use crate::project::Project;
use crate::run::say;

/// All three parts.
pub fn everything(project: &Project) -> Result<()> {
    wasm_target::ensure()?;
    npm::ensure(project)?;
    let browser = browser::ensure()?;
    say(&format!(
        "Ready; tests in a browser use {} with {}",
        browser.chrome.display(),
        browser.driver.display()
    ));
    Ok(())
}
