/** The commands and their options, as `--help` shows them. */

import { Command, InvalidArgumentError, Option } from "commander";
import { configCheck, configTemplateOf } from "./commands/config.js";
import { connect } from "./commands/connect.js";
import { people, type PeopleCall, type Verb } from "./commands/people.js";
import { request } from "./commands/request.js";
import { rosterCheck, rosterTemplateOf } from "./commands/roster.js";
import { DEFAULT_FILE } from "./config/read.js";
import { EXIT } from "./failure.js";
import { PLATFORMS } from "./platforms.js";
import { Voice } from "./say/voice.js";

/** Set by the build. */
declare const PROVISOR_VERSION: string;

/** Columns with an option of their own; the others are given by --set. */
const FIELDS = {
  email: "e-mail address",
  userName: "user name",
  givenName: "given name (WorkSpan, Workiva)",
  familyName: "family name (WorkSpan, Workiva)",
  firstName: "first name (Workforce Optimization)",
  lastName: "last name (Workforce Optimization)",
  company: "company (MyWorkpal)",
};

type Given = Record<string, unknown>;
/** Runs a command's work, with its voice; the exit code is what it gives. */
export type Runner = (voice: Voice, work: () => Promise<number> | number) => Promise<void>;

/** The whole command line. */
export function program(run: Runner): Command {
  const start = (given: Given, work: (voice: Voice) => Promise<number> | number): Promise<void> => {
    const voice = new Voice(given);
    return run(voice, () => work(voice));
  };
  const forPeople = (verb: Verb) => (given: Given) =>
    start(given, (voice) => people(given["dryRun"] ? "plan" : verb, called(given), voice));
  const root = new Command("provisor");
  root
    .description("Creates and maintains people's accounts on workforce platforms.")
    .version(PROVISOR_VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .showSuggestionAfterError(true)
    .addHelpText("after", BEGIN);
  const command = (name: string, about: string, on = root): Command =>
    on.command(name).description(about).helpOption("-h, --help", "print this help");

  who(talks(command("plan", "Say what would be done. Reads only.")))
    .option("--requests", "also list the writes that would be sent")
    .addHelpText("after", examples("plan --roster people.csv", 'plan --email ann@doe.com --company "Company Doe"'))
    .action(forPeople("plan"));

  runs(who(talks(command("provision", "Create people's accounts, or bring existing ones to what is asked."))))
    .option("--dry-run", "only say what would be done, like `provisor plan`")
    .addHelpText(
      "after",
      examples(
        "provision --roster people.csv --dry-run",
        "provision --roster people.csv --journal people.journal",
        "provision --email ann@partner.example --given-name Ann --family-name Example --set department=Sales",
        "provision --roster people.csv --json > outcomes.jsonl",
      ),
    )
    .action(forPeople("provision"));

  runs(who(talks(command("deprovision", "Take people off the platform, where it offers that."))))
    .option(
      "--limit <N|N%>",
      'the most people to take off: a number, or a share of --among (default: "10%")',
      limit,
    )
    .option("--among <n>", "of how many people in all the roster is a part", whole("--among", 1, 1e9))
    .option("-y, --yes", "do not ask")
    .addHelpText(
      "after",
      examples("deprovision --email ann@doe.example", "deprovision --roster leavers.csv --among 800 --yes"),
    )
    .action(forPeople("deprovision"));

  talks(command("connect", "Try the credentials: log in and make one harmless read."))
    .addHelpText("after", examples("connect", "connect --env secrets.env"))
    .action((given: Given) => start(given, (voice) => connect(given, voice)));

  chooses(command("request", "Print one request of the platform as curl. Sends nothing, needs no secrets."))
    .argument("[name]", "the request; without it, their names are printed")
    .option("--input <json>", "what the request is about")
    .addHelpText("after", examples("request", `request listUsers --input '{"email":"ann@doe.example"}'`))
    .action((name: string | undefined, given: Given) => start(given, (voice) => request(name, given, voice)));

  const roster = command("roster", "Print a roster to begin with, or check one.")
    .addOption(platformOption("--template <platform>", "print a CSV for this platform: a heading, and an example"))
    .addHelpText("after", examples("roster --template workiva > people.csv", "roster check people.csv"))
    .action((given: { template?: string }) =>
      given.template ? start(given, (voice) => rosterTemplateOf(given.template!, voice)) : roster.help({ error: true }),
    );
  command("check <file>", "Show a roster's problems by row and column. Sends nothing.", roster)
    .option("-c, --config <file>", `the configuration that names the platform (default: ${DEFAULT_FILE})`)
    .option("--profile <name>", "which of its profiles")
    .addOption(platformOption("-p, --platform <platform>", "the platform, without a configuration"))
    .option("--json", "print JSON Lines")
    .addHelpText(
      "after",
      `\nThe file is CSV or JSON; - is standard input.\n${examples("roster check people.csv --platform workspan")}`,
    )
    .action((file: string, given: Given) => start(given, (voice) => rosterCheck(file, given, voice)));

  const config = command("config", "Print a configuration to begin with, or check one.")
    .addOption(platformOption("--template <platform>", "print a configuration for this platform"))
    .addOption(new Option("--route <route>", "for workiva: which way to it").choices(["platform", "scim"]))
    .addHelpText("after", SETTINGS)
    .action((given: { template?: string; route?: string }) =>
      given.template
        ? start(given, (voice) => configTemplateOf(given.template!, given.route, voice))
        : config.help({ error: true }),
    );
  command("check [file]", "Check a configuration, and which environment variables it lacks. Sends nothing.", config)
    .option("--env <file>", "read environment variables from this file")
    .option("--json", "print JSON Lines")
    .action((file: string | undefined, given: Given) => start(given, (voice) => configCheck(file, given, voice)));

  for (const each of [root, ...root.commands, ...roster.commands, ...config.commands]) each.exitOverride();
  return root;
}

/** Options of what needs a configuration. */
function chooses(command: Command): Command {
  return command
    .option("-c, --config <file>", `the configuration (default: ${DEFAULT_FILE})`)
    .option("--profile <name>", "which of the configuration's profiles")
    .addOption(platformOption("-p, --platform <platform>", "the profile for this platform"))
    .option("--json", "print JSON Lines on standard output, and nothing else there");
}

/** Options of what talks to a platform. */
function talks(command: Command): Command {
  return chooses(command)
    .option("--env <file>", "read environment variables (the secrets) from this file; those already set come first")
    .option("-v, --verbose", "log every request on standard error, without secrets");
}

/** Options that name people. */
function who(command: Command): Command {
  command
    .optionsGroup("Who:")
    .option("-r, --roster <file>", "people as CSV or JSON; - is standard input")
    .option("--skip-problems", "leave out rows that have problems")
    .option("--user <json>", "one person as JSON");
  for (const [column, about] of Object.entries(FIELDS)) {
    const flag = column.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    command.option(`--${flag} <text>`, `one person: ${about}`);
  }
  return command
    .option("-s, --set <column=value>", "one person: any other column of a roster; may be given again", gathered)
    .optionsGroup("How:")
    .addOption(
      new Option("--if-exists <what>", "what to do with an account that exists").choices(["update", "leave", "fail"]),
    )
    .option("--concurrency <n>", "requests in flight at once (default: 4)", whole("--concurrency", 1, 64));
}

/** Options of what changes people. */
function runs(command: Command): Command {
  return command
    .option("-j, --journal <file>", "keep what was done here; the same command then goes on where it stopped")
    .addOption(
      new Option("--retry <what>", "what to do about rows that the journal knows (default: failed)").choices([
        "failed",
        "unknown",
        "none",
        "all",
      ]),
    )
    .option("--no-circuit-breaker", "go on even when many rows fail the same way");
}

function platformOption(flags: string, about: string): Option {
  return new Option(flags, about).choices([...PLATFORMS]);
}

const gathered = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

function whole(name: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`${name} takes a whole number from ${least} to ${most}.`);
  };
}

/** Reads `--limit`: a number of people, or a share. */
function limit(text: string): number | string {
  if (/^\d+$/.test(text)) return Number(text);
  if (/^\d+(\.\d+)?%$/.test(text)) return text;
  throw new InvalidArgumentError("It is neither a number of people, such as 25, nor a share, such as 10%.");
}

/** The options as the commands take them: a person's fields apart. */
function called(given: Given): PeopleCall {
  const fields = Object.entries(given).filter(([name]) => name in FIELDS) as Array<[string, string]>;
  return { ...given, fields: Object.fromEntries(fields) };
}

const examples = (...lines: string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ provisor ${line}`).join("\n")}\n`;

const BEGIN = `
To begin with:
  $ provisor config --template workspan > ${DEFAULT_FILE}     settings; correct them
  $ export PROVISOR_CLIENT_ID=… PROVISOR_CLIENT_SECRET=…          secrets are in the environment only
  $ provisor connect                                              are the credentials good?
  $ provisor roster --template workspan > people.csv              people; fill it in
  $ provisor provision --roster people.csv --dry-run              what would be done?
  $ provisor provision --roster people.csv --journal people.journal

Exit codes: ${EXIT.done} all done, ${EXIT.notAll} some not, ${EXIT.usage} a mistake in call, configuration or roster (nothing was sent), ${EXIT.interrupted} interrupted.
`;

const SETTINGS = `
A configuration names a platform, its options and its credentials. Secrets are never in it:
  { "env": "NAME" } takes a value from an environment variable. Where nothing is said, these are used:
  PROVISOR_CLIENT_ID, PROVISOR_CLIENT_SECRET      myworkpal, workspan, workiva (platform route)
  PROVISOR_BEARER_TOKEN                           workiva (SCIM route)
  PROVISOR_USER_ID, PROVISOR_PASSWORD             workforce-optimization
  PROVISOR_SUBSCRIPTION_KEY                       workspan, where a gateway wants one
Several platforms in one file: { "profiles": { "test": { … }, "live": { … } }, "default": "test" };
  the variables are then PROVISOR_TEST_CLIENT_SECRET and so on.
${examples("config --template workiva --route scim > provisor.config.json", "config check")}`;
