/* The list "Drafts on this device" above the form, and the sentences about what became of them. */
import * as drafts from "./drafts.js";
import { sendAll, sendOne } from "./sending.js";

const AGAIN_AFTER = 60_000;
const SENT = "sent";

const when = (moment) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(moment);
const camel = (outcome) => outcome.replace(/-./g, (pair) => pair[1].toUpperCase());

export class Outbox {
  /* section: the element with data-drafts; options: {form, owner, open(token)}, owner being whose drafts are shown. */
  constructor(section, { form, owner, open }) {
    Object.assign(this, { section, form, owner, open, words: section.dataset, current: "" });
    this.list = section.querySelector("[data-list]");
    this.news = section.querySelector("[data-news]");
    this.part = section.querySelector("template[data-draft]");
    section.addEventListener("click", (event) => this.press(event.target.closest("[data-do]")));
    drafts.hear((news) => this.hear(news));
    addEventListener("online", () => this.flush());
    setInterval(() => document.visibilityState === "visible" && this.flush(), AGAIN_AFTER);
  }

  /* Says one of the section's sentences, with a link or an undo where that helps. */
  say(word, { where = "", undo = null, after = 0 } = {}) {
    this.undo = undo;
    this.news.hidden = !word;
    this.news.className = `notice tone-${{ sent: "leaf", deleted: "sky" }[word] ?? "amber"}`;
    this.news.querySelector("[data-sentence]").textContent = this.sentence(word, after);
    this.news.querySelector("[data-do=undo]").hidden = !undo;
    const link = this.news.querySelector("[data-where]");
    link.hidden = !where;
    if (where) link.href = where;
    this.news.querySelector("[data-sign-in]").hidden = word !== "signed-out";
  }

  sentence(word, after) {
    return (this.words[camel(word)] ?? "").replace("{time}", when(after));
  }

  async hear({ outcome, where = "" }) {
    if (outcome === SENT) this.say(SENT, { where });
    await this.show();
  }

  async show() {
    const all = await drafts.all();
    const mine = all.filter((draft) => !draft.owner || draft.owner === this.owner);
    const listed = mine.filter((draft) => draft.token !== this.current || draft.state !== drafts.DRAFT);
    this.list.replaceChildren(...(await Promise.all(listed.map((draft) => this.row(draft)))));
    this.section.querySelector("[data-listed]").hidden = !listed.length;
    this.section.querySelector("[data-others]").hidden = mine.length === all.length;
  }

  async row(draft) {
    const row = this.part.content.firstElementChild.cloneNode(true);
    const [address] = draft.fields.filter(([name, value]) => name === "addresses" && value.trim());
    const pictures = (await drafts.picturesOf(draft.token)).length;
    row.dataset.token = draft.token;
    row.querySelector("[data-title]").textContent = address?.[1].trim() ?? this.words.untitled;
    row.querySelector("[data-at]").textContent = when(draft.changed);
    row.querySelector("[data-pictures]").textContent = this.words.pictures.replace("{number}", String(pictures));
    for (const state of row.querySelectorAll("[data-state]")) state.hidden = state.dataset.state !== draft.state;
    // "To be sent" says it all while the network is away.
    const problem = draft.problem === "away" ? "" : this.sentence(draft.problem ?? "", draft.after);
    row.querySelector("[data-problem]").textContent = problem;
    row.querySelector("[data-problem]").hidden = !problem;
    row.querySelector("[data-do=send]").hidden = draft.state === drafts.TO_MEND || !address;
    return row;
  }

  async press(button) {
    const what = button?.dataset.do;
    const token = button?.closest("[data-token]")?.dataset.token;
    if (what === "open") this.open(token);
    if (what === "send") await this.sendNow(token);
    if (what === "delete") await this.delete([await drafts.find(token)]);
    if (what === "delete-all") await this.delete((await drafts.all()).filter((draft) => draft.owner === this.owner && draft.token !== this.current));
    if (what === "undo") await this.restore();
  }

  async sendNow(token) {
    const draft = await drafts.find(token);
    if (!draft) return;
    await drafts.keep({ ...draft, state: drafts.TO_SEND });
    await this.show();
    const result = await sendOne(token, { form: this.form });
    if (result) this.say(result.outcome, result);
    await this.show();
  }

  async delete(gone) {
    const found = gone.filter((draft) => draft);
    const kept = await Promise.all(found.map(async (draft) => [draft, await drafts.picturesOf(draft.token)]));
    await Promise.all(kept.map(([draft]) => drafts.drop(draft.token)));
    this.say("deleted", { undo: kept });
    await this.show();
  }

  async restore() {
    await Promise.all((this.undo ?? []).map(([draft, pictures]) => drafts.keep(draft, pictures)));
    this.say("");
    await this.show();
  }

  /* Sends what waits; quiet about a network that is still away. */
  async flush() {
    const results = await sendAll({ form: this.form });
    const told = results.findLast(({ outcome }) => ["signed-out", "to-mend", SENT].includes(outcome));
    if (told) this.say(told.outcome, { where: told.where });
    if (results.length) await this.show();
  }
}
