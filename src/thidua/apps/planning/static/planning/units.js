// Step 3: choosing what a name of a unit stands for; each choice saves itself.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const root = document.querySelector("[data-units]");
  if (!root) return;
  const config = JSON.parse(document.getElementById("cau-hinh").textContent);
  const words = config.words;
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];
  const say = (text) => (document.querySelector("[data-saved]").textContent = text);
  let version = config.version;
  let queue = Promise.resolve();

  function choose(row, value, seen) {
    say(words.saving);
    const act = async () => {
      const body = new URLSearchParams({ path: `units.${row.dataset.unit}`, value, seen, version });
      const reply = await fetch(config.save, { method: "POST", body, headers: { "X-CSRFToken": token } });
      return { status: reply.status, ...(await reply.json()) };
    };
    queue = queue.then(act, act).then((answer) => {
      if (answer.version) version = answer.version;
      if (answer.status !== 200) throw new Error(`${answer.message || words.failed} ${answer.remedy || ""}`);
      say(words.saved.replace("%s", answer.saved));
      const holder = document.createElement("template");
      holder.innerHTML = answer.html.trim();
      const fresh = holder.content.firstElementChild;
      row.replaceWith(fresh);
      start(fresh);
      (fresh.querySelector(".unit-change > summary, button") || fresh).focus({ preventScroll: true });
    }).catch((error) => {
      say("");
      const line = row.querySelector(".unit-error");
      line.hidden = false;
      line.textContent = error instanceof TypeError ? words.failed : error.message;
    });
  }

  function seenOf(row) {
    return row.querySelector("[data-choose][aria-pressed=true]")?.dataset.choose || row.dataset.value || "";
  }

  function start(row) {
    const search = row.querySelector("[data-unit-search]");
    if (search) window.thidua.combobox(search.querySelector("input"), search.dataset.url, (hit) => choose(row, hit.value, seenOf(row)));
  }

  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choose]");
    if (button) choose(button.closest("[data-unit]"), button.dataset.choose, seenOf(button.closest("[data-unit]")));
  });
  root.querySelectorAll("[data-unit]").forEach(start);
});
