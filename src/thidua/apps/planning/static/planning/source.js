// The source beside what was read of it: loads its parts, finds words, zooms, lights up lines on text and page pictures.
"use strict";

window.thidua = window.thidua || {};

(() => {
  const one = (selector, root) => root.querySelector(selector);
  const all = (selector, root) => [...root.querySelectorAll(selector)];
  const fold = (text) => text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/\s+/g, " ").trim();
  const ZOOMS = [0.6, 0.75, 0.9, 1, 1.15, 1.35, 1.6, 2];

  function jsonOf(id) {
    const holder = document.getElementById(id);
    return holder ? JSON.parse(holder.textContent) : null;
  }

  function overlaps(node, first, last) {
    return Number(node.dataset.first) <= last && Number(node.dataset.last) >= first;
  }

  class Source {
    constructor(root) {
      this.root = root;
      this.scroll = one(".source-scroll", root);
      this.text = one(".source-text", root);
      this.pages = one(".source-pages", root);
      this.unread = jsonOf("chua-doc") || [];
      this.zoom = 3;
      this.loading = new Map();
      this.found = [];
      this.at = -1;
      this.tools();
      this.markUnread(this.text);
      const watcher = new IntersectionObserver((entries) => {
        for (const entry of entries) if (entry.isIntersecting) this.load(entry.target);
      }, { root: this.scroll, rootMargin: "1200px" });
      all(".is-later", this.text).forEach((part) => watcher.observe(part));
    }

    tools() {
      for (const button of all("[data-view]", this.root)) {
        button.addEventListener("click", () => this.show(button.dataset.view));
      }
      for (const button of all("[data-zoom]", this.root)) {
        button.addEventListener("click", () => this.setZoom(this.zoom + Number(button.dataset.zoom)));
      }
      const box = one("input[type=search]", this.root);
      let timer = 0;
      box.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(() => this.find(box.value), 200);
      });
      box.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        this.step(event.shiftKey ? -1 : 1);
      });
    }

    setZoom(level) {
      this.zoom = Math.min(Math.max(level, 0), ZOOMS.length - 1);
      this.scroll.style.setProperty("--zoom", ZOOMS[this.zoom]);
    }

    get showsPages() {
      return Boolean(this.pages) && !this.pages.hidden;
    }

    show(view) {
      if (!this.pages) return;
      this.pages.hidden = view !== "pages";
      this.text.hidden = view === "pages";
      for (const button of all("[data-view]", this.root)) button.setAttribute("aria-pressed", String(button.dataset.view === view));
      if (this.lit) this.light(...this.lit);
    }

    load(part) {
      if (!part.dataset.partUrl) return Promise.resolve();
      if (!this.loading.has(part)) {
        const url = part.dataset.partUrl;
        this.loading.set(part, fetch(url).then((answer) => (answer.ok ? answer.text() : "")).then((html) => {
          part.innerHTML = html;
          part.classList.remove("is-later");
          delete part.dataset.partUrl;
          this.markUnread(part);
        }));
      }
      return this.loading.get(part);
    }

    markUnread(root) {
      for (const [first, last, why] of this.unread) {
        for (const node of all(".paper-line, tr", root)) {
          if (!overlaps(node, first, last)) continue;
          node.classList.add("is-unread");
          if (why) node.title = why;
        }
      }
    }

    clear() {
      all(".is-lit, .is-lit-cell", this.root).forEach((node) => node.classList.remove("is-lit", "is-lit-cell"));
    }

    // Lights up source lines; `words` picks the cell of a table row they stand in.
    async light(first, last, words = "", move = true) {
      this.lit = [first, last, words];
      this.clear();
      if (!first) return;
      if (!this.showsPages) await this.loadLines(first, last);
      const nodes = all(".paper-line, tr", this.text).filter((node) => overlaps(node, first, last));
      nodes.forEach((node) => node.classList.add("is-lit"));
      const wanted = fold(words);
      if (wanted) {
        for (const row of nodes.filter((node) => node.tagName === "TR")) {
          const cell = all("td", row).find((td) => fold(td.textContent) === wanted) || all("td", row).find((td) => fold(td.textContent).includes(wanted));
          cell?.classList.add("is-lit-cell");
        }
      }
      let target = nodes[0];
      if (this.pages) {
        const boxes = all("rect", this.pages).filter((box) => Number(box.dataset.line) >= first && Number(box.dataset.line) <= last);
        boxes.forEach((box) => box.classList.add("is-lit"));
        if (this.showsPages) target = boxes[0];
      }
      if (target && move) this.bring(target);
    }

    bring(target) {
      const box = target.getBoundingClientRect();
      const frame = this.scroll.getBoundingClientRect();
      if (box.top >= frame.top + 24 && box.bottom <= frame.bottom - 24) return;
      this.scroll.scrollTop += box.top - frame.top - frame.height / 3;
    }

    async find(text) {
      const say = one(".source-found", this.root);
      all(".is-found, .is-found-here", this.text).forEach((node) => node.classList.remove("is-found", "is-found-here"));
      this.found = [];
      this.at = -1;
      this.wanted = fold(text);
      say.textContent = "";
      if (this.wanted.length < 2) return;
      const wanted = this.wanted;
      const answer = await fetch(`${one("[data-find]", this.root).dataset.find}?q=${encodeURIComponent(text)}`);
      if (!answer.ok || wanted !== this.wanted) return;
      this.found = (await answer.json()).lines;
      if (this.found.length) this.step(1);
      else say.textContent = "0";
    }

    async step(by) {
      if (!this.found.length) return;
      this.at = (this.at + by + this.found.length) % this.found.length;
      const [first, last] = this.found[this.at];
      one(".source-found", this.root).textContent = `${this.at + 1}/${this.found.length}`;
      if (this.showsPages) return this.light(first, last);
      await this.loadLines(first, last);
      all(".is-found-here, .is-found", this.text).forEach((node) => node.classList.remove("is-found-here", "is-found"));
      for (const node of all(".paper-line, td", this.text)) if (fold(node.textContent).includes(this.wanted)) node.classList.add("is-found");
      const holder = all(".paper-line, tr", this.text).find((node) => overlaps(node, first, last));
      const here = holder && (all("td", holder).find((td) => td.classList.contains("is-found")) || holder);
      here?.classList.add("is-found-here");
      if (here) this.bring(here);
    }

    loadLines(first, last) {
      const part = all(".source-part", this.text).find((node) => node.dataset.partUrl && overlaps(node, first, last));
      return part ? this.load(part) : Promise.resolve();
    }
  }

  window.thidua.Source = Source;
  window.thidua.fold = fold;
  window.thidua.jsonOf = jsonOf;

  document.addEventListener("DOMContentLoaded", () => {
    const alone = one("[data-source]", document);
    if (!alone) return;
    const source = new Source(alone);
    const lines = /^(\d+)-(\d+)$/.exec(new URLSearchParams(location.search).get("dong") || "");
    if (lines) source.light(Number(lines[1]), Number(lines[2]));
  });
})();
