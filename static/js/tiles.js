/* Evidence tiles: pressing the large picture goes blurred, grey, colour and round again; closing blurs. Without script the three choices below it do the same. */
const steps = (tile) => [...tile.querySelectorAll(".tile-steps input")];

const blur = (tile) => {
  const [first] = steps(tile);
  if (first) first.checked = true;
};

document.addEventListener("click", (event) => {
  const frame = event.target.closest?.(".tile-frame");
  if (!frame) return;
  const choices = steps(frame.closest(".tile"));
  const now = choices.findIndex((choice) => choice.checked);
  choices[(now + 1) % choices.length].checked = true;
});

/* toggle does not bubble, so it is caught on the way down */
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.(".tile") && !event.target.open) blur(event.target);
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest?.(".tile[open]") ?? document.querySelector(".tile[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

/* A page kept by the back button must not come back with a picture in colour. */
window.addEventListener("pagehide", () => {
  for (const tile of document.querySelectorAll(".tile")) { blur(tile); tile.open = false; }
});
