// Whether a request may come in: by bearer token, or by Basic (RFC 7617).

/**
 * @param {string | undefined} header
 * @param {{ bearerToken: string, basic: { username: string, password: string } }} allowed
 */
export function isAuthorized(header, { bearerToken, basic: { username, password } }) {
  if (header === `Bearer ${bearerToken}`) return true;
  const [, encoded] = /^Basic ([A-Za-z0-9+/]+=*)$/.exec(header ?? "") ?? [];
  return encoded !== undefined && textOf(encoded) === `${username}:${password}`;
}

function textOf(encoded) {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(encoded), (each) => each.charCodeAt(0)));
  } catch {
    return undefined;
  }
}
