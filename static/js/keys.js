/* Keyboard shortcuts: an element with data-key="c" is pressed by that key. Off for good with the button data-keys-toggle. */
const root = document.documentElement;
const STORE = "keys";
const TYPING = "input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit]), textarea, select, [contenteditable=true]";

const remembered = () => {
  try { return localStorage.getItem(STORE); } catch { return null; }
};
const remember = (value) => {
  try { localStorage.setItem(STORE, value); } catch { /* private windows may refuse; the choice then lasts for this page */ }
};

const show = (state) => {
  root.dataset.keys = state;
  for (const toggle of document.querySelectorAll("[data-keys-toggle]")) {
    toggle.hidden = !document.querySelector("[data-key]");
    toggle.setAttribute("aria-pressed", String(state === "on"));
    toggle.querySelector("[data-when-on]")?.toggleAttribute("hidden", state !== "on");
    toggle.querySelector("[data-when-off]")?.toggleAttribute("hidden", state === "on");
  }
};

const usable = (element) =>
  !element.disabled && element.getAttribute("aria-disabled") !== "true" && element.checkVisibility?.() !== false;

const pressed = (event) => {
  if (root.dataset.keys !== "on" || event.defaultPrevented || event.repeat || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)) return;
  if (document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  const target = [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key.toLowerCase() === key && usable(e));
  if (!target) return;
  event.preventDefault();
  target.focus({ preventScroll: true });
  target.click();
};

show(remembered() === "off" ? "off" : "on");
document.addEventListener("keydown", pressed);
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-keys-toggle]")) return;
  const state = root.dataset.keys === "on" ? "off" : "on";
  remember(state);
  show(state);
});
