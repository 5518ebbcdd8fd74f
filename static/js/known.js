/* The look-up under the address box, which htmx asks for while one types: what is to be seen to beyond swapping it in. */

/* An answer that is not the look-up (signed out, site busy) must not take the place of what was typed. */
const isLookUp = ({ text }) => text.includes('id="known"');

/* form: the report form; changed: called when the box or its list is another. */
export const follow = (form, changed) => {
  const box = () => form.elements.addresses;
  let asked = "";
  const say = (words, { aloud = false } = {}) => {
    const said = form.querySelector("[data-known-said]");
    if (!said) return;
    said.classList.toggle("unseen", !aloud);
    if (said.textContent !== words) said.textContent = words;
  };
  const fail = () => say(form.querySelector("[data-known-said]").dataset.failed, { aloud: true });

  const on = (name, act) => form.addEventListener(name, (event) => event.target.closest("#paste") && act(event));

  on("htmx:before:request", (event) => {
    asked = box().value;
    if (navigator.onLine) return;
    event.preventDefault();
    // A press wants an answer; what is typed without a network has none, and the list would speak of other addresses.
    if (event.target.matches("button, input")) fail();
    else form.querySelector("#known")?.replaceChildren();
  });
  on("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    if (!isLookUp(ctx)) {
      event.preventDefault();
      fail();
    } else if (ctx.target.contains(box()) && box().value !== asked) {
      // Somebody typed on meanwhile: their words stay, and the list is asked for anew.
      event.preventDefault();
      box().dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  on("htmx:error", fail);
  on("htmx:after:swap", () => {
    say(form.querySelector("#known")?.dataset.said ?? "");
    changed();
  });
};
