// Writing a paper: what is typed saves itself, the pages beside it follow, and the line one types in has its level.
"use strict";

(() => {
  const form = document.querySelector("[data-paper-form]");
  if (form) startWriting(form);
  for (const box of document.querySelectorAll("[data-filter-choices]")) startFilter(box);

  function startWriting(form) {
    const said = document.querySelector("[data-said]");
    const live = document.getElementById("xem-truoc");
    let timer = 0;
    let sending = false;
    let again = false;
    let stopped = false;
    let dirty = false;

    form.addEventListener("input", (event) => {
      if (event.target.name === "note") return;
      dirty = true;
      if (stopped) return;
      said.textContent = form.dataset.unsaved;
      clearTimeout(timer);
      timer = setTimeout(save, 2500);
    });
    form.addEventListener("submit", () => {
      stopped = true;
      dirty = false;
      clearTimeout(timer);
    });
    window.addEventListener("beforeunload", (event) => {
      if (dirty) event.preventDefault();
    });
    // A way out of the page goes only after what was typed is saved.
    form.addEventListener("click", async (event) => {
      const link = event.target.closest("a[data-leave]");
      if (!link || !dirty || stopped) return;
      event.preventDefault();
      clearTimeout(timer);
      if (await save()) location.href = link.href;
    });

    async function save() {
      if (sending) {
        again = true;
        return false;
      }
      sending = true;
      dirty = false;
      said.textContent = form.dataset.saving;
      let done = false;
      try {
        const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form) });
        const told = await answer.json();
        said.textContent = told.said;
        if (answer.ok) {
          form.elements.edition.value = told.edition;
          done = true;
          follow();
        } else {
          dirty = true;
          stopped = answer.status === 409 || answer.status === 403 || answer.status === 404;
        }
      } catch {
        dirty = true;
        said.textContent = form.dataset.offline;
        timer = setTimeout(save, 10000);
      }
      sending = false;
      if (again) {
        again = false;
        if (!stopped) timer = setTimeout(save, 500);
      }
      return done;
    }

    async function follow() {
      if (!live || !live.offsetParent) return;
      const answer = await fetch(form.dataset.preview);
      if (!answer.ok) return;
      const at = live.scrollTop;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      live.replaceChildren(...fresh.body.childNodes);
      live.scrollTop = at;
    }

    for (const tools of document.querySelectorAll("[data-body-tools]")) startTools(tools);
  }

  function startTools(tools) {
    const area = document.getElementById(tools.dataset.bodyTools);
    const level = tools.querySelector("[data-level]");
    const mark = /^\[([^\]|]+)(\|[^\]]*)?\] ?/;
    const words = new Set([...level.options].map((option) => option.value).filter(Boolean));

    function lineAt() {
      const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
      const end = area.value.indexOf("\n", area.selectionStart);
      return [start, end < 0 ? area.value.length : end];
    }
    function replace(start, end, text, from, to) {
      area.focus();
      area.setRangeText(text, start, end, "preserve");
      area.setSelectionRange(from, to);
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    function show() {
      const [start, end] = lineAt();
      const found = mark.exec(area.value.slice(start, end));
      level.value = found && words.has(found[1]) ? found[1] : "";
    }
    for (const kind of ["click", "keyup", "focus"]) area.addEventListener(kind, show);
    level.addEventListener("change", () => {
      const [start, end] = lineAt();
      const line = area.value.slice(start, end);
      const found = mark.exec(line);
      const bare = found && words.has(found[1]) ? line.slice(found[0].length) : line;
      const text = level.value ? `[${level.value}] ${bare}` : bare;
      replace(start, end, text, start + text.length, start + text.length);
    });
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("[data-mark]");
      if (!button) return;
      const sign = button.dataset.mark;
      const { selectionStart: from, selectionEnd: to } = area;
      const chosen = area.value.slice(from, to);
      replace(from, to, `${sign}${chosen}${sign}`, from + sign.length, to + sign.length);
    });
  }

  function startFilter(box) {
    const group = document.getElementById(box.dataset.filterChoices);
    if (!group) return;
    const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
    const choices = [...group.querySelectorAll("label")].filter((label) => label.querySelector("input"));
    box.addEventListener("input", () => {
      const asked = fold(box.value.trim());
      for (const label of choices) (label.parentElement || label).hidden = asked !== "" && !fold(label.textContent).includes(asked);
    });
  }
})();
