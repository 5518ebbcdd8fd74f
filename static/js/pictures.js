/* Screenshots of the report form: chosen, dropped, pasted or taken; blurred tiles; covered, put in order, removed. The file input stays the truth. */
import { cover, withoutHeader } from "./boxes.js";
import { decode, drawTile, MAX_BYTES } from "./pixels.js";
import { carriesPlace } from "./place.js";

const MAX_PICTURES = 8;

const size = (bytes) => {
  const mega = bytes / (1024 * 1024);
  const [number, unit] = mega < 0.1 ? [bytes / 1024, "kilobyte"] : [mega, "megabyte"];
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: 1 }).format(number);
};

export class Pictures {
  /* field: the element with data-pictures around the file input; changed: called after every change. */
  constructor(field, changed) {
    this.field = field;
    this.input = field.querySelector("input[type=file][name]");
    this.list = field.querySelector("[data-shots]");
    this.said = field.querySelector("[data-said]");
    this.words = field.dataset;
    this.row = field.querySelector("template[data-shot]");
    this.dialog = document.querySelector("dialog[data-cover]");
    this.changed = changed;
    this.shots = [];
    this.listen();
    if (this.input.files.length) this.add([...this.input.files]);
  }

  get files() {
    return this.shots.map((shot) => shot.file);
  }

  listen() {
    const { field, input } = this;
    input.addEventListener("change", () => this.add([...input.files]));
    field.addEventListener("dragover", (event) => {
      event.preventDefault();
      field.classList.add("is-over");
    });
    field.addEventListener("dragleave", () => field.classList.remove("is-over"));
    field.addEventListener("drop", (event) => {
      event.preventDefault();
      field.classList.remove("is-over");
      this.add([...event.dataTransfer.files]);
    });
    this.list.addEventListener("click", (event) => this.press(event));
    this.said.addEventListener("click", (event) => event.target.closest("[data-undo]") && this.undo());
    this.offer();
  }

  /* Ways in that only some devices have are shown only there. */
  offer() {
    const camera = this.field.querySelector("[data-camera]");
    const shutter = camera.querySelector("input");
    camera.hidden = !matchMedia("(pointer: coarse)").matches;
    shutter.addEventListener("change", () => {
      this.add([...shutter.files]);
      shutter.value = "";
    });
    const paste = this.field.querySelector("[data-paste]");
    paste.hidden = !navigator.clipboard?.read;
    paste.addEventListener("click", () => this.pasteByButton());
    this.field.querySelector("[data-ways]").hidden = camera.hidden && paste.hidden;
  }

  pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (!files.length || this.dialog.open) return;
    event.preventDefault();
    this.add(files);
  }

  async pasteByButton() {
    try {
      const items = await navigator.clipboard.read();
      const kinds = items.map((item) => [item, item.types.find((type) => type.startsWith("image/"))]).filter(([, type]) => type);
      if (!kinds.length) return this.say(this.words.nothingCopied);
      const blobs = await Promise.all(kinds.map(([item, type]) => item.getType(type)));
      return this.add(blobs.map((blob) => new File([blob], "clipboard.png", { type: blob.type })));
    } catch {
      return this.say(this.words.nothingCopied);
    }
  }

  refusal(file) {
    if (file.type && !file.type.startsWith("image/")) return this.words.notPicture;
    if (file.size > MAX_BYTES) return this.words.tooLarge;
    return this.shots.length >= MAX_PICTURES ? this.words.tooMany : "";
  }

  async add(files) {
    const refused = [];
    for (const file of files) {
      const why = this.refusal(file);
      if (why) refused.push(why.replace("{name}", file.name));
      else this.shots.push({ file, row: this.newRow() });
    }
    this.say(refused.join(" "));
    this.sync();
    await Promise.all(this.shots.filter((shot) => !shot.shown).map((shot) => this.show(shot)));
  }

  newRow() {
    return this.row.content.firstElementChild.cloneNode(true);
  }

  /* Puts the present list into the input, so that the form sends what is seen here. */
  sync() {
    const transfer = new DataTransfer();
    for (const shot of this.shots) transfer.items.add(shot.file);
    this.input.files = transfer.files;
    this.list.replaceChildren(...this.shots.map((shot) => shot.row));
    this.list.hidden = !this.shots.length;
    this.shots.forEach((shot, number) => {
      shot.row.querySelector("[data-do=earlier]").disabled = number === 0;
      shot.row.querySelector("[data-do=later]").disabled = number === this.shots.length - 1;
    });
    this.changed(this.files);
  }

  async show(shot) {
    const { row, file } = shot;
    shot.shown = true;
    row.querySelector("[data-name]").textContent = file.name;
    row.querySelector("[data-size]").textContent = size(file.size);
    for (const button of row.querySelectorAll("[data-do]")) {
      button.setAttribute("aria-label", `${button.dataset.label}: ${file.name}`);
    }
    const [bitmap, place] = await Promise.all([decode(file), carriesPlace(file)]);
    if (shot.file !== file) return;
    if (bitmap) drawTile(row.querySelector("canvas"), bitmap);
    bitmap?.close();
    row.querySelector("canvas").hidden = !bitmap;
    row.querySelector("[data-unseen]").hidden = Boolean(bitmap);
    row.querySelector("[data-do=cover]").hidden = !bitmap;
    row.querySelector("[data-place]").hidden = !place;
    row.querySelector("[data-do=strip]").hidden = !bitmap;
    row.dataset.ready = "";
  }

  press(event) {
    const button = event.target.closest("[data-do]");
    const at = this.shots.findIndex((shot) => shot.row.contains(button));
    if (!button || at < 0) return;
    const what = button.dataset.do;
    if (what === "cover") this.replace(this.shots[at], cover(this.dialog, this.shots[at].file), "covered");
    if (what === "strip") this.replace(this.shots[at], withoutHeader(this.shots[at].file), "stripped");
    if (what === "earlier") this.move(at, at - 1, button);
    if (what === "later") this.move(at, at + 1, button);
    if (what === "remove") this.remove(at);
  }

  async replace(shot, making, mark) {
    const made = await making;
    if (!made) return;
    shot.file = made;
    shot.row.querySelector(`[data-done=${mark}]`).hidden = false;
    await this.show(shot);
    this.sync();
    shot.row.querySelector("[data-do=remove]").focus();
  }

  move(from, to, button) {
    const [shot] = this.shots.splice(from, 1);
    this.shots.splice(to, 0, shot);
    this.sync();
    (button.disabled ? shot.row.querySelector("[data-do=remove]") : button).focus();
  }

  remove(at) {
    const [shot] = this.shots.splice(at, 1);
    this.removed = { at, shot };
    this.sync();
    this.say(this.words.removed.replace("{name}", shot.file.name), true);
    this.said.querySelector("[data-undo]").focus();
  }

  undo() {
    if (!this.removed || this.shots.length >= MAX_PICTURES) return;
    this.shots.splice(this.removed.at, 0, this.removed.shot);
    this.removed = null;
    this.say("");
    this.sync();
  }

  say(sentence, canUndo = false) {
    this.said.hidden = !sentence;
    this.said.querySelector("[data-sentence]").textContent = sentence;
    this.said.querySelector("[data-undo]").hidden = !canUndo;
  }

  /* Starts again with other pictures: those of a draft. */
  async reset(files) {
    this.shots = [];
    await this.add(files);
  }
}
