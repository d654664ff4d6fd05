// Checking what was read: a value in focus lights up its place in the source, is edited where it stands, and saves itself.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const review = document.querySelector("[data-review]");
  if (!review) return;
  const { Source, fold, jsonOf } = window.thidua;
  const config = jsonOf("cau-hinh");
  const words = config.words;
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const source = new Source(review);
  const fields = one(".review-scroll", review);
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];
  let version = config.version;
  let doubts = config.doubts;
  let editing = null; // {button, box, done}

  /* ---- Asking the server, one act after the other ---------------------------------------------------------- */

  let queue = Promise.resolve();

  function post(url, values) {
    const act = async () => {
      const answer = await fetch(url, { method: "POST", body: new URLSearchParams({ ...values, version }), headers: { "X-CSRFToken": token } });
      const body = (answer.headers.get("content-type") || "").includes("json") ? await answer.json() : {};
      if (body.version) version = body.version;
      return { status: answer.status, ...body };
    };
    const result = queue.then(act, act);
    queue = result.catch(() => {});
    return result;
  }

  function say(text) {
    one("[data-saved]").textContent = text;
  }

  function took(answer) {
    say(words.saved.replace("%s", answer.saved || ""));
    if (answer.summary) one("[data-summary]").textContent = answer.summary;
    if (answer.doubts) doubts = answer.doubts;
  }

  function toast(text, label, act) {
    const line = document.createElement("div");
    line.className = "toast-line toast-info";
    line.dataset.toast = "";
    const inner = document.createElement("div");
    inner.className = "toast-text";
    inner.textContent = text;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-ghost";
    button.textContent = label;
    button.addEventListener("click", () => {
      line.remove();
      act();
    });
    line.append(inner, button);
    one("#toasts").append(line);
    setTimeout(() => line.remove(), 8000);
  }

  /* ---- Drawing again what the server answered, without touching what a person is typing --------------------- */

  function part(path) {
    return one(`[data-part="${CSS.escape(path)}"]`);
  }

  function draw(html, focusPath) {
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    const fresh = holder.content.firstElementChild;
    if (!fresh) return;
    const active = document.activeElement?.closest?.("[data-part]")?.dataset.part;
    const refocus = (root) => {
      const wanted = active || focusPath;
      const target = wanted && one(`[data-part="${CSS.escape(wanted)}"] .value-text, [data-part="${CSS.escape(wanted)}"] [data-flag]`, root);
      if (target && (!document.activeElement || document.activeElement === document.body)) target.focus({ preventScroll: true });
    };
    if (fresh.dataset.part) {
      part(fresh.dataset.part)?.replaceWith(fresh);
      return refocus(document);
    }
    const old = document.getElementById(fresh.id);
    if (!old) return;
    if (!old.contains(editing?.box || null)) {
      const open = one(".read-more", old)?.open;
      old.replaceWith(fresh);
      if (open && one(".read-more", fresh)) one(".read-more", fresh).open = true;
      return refocus(document);
    }
    // Somebody is typing in this very row: change everything around the open editor.
    old.className = fresh.className;
    for (const piece of all("[data-part]", fresh)) {
      const current = part(piece.dataset.part);
      if (current && !current.contains(editing.box)) current.replaceWith(piece);
    }
    const computed = one("[data-computed]", fresh);
    if (computed) one("[data-computed]", old)?.replaceWith(computed);
  }

  /* ---- Saving ---------------------------------------------------------------------------------------------- */

  function note(holder, nodes) {
    one(".value-error", holder)?.remove();
    if (!nodes) return;
    const line = document.createElement("div");
    line.className = "value-error";
    line.setAttribute("role", "alert");
    line.append(...nodes);
    holder.append(line);
  }

  async function save(path, seen, value) {
    say(words.saving);
    let answer;
    try {
      answer = await post(config.save, { path, seen, value });
    } catch {
      say(words.failed);
      return { status: 0, message: words.failed };
    }
    if (answer.status === 200) took(answer);
    else say("");
    return answer;
  }

  function editor(button) {
    const kind = button.dataset.kind;
    const options = kind === "whole" ? [["", words.no_part], ...config.targets] : config.choices[kind];
    let box;
    if (options) {
      box = document.createElement("select");
      box.className = "form-select";
      const own = button.closest("[data-row]")?.dataset.row;
      for (const [value, label] of options) {
        if (kind === "whole" && `targets.${value}` === own) continue;
        box.add(new Option(label, value, false, value === button.dataset.typed));
      }
    } else {
      box = document.createElement(kind === "text" || kind === "names" ? "textarea" : "input");
      box.className = "form-control";
      box.value = button.dataset.typed;
      if (kind === "date") {
        box.dataset.date = "";
        box.inputMode = "numeric";
        box.placeholder = "dd/mm/yyyy";
      }
      if (kind === "names") box.title = words.names_hint;
    }
    box.autocomplete = "off";
    box.setAttribute("aria-label", one(".value-label", button).textContent.replace(/[:\s]+$/, ""));
    return box;
  }

  function grow(box) {
    if (box.tagName !== "TEXTAREA") return;
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 4}px`;
  }

  function edit(button) {
    if (editing) editing.done(true);
    const holder = button.closest("[data-part]");
    const path = button.dataset.path;
    let seen = button.dataset.typed;
    const box = editor(button);
    let over = false;
    button.hidden = true;
    holder.append(box);
    holder.classList.add("is-editing");
    grow(box);
    box.focus();
    if (box.select) box.select();

    const close = (focus) => {
      over = true;
      if (editing?.box === box) editing = null;
      box.remove();
      note(holder, null);
      button.hidden = false;
      holder.classList.remove("is-editing");
      if (focus) button.focus({ preventScroll: true });
    };

    const done = async (keep, focus = false) => {
      if (over) return;
      const value = box.value;
      if (!keep || value === seen) return close(focus);
      over = true;
      if (editing?.box === box) editing = null;
      box.readOnly = true;
      const answer = await save(path, seen, value);
      if (answer.status === 200) {
        close(false);
        const row = holder.closest("[data-row]");
        draw(answer.html, focus ? path : null);
        if (row && focus) part(path)?.querySelector(".value-text")?.focus({ preventScroll: true });
        return;
      }
      // Refused: the sentence stands at the field and what was typed stays in it.
      over = false;
      box.readOnly = false;
      editing = { button, box, done };
      if (answer.status === 409 && "current" in answer) return conflict(answer, value);
      note(holder, [document.createTextNode(`${answer.message || words.failed} ${answer.remedy || ""}`)]);
      box.setAttribute("aria-invalid", "true");
    };

    const conflict = (answer, mine) => {
      const theirs = document.createElement("p");
      theirs.append(`${words.conflict} `, Object.assign(document.createElement("strong"), { textContent: answer.current || words.empty }));
      const keep = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: words.keep_mine });
      const take = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: words.take_theirs });
      keep.addEventListener("click", () => {
        seen = answer.current;
        box.value = mine;
        done(true, true);
      });
      take.addEventListener("click", async () => {
        over = true;
        editing = null;
        const again = await save(`seen.${path}`, "", "1");
        close(false);
        if (again.status === 200) draw(again.html, path);
      });
      note(holder, [theirs, keep, take]);
      keep.focus();
    };

    editing = { button, box, done };
    box.addEventListener("input", () => grow(box));
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        done(false, true);
      } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        done(true, true);
      }
    });
    box.addEventListener("blur", (event) => {
      if (holder.contains(event.relatedTarget)) return;
      done(true);
    });
    if (box.tagName === "SELECT") box.addEventListener("change", () => done(true, true));
  }

  async function accept(path) {
    const after = nextDoubt(1, path);
    const answer = await save(`seen.${path}`, "", "1");
    if (answer.status !== 200) return;
    draw(answer.html, null);
    if (after && after !== path) go(after);
    else part(path)?.querySelector(".value-text")?.focus({ preventScroll: true });
  }

  async function setIncluded(path, isIncluded) {
    const answer = await save(path, isIncluded ? "" : "1", isIncluded ? "1" : "");
    if (answer.status !== 200) return toast(answer.message || words.failed, words.undo, () => {});
    draw(answer.html, null);
    const row = document.querySelector(`[data-row="${CSS.escape(path.replace(/\.included$/, ""))}"]`);
    one("[data-keep], .value-text", row)?.focus({ preventScroll: true });
    if (!isIncluded) toast(words.left_out, words.undo, () => setIncluded(path, true));
  }

  /* ---- Places ---------------------------------------------------------------------------------------------- */

  function linesOf(node) {
    const found = /^(\d+)-(\d+)$/.exec(node?.dataset?.lines || "");
    return found ? [Number(found[1]), Number(found[2])] : null;
  }

  function show(node, move = true) {
    const own = node.closest("[data-lines]:not([data-lines=''])") || node.closest("[data-row]");
    const lines = linesOf(own);
    all(".is-current", fields).forEach((other) => other.classList.remove("is-current"));
    node.closest("[data-part], [data-row]")?.classList.add("is-current");
    if (lines) source.light(...lines, node.dataset.typed || "", move);
    else source.clear();
  }

  let hover = 0;
  let mouse = "";
  const isNarrow = matchMedia("(max-width: 767.98px)");
  fields.addEventListener("mousemove", (event) => {
    // A page that scrolls under a resting mouse is no pointing.
    const at = `${event.screenX},${event.screenY}`;
    const node = event.target.closest("[data-path]");
    if (at === mouse || !node || editing || isNarrow.matches) return;
    mouse = at;
    clearTimeout(hover);
    hover = setTimeout(() => show(node), 120);
  });
  fields.addEventListener("focusin", (event) => {
    const node = event.target.closest("[data-path]") || one("[data-path]", event.target.closest("[data-part]") || document.createElement("i"));
    if (node) show(node);
  });

  const parts = new Map();
  function loadRows(holder) {
    if (!parts.has(holder)) {
      parts.set(holder, fetch(holder.dataset.partUrl).then((answer) => (answer.ok ? answer.text() : "")).then((html) => {
        holder.outerHTML = html;
      }));
    }
    return parts.get(holder);
  }
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) loadRows(entry.target);
  }, { root: isNarrow.matches ? null : fields, rootMargin: "1500px" });
  all(".rows-part", fields).forEach((holder) => watcher.observe(holder));

  async function row(path) {
    const find = () => one(`[data-row="${CSS.escape(path)}"]`, fields);
    const holder = !find() && all(".rows-part", fields).find((part) => part.dataset.keys.split(" ").includes(path));
    if (holder) await loadRows(holder);
    return find();
  }

  function rowPath(path) {
    return path.startsWith("head.") ? path : path.split(".").slice(0, 2).join(".");
  }

  async function go(path, focus = true) {
    if (path.startsWith("units.")) return unitDoubt(path);
    let target = part(path);
    if (!target && !path.startsWith("head.")) {
      const holder = await row(rowPath(path));
      target = part(path) || holder;
    }
    if (!target) return;
    pane("fields");
    one("input[value=all]", review).checked = true;
    fields.dataset.shown = "all";
    const more = target.closest(".read-more");
    if (more) more.open = true;
    target.scrollIntoView({ block: "nearest" });
    const box = target.getBoundingClientRect();
    if (box.top < 160 || box.bottom > innerHeight - 80) target.scrollIntoView({ block: "center" });
    const button = one(".value-text, [data-flag], [data-keep]", target) || target;
    if (focus) button.focus({ preventScroll: true });
  }

  // A name that stands for no unit is settled on the next step; here its first task is shown.
  async function unitDoubt(path) {
    const name = path.slice("units.".length);
    const match = () => all(".name.is-open", fields).find((node) => fold(node.textContent).startsWith(name));
    while (!match() && one(".rows-part", fields)) await loadRows(one(".rows-part", fields));
    const found = match()?.closest("[data-part]");
    if (found) await go(found.dataset.part);
  }

  function nextDoubt(step, from) {
    if (!doubts.length) return null;
    const at = doubts.indexOf(from ?? lastDoubt);
    return doubts[at < 0 ? (step > 0 ? 0 : doubts.length - 1) : (at + step + doubts.length) % doubts.length];
  }

  let lastDoubt = null;
  function moveDoubt(step) {
    const path = nextDoubt(step);
    if (!path) return say(words.no_doubts);
    lastDoubt = path;
    go(path);
  }

  function fieldsAt(line) {
    const found = Object.entries(config.places).filter(([, [first, last]]) => first <= line && line <= last);
    found.sort(([, a], [, b]) => a[1] - a[0] - (b[1] - b[0]));
    const head = all("#phan-head [data-path], #phan-signer [data-path]").find((node) => {
      const lines = linesOf(node);
      return lines && lines[0] <= line && line <= lines[1];
    });
    if (head && (!found.length || found[0][1][1] - found[0][1][0] > 2)) return head.dataset.path;
    return found.length ? found[0][0] : null;
  }

  async function jump(line, words) {
    const path = fieldsAt(line);
    if (!path) return;
    if (path.startsWith("head.")) return go(path);
    const holder = await row(path);
    const wanted = words ? fold(words) : "";
    const value = wanted && all("[data-path]", holder).find((node) => node.dataset.typed && (fold(node.dataset.typed) === wanted || wanted.includes(fold(node.dataset.typed))));
    go(value ? value.dataset.path : path);
    all(".is-jumped").forEach((node) => node.classList.remove("is-jumped"));
    holder?.classList.add("is-jumped");
  }

  one(".source-scroll", review).addEventListener("click", (event) => {
    if (String(getSelection())) return;
    const box = event.target.closest("rect");
    if (box) return jump(Number(box.dataset.line));
    const holder = event.target.closest("[data-first]");
    if (holder && !holder.classList.contains("source-part")) jump(Number(holder.dataset.first), event.target.closest("td")?.textContent);
  });

  /* ---- Clicks and keys ------------------------------------------------------------------------------------- */

  fields.addEventListener("click", (event) => {
    const target = event.target;
    const button = target.closest(".value-text");
    if (button) return edit(button);
    const seen = target.closest("[data-seen]");
    if (seen) return accept(seen.dataset.seen);
    const leave = target.closest("[data-leave]");
    if (leave) return setIncluded(leave.dataset.leave, false);
    const keep = target.closest("[data-keep]");
    if (keep) return setIncluded(keep.dataset.keep, true);
    const unread = target.closest(".unread-go");
    if (unread) {
      pane("source");
      return source.light(...linesOf(unread));
    }
    const adding = target.closest("[data-add]");
    if (adding) return add(adding);
  });

  fields.addEventListener("change", async (event) => {
    const flag = event.target.closest("[data-flag]");
    if (flag) {
      const answer = await save(flag.dataset.path, flag.checked ? "" : "1", flag.checked ? "1" : "");
      if (answer.status === 200) draw(answer.html, flag.dataset.path);
      else {
        flag.checked = !flag.checked;
        say(answer.message || words.failed);
      }
    }
    if (event.target.name === "hien") {
      fields.dataset.shown = event.target.value;
      if (event.target.value !== "all") for (const holder of all(".rows-part", fields)) loadRows(holder);
    }
  });

  async function add(button) {
    const answer = await post(config.add, { area: button.dataset.add });
    if (answer.status !== 200) return say(answer.message || words.failed);
    while (one(".rows-part", document.getElementById(button.dataset.into))) await loadRows(one(".rows-part", document.getElementById(button.dataset.into)));
    document.getElementById(button.dataset.into).insertAdjacentHTML("beforeend", answer.html);
    doubts = answer.doubts;
    await go(answer.path);
    const first = one(`[data-row="${CSS.escape(answer.path)}"] .value-text`);
    if (first) edit(first);
  }

  for (const button of all("[data-doubt]")) button.addEventListener("click", () => moveDoubt(Number(button.dataset.doubt)));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return;
    if (event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select")) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      event.preventDefault();
      moveDoubt(key === "j" ? 1 : -1);
    } else if (key === "x") {
      const seen = one("[data-seen]", event.target.closest("[data-part]") || document.createElement("i"));
      if (seen) accept(seen.dataset.seen);
    }
  });

  function pane(name) {
    review.dataset.paneShown = name;
    for (const button of all("[data-pane]")) button.setAttribute("aria-pressed", String(button.dataset.pane === name));
    if (name === "source" && source.lit) source.light(...source.lit);
  }
  for (const button of all("[data-pane]")) button.addEventListener("click", () => pane(button.dataset.pane));

  window.addEventListener("beforeunload", (event) => {
    if (editing && editing.box.value !== editing.button.dataset.typed) event.preventDefault();
  });

  const asked = new URLSearchParams(location.search);
  if (asked.get("o")) go(asked.get("o"));
  else if (asked.get("hien") === "can-xem") moveDoubt(1);
});
