/** Reads a configuration file: its JSON, its settings, and which of its profiles is meant. */

import { readFileSync } from "node:fs";
import { parse, printParseErrorCode, type ParseError } from "jsonc-parser";
import type * as z from "zod";
import { UsageError } from "../failure.js";
import { platformOf } from "../platforms.js";
import { profileSchema, profilesSchema, type Profile } from "./schema.js";
import { refuseSecrets } from "./secrets.js";

/** Where a configuration is looked for unless `--config` says otherwise. */
export const DEFAULT_FILE = "provisor.config.json";

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
  refuseSecrets(file, value);
  if (typeof value !== "object" || value === null || !("profiles" in value)) {
    return { file, default: undefined, profiles: new Map([[undefined, checked(file, profileSchema, value)]]) };
  }
  const read = checked(file, profilesSchema, value);
  const profiles = new Map<string | undefined, Profile>(Object.entries(read.profiles));
  if (profiles.size === 0) throw new UsageError(`${file}: profiles: there is none`, "see `provisor config --help`");
  if (read.default !== undefined && !profiles.has(read.default))
    throw new UsageError(`${file}: default: there is no profile ${JSON.stringify(read.default)}`, known(profiles));
  return { file, default: read.default, profiles };
}

/** The settings that the command line means, and their name in a file of several. */
export function choose({ config, profile: wanted, platform }: Choice): { name: string | undefined; profile: Profile } {
  const file = readConfig(config);
  const { profiles } = file;
  const meant = platform === undefined ? undefined : platformOf(platform);
  const name = wanted ?? byPlatform(file, meant);
  const profile = profiles.get(name);
  if (!profile) {
    const hint = profiles.has(undefined) ? "the file holds one platform only; leave --profile out" : known(profiles);
    throw new UsageError(`${file.file}: there is no profile ${JSON.stringify(name)}`, hint);
  }
  if (meant !== undefined && profile.platform !== meant)
    throw new UsageError(`${file.file} is for ${profile.platform}, not for ${meant}`, "name another file with --config");
  return { name, profile };
}

function byPlatform({ file, profiles, default: usual }: ConfigFile, platform: string | undefined): string | undefined {
  if (profiles.has(undefined)) return undefined;
  if (platform === undefined && usual !== undefined) return usual;
  const names = [...profiles].filter(([, each]) => platform === undefined || each.platform === platform);
  if (names.length === 1) return names[0]?.[0];
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
      throw new UsageError(`${file}: cannot be read (${code})`, "check that it is a file that you may read");
    throw new UsageError(
      `there is no configuration ${file}`,
      `write one with \`provisor config --template PLATFORM > ${DEFAULT_FILE}\`, or name it with --config FILE`,
    );
  }
  if (text.trim() === "")
    throw new UsageError(`${file}: is empty`, `write it again: provisor config --template PLATFORM > ${file}`);
  // Not JSON.parse: its errors quote the text, and there may be a secret in it.
  const errors: ParseError[] = [];
  const options = { disallowComments: true, allowEmptyContent: false };
  const value: unknown = parse(text.replace(/^\uFEFF/, ""), errors, options);
  const [error] = errors;
  if (!error) return value;
  const before = text.slice(0, error.offset).split("\n");
  const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  // `CommaExpected` → `comma expected`.
  const words = printParseErrorCode(error.error).replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  throw new UsageError(`${file}: is not JSON: ${words} at ${place}`, "fix it there");
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
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => `${[place, key].filter(Boolean).join(".")}: there is no such setting`);
  if (issue.code === "invalid_key") return issue.issues.map(({ message }) => `${place}: ${message}`);
  const given = issue.path.reduce<unknown>((inner, key) => Object(inner)[key] as unknown, value);
  const message = issue.message.replace(/^Invalid input: /, "");
  if (given === undefined && issue.code !== "custom" && place !== "")
    return [`${place}: is missing${issue.code === "invalid_union" ? `; ${message}` : ""}`];
  return [`${place || "the file"}: ${message}`];
}
