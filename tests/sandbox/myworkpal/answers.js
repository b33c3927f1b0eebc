// What a create or a write answers with status 200: done, or a refusal in each of the wordings there may be [S].
import { rawJson } from "./guard.js";

const IDS = { 0: 0, "-1": -1, null: null };
const SAYS_NO = { false: false, "False-as-text": "False", "false-as-text": "false" };

/** @param {{ id: number, emailAddress: string }} account */
export const created = ({ id, emailAddress }) =>
  rawJson(
    JSON.stringify({
      successful: true,
      status: "UserAccountService.CreateNewUserViaWizard completed successfully as admin.",
      exceptionMessage: null,
      exceptionMessages: null,
      userAccountId: id,
      username: emailAddress,
      nonce: null,
      redirectPath: null,
    }),
  );

export const written = () => rawJson('{"successful":true,"status":"True","exceptionMessage":null}');

/** @param {string} why @param {import("../assumptions/book.js").Values} assumed */
export function refused(why, assumed) {
  const key = assumed["myworkpal.refusal-key"];
  const no = SAYS_NO[assumed["myworkpal.refusal-value"]];
  const id = assumed["myworkpal.refusal-id"];
  return rawJson(
    JSON.stringify({
      ...(key === "Status" ? { Status: no } : { [key]: no, status: "False" }),
      exceptionMessage: null,
      exceptionMessages: null,
      ...worded(why, assumed["myworkpal.refusal-message"]),
      ...(id === "absent" ? {} : { userAccountId: IDS[id] }),
      username: null,
      nonce: null,
      redirectPath: null,
    }),
  );
}

function worded(why, where) {
  if (where === "exceptionMessages") return { exceptionMessages: [why] };
  if (where === "message-list") return { message: [why] };
  return { [where]: why };
}
