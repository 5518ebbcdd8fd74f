/* The editor for black boxes: drawn by finger, mouse or keyboard over a picture, saved into its pixels. */
import { decode, draw, encode } from "./pixels.js";

const STEP = 0.02;
const LEAST = 0.005;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const within = (value, low, high) => Math.min(high, Math.max(low, value));
const percent = (share) => `${share * 100}%`;

class Editor {
  constructor(dialog) {
    this.dialog = dialog;
    this.stage = dialog.querySelector("[data-stage]");
    this.canvas = this.stage.querySelector("canvas");
    this.label = dialog.dataset.box;
    this.boxes = [];
  }

  place(box) {
    for (const side of ["left", "top", "width", "height"]) box.element.style[side] = percent(box[side]);
  }

  add(left, top, width, height) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "cover-box";
    const box = { left, top, width, height, element };
    element.setAttribute("aria-label", this.label.replace("{number}", String(this.boxes.length + 1)));
    element.addEventListener("keydown", (event) => this.press(box, event));
    this.boxes.push(box);
    this.stage.append(element);
    this.place(box);
    return box;
  }

  remove(box) {
    if (!box) return;
    this.boxes = this.boxes.filter((other) => other !== box);
    box.element.remove();
  }

  press(box, event) {
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.remove(box);
      (this.boxes.at(-1)?.element ?? this.dialog.querySelector("[data-do=add]")).focus();
      return;
    }
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    const [across, down] = move.map((sign) => sign * STEP);
    if (event.shiftKey) {
      box.width = within(box.width + across, STEP, 1 - box.left);
      box.height = within(box.height + down, STEP, 1 - box.top);
    } else {
      box.left = within(box.left + across, 0, 1 - box.width);
      box.top = within(box.top + down, 0, 1 - box.height);
    }
    this.place(box);
  }

  point(event) {
    const frame = this.canvas.getBoundingClientRect();
    return [within((event.clientX - frame.left) / frame.width, 0, 1), within((event.clientY - frame.top) / frame.height, 0, 1)];
  }

  begin(event) {
    if (event.button || !event.isPrimary) return;
    event.preventDefault();
    const [x, y] = this.point(event);
    const box = this.add(x, y, 0, 0);
    this.stage.setPointerCapture(event.pointerId);
    const grow = (moved) => {
      const [nowX, nowY] = this.point(moved);
      Object.assign(box, { left: Math.min(x, nowX), top: Math.min(y, nowY), width: Math.abs(nowX - x), height: Math.abs(nowY - y) });
      this.place(box);
    };
    const end = () => {
      this.stage.removeEventListener("pointermove", grow);
      if (box.width < LEAST || box.height < LEAST) this.remove(box);
    };
    this.stage.addEventListener("pointermove", grow);
    this.stage.addEventListener("pointerup", end, { once: true });
    this.stage.addEventListener("pointercancel", end, { once: true });
  }

  act(what, finish) {
    if (what === "save") finish(this.boxes);
    if (what === "cancel") finish(null);
    if (what === "undo") this.remove(this.boxes.at(-1));
    if (what === "add") this.add(0.3, 0.45, 0.4, 0.1).element.focus();
  }

  /* Shows the picture; resolves to the boxes, or null when the person turned back. */
  ask(bitmap) {
    draw(this.canvas, bitmap);
    this.dialog.showModal();
    const listening = new AbortController();
    const { signal } = listening;
    return new Promise((done) => {
      const finish = (boxes) => {
        listening.abort();
        this.dialog.close();
        for (const box of this.boxes) box.element.remove();
        this.canvas.width = this.canvas.height = 1;
        done(boxes);
      };
      this.stage.addEventListener("pointerdown", (event) => this.begin(event), { signal });
      this.dialog.addEventListener("cancel", (event) => { event.preventDefault(); finish(null); }, { signal });
      this.dialog.addEventListener("click", (event) => this.act(event.target.closest("[data-do]")?.dataset.do, finish), { signal });
    });
  }
}

/* A new file with the boxes in its pixels; null when nothing was covered or the picture cannot be shown here. */
export const cover = async (dialog, file) => {
  const bitmap = await decode(file);
  if (!bitmap) return null;
  const boxes = await new Editor(dialog).ask(bitmap);
  const covered = boxes?.length ? await encode(bitmap, boxes, file) : null;
  bitmap.close();
  return covered;
};

/* The same pixels in a new file: what the header said is gone; null when this browser cannot read the picture. */
export const withoutHeader = async (file) => {
  const bitmap = await decode(file);
  if (!bitmap) return null;
  const plain = await encode(bitmap, [], file);
  bitmap.close();
  return plain;
};
