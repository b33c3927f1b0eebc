// What somebody needs to use the Workforce Optimization stand-in, as `main.mjs` prints it.

export const TITLE = "Workforce Optimization";

/** @param {import("./state.js").WorkforceOptimizationState} state @param {string} url */
export const facts = (state, url) => ({
  baseUrl: url,
  credentials: state.people
    .filter(({ id }) => state.passwords.has(id))
    .map(({ id, email, roles }) => ({
      userId: email,
      password: state.passwords.get(id),
      roles: roles.map(({ name }) => name),
    })),
  teams: state.teams.map(({ name }) => name),
  people: state.people.map((person) => ({ id: person.id, userName: person.email, active: state.isActive(person) })),
});
