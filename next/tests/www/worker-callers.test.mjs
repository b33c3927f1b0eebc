// Who may call the Worker: JWTs of an issuer with a JWKS of its own, the static token, and pages of the allowed origins.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { startWorker, TOKEN } from "./kit/worker.mjs";

const ISSUER = "https://login.example.com/";
const AUDIENCE = "provisor";
const ORIGIN = "https://console.example.com";

let worker, keys, stranger, jwks;
before(async () => {
  [keys, stranger] = await Promise.all([generateKeyPair("ES256"), generateKeyPair("ES256")]);
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: "one", alg: "ES256", use: "sig" };
  jwks = createServer((_, response) => response.end(JSON.stringify({ keys: [jwk] })));
  await new Promise((ready) => jwks.listen(0, "127.0.0.1", ready));
  worker = await startWorker({
    settings: {
      AUTH_JWKS_URL: `http://127.0.0.1:${jwks.address().port}/jwks.json`,
      AUTH_ISSUER: ISSUER,
      AUTH_AUDIENCE: AUDIENCE,
      AUTH_SCOPE: "provisor",
      ALLOWED_ORIGINS: `https://other.example.com ${ORIGIN}`,
    },
  });
});
after(async () => {
  await worker?.close();
  jwks?.close();
});

const now = () => Math.floor(Date.now() / 1000);
function tokenOf({ key = keys.privateKey, header = {}, ...claims } = {}) {
  const all = { iss: ISSUER, aud: AUDIENCE, sub: "anna", exp: now() + 600, scope: "openid provisor", ...claims };
  const payload = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return new SignJWT(payload).setProtectedHeader({ alg: "ES256", kid: "one", ...header }).sign(key);
}
const unsigned = () => {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part({ iss: ISSUER, aud: AUDIENCE, sub: "anna", exp: now() + 600, scope: "provisor" })}.`;
};

test("a token of the issuer is let in, and the log names its subject", async () => {
  const response = await worker.call("/api/platforms", { token: await tokenOf() });
  assert.equal(response.status, 200);
  const connected = await worker.call("/api/workspan/connect", { body: {}, token: await tokenOf({ sub: "berta" }) });
  assert.equal(connected.status, 200);
  await worker.logged(/"event":"connect","platform":"workspan","caller":"berta"/);
});

test("the static token is let in beside it", async () => {
  assert.equal((await worker.call("/api/platforms", { token: TOKEN })).status, 200);
});

test("everybody else is refused before anything is read, and told why", async () => {
  const secret = new TextEncoder().encode("x".repeat(32));
  const table = [
    [null, /no bearer token/],
    ["nonsense", /not valid/],
    [`${TOKEN}x`, /not valid/],
    [TOKEN.slice(0, -1), /not valid/],
    [await tokenOf({ exp: now() - 10 }), /has expired/],
    [await tokenOf({ exp: undefined }), /claim exp/],
    [await tokenOf({ sub: undefined }), /claim sub/],
    [await tokenOf({ iss: "https://elsewhere.example.com/" }), /claim iss/],
    [await tokenOf({ aud: "another" }), /claim aud/],
    [await tokenOf({ key: stranger.privateKey }), /not valid/],
    [await tokenOf({ header: { kid: "two" } }), /not valid/],
    [await new SignJWT({ sub: "anna" }).setProtectedHeader({ alg: "HS256", kid: "one" }).sign(secret), /not valid/],
    [unsigned(), /not valid/],
  ];
  for (const [token, words] of table) {
    for (const options of [{}, { method: "POST", body: "{" }]) {
      const path = options.body ? "/api/workspan/provision" : "/api/platforms";
      const problem = await worker.problem(path, { token, ...options }, 401);
      assert.match(problem.detail, words, token);
      assert.equal(problem.code, "auth_rejected");
    }
  }
  const refused = await worker.call("/api/platforms", { token: null });
  assert.equal(refused.headers.get("www-authenticate"), "Bearer");
});

test("a token without the scope is not enough", async () => {
  const problem = await worker.problem("/api/platforms", { token: await tokenOf({ scope: "openid" }) }, 403);
  assert.equal(problem.code, "forbidden");
  assert.match(problem.detail, /lacks the scope provisor/);
  assert.equal(
    (await worker.call("/api/platforms", { token: await tokenOf({ scope: undefined, scp: ["provisor"] }) })).status,
    200,
  );
});

test("pages of the allowed origins may call, also to read a refusal; others get no leave", async () => {
  const preflight = (origin) =>
    worker.call("/api/workspan/plan", {
      token: null,
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
      },
    });
  const allowed = await preflight(ORIGIN);
  assert.equal(allowed.status, 204);
  assert.equal(allowed.headers.get("access-control-allow-origin"), ORIGIN);
  assert.match(allowed.headers.get("access-control-allow-headers"), /authorization/);
  assert.equal(allowed.headers.get("access-control-allow-credentials"), null);
  const answered = await worker.call("/api/platforms", { headers: { origin: ORIGIN } });
  assert.equal(answered.headers.get("access-control-allow-origin"), ORIGIN);
  const refused = await worker.call("/api/platforms", { token: null, headers: { origin: ORIGIN } });
  assert.deepEqual([refused.status, refused.headers.get("access-control-allow-origin")], [401, ORIGIN]);
  for (const origin of ["https://evil.example.com", "null", `${ORIGIN}.evil.example`]) {
    for (const response of [await preflight(origin), await worker.call("/api/platforms", { headers: { origin } })]) {
      assert.equal(response.headers.get("access-control-allow-origin"), null, origin);
    }
  }
});

test("settings that would let nobody or anybody in are the Worker's own error", async (t) => {
  const table = [
    [{ API_TOKEN: "" }, /AUTH_JWKS_URL, API_TOKEN: neither is set/],
    [{ API_TOKEN: "short" }, /API_TOKEN: is shorter than 32/],
    [
      { AUTH_JWKS_URL: "http://login.example.com/jwks.json", AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE },
      /AUTH_JWKS_URL: is no https/,
    ],
    [{ AUTH_JWKS_URL: "https://login.example.com/jwks.json" }, /AUTH_ISSUER, AUTH_AUDIENCE: both are needed/],
  ];
  for (const [settings, words] of table) {
    const other = await startWorker({ settings });
    try {
      const problem = await other.problem("/api/platforms", { token: "some-token" }, 500);
      assert.match(problem.detail, words);
    } finally {
      await other.close();
    }
  }
});

test("an issuer that does not answer is not the caller's fault", async (t) => {
  const gone = createServer((_, response) => response.writeHead(500).end());
  await new Promise((ready) => gone.listen(0, "127.0.0.1", ready));
  t.after(() => gone.close());
  const AUTH_JWKS_URL = `http://127.0.0.1:${gone.address().port}/`;
  const other = await startWorker({ settings: { AUTH_JWKS_URL, AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE } });
  t.after(() => other.close());
  const problem = await other.problem("/api/platforms", { token: await tokenOf() }, 503);
  assert.match(problem.detail, /issuer's keys/);
});
