/** Who may call: whoever has a JWT of the configured issuer, or the static token. */

import type { MiddlewareHandler } from "hono";
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from "jose";
import { Problem } from "./problems.js";
import { isPrivate } from "../../shared/address.js";
import { misconfigured, text, type AppEnv, type Settings } from "./settings.js";

const SHORTEST_TOKEN = 32;
/** Signatures only: a shared secret is no business of an identity provider's. */
const ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];

type Keys = ReturnType<typeof createRemoteJWKSet>;
/** Kept between calls: fetching them each time would be slow, and unkind to the issuer. */
const keysOf = new Map<string, Keys>();

/** Lets callers through who say who they are; refuses all others before anything else is read. */
export const authenticated: MiddlewareHandler<AppEnv> = async (context, next) => {
  const header = context.req.header("authorization") ?? "";
  const token = /^Bearer +([\w.~+/=-]+) *$/i.exec(header)?.[1];
  if (token === undefined) throw refused("no bearer token was sent");
  context.set("caller", await callerOf(context.env, token));
  await next();
};

/** The caller's name for the log. */
async function callerOf(settings: Settings, token: string): Promise<string> {
  const fixed = text(settings, "API_TOKEN");
  const jwks = text(settings, "AUTH_JWKS_URL");
  if (fixed === undefined && jwks === undefined) {
    throw misconfigured("AUTH_JWKS_URL, API_TOKEN: neither is set, so nobody can be let in", "set one of them");
  }
  if (fixed !== undefined) {
    if (fixed.length < SHORTEST_TOKEN) {
      throw misconfigured(
        `API_TOKEN: is shorter than ${SHORTEST_TOKEN} characters`,
        "make a random one, such as by `openssl rand -hex 32`",
      );
    }
    if (await isSame(token, fixed)) return "static token";
  }
  if (jwks === undefined) throw refused("the token is not the one that is configured");
  return verified(settings, jwks, token);
}

/** In constant time, whatever the lengths. */
async function isSame(given: string, expected: string): Promise<boolean> {
  const digest = (value: string) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(value));
  const [one, other] = await Promise.all([digest(given), digest(expected)]);
  return crypto.subtle.timingSafeEqual(one, other);
}

async function verified(settings: Settings, jwks: string, token: string): Promise<string> {
  const issuer = text(settings, "AUTH_ISSUER");
  const audience = text(settings, "AUTH_AUDIENCE");
  if (issuer === undefined || audience === undefined) {
    throw misconfigured(
      "AUTH_ISSUER, AUTH_AUDIENCE: both are needed with AUTH_JWKS_URL",
      "set them to what your identity provider puts into tokens",
    );
  }
  if (!isPrivate(jwks)) {
    const hint = "write it like https://login.example.com/.well-known/jwks.json";
    throw misconfigured("AUTH_JWKS_URL: is no https:// address", hint);
  }
  const keys = keysOf.get(jwks) ?? createRemoteJWKSet(new URL(jwks));
  keysOf.set(jwks, keys);
  let payload: JWTPayload;
  try {
    ({ payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      requiredClaims: ["exp", "sub"],
    }));
  } catch (caught) {
    throw whyNot(caught);
  }
  const scope = text(settings, "AUTH_SCOPE");
  if (scope !== undefined && !scopesOf(payload).includes(scope)) {
    throw new Problem(403, {
      code: "forbidden",
      message: `the token lacks the scope ${scope}`,
      hint: "ask for a token with it",
    });
  }
  return payload.sub!;
}

/** As OAuth writes them, or as some providers do. */
function scopesOf({ scope, scp }: JWTPayload): unknown[] {
  if (typeof scope === "string") return scope.split(" ");
  return Array.isArray(scp) ? scp : typeof scp === "string" ? scp.split(" ") : [];
}

/** What is wrong with a token, rather than with the way to its keys. */
const FAULTS = [
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
];

/** The token's fault, or the issuer's. */
function whyNot(caught: unknown): Problem {
  if (caught instanceof errors.JWTExpired) return refused("the token has expired");
  if (caught instanceof errors.JWTClaimValidationFailed)
    return refused(`the token's claim ${caught.claim} does not fit`);
  if (FAULTS.some((fault) => caught instanceof fault)) return refused("the token is not valid");
  return new Problem(
    503,
    { code: "network", message: "the issuer's keys could not be had", hint: "check AUTH_JWKS_URL, and try again" },
    { "retry-after": "5" },
  );
}

const refused = (message: string): Problem =>
  new Problem(
    401,
    { code: "auth_rejected", message, hint: "send `Authorization: Bearer …` with a valid token" },
    { "www-authenticate": "Bearer" },
  );
