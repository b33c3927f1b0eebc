#!/usr/bin/env python3
"""Puts the small core into its place: takes the first edition away and moves everything under next/ up one level.

Run it from the root of a clean checkout; then `cargo fmt --all`, `cargo xtask test`, and commit. It goes with the move.
"""
import os
import re
import subprocess


def out(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def sh(*command):
    subprocess.run(command, check=True)


def r(path):
    return open(path).read()


def w(path, text):
    open(path, "w").write(text)


def sub(path, *pairs):
    text = r(path)
    for old, new in pairs:
        if old not in text:
            print("not found in", path, repr(old[:80]))
        text = text.replace(old, new)
    w(path, text)


def cut(text, start, end):
    i = text.index(start)
    return text[:i] + text[text.index(end, i):]


# 1. Files
keep_tests = {"tests/sandbox", "tests/package.json", "tests/webdriver.json", "tests/vectors"}
new = [f for f in out("git","ls-files","next").split("\n") if f]
has = lambda p: any(f.startswith("next/"+p) for f in new)
old = ["src","pkg","www","examples","README.md","HACKING.md","docs"]
for p in old:
    if p in ("www","docs","README.md") and not has(p):
        print("!! next has no", p); continue
    if os.path.exists(p): sh("git","rm","-rq",p)
for f in sorted(set("/".join(f.split("/")[:2]) for f in out("git","ls-files","tests").split("\n") if f)):
    if f in keep_tests: continue
    print("remove", f, "(replaced)" if has(f) else "(NOT REPLACED)")
    sh("git","rm","-rq",f)
# files of pkg that are the same for both (build scripts) come from next
for f in new:
    to = f[len("next/"):]
    if to in ("Cargo.toml", "move.py"): continue
    os.makedirs(os.path.dirname(to) or ".", exist_ok=True)
    if os.path.exists(to): print("!! both have", to); os.remove(to)
    sh("git","mv","-f",f,to)
# Cargo.toml: the new crate's, with the workspace's sections of the old
root = open("Cargo.toml").read(); crate = open("next/Cargo.toml").read()
crate = crate.replace('name = "provisor-next"', 'name = "provisor"').replace('publish = false', 'readme = "README.md"\npublish = false')
tail = root[root.index("[workspace]"):]
tail = re.sub(r'members = \[(.*?)\]', lambda m: 'members = [' + ", ".join(sorted(x.strip().replace("next/","") for x in m[1].split(",") if x.strip().strip('"') != "next")) + ']', tail, count=1)
tail = tail.replace("provisor-next", "provisor")
open("Cargo.toml","w").write(crate.rstrip() + "\n\n" + tail)
sh("git","rm","-q","next/Cargo.toml", "next/move.py")
# names
for f in out("git","ls-files","--cached","--others","--exclude-standard").split("\n"):
    if not f or f.startswith(("tests/sandbox/fixtures",)) or f.endswith((".png",".lock","lock.json")) or not os.path.isfile(f): continue
    try: s = open(f).read()
    except UnicodeDecodeError: continue
    t = s.replace("provisor_next","provisor").replace("provisor-next","provisor").replace("next/tests","tests").replace("next/pkg","pkg").replace("next/src","src").replace("next/www","www").replace("next/docs","docs").replace("next/README","README").replace("next/node_modules","node_modules")
    if t != s: open(f,"w").write(t); print("renamed in", f)
sh("git","add","-A")

# 2. xtask knows one package again
x='xtask/src/'
s=r(x+'project.rs')
i=s.index("/// A core and its package."); j=s.index("impl Project {")
s=s[:i]+'''/// Which package.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The one that ships.
    Shipped,
    /// The same with ways to break the module on purpose, which nobody publishes.
    Breakable,
}

'''+s[j:]
s=s.replace("    /// Which of the two that stand beside each other until the small core has passed.\n","    /// Which package.\n").replace("kind: Kind::Old,","kind: Kind::Shipped,")
s=cut(s,"    /// Where sources, package and tests are.","    /// The npm package.")
s=s.replace("self.base().join(\"pkg\")","self.root.join(\"pkg\")")
s=cut(s,"    /// The crate.\n","    /// The name of a folder or crate")
i=s.index("    /// The name of a folder or crate"); j=s.index("    /// What is written into the TypeScript")
s=s[:i]+'''    /// The name of a folder, told apart by the kind.
    pub fn named(&self, name: &str) -> String {
        match self.kind {
            Kind::Shipped => name.to_owned(),
            Kind::Breakable => format!("{name}-breakable"),
        }
    }

'''+s[j:]
w(x+'project.rs',s)
s=r(x+'main.rs')
s=s.replace('''    /// The small core's: pkg/dist and target/npm-next
    #[arg(long)]
    next: bool,
    /// The same with ways to break its module on purpose, for tests: target/npm-next-breakable
''','''    /// With ways to break its module on purpose, for tests: target/npm-breakable
''')
i=s.index("            project.kind = match (options.next"); j=s.index("            build::build(&project)?;",i)
s=s[:i]+"            if options.breakable {\n                project.kind = Kind::Breakable;\n            }\n"+s[j:]
s=re.sub(r"            if options\.next \{\n                project\.kind = Kind::Next;\n            \}\n","",s)
s=re.sub(r"            if project\.kind == Kind::Next \{\n(.*?)            \}\n            Ok\(\(\)\)", r"            if project.kind == Kind::Shipped {\n\1            }\n            Ok(())", s, flags=re.S)
w(x+'main.rs',s)
s=r(x+'build/mod.rs')
s=re.sub(r"    if !project\.is_next\(\) \{\n.*?\n    \}\n","",s,flags=re.S); w(x+'build/mod.rs',s)
s=r(x+'build/cli.rs')
s=re.sub(r"    if project\.is_next\(\) \{\n        borrow_libraries\(&pkg\)\?;\n    \}\n","",s)
i=s.index("/// npm installs the libraries for"); s=s[:i].rstrip()+"\n"
s=s.replace("use std::path::Path;\n\nuse anyhow::{Context, Result};","use anyhow::Result;"); w(x+'build/cli.rs',s)
s=r(x+'build/module.rs')
s=s.replace("Kind::NextBreakable => &[\"--features\", \"breakdowns\"],\n        _ => &[],","Kind::Breakable => &[\"--features\", \"breakdowns\"],\n        Kind::Shipped => &[],").replace('"--package", project.package()','"--package", "provisor"')
s=re.sub(r"    let file = if project\.is_next\(\) .*?;\n    Ok\(project\.target\.join\(TARGET\)\.join\(file\)\)","    Ok(project.target.join(TARGET).join(\"wasm/provisor.wasm\"))",s); w(x+'build/module.rs',s)
sub(x+'build/bundle.rs',("(project.kind != Kind::Next).then_some(TESTING)","(project.kind == Kind::Breakable).then_some(TESTING)"))
s=r(x+'serve.rs')
s=re.sub(r"    /// The small core's: .*?\n    #\[arg\(long\)\]\n    pub next: bool,\n","",s)
s=re.sub(r"    if project\.is_next\(\) \{\n        link\(project\)\?;\n    \}\n","",s)
i=s.index("/// No workspace of npm's leads"); s=s[:i].rstrip()+"\n"
s=s.replace("use crate::project::{make_dir, Project};","use crate::project::Project;"); w(x+'serve.rs',s)
s=r(x+'fuzz.rs'); s=re.sub(r"    /// The small core's.*?\n    #\[arg\(long\)\]\n    pub next: bool,\n","",s); w(x+'fuzz.rs',s)
s=r(x+'bench.rs'); s=re.sub(r"    /// The small core's package.*?\n    #\[arg\(long\)\]\n    pub next: bool,\n","",s); w(x+'bench.rs',s)
s=r(x+'test.rs'); s=re.sub(r"    /// The small core: .*?\n    #\[arg\(long\)\]\n    pub next: bool,\n","",s)
s=s.replace("Kind::NextBreakable","Kind::Breakable")
s=re.sub(r"        if self\.project\.is_next\(\) \{\n(.*?)        \}\n        self\.package\(\)", lambda m: re.sub(r"(?m)^    ","",m[1])+"        self.package()", s, flags=re.S); w(x+'test.rs',s)
s=r(x+'docs.rs')
s=re.sub(r"    let \(settings, out\) =\n.*?;\n    let out = project\.target\.join\(out\);","    let out = project.target.join(\"docs/api\");",s,flags=re.S).replace('"--options", settings, "--out"','"--options", "typedoc.json", "--out"').replace("in pkg/src or, for generated types, in the Rust source","in pkg/src"); w(x+'docs.rs',s)
s=r(x+'stages.rs')
i=s.index('    let old = ["--workspace", "--all-targets"'); j=s.index("    clippy().args([\"--lib\"",i)
s=s[:i]+'    clippy().args(["--workspace", "--all-targets"]).args(warnings).run()?;\n'+s[j:]
s=s.replace(', "--package", run.project.package()]).args(warnings)',', "--package", "provisor"]).args(warnings)').replace('(run.project.package(), "test")','("provisor", "test")').replace('"--package", run.project.package(), "--test", "web"','"--package", "provisor", "--test", "web"')
w(x+'stages.rs',s)
for f in subprocess.run(["git","ls-files","xtask/src"],capture_output=True,text=True).stdout.split():
    if os.path.exists(f):
        s=r(f); s=s.replace("run.project.base()","run.project.root").replace("&project.base()","&project.root").replace("project.base()","project.root"); w(f,s)

s=r(x+'main.rs').replace("Command::Docs(options) =>","Command::Docs =>"); s=re.sub(r"Docs\([A-Za-z:]+\),","Docs,",s); w(x+'main.rs',s)
s=r(x+'docs.rs'); s=re.sub(r"/// [^\n]*\n#\[derive\(Args\)\]\npub struct Options \{.*?\n\}\n\n?","",s,flags=re.S).replace("use clap::Args;\n",""); w(x+'docs.rs',s)
s=r(x+'stages.rs').replace("let base = run.project.root;","let base = &run.project.root;"); w(x+'stages.rs',s)

s=r(x+'build/typescript.rs')
if "pub fn generate_types" in s:
    i=s.index("pub fn generate_types"); k=s.rindex("\n\n",0,i); j=s.index("\n}\n",i)+3
    s=s[:k]+"\n"+s[j:]
    w(x+'build/typescript.rs',s)

s=r(x+'stages.rs')
s=re.sub(r"    // Until the small core takes its place.*?\n    let both: .*?;\n    for \(package, profile\) in .*? \{", '    for (package, profile) in [("provisor", "test"), ("xtask", "dev")] {', s, flags=re.S); w(x+'stages.rs',s)

# 3. Paths that led out of next/
s=r('xtask/docs/typedoc.json')
s=s.replace('entry/node-files.d.ts",\n    "../../pkg/dist/testing.d.ts"','entry/node-files.d.ts"')
s=re.sub(r"  // What tells the three apart;.*?\n  \"intentionallyNotDocumented\": \[.*?\],\n","",s,flags=re.S)
w('xtask/docs/typedoc.json',s)
for f in ('xtask/docs/next.json','xtask/docs/next.tsconfig.json'):
    if os.path.exists(f): os.remove(f)
for f in subprocess.run(["git","ls-files","--cached","--others","--exclude-standard","xtask/src"],capture_output=True,text=True).stdout.split():
    if os.path.exists(f):
        s=r(f); s=s.replace("run.project.base()","run.project.root").replace("project.base()","project.root"); w(f,s)
s=r('tests/docs/api.test.mjs').replace('"next.json"','"typedoc.json"'); w('tests/docs/api.test.mjs',s)
files=subprocess.run(["git","ls-files","--cached","--others","--exclude-standard","tests","pkg","www","src"],capture_output=True,text=True).stdout.split()
for f in files:
    if f.startswith("tests/sandbox/") or not os.path.isfile(f) or f.endswith(".lock"): continue
    try: s=r(f)
    except UnicodeDecodeError: continue
    d=os.path.dirname(f)
    def ok(p):
        n=os.path.normpath(os.path.join(d,p))
        if n.startswith(".."): return False
        top=n.split("/")[0]
        return os.path.exists(n) or top in("target","node_modules") or os.path.exists(re.sub(r"\.js$",".ts",n)) or os.path.exists(re.sub(r"\.d\.ts$",".js",n)) or "/dist/" in n+"/" or "/generated/" in n or "node_modules" in n
    def fix(m):
        p=m[0]
        if ok(p) or ok(p.rstrip("/")): return p
        q=p[3:]
        if q and ok(q): print(f,p,"->",q); return q
        if p.count("../")>=2: print("??",f,p)
        return p
    t=re.sub(r"(?:\.\./)+[A-Za-z0-9_@.\-/]*",fix,s)
    if t!=s: w(f,t)

sh("git", "add", "-A")
