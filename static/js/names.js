/* <taxon-name>: offers names of taxa while somebody types; without script or network the words alone do, the server understands them. */
const WAIT = 150;
const SHORTEST = 2;
/* One character of these scripts is a word. */
const WHOLE_WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

let number = 0;

const span = (text, kind) => Object.assign(document.createElement("bdi"), { textContent: text, className: kind });

class TaxonName extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    if (!this.input || this.list) return;
    this.select = this.input.form?.elements.taxon_key;
    this.list = Object.assign(document.createElement("ul"), { id: `names-${(number += 1)}`, className: "names", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.dataset.list);
    this.said = Object.assign(document.createElement("p"), { className: "unseen" });
    this.said.setAttribute("role", "status");
    this.input.after(this.list, this.said);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id })) {
      this.input.setAttribute(name, value);
    }
    this.close();
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", (event) => event.isComposing || this.typed());
    this.input.addEventListener("compositionend", () => this.typed());
    this.input.addEventListener("keydown", (event) => event.isComposing || this.press(event));
    this.input.addEventListener("blur", () => this.close());
    // A press on a name must not take the focus away first.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("li")));
    this.input.form?.addEventListener("reset", () => this.forget());
  }

  typed() {
    this.forget();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  /* Other words than the chosen name: the taxon is no longer what was chosen with it. */
  forget() {
    if (this.chosen && this.select?.value === this.chosen) this.select.value = "";
    this.chosen = "";
    this.say("");
  }

  say(words, kind = "help") {
    this.said.textContent = words;
    this.said.className = kind;
  }

  async ask() {
    const asked = this.input.value.trim();
    this.asking?.abort();
    if (asked.length < SHORTEST && !WHOLE_WORD.test(asked)) return this.close();
    this.asking = new AbortController();
    try {
      const answer = await fetch(`${this.dataset.names}?${new URLSearchParams({ q: asked })}`, { signal: this.asking.signal });
      if (!answer.ok || answer.redirected) return this.close();
      const { names } = await answer.json();
      return this.show(names);
    } catch (error) {
      // No network, or asked anew: what is typed stays as it is.
      return error.name === "AbortError" ? undefined : this.close();
    }
  }

  show(names) {
    if (document.activeElement !== this.input) return;
    this.names = names;
    this.list.replaceChildren(...names.map((name, at) => this.option(name, at)));
    this.list.hidden = !names.length;
    this.input.setAttribute("aria-expanded", String(names.length > 0));
    this.mark(-1);
    // On a phone it may open behind the bar that holds the button.
    if (names.length) this.list.scrollIntoView({ block: "nearest" });
    if (names.length) this.say(this.dataset.found.replace("{number}", names.length), "unseen");
    else this.say(this.dataset.none);
  }

  option(name, at) {
    const option = Object.assign(document.createElement("li"), { id: `${this.list.id}-${at}` });
    option.setAttribute("role", "option");
    const means = [name.word, name.product].filter(Boolean).join(" · ");
    const matched = name.name === name.word ? "" : [name.name, name.language].filter(Boolean).join(" · ");
    option.append(span(means, "names-word"), " ", span(matched, "soft"));
    return option;
  }

  mark(at) {
    this.at = at;
    for (const [place, option] of [...this.list.children].entries()) option.setAttribute("aria-selected", String(place === at));
    const option = this.list.children[at];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", option.id);
    return option.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    const open = !this.list.hidden;
    const count = this.list.children.length;
    if (event.key === "ArrowDown" && !open) this.ask();
    else if (event.key === "ArrowDown") this.mark((this.at + 1) % count);
    else if (event.key === "ArrowUp" && open) this.mark((Math.max(this.at, 0) + count - 1) % count);
    else if (event.key === "Enter" && open && this.at >= 0) this.choose(this.list.children[this.at]);
    else if (event.key === "Escape" && open) this.close();
    else return;
    event.preventDefault();
  }

  choose(option) {
    const name = this.names[[...this.list.children].indexOf(option)];
    if (!name) return;
    this.input.value = name.name;
    this.chosen = name.taxon;
    if (this.select) this.select.value = name.taxon;
    this.close();
    this.say([name.word, name.product].filter(Boolean).join(" · "));
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(-1);
  }
}

customElements.define("taxon-name", TaxonName);
