//! Installs what the other commands need; each part is quick when it is there already.

mod apt;
pub mod browser;
pub mod npm;
pub mod python;
pub mod wasm_target;

use anyhow::Result;

use crate::project::Project;
use crate::run::say;

/// All parts.
pub fn everything(project: &Project) -> Result<()> {
    wasm_target::ensure()?;
    npm::ensure(project)?;
    python::ensure()?;
    let browser = browser::ensure()?;
    say(&format!(
        "Ready; tests in a browser use {} with {}",
        browser.chrome.display(),
        browser.driver.display()
    ));
    Ok(())
}
