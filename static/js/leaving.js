/* Before somebody signs out: what still lies on this device is named, and may be deleted. */
import * as drafts from "./drafts.js";

const dialog = document.querySelector("dialog[data-leaving]");

const leave = (form) => {
  form.dataset.asked = "";
  form.requestSubmit();
};

const ask = async (form) => {
  const waiting = (await drafts.canKeep()) ? await drafts.all() : [];
  if (!waiting.length) return leave(form);
  dialog.querySelector("[data-number]").textContent = String(waiting.length);
  dialog.showModal();
  dialog.onclick = async (event) => {
    const what = event.target.closest("[data-do]")?.dataset.do;
    if (what === "delete") {
      drafts.keepNothing(true);
      await Promise.all(waiting.map((draft) => drafts.drop(draft.token)));
    }
    if (what) dialog.close();
    if (what === "delete" || what === "keep") leave(form);
  };
  return undefined;
};

// Back on a page that the browser had put aside, drafts are kept again.
addEventListener("pageshow", () => drafts.keepNothing(false));

document.addEventListener("submit", (event) => {
  const form = event.target;
  if ("asked" in form.dataset || new URL(form.action).pathname !== dialog.dataset.leaving) return;
  event.preventDefault();
  ask(form);
});
