// Sends files one by one, each with its own progress; a file that is refused does not hold up the others.
"use strict";

(() => {
  const MANY = 3; // at a time

  function sizeText(bytes) {
    const [unit, by] = [["MB", 1e6], ["kB", 1e3], ["B", 1]].find(([, step]) => bytes >= step) || ["B", 1];
    return `${(bytes / by).toLocaleString("vi-VN", { maximumFractionDigits: 1 })} ${unit}`;
  }

  function element(name, className, text) {
    const one = document.createElement(name);
    if (className) one.className = className;
    if (text) one.textContent = text;
    return one;
  }

  function refusal(form, file) {
    const endings = form.dataset.accept.split(",");
    if (!file.size) return form.dataset.empty;
    if (!endings.some((ending) => file.name.toLowerCase().endsWith(ending))) return form.dataset.wrongType;
    if (file.size > Number(form.dataset.max)) return form.dataset.tooLarge;
    return "";
  }

  function row(form, file) {
    const line = element("li", "intake-row");
    const name = element("div", "intake-name");
    name.append(element("span", "", file.name), element("span", "muted", sizeText(file.size)));
    const state = element("div", "intake-state");
    line.append(name, state);
    return { line, state };
  }

  function refuse(form, line, state, why) {
    line.classList.add("is-refused");
    state.replaceChildren();
    const note = element("p", "intake-note is-refused", why);
    note.setAttribute("role", "alert");
    const drop = element("button", "btn btn-sm", form.dataset.remove);
    drop.type = "button";
    drop.addEventListener("click", () => line.remove());
    state.append(drop);
    line.append(note);
  }

  function send(form, file, { line, state }) {
    return new Promise((resolve) => {
      const bar = element("progress", "bar");
      bar.max = 100;
      bar.value = 0;
      bar.setAttribute("aria-label", `${form.dataset.sending} ${file.name}`);
      const text = element("span", "", form.dataset.sending);
      state.replaceChildren(text, bar);
      const body = new FormData(form);
      body.delete("files");
      body.append("files", file, file.name);
      const request = new XMLHttpRequest();
      request.upload.addEventListener("progress", (event) => {
        if (!event.lengthComputable) return;
        bar.value = Math.round((event.loaded / event.total) * 100);
        text.textContent = `${form.dataset.sending} ${bar.value} %`;
      });
      request.addEventListener("error", () => {
        refuse(form, line, state, form.dataset.failed);
        resolve();
      });
      request.addEventListener("load", () => {
        if (request.status >= 500 || !request.responseText.includes("intake-row")) refuse(form, line, state, form.dataset.failed);
        else {
          const holder = document.createElement("template");
          holder.innerHTML = request.responseText;
          const rows = [...holder.content.children];
          line.replaceWith(...rows);
          rows.forEach((one) => window.htmx?.process(one));
        }
        resolve();
      });
      request.open("POST", form.action);
      request.setRequestHeader("X-Upload", "1");
      request.send(body);
    });
  }

  async function take(form, files) {
    const list = document.getElementById("van-ban-dang-cho");
    const waiting = [];
    for (const file of files) {
      const one = row(form, file);
      list.prepend(one.line);
      const why = refusal(form, file);
      if (why) refuse(form, one.line, one.state, why);
      else {
        one.state.textContent = form.dataset.waiting;
        waiting.push(() => send(form, file, one));
      }
    }
    const turn = async () => {
      while (waiting.length) await waiting.shift()();
    };
    await Promise.all(Array.from({ length: MANY }, turn));
  }

  for (const form of document.querySelectorAll("form[data-upload]")) {
    const zone = form.querySelector(".dropzone");
    const input = form.querySelector("input[type=file]");
    const go = (files) => {
      const chosen = [...files];
      input.value = "";
      if (chosen.length) take(form, chosen);
    };
    input.addEventListener("change", () => go(input.files));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      go(input.files);
    });
    for (const kind of ["dragenter", "dragover"]) {
      zone.addEventListener(kind, (event) => {
        event.preventDefault();
        zone.classList.add("is-over");
      });
    }
    for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("is-over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      go(event.dataTransfer.files);
    });
  }
})();
