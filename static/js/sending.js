/* Sends a draft as the form would: once, for its token makes a repeated sending the same report. */
import * as drafts from "./drafts.js";

const CSRF = /name="csrfmiddlewaretoken" value="([^"]+)"/;
const OWNER = /data-owner="([^"]*)"/;
/* A network that swallows the question is no network; the picture itself may take its time. */
const PATIENCE = 20_000;
const isAway = (error) => error instanceof TypeError || error.name === "TimeoutError" || error.name === "AbortError";
const BUSY = (status) => status === 429 || status >= 500;
/* Seconds, when the site sets a limit without saying for how long. */
const A_WHILE = 600;

/* What the form's page says now: {csrf, owner}, or {outcome} when there is no form for us. */
const lookAt = async (form) => {
  const answer = await fetch(form, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  if (BUSY(answer.status)) return { outcome: "later" };
  const page = answer.ok && !answer.redirected ? await answer.text() : "";
  const csrf = CSRF.exec(page)?.[1];
  const owner = OWNER.exec(page)?.[1];
  return csrf && owner !== undefined ? { csrf, owner } : { outcome: "signed-out" };
};

export const byFetch = async (form, body, headers) => {
  const answer = await fetch(form, { method: "POST", body, headers, credentials: "same-origin" });
  const { status, redirected, headers: said } = answer;
  return { status, redirected, where: said.get("Location") ?? "", wait: said.get("Retry-After"), page: "" };
};

const outcomeOf = (answer) => {
  if (answer.status === 201) return "sent";
  if (answer.redirected || answer.status === 403) return "signed-out";
  if (answer.status === 429) return "limited";
  return BUSY(answer.status) ? "later" : "to-mend";
};

/* {outcome, where, page, after}: sent, to-mend, signed-out, other-account, limited (enough for today, until `after`), later (the site is busy) or away (no connection). */
export const send = async (draft, { form, post = byFetch }) => {
  try {
    const seen = await lookAt(form);
    if (seen.outcome) return seen;
    if (draft.owner && draft.owner !== seen.owner) return { outcome: "other-account" };
    const body = new FormData();
    for (const [name, value] of draft.fields) body.append(name, value);
    for (const file of await drafts.picturesOf(draft.token)) body.append("pictures", file, file.name);
    body.append("token", draft.token);
    body.append("csrfmiddlewaretoken", seen.csrf);
    const answer = await post(form, body, { "X-Draft": draft.token });
    const outcome = outcomeOf(answer);
    const after = outcome === "limited" ? Date.now() + 1000 * (Number(answer.wait) || A_WHILE) : 0;
    return { outcome, where: answer.where, page: answer.page, after };
  } catch (error) {
    if (isAway(error)) return { outcome: "away" };
    throw error;
  }
};

const settle = async (draft, { outcome, where, after = 0 }) => {
  if (outcome === "sent") await drafts.drop(draft.token);
  else if (outcome === "to-mend") await drafts.keep({ ...draft, state: drafts.TO_MEND, problem: "" });
  else await drafts.keep({ ...draft, problem: outcome, after });
  drafts.tell({ outcome, where, token: draft.token });
};

/* One sender at a time, the page or the worker, so that no picture travels twice for nothing. */
const alone = (work) => (navigator.locks ? navigator.locks.request("send-drafts", work) : work());

/* Sends one draft that is kept as to be sent; null when somebody else has sent it meanwhile. */
export const sendOne = (token, options) =>
  alone(async () => {
    const draft = await drafts.find(token);
    if (draft?.state !== drafts.TO_SEND) return null;
    const result = await send(draft, options);
    await settle(draft, result);
    return result;
  });

/* Sends all that wait; what became of each. Without connection or account the rest would fare no better. */
export const sendAll = async (options) => {
  const results = [];
  for (const draft of await drafts.all()) {
    // Sent again before its time, its pictures would travel for nothing.
    if (draft.state !== drafts.TO_SEND || draft.after > Date.now()) continue;
    const result = await sendOne(draft.token, options);
    if (result) results.push(result);
    if (["away", "later", "limited", "signed-out"].includes(result?.outcome)) break;
  }
  return results;
};
