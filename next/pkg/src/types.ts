/** What goes in and comes out, the same for all platforms. */

/** What to branch on. */
export type Code =
  /** An option, a user or a plan is wrong. */
  | "config_invalid"
  /** A setting without a default is not given. */
  | "config_missing"
  /** The credentials, or a session got with them, are refused. */
  | "auth_rejected"
  /** The credentials may not do this. */
  | "forbidden"
  /** There is no such thing. */
  | "not_found"
  /** More than one thing answers to what identifies it. */
  | "ambiguous"
  /** What is there contradicts what is asked. */
  | "conflict"
  /** The platform asks to slow down for longer than `maxWaitMs`; see `retryAt`. */
  | "rate_limited"
  /** The platform failed. */
  | "server_error"
  /** No answer in time. */
  | "timeout"
  /** No connection, or one that broke. */
  | "network"
  /** The caller's signal ended it. */
  | "aborted"
  /** An answer that is not as documented. */
  | "bad_response"
  /** What a plan was made from has changed. */
  | "stale_plan"
  /** The journal is of another account, or unreadable. */
  | "stale_journal"
  /** The platform has no such call. */
  | "unsupported"
  /** A defect of Provisor. */
  | "internal";

/** What went wrong, as data: what an outcome holds, and what `ProvisorError.toJSON()` gives. It never holds a secret. */
export interface ErrorInfo {
  /** What to branch on. */
  code: Code;
  /** What happened, to what. */
  message: string;
  /** The platform, such as `myworkpal`. */
  platform?: string;
  /** Which call of the platform it concerns, such as `find the tenant`. */
  step?: string;
  /** The HTTP status, when there was an answer. */
  status?: number;
  /** The platform's id of the request: support staff ask for it. */
  requestId?: string;
  /** From when on it may be tried again, in milliseconds since 1970. */
  retryAt?: number;
  /** What to do next. */
  hint?: string;
}

/** One change to an account: what a plan says will be done, and an outcome was done. */
export type Change =
  | {
      /** The account is made. */
      kind: "create";
    }
  | {
      /** An attribute is set. */
      kind: "set";
      /** Its name, as users have it: `givenName`, `details.employeeDetails.jobTitle`. */
      field: string;
      /** What it was, where that may be shown. */
      from?: unknown;
      /** What it becomes, where that may be shown. */
      to?: unknown;
      /** Its values are not shown: they may be personal or secret. */
      masked?: true;
    }
  | {
      /** The person gets into a container, or out of one. */
      kind: "add" | "remove";
      /** What kind of container: `organizationRoles`, `groups`. */
      field: string;
      /** Its name. */
      value: string;
    }
  | {
      /** The account is taken away. */
      kind: "suspend" | "deactivate" | "delete";
    };

/** A change that was planned and is not confirmed. */
export type PendingChange = Change & {
  /** Whether the platform said no (or did not keep it), nobody can tell, or it was never sent. */
  state: "refused" | "unclear" | "notBegun";
};

/** A request as data: the session comes when it is sent, so nothing that shows it can show a secret. */
export interface HttpRequest {
  /** The method. */
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path and query, below the base URL. */
  path: string;
  /** Headers, in lower case. */
  headers: Record<string, string>;
  /** The body as text. */
  body?: string;
  /** What it is for, in a few words. */
  purpose: string;
  /** Whether it only reads, does the same when it is sent twice, or could do it twice. */
  safety: "safe" | "idempotent" | "unsafe";
}

/** One request that was sent. */
export interface Evidence {
  /** What it was for. */
  purpose: string;
  /** The method. */
  method: string;
  /** The path, without the query. */
  path: string;
  /** The HTTP status; 0 without an answer. */
  status: number;
  /** The platform's id of the request. */
  requestId?: string;
}

/** A write that is planned, without its body: that would show what is masked. */
export interface PlannedRequest {
  /** What it is for. */
  purpose: string;
  /** The method. */
  method: string;
  /** The path, without the query. */
  path: string;
}

/** What all plans say. */
export interface PlanFacts {
  /** The platform. */
  platform: string;
  /** The person: the e-mail address or the user name, as given. */
  subject: string;
  /** The position in what `planAll` was given, from 0. */
  row?: number;
  /** It is a plan to take the account away. */
  remove?: true;
  /** What will be done. */
  changes: Change[];
  /** The writes that will do it, as far as they are known; `{id}` stands for the id of an account that is not there yet. */
  requests: PlannedRequest[];
  /** What a person should know before it is approved. */
  warnings: string[];
  /** What `apply` compares: no other plan is carried out than this one. Of no use without the credentials. */
  fingerprint: string;
  /** The user, without what is personal or secret. */
  user: unknown;
  /** What was left out of it: `apply` in another process needs the user again. */
  omitted?: string[];
}
/** What would be done for a person: data, to be stored, reviewed and applied later. */
export type Plan =
  | (PlanFacts & {
      /** An account will be made. */
      action: "create";
    })
  | (PlanFacts & {
      /** The account will be changed, or taken away. */
      action: "update" | "remove";
      /** The platform's id of the account. */
      id: string;
    })
  | (PlanFacts & {
      /** There is nothing to do. */
      action: "none";
      /** The platform's id of the account, unless there is none and none is wanted. */
      id?: string;
    })
  | (PlanFacts & {
      /** Nothing can be done; it is never applied. */
      action: "blocked";
      /** The platform's id of the account, if there is one. */
      id?: string;
      /** Why. */
      error: ErrorInfo;
    });

/** What all outcomes say. */
export interface OutcomeFacts {
  /** The platform. */
  platform: string;
  /** The person: the e-mail address or the user name, as given. */
  subject: string;
  /** The position in what the call was given, from 0. */
  row?: number;
  /** Whether the account was there before. */
  existedBefore: boolean;
  /** Whether reads have confirmed all that was asked. */
  verified: boolean;
  /** What was done, confirmed by reads. */
  changes: Change[];
  /** What was not done or not confirmed, and why. */
  pending: PendingChange[];
  /** Attributes that the platform does not show. */
  unverified: string[];
  /** What a person should know. */
  warnings: string[];
  /** How many requests were sent, those that served several people included. */
  requests: number;
  /** Which, and what was answered. */
  evidence: Evidence[];
  /** It is told from the journal; nothing was sent. */
  resumed?: true;
}
/** How it ended for a person. */
export type Outcome =
  | (OutcomeFacts & {
      /** `created` by this run, `updated` by it, or `deprovisioned`: all that was asked is confirmed. */
      status: "created" | "updated" | "deprovisioned";
      /** The platform's id of the account. */
      id: string;
      /** There is none. */
      error?: undefined;
    })
  | (OutcomeFacts & {
      /** Nothing had to be done. */
      status: "unchanged";
      /** The platform's id of the account; none where nobody was to be removed. */
      id?: string;
      /** There is none. */
      error?: undefined;
    })
  | (OutcomeFacts & {
      /** Some of it is done: `pending` says what is not. */
      status: "partial";
      /** The platform's id of the account. */
      id: string;
      /** Why not all. */
      error: ErrorInfo;
    })
  | (OutcomeFacts & {
      /** `conflict`: not safe to go on. `failed`: certainly not done. `unknown`: could not be established. */
      status: "conflict" | "failed" | "unknown";
      /** The platform's id of the account, where it is known. */
      id?: string;
      /** Why. */
      error: ErrorInfo;
    });
/** The words for how it ended. */
export type Status = Outcome["status"];
/** What an `…All` yields: with the position in what it was given. */
export type Rowed<Item> = Item & {
  /** The position, from 0. */
  row: number;
};

/** What a client tells while it works: never a query, a body or a value of a person. */
export type Event = {
  /** The platform. */
  platform: string;
  /** The person. */
  subject?: string;
  /** The person's position, from 0. */
  row?: number;
  /** The positions of those whom a request serves together. */
  rows?: number[];
} & (
  | {
      /** A request was answered, or got no answer. */
      type: "request";
      /** What the call is for. */
      step: string;
      /** The method. */
      method: string;
      /** The path, without the query. */
      path: string;
      /** The HTTP status; 0 without an answer. */
      status: number;
      /** How long it took. */
      durationMs: number;
      /** The platform's id of it. */
      requestId?: string;
      /** From 0. */
      attempt: number;
    }
  | {
      /** A request will be sent again. */
      type: "retry";
      /** What the call is for. */
      step: string;
      /** Which attempt comes, from 1. */
      attempt: number;
      /** In how many milliseconds. */
      ms: number;
      /** Why. */
      reason: ErrorInfo;
    }
  | {
      /** Nothing is sent for a while. */
      type: "wait";
      /** Why. */
      reason: string;
      /** For how many milliseconds. */
      ms: number;
    }
  | {
      /** Something that a person should know. */
      type: "warning";
      /** What. */
      message: string;
    }
  | {
      /** A person is done. */
      type: "outcome";
      /** How it ended. */
      status: Status;
    }
);

/** Takes events as log lines: like `console` (`info(text, event)`), or like pino (`info(event, text)`). */
export interface Logger {
  /** Every request and wait. */
  debug?(...args: never[]): void;
  /** Every person who is done. */
  info?(...args: never[]): void;
  /** Retries and warnings. */
  warn?(...args: never[]): void;
  /** Only pino has it: the event then comes first. */
  bindings?(): unknown;
}

/** The options that all clients share. */
export interface CommonOptions {
  /** The `fetch` to use instead of the global one. It is called as `fetch(url, init)`. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** For one request, in milliseconds; 30,000 unless given. */
  timeoutMs?: number;
  /** Attempts after the first; 4 unless given. */
  maxRetries?: number;
  /** The longest single wait that a platform may ask for, in milliseconds; 60,000 unless given. */
  maxWaitMs?: number;
  /** Requests in flight; 4 unless given. A wait holds none. */
  concurrency?: number;
  /** Requests a second; no limit unless given. */
  requestsPerSecond?: number;
  /** Ends every call of the client when it is aborted. */
  signal?: AbortSignal;
  /** Sent with every request. */
  headers?: Record<string, string>;
  /** What to do with an account that is there: bring it to what is asked (the default), leave it, or fail. */
  ifExists?: "update" | "leave" | "fail";
  /**
   * What to do about attributes that a platform does not show: leave them, and name them in `unverified` (the default); or
   * write them in each run, which then says `updated`.
   */
  hiddenAttributes?: "leave" | "write";
  /** Hosts besides the platform's own whose links to operations are followed, on the configured host. */
  linkHosts?: string[];
  /** The largest answer that is read, in bytes; 32 MiB unless given. */
  maxResponseBytes?: number;
  /** Permits `http` for a host that is not this machine. */
  allowInsecure?: boolean;
  /** Permits credentials in a web page, where whoever can open its developer tools can read them. */
  allowBrowser?: boolean;
  /** Told everything that happens. What it throws is ignored. */
  onEvent?: (event: Event) => void;
  /** Takes the same as log lines, such as `console` or a pino logger. */
  logger?: Logger;
  /**
   * Locks these keys across processes and gives the function that unlocks them: who works on a person. Without it, one
   * client never works on one identity twice at a time.
   */
  lock?: (keys: string[]) => Promise<() => void | Promise<void>>;
}

/** A bearer token, or a name and a password. */
export type BearerOrBasic =
  | {
      /** The token. */
      bearerToken: string;
      /** Not beside `bearerToken`. */
      basic?: undefined;
    }
  | {
      /** HTTP Basic. */
      basic: {
        /** The user name. */
        userName: string;
        /** The password. */
        password: string;
      };
      /** Not beside `basic`. */
      bearerToken?: undefined;
    };
/** An OAuth client. */
export interface ClientCredentials {
  /** The id. */
  clientId: string;
  /** The secret. */
  clientSecret: string;
}

/** Options of every call. */
export interface CallOptions {
  /** Ends the call when it is aborted. */
  signal?: AbortSignal | undefined;
  /** For one request, in milliseconds. */
  timeoutMs?: number;
  /** Attempts after the first. */
  maxRetries?: number;
  /** Sent with every request. */
  headers?: Record<string, string>;
}

/** Where a bulk run keeps what it has done, so that it can be resumed. One run at a time. */
export interface Journal {
  /** The text so far, whole or in pieces; nothing or an empty text begins a new run. */
  read(): JournalText | Promise<JournalText>;
  /** Adds lines at the end. They must be stored for good before this returns, or its promise resolves. */
  append(lines: string): void | Promise<void>;
  /** Called when the run is over. */
  close?(): void | Promise<void>;
}
/** A journal's text. */
export type JournalText = string | null | undefined | Iterable<string> | AsyncIterable<string>;

/** How far a bulk run has come. */
export interface Progress {
  /** How many people are begun. */
  begun: number;
  /** How many are done. */
  done: number;
  /** How many ended how: `{ created: 3 }`; of plans, by action. */
  counts: Record<string, number>;
}

/** Options of every `…All`. */
export interface BulkOptions extends CallOptions {
  /** Requests in flight of this call; instead of the client's own setting. */
  concurrency?: number;
  /** Stops the run when it is aborted: nobody else is begun, and those who were begun are finished and told. */
  stop?: AbortSignal | undefined;
  /** Called for everyone who is done. What it throws is ignored. */
  onProgress?: (progress: Progress) => void;
}
/** When a bulk run stops by itself. */
export interface CircuitBreaker {
  /** The share of rows so far that have to fail the same way, above 0 and up to 1; 0.4 unless given. */
  share?: number;
  /** The rows that have to be over before it opens; 20 unless given. */
  rows?: number;
}
/** Options of every `…All` that writes. */
export interface WriteOptions extends BulkOptions {
  /** Makes the run resumable: the same people and the same journal go on where it stopped. */
  journal?: Journal;
  /**
   * What is done about rows that a journal knows: rows that failed are tried again (`"failed"`, the default); besides, those
   * whose create was left unclear (`"unknown"`); nothing is sent at all (`"none"`); everything is done again (`"all"`).
   */
  retry?: "failed" | "unknown" | "none" | "all";
  /** How old an unclear create must be until `retry: "unknown"` sends it again, in milliseconds; 15 minutes unless given. */
  settleMs?: number;
  /** Stops the run when too many rows fail the same way, leaving the others as they are. `false` switches it off. */
  circuitBreaker?: boolean | CircuitBreaker;
}
/** How many people a call may take away. */
export interface RemovalLimits {
  /** At most so many: a number, or a share of `among`. `"10%"` unless given. */
  limit?: number | `${number}%`;
  /** Of how many people the list is a part; needed where `limit` is a share. */
  among?: number;
}
/** Options of `plan`. */
export interface PlanOptions extends CallOptions {
  /** Plans to take the account away. */
  remove?: boolean;
}
/** Options of `planAll`. */
export interface PlanAllOptions extends BulkOptions, RemovalLimits {
  /** Plans to take the accounts away; `limit` and `among` then hold. */
  remove?: boolean;
}
/** Options of `apply`. */
export interface ApplyOptions<User> extends CallOptions {
  /** The user again, where the plan left personal or secret values out. */
  user?: User;
}
/** Options of `applyAll`. */
export interface ApplyAllOptions<User> extends WriteOptions, RemovalLimits {
  /** The list that `planAll` was given: a plan's user is found in it by the plan's `row`. */
  users?: readonly User[];
}
/** Options of `deprovisionAll`. */
export interface DeprovisionAllOptions extends WriteOptions, RemovalLimits {}

/** What a harmless read has shown. */
export interface Connection {
  /** The platform. */
  platform: string;
  /** When the session ends, in milliseconds since 1970, where the platform says so. */
  expiresAt?: number;
  /** The scope that was granted, where the platform says so. */
  scope?: string;
  /** What a person should know about these credentials, such as a scope that was not granted. */
  warnings: string[];
}

/** An answer as a host has it. */
export interface Answer {
  /** The HTTP status. */
  status: number;
  /** The headers; names in any case. */
  headers?: Headers | Record<string, string> | Iterable<readonly [string, string]>;
  /** The body, as text or bytes; left out, it is empty. */
  body?: string | ArrayBufferView | ArrayBuffer | null;
}

/** One call of a platform: what its request is made from, and what its answer says. */
export interface Endpoint<Arguments, Result> {
  /** What the request is made from. */
  arguments: Arguments;
  /** What the answer says. */
  result: Result;
}
/** The request of every call, as data; nothing is sent. */
export type Requests<Calls> = {
  readonly [Name in keyof Calls]: Calls[Name] extends Endpoint<infer Arguments, unknown>
    ? object extends Arguments
      ? (given?: Arguments) => HttpRequest
      : (given: Arguments) => HttpRequest
    : never;
};
/** Reads the answer of every call; one that is an error is thrown as a `ProvisorError`. */
export type Responses<Calls> = {
  readonly [Name in keyof Calls]: Calls[Name] extends Endpoint<never, infer Result> ? (answer: Answer) => Result : never;
};
