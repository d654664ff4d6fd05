// A search box with suggestions of units and groups, by the ARIA combobox pattern.
"use strict";

window.thidua = window.thidua || {};

(() => {
  let count = 0;

  window.thidua.combobox = (input, url, take) => {
    const list = document.createElement("ul");
    list.className = "suggestions";
    list.id = `goi-y-${++count}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.getAttribute("aria-label") || "");
    list.hidden = true;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.after(list);
    let hits = [];
    let at = -1;
    let asked = 0;
    let timer = 0;

    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      at = -1;
    };
    const mark = (next) => {
      at = next;
      [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
      if (at >= 0) {
        input.setAttribute("aria-activedescendant", list.children[at].id);
        list.children[at].scrollIntoView({ block: "nearest" });
      }
    };
    const pick = (index) => {
      const hit = hits[index];
      close();
      input.value = "";
      take(hit);
    };
    const draw = () => {
      list.replaceChildren(...hits.map((hit, index) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${index}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.textContent = hit.label;
        if (hit.note) {
          const note = document.createElement("span");
          note.className = "muted";
          note.textContent = ` ${hit.note}`;
          item.append(note);
        }
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          pick(index);
        });
        return item;
      }));
      list.hidden = !hits.length;
      input.setAttribute("aria-expanded", String(Boolean(hits.length)));
      at = -1;
    };
    const ask = async () => {
      const text = input.value.trim();
      const mine = ++asked;
      if (!text) {
        hits = [];
        return close();
      }
      const answer = await fetch(`${url}?q=${encodeURIComponent(text)}`);
      if (!answer.ok || mine !== asked) return;
      hits = (await answer.json()).results;
      draw();
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 180);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" && !list.hidden) {
        event.preventDefault();
        mark(Math.min(at + 1, hits.length - 1));
      } else if (event.key === "ArrowUp" && !list.hidden) {
        event.preventDefault();
        mark(Math.max(at - 1, 0));
      } else if (event.key === "Enter" && at >= 0) {
        event.preventDefault();
        event.stopImmediatePropagation();
        pick(at);
      } else if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        close();
      }
    });
    input.addEventListener("blur", close);
  };
})();
