/* The report form with script: pictures, drafts that survive, sending with a progress bar. Without script the form posts as it stands. */
import * as drafts from "./drafts.js";
import { follow } from "./known.js";
import { Outbox } from "./outbox.js";
import { Pictures } from "./pictures.js";
import { sendOne } from "./sending.js";

const SAVE_AFTER = 400;
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "token", "pictures"]);
/* They belong to the look-up, which is asked for anew. */
const NOT_FILLED = new Set(["kept", "bad", "mended", ...NOT_KEPT]);

const fieldsOf = (form) => [...new FormData(form)].filter(([name, value]) => !NOT_KEPT.has(name) && typeof value === "string");

const fill = (form, fields) => {
  for (const control of form.elements) {
    if (!control.name || NOT_FILLED.has(control.name)) continue;
    const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
    if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
    else if (control.type !== "file" && values.length) [control.value] = values;
    // What is said must be seen.
    if (values.some((value) => value)) control.closest("details")?.setAttribute("open", "");
  }
  for (const [, value] of fields.filter(([name]) => name === "kept")) {
    if ([...form.querySelectorAll("[name=kept]")].some((input) => input.value === value)) continue;
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "kept", value }));
  }
};

/* A post that tells how far it is. */
const postWith = (progress) => (address, body, headers) =>
  new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => progress(loaded, total);
    request.onload = () =>
      done({
        status: request.status,
        redirected: new URL(request.responseURL).pathname !== new URL(address, location.href).pathname,
        where: request.getResponseHeader("Location") ?? "",
        wait: request.getResponseHeader("Retry-After"),
        page: request.responseText,
      });
    request.onerror = () => failed(new TypeError("no connection"));
    request.open("POST", address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.send(body);
  });

class ReportForm {
  constructor(form, outbox, owner) {
    Object.assign(this, { form, outbox, owner, busy: false });
    this.token = form.elements.token;
    this.token.value ||= crypto.randomUUID();
    outbox.current = this.token.value;
    this.pictures = new Pictures(form.querySelector("[data-pictures]"), (files) => this.save(files));
    form.addEventListener("input", (event) => event.target.type !== "file" && this.saveSoon());
    // Leaving a field keeps it at once: what follows may be signing out or closing the page.
    form.addEventListener("change", (event) => event.target.type !== "file" && this.save());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.timer && this.save());
    form.addEventListener("submit", (event) => this.submit(event));
    follow(form, () => this.save());
  }

  /* Asks what is known of the addresses, as if they had been typed. */
  lookUp() {
    this.form.elements.addresses.dispatchEvent(new Event("input", { bubbles: true }));
  }

  saveSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), SAVE_AFTER);
  }

  /* Keeps what is typed, and the pictures when they are given; an empty form is no draft. */
  async save(pictures, state = drafts.DRAFT) {
    clearTimeout(this.timer);
    this.timer = 0;
    // While it is being sent, a look-up's late answer must not make it a draft again.
    if (this.busy && state === drafts.DRAFT) return undefined;
    const fields = fieldsOf(this.form);
    const token = this.token.value;
    if (state === drafts.DRAFT && fields.every(([, value]) => !value.trim()) && !this.pictures?.files.length) {
      return drafts.drop(token);
    }
    const draft = { token, owner: this.owner, fields, state };
    try {
      return await drafts.keep(draft, pictures);
    } catch (error) {
      if (error?.name !== "QuotaExceededError") throw error;
      this.outbox.say("no-room");
      return drafts.keep(draft, []);
    }
  }

  async open(token) {
    const draft = await drafts.find(token);
    if (!draft) return;
    this.token.value = token;
    this.outbox.current = token;
    fill(this.form, draft.fields);
    await this.pictures.reset(await drafts.picturesOf(token));
    await this.save(this.pictures.files);
    await this.outbox.show();
    this.lookUp();
    this.form.elements.addresses.focus();
  }

  async submit(event) {
    // A look-up or "me too" that htmx did not take goes to the site as it stands.
    if (event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    if (this.busy) return;
    if (!navigator.onLine && !this.form.elements.addresses.value.trim()) {
      this.outbox.say("no-address");
      this.form.elements.addresses.focus();
      return;
    }
    this.wait(true);
    await this.save(this.pictures.files, drafts.TO_SEND);
    const result = await sendOne(this.token.value, { form: this.form.action, post: postWith((...at) => this.progress(...at)) });
    // Once it has arrived, nothing more is kept of it: the page is about to go.
    if (!(result?.outcome === "sent" && result.where)) this.wait(false);
    await this.after(result ?? { outcome: "sent", where: "" });
  }

  async after({ outcome, where, page, after }) {
    if (outcome === "sent" && where) return location.assign(where);
    if (outcome === "to-mend" && page) return this.mend(page);
    this.outbox.say(outcome, { after });
    if (outcome === "away" || outcome === "later") await this.askForSync();
    await this.startAfresh();
    return this.outbox.news.scrollIntoView({ block: "center" });
  }

  /* The site's answer with its errors takes the form's place; the draft stays one until it is accepted. */
  async mend(page) {
    const answer = new DOMParser().parseFromString(page, "text/html").querySelector("form[data-report]");
    if (!answer) return this.outbox.say("to-mend");
    this.form.replaceWith(document.adoptNode(answer));
    window.htmx?.process(answer);
    listening.abort();
    const next = start(answer, this.outbox, this.owner);
    await next.save([]);
    (answer.querySelector(".error-summary") ?? answer).focus();
    return answer.scrollIntoView();
  }

  /* What is kept for later leaves the form, which is ready for the next report. */
  async startAfresh() {
    this.form.reset();
    this.form.elements.addresses.value = "";
    for (const kept of this.form.querySelectorAll("[name=kept]")) kept.remove();
    this.token.value = crypto.randomUUID();
    this.outbox.current = this.token.value;
    await this.pictures.reset([]);
    this.lookUp();
    await this.outbox.show();
  }

  async askForSync() {
    await navigator.storage?.persist?.();
    const worker = await navigator.serviceWorker?.getRegistration();
    await worker?.sync?.register("send-drafts").catch(() => {});
  }

  wait(busy) {
    this.busy = busy;
    this.form.toggleAttribute("aria-busy", busy);
    this.form.querySelector("[data-progress]").hidden = !busy;
    this.form.querySelector(".button-main").setAttribute("aria-disabled", String(busy));
  }

  progress(loaded, total) {
    Object.assign(this.form.querySelector("[data-progress] progress"), { max: total || 1, value: loaded });
  }
}

let listening = new AbortController();

const start = (form, outbox, owner) => {
  const report = new ReportForm(form, outbox, owner);
  listening = new AbortController();
  document.addEventListener("paste", (event) => report.pictures.pasted(event), { signal: listening.signal });
  outbox.open = (token) => report.open(token);
  return report;
};

const installWorker = async (address) => {
  if (!navigator.serviceWorker || !address) return;
  try {
    await navigator.serviceWorker.register(address, { type: "module", scope: "/" });
    const { active } = await navigator.serviceWorker.ready;
    if (navigator.onLine) active.postMessage({ kind: "refresh", language: document.documentElement.lang });
  } catch {
    /* An older browser without module workers: drafts still live, only the form does not open without a network. */
  }
};

const offerToInstall = () => {
  const button = document.querySelector("[data-install]");
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    if (!button) return;
    button.hidden = false;
    button.onclick = () => event.prompt();
  });
};

/* The page that was kept for a time without network says so only while that lasts. */
const followTheNetwork = () => {
  const notice = document.querySelector("[data-while-away]");
  addEventListener("online", () => notice?.setAttribute("hidden", ""));
  addEventListener("offline", () => notice?.removeAttribute("hidden"));
};

const begin = async () => {
  const form = document.querySelector("form[data-report]");
  offerToInstall();
  followTheNetwork();
  if (!(await drafts.canKeep())) {
    // Nothing can be kept here: the form posts as without script, its pictures still get tiles and boxes.
    const pictures = new Pictures(form.querySelector("[data-pictures]"), () => {});
    document.addEventListener("paste", (event) => pictures.pasted(event));
    return;
  }
  if (form.dataset.owner) await drafts.rememberOwner(form.dataset.owner);
  const owner = form.dataset.owner || (await drafts.lastOwner());
  const outbox = new Outbox(document.querySelector("[data-drafts]"), { form: form.action, owner });
  const report = start(form, outbox, owner);
  const asked = new URLSearchParams(location.search).get("draft");
  if (asked) {
    history.replaceState(null, "", location.pathname);
    await report.open(asked);
  }
  await outbox.show();
  document.documentElement.dataset.drafts = "ready";
  await installWorker(form.dataset.worker);
  await outbox.flush();
};

await begin();
