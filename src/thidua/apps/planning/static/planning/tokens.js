// Names of units as tokens, with suggestions from the tree; the textarea underneath keeps them, one a line.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  for (const area of document.querySelectorAll("textarea[data-tokens]")) {
    const form = area.form;
    const label = document.querySelector(`label[for="${area.id}"]`);
    const box = document.createElement("div");
    box.className = "tokens form-control";
    const input = document.createElement("input");
    input.type = "text";
    input.autocomplete = "off";
    input.id = `${area.id}_go`;
    input.setAttribute("aria-label", label.textContent.trim());
    const described = area.getAttribute("aria-describedby");
    if (described) input.setAttribute("aria-describedby", described);
    const holder = document.createElement("span");
    holder.className = "unit-search";
    holder.append(input);
    box.append(holder);
    area.hidden = true;
    area.after(box);
    label.htmlFor = input.id;

    const names = () => area.value.split(/[;\n]/).map((name) => name.trim()).filter(Boolean);
    const write = (list) => {
      area.value = [...new Set(list)].join("\n");
      draw();
    };
    const draw = () => {
      box.querySelectorAll(".token").forEach((token) => token.remove());
      names().forEach((name, index) => {
        const token = document.createElement("span");
        token.className = "token";
        token.textContent = name;
        const drop = document.createElement("button");
        drop.type = "button";
        drop.className = "token-drop";
        drop.textContent = "×";
        drop.setAttribute("aria-label", `${form.dataset.remove} ${name}`);
        drop.addEventListener("click", () => {
          write(names().filter((_, at) => at !== index));
          input.focus();
        });
        token.append(drop);
        box.insertBefore(token, holder);
      });
    };
    const add = (name) => {
      input.value = "";
      if (name.trim()) write([...names(), name.trim()]);
    };

    window.thidua.combobox(input, form.dataset.suggest, (hit) => add(hit.label));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === ";") {
        if (!input.value.trim()) return;
        event.preventDefault();
        add(input.value);
      } else if (event.key === "Backspace" && !input.value && names().length) {
        write(names().slice(0, -1));
      }
    });
    input.addEventListener("blur", () => add(input.value));
    box.addEventListener("click", (event) => event.target === box && input.focus());
    draw();
  }
});
