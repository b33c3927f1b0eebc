//! Runs another program, and says what to do when it is missing or fails.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{anyhow, bail, Context, Result};

/// Tells the person at the terminal what is being done.
pub fn say(what: &str) {
    println!("==> {what}");
}

/// One call of another program.
pub struct Call {
    command: Command,
    line: String,
    advice: Option<String>,
}

impl Call {
    /// A call of `program`; npm's programs are batch files on Windows.
    pub fn new(program: &str) -> Self {
        let file = match program {
            "npm" | "npx" if cfg!(windows) => format!("{program}.cmd"),
            _ => program.to_owned(),
        };
        Self { command: Command::new(file), line: program.to_owned(), advice: None }
    }

    /// Cargo of the toolchain that runs this very tool.
    pub fn cargo() -> Self {
        let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        Self { command: Command::new(program), line: "cargo".to_owned(), advice: None }
    }

    /// Adds arguments.
    pub fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        for arg in args {
            self.line.push(' ');
            self.line.push_str(&arg.as_ref().to_string_lossy());
            self.command.arg(arg);
        }
        self
    }

    /// The folder to run in.
    pub fn in_dir(mut self, dir: &Path) -> Self {
        self.command.current_dir(dir);
        self
    }

    /// Sets an environment variable.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Gives the program no standard input, as on a build server.
    pub fn without_input(mut self) -> Self {
        self.command.stdin(Stdio::null());
        self
    }

    /// What a person can do when the program fails.
    pub fn or(mut self, advice: &str) -> Self {
        self.advice = Some(advice.to_owned());
        self
    }

    /// Runs it with this terminal's input and output.
    pub fn run(mut self) -> Result<()> {
        let status = self.command.status();
        let status = status.map_err(|error| cannot_start(&self.line, &error))?;
        if status.success() {
            return Ok(());
        }
        Err(self.failed(status.code()))
    }

    /// Runs it and returns its standard output, without white space at either end.
    pub fn output(mut self) -> Result<String> {
        self.command.stderr(Stdio::inherit());
        let output = self.command.output();
        let output = output.map_err(|error| cannot_start(&self.line, &error))?;
        if !output.status.success() {
            return Err(self.failed(output.status.code()));
        }
        let text = String::from_utf8(output.stdout);
        let text = text.with_context(|| format!("`{}` printed something that is not text", self.line))?;
        Ok(text.trim().to_owned())
    }

    fn failed(&self, code: Option<i32>) -> anyhow::Error {
        let end =
            code.map_or("was ended by a signal".to_owned(), |code| format!("ended with exit code {code}"));
        let advice = self.advice.as_deref().unwrap_or("its own message is above");
        anyhow!("`{}` {end}\n  what to do: {advice}", self.line)
    }
}

/// Where a program of this name is on the PATH.
pub fn which(program: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&path).map(|dir| dir.join(&file)).find(|file| file.is_file())
}

/// Fails, with what to install, unless Node 20 or newer and npm are there.
pub fn require_node() -> Result<()> {
    let version = Call::new("node").args(["--version"]).output()?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < 20) {
        bail!("Node is {version}, Provisor needs 20 or newer\n  what to do: {}", install_advice("node"));
    }
    Ok(())
}

fn cannot_start(line: &str, error: &std::io::Error) -> anyhow::Error {
    let program = line.split(' ').next().unwrap_or(line);
    if error.kind() == ErrorKind::NotFound {
        return anyhow!("`{program}` is not installed\n  what to do: {}", install_advice(program));
    }
    anyhow!("cannot start `{line}`: {error}")
}

fn install_advice(program: &str) -> &'static str {
    match program {
        "node" | "npm" | "npx" => {
            "install Node 20 or newer with npm (Debian: apt-get install nodejs npm; Fedora: dnf install nodejs; \
             macOS: brew install node; others: a version manager such as nvm or fnm)"
        }
        "cargo" | "rustc" | "rustup" => "install Rust with rustup, or your distribution's rustc and cargo",
        _ => "install it and make sure that it is on the PATH",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_says_what_to_install() {
        let error = cannot_start("npm ci", &ErrorKind::NotFound.into()).to_string();
        assert!(error.starts_with("`npm` is not installed"), "{error}");
        assert!(error.contains("install Node 20"), "{error}");
    }

    #[test]
    fn a_failure_names_the_command_its_exit_code_and_the_remedy() {
        let call = Call::new("npm").args(["ci"]).or("run `npm install`");
        assert_eq!(
            call.failed(Some(1)).to_string(),
            "`npm ci` ended with exit code 1\n  what to do: run `npm install`"
        );
    }
}
