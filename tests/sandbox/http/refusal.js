// A refusal with a status; each stand-in writes it in the shape its platform has.

export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} message
   * @param {{ headers?: Record<string, string>, [fact: string]: any }} [more]  headers, and what the shape asks for
   */
  constructor(status, message, { headers = {}, ...facts } = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.facts = facts;
  }
}

/** @param {unknown} body @param {number} [status] @param {Record<string, string>} [headers] */
export const json = (body, status = 200, headers = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
  });
