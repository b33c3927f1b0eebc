// Bundles the command line with its libraries into the one file dist/cli.js, beside the published schema of its
// configuration and the licences of the libraries. The package itself stays outside: dist/cli.js imports it.
import { chmod, readFile, writeFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { licences } from "./licences.mjs";

const pkg = fileURLToPath(new URL("..", import.meta.url));
const dist = resolve(pkg, "dist");
const { version } = JSON.parse(await readFile(resolve(pkg, "package.json"), "utf8"));

/** `provisor` and `provisor/node` are files beside dist/cli.js, as the package's own exports name them for Node. */
const ourselves = {
  name: "ourselves",
  setup({ onResolve }) {
    onResolve({ filter: /^provisor(\/|$)/ }, ({ path }) => {
      const file = fileURLToPath(import.meta.resolve(path));
      return { path: `./${relative(dist, file).replaceAll("\\", "/")}`, external: true };
    });
  },
};

// jsonc-parser's other form asks for its own files by names that no bundler sees.
const mainFields = ["module", "main"];
const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  charset: "utf8",
  metafile: true,
  mainFields,
};
// Libraries written as CommonJS ask for Node's own modules by `require`.
const banner = { js: 'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);' };

const out = resolve(dist, "cli.js");
const { metafile } = await build({
  ...common,
  entryPoints: [resolve(pkg, "cli/main.ts")],
  outfile: out,
  plugins: [ourselves],
  define: { PROVISOR_VERSION: JSON.stringify(version) },
  banner,
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
});
await chmod(out, 0o755);
await writeFile(
  resolve(dist, "cli.LICENSES.txt"),
  await licences(Object.keys(metafile.inputs).map((file) => resolve(file))),
);

// The schema is made from the description by which the command line checks configurations.
const { outputFiles } = await build({ ...common, entryPoints: [resolve(pkg, "cli/config/schema.ts")], write: false });
const source = outputFiles[0].text;
const { jsonSchema } = await import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);
await writeFile(resolve(dist, "config.schema.json"), `${JSON.stringify(jsonSchema(), null, 2)}\n`);
