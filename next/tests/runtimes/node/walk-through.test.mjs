// The README's example against the sandbox: what is sent, byte for byte, and what comes of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MyWorkpal } from "provisor";
import { CREATE, JANE, JOHN, scene, TENANTS, TOKEN, USERS } from "./kit/scene.mjs";

/** What Node's own fetch adds to every request; none of it is ours. */
const OF_NODE = [
  "host",
  "connection",
  "accept-language",
  "sec-fetch-mode",
  "user-agent",
  "accept-encoding",
  "content-length",
];

function seen({ method, target, headers, body }) {
  const own = Object.entries(headers).filter(([name]) => !OF_NODE.includes(name));
  return [`${method} ${target}`, Object.fromEntries(own.sort()), body];
}

test("ten lines provision a person; the same lines again change nothing", async (t) => {
  const { url: baseUrl, sandbox, state, witness } = await scene(t);
  const [{ clientId, clientSecret }] = state.clients;

  const pal = new MyWorkpal({
    baseUrl,
    credentials: { clientId, clientSecret },
    paths: { createUser: CREATE },
  });
  const outcome = witness.see(await pal.provision({ email: "john@doe.com", company: "Company Doe" }));

  const [{ id }] = state.accountsOf("companydoe", "john@doe.com");
  const evidence = [
    { purpose: "log in", method: "POST", path: TOKEN, status: 200 },
    { purpose: "find the tenant", method: "GET", path: TENANTS, status: 200 },
    { purpose: "look up the user", method: "GET", path: USERS, status: 200 },
    { purpose: "create the user", method: "POST", path: CREATE, status: 200 },
    { purpose: "look up the user", method: "GET", path: USERS, status: 200 },
  ];
  assert.deepEqual(outcome, {
    platform: "myworkpal",
    subject: "john@doe.com",
    status: "created",
    id: String(id),
    verified: true,
    existedBefore: false,
    changes: [{ kind: "create" }],
    pending: [],
    unverified: [],
    warnings: [],
    requests: 5,
    evidence,
  });

  const [token] = state.tokens.keys();
  const get = { accept: "application/json", authorization: `Bearer ${token}` };
  const post = { ...get, "content-type": "application/json" };
  const tenant = `GET ${TENANTS}?$inlinecount=allpages&$filter=tolower(Name)%20eq%20%27company%20doe%27&$orderby=Name%20asc&$top=1&$skip=0`;
  const user = `GET ${USERS}?$inlinecount=allpages&$filter=tolower(%27john%40doe.com%27)%20eq%20tolower(EmailAddress)&$top=1&$skip=0`;
  assert.deepEqual(sandbox.log.map(seen), [
    [
      `POST ${TOKEN}`,
      { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
      "grant_type=client_credentials&scope=api&client_id=sandbox%20client&client_secret=sandbox%2Bsecret%2F1%262%3D3%20%25",
    ],
    [tenant, get, ""],
    [user, get, ""],
    [
      `POST ${CREATE}`,
      post,
      '{"userAccount":{"emailAddress":"john@doe.com","tenant":"companydoe"},"personDetails":{},"contactNumbers":[],' +
        '"addressDetails":{},"employeeDetails":{},"metaDataPersonal":{"groups":[]},"metaDataEmployee":{"groups":[]}}',
    ],
    [user, get, ""],
  ]);

  sandbox.log.length = 0;
  const again = witness.see(await pal.provision({ email: "john@doe.com", company: "Company Doe" }));
  assert.deepEqual(sandbox.log.map(seen), [
    [tenant, get, ""],
    [user, get, ""],
  ]);
  assert.deepEqual(
    [again.status, again.id, again.verified, again.existedBefore, again.changes, again.requests],
    ["unchanged", String(id), true, true, [], 2],
  );
  await pal.close();
});

test("a tenant by its sub-domain, e-mails as people write them", async (t) => {
  const { client, sandbox, state } = await scene(t);
  const pal = client();
  const table = [
    [{ email: "siobhan.o'brien@doe.com", subDomain: "CompanyDoe" }, "%27siobhan.o%27%27brien%40doe.com%27"],
    [{ email: "amara+payroll@doe.com", company: "COMPANY DOE" }, "%27amara%2Bpayroll%40doe.com%27"],
    [{ email: "100%pure@doe.com", subDomain: "companydoe" }, "%27100%25pure%40doe.com%27"],
    [{ email: "山田@例え.jp", subDomain: "companydoe" }, `%27${encodeURIComponent("山田@例え.jp")}%27`],
    [{ email: "Zoë.Ångström@doe.com", subDomain: "companydoe" }, `%27${encodeURIComponent("zoë.ångström@doe.com")}%27`],
  ];
  for (const [user, literal] of table) {
    const outcome = await pal.provision(user);
    assert.deepEqual([outcome.status, outcome.verified, outcome.subject], ["created", true, user.email]);
    assert.ok(sandbox.log.at(-1).target.includes(`$filter=tolower(${literal})%20eq%20tolower(EmailAddress)`));
    const [account] = state.accountsOf("companydoe", user.email);
    assert.equal(account.emailAddress, user.email, "the e-mail is created as it was given");
    assert.equal((await pal.provision(user)).status, "unchanged");
  }
  const subDomains = sandbox.log.filter(({ target }) =>
    target.includes("tolower(SubDomainName)%20eq%20%27companydoe%27"),
  );
  assert.ok(subDomains.length > 0, "the sub-domain is looked up in lower case");
});

test("details are passed on as given, and bring an existing account to what is asked", async (t) => {
  const { client, sandbox, state } = await scene(t);
  const pal = client();
  const details = {
    personDetails: { forenames: "John", niNumber: "CANARY-own-niNumber" },
    contactNumbers: [{ number: "+44 20 7946 0000" }],
    employeeDetails: { jobTitle: "Lead", salary: { amount: 98765.43 } },
    metaDataEmployee: { groups: [{ id: 1 }] },
  };
  await pal.provision({ ...JOHN, details });
  const body = JSON.parse(sandbox.log.find(({ target }) => target === CREATE).body);
  assert.deepEqual(body, {
    userAccount: { emailAddress: JOHN.email, tenant: "companydoe" },
    addressDetails: {},
    metaDataPersonal: { groups: [] },
    ...details,
  });

  const [jane] = state.accountsOf("companydoe", JANE.email);
  const before = state.records.get(jane.id).employee;
  const outcome = await pal.provision({ ...JANE, details: { employeeDetails: { jobTitle: "Head" } } });
  assert.deepEqual(
    [outcome.status, outcome.verified, outcome.changes],
    ["updated", true, [{ kind: "set", field: "details.employeeDetails.jobTitle", from: null, to: "Head" }]],
  );
  assert.equal(
    state.records.get(jane.id).employee,
    before.replace('"jobTitle":null', '"jobTitle":"Head"'),
    "nothing else of the record changes, down to the digits of 1234.50",
  );
  assert.equal(
    (await pal.provision({ ...JANE, details: { employeeDetails: { jobTitle: "Head" } } })).status,
    "unchanged",
  );
});

test("what is already there is updated, left or reported, as `ifExists` says", async (t) => {
  const { client, sent } = await scene(t);
  const asked = { ...JANE, details: { employeeDetails: { jobTitle: "Head" } } };
  const table = [
    ["leave", "unchanged", undefined],
    ["fail", "conflict", "conflict"],
    ["update", "updated", undefined],
  ];
  for (const [ifExists, status, code] of table) {
    sent();
    const outcome = await client({ ifExists }).provision(asked);
    assert.deepEqual([outcome.status, outcome.error?.code, outcome.existedBefore], [status, code, true], ifExists);
    const writes = sent().filter((line) => line.startsWith("POST") && !line.endsWith(TOKEN));
    assert.equal(writes.length, status === "updated" ? 1 : 0, ifExists);
  }
  const closed = await client().provision({ email: "left.last.year@doe.com", company: "Company Doe" });
  assert.equal(closed.status, "unchanged");
  assert.match(closed.warnings.join(), /closed/);
});
