/** The commands and their options, as `--help` shows them. */

import { Command, InvalidArgumentError, Option } from "commander";
import { DEFAULT_FILE } from "./config/read.js";
import { EXIT } from "./failure.js";
import { PLATFORMS } from "./platforms.js";
import { configCheck, configTemplateOf } from "./commands/config.js";
import { rosterCheck, rosterTemplateOf } from "./commands/roster.js";
import { bulk, limit, type BulkCall } from "./run/bulk.js";
import { connect } from "./run/connect.js";
import { plan, type PlanCall } from "./run/plan.js";
import { request } from "./run/request.js";
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
  const root = new Command("provisor");
  root
    .description("Creates and maintains people's accounts on workforce platforms.")
    .version(PROVISOR_VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .showSuggestionAfterError(true)
    .exitOverride()
    .addHelpText("after", BEGIN);
  const command = (name: string, about: string): Command =>
    root.command(name).description(about).helpOption("-h, --help", "print this help");

  people(talks(command("plan", "Say what would be done. Reads only.")))
    .option("--curl", "also print the requests that would be sent, as curl; secrets are placeholders")
    .addHelpText(
      "after",
      examples("provisor plan --roster people.csv", 'provisor plan --email ann@doe.com --company "Company Doe" --curl'),
    )
    .action((given: Given) => start(given, (voice) => plan(called(given) as PlanCall, voice)));

  runs(people(talks(command("provision", "Create people's accounts, or bring existing ones to what is asked."))))
    .option("--dry-run", "only say what would be done, like `provisor plan`")
    .addHelpText(
      "after",
      examples(
        "provisor provision --roster people.csv --dry-run",
        "provisor provision --roster people.csv --journal people.journal",
        "provisor provision --email ann@partner.example --given-name Ann --family-name Example --set department=Sales",
        "provisor provision --roster people.csv --json > outcomes.jsonl",
      ),
    )
    .action((given: Given) =>
      start(given, (voice) =>
        given["dryRun"]
          ? plan(called(given) as PlanCall, voice)
          : bulk("provision", called(given) as unknown as BulkCall, voice),
      ),
    );

  runs(people(talks(command("deprovision", "Take people off the platform, where it offers that."))))
    .option(
      "--max-deprovision <N|N%>",
      'the most people to take off: a number, or a share of --among (default: "10%")',
      argument(limit),
    )
    .option("--among <n>", "of how many people in all the roster is a part", whole("--among", 1, 1e9))
    .option("-y, --yes", "do not ask")
    .addHelpText(
      "after",
      examples(
        "provisor deprovision --email ann@doe.example --given-name Ann --family-name Example",
        "provisor deprovision --roster leavers.csv --among 800 --yes",
      ),
    )
    .action((given: Given) =>
      start(given, (voice) => bulk("deprovision", called(given) as unknown as BulkCall, voice)),
    );

  talks(command("connect", "Try the credentials: log in and make one harmless read."))
    .option("--transcript <file>", "write what was sent and answered, without secrets, for a bug report")
    .addHelpText("after", examples("provisor connect", "provisor connect --env secrets.env"))
    .action((given: Given) => start(given, (voice) => connect(given, voice)));

  chooses(command("request", "Print one request of the platform as curl. Sends nothing, needs no secrets."))
    .argument("[name]", "the request; without it, their names are printed")
    .option("--input <json>", "what the request is about")
    .addHelpText(
      "after",
      examples(
        "provisor request",
        `provisor request createUser --input '{"email":"ann@doe.example","givenName":"Ann","familyName":"Example"}'`,
      ),
    )
    .action((name: string | undefined, given: Given) => start(given, (voice) => request(name, given, voice)));

  const roster = command("roster", "Print a roster to begin with, or check one.");
  roster
    .addOption(
      platformOption("--template <platform>", "print a CSV for this platform: a heading, and a row as an example"),
    )
    .addHelpText(
      "after",
      examples(
        "provisor roster --template workiva > people.csv",
        "provisor roster check people.csv --platform workiva",
      ),
    )
    .action((given: { template?: string }) =>
      given.template ? start(given, (voice) => rosterTemplateOf(given.template!, voice)) : roster.help({ error: true }),
    );
  roster
    .command("check <file>")
    .description("Show a roster's problems by row and column. Sends nothing.")
    .helpOption("-h, --help", "print this help")
    .option("-c, --config <file>", `the configuration that names the platform (default: ${DEFAULT_FILE})`)
    .option("--profile <name>", "which of its profiles")
    .addOption(platformOption("-p, --platform <platform>", "the platform, without a configuration"))
    .option("--json", "print JSON Lines")
    .addHelpText(
      "after",
      `\nThe file is CSV or JSON; - is standard input.\n${examples("provisor roster check people.csv --platform workspan")}`,
    )
    .action((file: string, given: Given) => start(given, (voice) => rosterCheck(file, given, voice)));

  const config = command("config", "Print a configuration to begin with, or check one.");
  config
    .addOption(platformOption("--template <platform>", "print a configuration for this platform"))
    .addOption(new Option("--route <route>", "for workiva: which way to it").choices(["platform", "scim"]))
    .addHelpText("after", SETTINGS)
    .action((given: { template?: string; route?: string }) =>
      given.template
        ? start(given, (voice) => configTemplateOf(given.template!, given.route, voice))
        : config.help({ error: true }),
    );
  config
    .command("check [file]")
    .description("Check a configuration, and which environment variables it lacks. Sends nothing.")
    .helpOption("-h, --help", "print this help")
    .option("--env <file>", "read environment variables from this file")
    .option("--json", "print JSON Lines")
    .action((file: string | undefined, given: Given) => start(given, (voice) => configCheck(file, given, voice)));

  async function start(given: Given, work: (voice: Voice) => Promise<number> | number): Promise<void> {
    const voice = new Voice(given);
    await run(voice, () => work(voice));
  }
  for (const each of [...root.commands, ...root.commands.flatMap(({ commands }) => commands)]) each.exitOverride();
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
function people(command: Command): Command {
  command
    .optionsGroup("Who:")
    .option("-r, --roster <file>", "people as CSV or JSON; - is standard input")
    .option("--skip-problems", "leave out rows that have problems")
    .option("--user <json>", "one person as JSON");
  for (const [column, about] of Object.entries(FIELDS)) {
    command.option(
      `--${column.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} <text>`,
      `one person: ${about}`,
    );
  }
  return command
    .option("-s, --set <column=value>", "one person: any other column of a roster; may be given again", gathered)
    .optionsGroup("How:")
    .addOption(
      new Option("--if-exists <what>", "what to do with somebody who is already there").choices([
        "update",
        "leave",
        "fail",
      ]),
    )
    .option("--transcript <file>", "write what was sent and answered, without secrets, for a bug report");
}

/** Options of what changes people. */
function runs(command: Command): Command {
  return command
    .option("-j, --journal <file>", "keep what was done here; the same command then goes on where it stopped")
    .option("--concurrency <n>", "requests in flight at once (default: 4)", whole("--concurrency", 1, 64))
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

/** Commander names the option of a bad argument itself. */
function argument<T>(read: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return read(text);
    } catch (error) {
      throw new InvalidArgumentError((error as Error).message);
    }
  };
}

/** The options as the commands take them: a person's fields apart. */
function called(given: Given): Given & { fields: Record<string, string> } {
  const fields = Object.fromEntries(
    Object.keys(FIELDS).flatMap((name) => (name in given ? [[name, given[name] as string]] : [])),
  );
  return { ...given, fields };
}

const examples = (...lines: string[]): string => `\nExamples:\n${lines.map((line) => `  $ ${line}`).join("\n")}\n`;

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
${examples("provisor config --template workiva --route scim > provisor.config.json", "provisor config check")}`;
