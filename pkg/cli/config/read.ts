/** Reads a configuration file: its JSON, its settings, and which of its profiles is meant. */

import { readFileSync } from "node:fs";
import { parse, printParseErrorCode, type ParseError } from "jsonc-parser";
import type * as z from "zod";
import { UsageError } from "../failure.js";
import { platformOf, type Platform } from "../platforms.js";
import { profileSchema, profilesSchema, type Profile } from "./schema.js";
import { refuseSecrets } from "./secrets.js";

/** Where a configuration is looked for unless `--config` says otherwise. */
export const DEFAULT_FILE = "provisor.config.json";

/** The chosen settings. */
export interface Chosen {
  file: string;
  /** Its name, in a file of several. */
  name: string | undefined;
  profile: Profile;
}

/** What the command line says about it. */
export interface Choice {
  config?: string;
  profile?: string;
  platform?: string;
}

/** All settings of a file, by name; the only one of a simple file has none. */
export interface ConfigFile {
  file: string;
  default: string | undefined;
  profiles: Map<string | undefined, Profile>;
}

/** Reads and checks a whole file. */
export function readConfig(file: string = DEFAULT_FILE): ConfigFile {
  const value = readJson(file);
  refuseSecretsIn(file, value);
  if (typeof value === "object" && value !== null && "profiles" in value) {
    const read = checked(file, profilesSchema, value);
    const profiles = new Map<string | undefined, Profile>(Object.entries(read.profiles));
    if (profiles.size === 0) throw new UsageError(`${file}: profiles: there is none`, "see `provisor config --help`");
    if (read.default !== undefined && !profiles.has(read.default)) {
      throw new UsageError(`${file}: default: there is no profile ${JSON.stringify(read.default)}`, known(profiles));
    }
    for (const [name, profile] of profiles) checkRoute(`${file}: profiles.${name}.`, profile);
    return { file, default: read.default, profiles };
  }
  const profile = checked(file, profileSchema, value);
  checkRoute(`${file}: `, profile);
  return { file, default: undefined, profiles: new Map([[undefined, profile]]) };
}

/** The settings that the command line means. */
export function choose(config: ConfigFile, { profile: name, platform: wanted }: Choice): Chosen {
  const { file, profiles } = config;
  const platform = wanted === undefined ? undefined : platformOf(wanted);
  const found = name === undefined ? byPlatform(config, platform) : name;
  const profile = profiles.get(found);
  if (!profile) {
    const hint = profiles.has(undefined) ? "the file holds one platform only; leave --profile out" : known(profiles);
    throw new UsageError(`${file}: there is no profile ${JSON.stringify(found)}`, hint);
  }
  if (platform !== undefined && profile.platform !== platform) {
    throw new UsageError(`${file} is for ${profile.platform}, not for ${platform}`, "name another file with --config");
  }
  return { file, name: found, profile };
}

function byPlatform(config: ConfigFile, platform: Platform | undefined): string | undefined {
  const { file, profiles } = config;
  if (profiles.has(undefined)) return undefined;
  if (platform === undefined && config.default !== undefined) return config.default;
  const names = [...profiles.keys()].filter(
    (name) => platform === undefined || profiles.get(name)?.platform === platform,
  );
  if (names.length === 1) return names[0];
  const what =
    platform === undefined ? "holds several profiles" : `holds ${names.length || "no"} profiles for ${platform}`;
  throw new UsageError(`${file} ${what}`, `choose one with --profile NAME; ${known(profiles)}`);
}

const known = (profiles: Map<string | undefined, unknown>): string => `there are: ${[...profiles.keys()].join(", ")}`;

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT")
      throw new UsageError(`${file}: cannot be read (${code})`, "see that it is a file that you may read");
    throw new UsageError(
      `there is no configuration ${file}`,
      `write one with \`provisor config --template PLATFORM > ${DEFAULT_FILE}\`, or name it with --config FILE`,
    );
  }
  if (text.trim() === "")
    throw new UsageError(`${file}: is empty`, `write it anew: provisor config --template PLATFORM > ${file}`);
  // Not JSON.parse: its errors quote the text, and there may be a secret in it.
  const errors: ParseError[] = [];
  const value: unknown = parse(text.replace(/^\uFEFF/, ""), errors, {
    disallowComments: true,
    allowEmptyContent: false,
  });
  const [error] = errors;
  if (error) {
    const before = text.slice(0, error.offset).split("\n");
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    throw new UsageError(
      `${file}: is not JSON: ${words(printParseErrorCode(error.error))} at ${place}`,
      "mend it there",
    );
  }
  return value;
}

/** `CommaExpected` → `comma expected`. */
const words = (code: string): string => code.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();

function refuseSecretsIn(file: string, value: unknown): void {
  try {
    refuseSecrets(value);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${file}: ${error.message}`, error.hint) : error;
  }
}

function checked<T>(file: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const lines = result.error.issues.flatMap((issue) => explain(issue, value));
  throw new UsageError(
    lines.length === 1 ? `${file}: ${lines[0]}` : `${file}:\n  ${lines.join("\n  ")}`,
    "`provisor config --template PLATFORM` shows how it is written; `provisor config --help` lists the rest",
  );
}

/** One issue in words: the setting first. It never shows a value. */
function explain(issue: z.core.$ZodIssue, value: unknown): string[] {
  const place = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => `${[place, key].filter(Boolean).join(".")}: there is no such setting`);
  }
  if (issue.code === "invalid_key") return issue.issues.map(({ message }) => `${place}: ${message}`);
  const given = issue.path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  const message = issue.message.replace(/^Invalid input: /, "");
  const isMissing = given === undefined && issue.path.length > 0;
  if (isMissing) return [`${place}: is missing${issue.code === "invalid_union" ? `; ${message}` : ""}`];
  return [`${place || "the file"}: ${message}`];
}

/** What the schema does not say: the SCIM route has a token of its own. */
function checkRoute(place: string, profile: Profile): void {
  if (profile.platform !== "workiva" || profile.options.route !== "scim" || profile.credentials === undefined) return;
  throw new UsageError(
    `${place}credentials: the SCIM route takes none`,
    "name the token's variable in options.scim.bearerToken",
  );
}
