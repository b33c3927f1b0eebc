//! Bundles the facade, the glue and the entries with esbuild: one shared file, a tiny entry for each runtime.

use std::fs;
use std::path::Path;

use anyhow::{ensure, Context, Result};

use super::module::Bindings;
use crate::project::{copy, make_dir, Kind, Project};
use crate::run::{say, Call};

/// ES modules, which share dist/provisor.js.
const ENTRIES: [&str; 5] =
    ["entry/node.js", "entry/browser.js", "entry/workerd.js", "entry/deno.js", "entry/slim=src/slim.ts"];

/// The means to break the module, where it has them.
const TESTING: &str = "entry/testing=src/testing.ts";

/// CommonJS, for Node alone: each file complete in itself.
const COMMON_JS: [&str; 2] = ["node=entry/node-cjs.js", "node-files=entry/node-files.js"];

/// What every call of esbuild is told. Nothing here may write `eval` or `new Function`.
const OPTIONS: [&str; 5] =
    ["--bundle", "--keep-names", "--target=es2022", "--external:*.wasm", "--log-level=warning"];

/// The types of the glue's maker, which esbuild makes of the glue.
const MAKER_TYPES: &str = "import type * as bindings from \"./bindings.js\";\n\
    export type Glue = typeof bindings & Omit<WebAssembly.ModuleImports, keyof typeof bindings> & {\n  \
      __wbg_set_wasm(exports: WebAssembly.Exports): void;\n\
    };\n\
    export declare function makeGlue(): Glue;\n";

/// What Workers get when they import the module.
const MODULE_TYPES: &str = "/** The compiled module, where a runtime or bundler imports it as one. */\n\
    declare const module: WebAssembly.Module;\n\
    export default module;\n";

/// Writes pkg/src/generated/glue.js: the glue as a function that makes it, so that each instance has one of its own
/// and what belongs to a broken instance can never reach the next.
pub fn generate_glue(project: &Project, bindings: &Bindings) -> Result<()> {
    let generated = project.generated();
    make_dir(&generated)?;
    copy(&bindings.dts, &generated.join("bindings.d.ts"))?;
    let types = generated.join("glue.d.ts");
    fs::write(&types, MAKER_TYPES).with_context(|| format!("cannot write {}", types.display()))?;
    esbuild(project)
        .args([&bindings.js])
        .args(["--bundle", "--format=iife", "--global-name=glue", "--log-level=warning"])
        .args(["--banner:js=export function makeGlue() {", "--footer:js=return glue;\n}"])
        .args([format!("--outfile={}", generated.join("glue.js").display())])
        .run()
}

/// Writes all JavaScript of pkg/dist, and lays the one module and the types for CommonJS beside it.
pub fn bundle(project: &Project, wasm: &Path) -> Result<()> {
    say("Bundling the JavaScript");
    let dist = project.dist();
    esbuild(project)
        .args(ENTRIES)
        .args((project.kind != Kind::Next).then_some(TESTING))
        .args(OPTIONS)
        // Node prints the line of an uncaught error: a short one tells more than a file without lines.
        .args(["--minify", "--line-limit=160"])
        .args(["--format=esm", "--splitting", "--chunk-names=provisor", "--platform=neutral"])
        // Deno alone has them, and its entry alone uses them.
        .args(["--supported:import-source=true"])
        .args(["--external:node:*", "--outbase=.", "--outdir=dist"])
        .run()?;
    ensure!(dist.join("provisor.js").is_file(), "esbuild wrote no {}/provisor.js", dist.display());
    esbuild(project)
        .args(COMMON_JS)
        .args(OPTIONS)
        .args(["--format=cjs", "--platform=node", "--outdir=dist/cjs"])
        .run()?;
    // It shares nothing with the others.
    copy(&project.pkg().join("entry/node-files.js"), &dist.join("entry/node-files.js"))?;
    copy(wasm, &dist.join("provisor.wasm"))?;
    let types = dist.join("provisor.wasm.d.ts");
    fs::write(&types, MODULE_TYPES).with_context(|| format!("cannot write {}", types.display()))?;
    common_js_types(project)?;
    for license in ["LICENSE-APACHE", "LICENSE-MIT"] {
        copy(&project.root.join(license), &project.pkg().join(license))?;
    }
    Ok(())
}

/// Types say by their package.json whether they describe CommonJS, so it has a copy of them.
fn common_js_types(project: &Project) -> Result<()> {
    let (dist, cjs) = (project.dist(), project.dist().join("cjs"));
    for folder in ["", "generated", "entry"] {
        make_dir(&cjs.join(folder))?;
        for entry in fs::read_dir(dist.join(folder))? {
            let name = entry?.file_name();
            if name.to_string_lossy().ends_with(".d.ts") {
                copy(&dist.join(folder).join(&name), &cjs.join(folder).join(&name))?;
            }
        }
    }
    // The second is for resolution as it was before `exports`: it looks beside the package's `main`.
    let more =
        [("package.json", "{ \"type\": \"commonjs\" }\n"), ("node.d.ts", "export * from \"./index.js\";\n")];
    for (name, text) in more {
        fs::write(cjs.join(name), text)
            .with_context(|| format!("cannot write {}", cjs.join(name).display()))?;
    }
    Ok(())
}

fn esbuild(project: &Project) -> Call {
    Call::new("npx").args(["--no-install", "esbuild"]).in_dir(&project.pkg())
}
