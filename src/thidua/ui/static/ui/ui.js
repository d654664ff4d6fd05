// The few behaviours that HTML alone does not give. No framework, no inline handlers: the content policy forbids them.
"use strict";

(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const isTyping = (element) => element.matches("input, textarea, select, [contenteditable]");

  /* ---- Menus, dialogs, navigation ------------------------------------------------------------------------ */

  function closeMenus(except) {
    for (const menu of all("details.menu[open]")) if (menu !== except) menu.open = false;
  }

  function fold(open) {
    document.body.classList.toggle("nav-open", open);
    const button = one("[data-nav-toggle]");
    if (button) button.setAttribute("aria-expanded", String(open));
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    closeMenus(target.closest("details.menu"));
    const opener = target.closest("[data-dialog]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialog);
      if (dialog) dialog.showModal();
    }
    if (target.closest("[data-close]")) target.closest("dialog")?.close();
    if (target.closest("[data-dismiss]")) target.closest("[data-toast]")?.remove();
    if (target.closest("[data-print]")) window.print();
    if (target.closest("[data-nav-toggle]")) fold(!document.body.classList.contains("nav-open"));
    if (target.closest("[data-back]") && history.length > 1) {
      event.preventDefault();
      history.back();
    }
    const row = target.closest("tr[data-href]");
    if (row && !target.closest("a, button, input, label, summary, select") && !String(getSelection())) {
      if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
      else one("a", row) ? one("a", row).click() : (location.href = row.dataset.href);
    }
  });

  /* ---- Keys ---------------------------------------------------------------------------------------------- */

  function moveCursor(step) {
    const rows = all("tr[data-href]");
    if (!rows.length) return;
    const at = rows.findIndex((row) => row.classList.contains("is-cursor"));
    rows[at]?.classList.remove("is-cursor");
    const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
    next.classList.add("is-cursor");
    (one("a", next) || next).focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = one("details.menu[open]");
      if (menu) {
        menu.open = false;
        one("summary", menu).focus();
      } else if (document.body.classList.contains("nav-open")) {
        fold(false);
        one("[data-nav-toggle]").focus();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || one("dialog[open]")) return;
    if (event.key === "/") {
      const box = one("[data-slash]") || one(".filter-search input");
      if (box) {
        event.preventDefault();
        box.focus();
        box.select();
      }
    } else if (event.key === "?") {
      one("#tro-giup-phim")?.showModal();
    } else if ((event.key === "j" || event.key === "k") && one("tr[data-href]") && !one("[data-own-keys]")) {
      moveCursor(event.key === "j" ? 1 : -1);
    }
  });

  /* ---- Messages ------------------------------------------------------------------------------------------ */

  function startToast(toast) {
    const isError = toast.classList.contains("toast-error");
    const seconds = toast.dataset.toast === "" ? (isError ? 0 : 6) : Number(toast.dataset.toast);
    if (!seconds || toast.dataset.started) return;
    toast.dataset.started = "1";
    let timer = setTimeout(() => toast.remove(), seconds * 1000);
    const hold = () => clearTimeout(timer);
    const go = () => (timer = setTimeout(() => toast.remove(), 2000));
    for (const kind of ["mouseenter", "focusin"]) toast.addEventListener(kind, hold);
    for (const kind of ["mouseleave", "focusout"]) toast.addEventListener(kind, go);
  }

  function say(html) {
    const box = one("#toasts");
    if (!box) return;
    box.insertAdjacentHTML("beforeend", html);
    all("[data-toast]", box).forEach(startToast);
  }

  function sayText(text) {
    const line = document.createElement("div");
    line.className = "toast-line toast-error";
    line.dataset.toast = "8";
    const inner = document.createElement("div");
    inner.className = "toast-text";
    inner.textContent = text;
    line.append(inner);
    say(line.outerHTML);
  }

  /* ---- Partial updates ----------------------------------------------------------------------------------- */

  document.addEventListener("htmx:responseError", (event) => {
    const answer = event.detail.xhr;
    if (answer.status === 401 || answer.status === 403 || answer.status < 500) {
      const text = answer.responseText || "";
      if (text.includes("data-toast")) return say(text);
    }
    sayText(document.body.dataset.pageLimit);
  });
  document.addEventListener("htmx:sendError", () => sayText(document.body.dataset.pageLimit));
  document.addEventListener("htmx:afterSettle", () => all("#toasts [data-toast]").forEach(startToast));
  // A filter that says nothing does not belong in the address.
  document.addEventListener("htmx:configRequest", (event) => {
    if (!event.target.matches("[data-filter-bar]")) return;
    for (const [name, value] of Object.entries(event.detail.parameters)) {
      if (value === "") delete event.detail.parameters[name];
    }
  });

  /* ---- Forms --------------------------------------------------------------------------------------------- */

  // The browser's own words on a file input are in the language of the browser, not of the page.
  document.addEventListener("change", (event) => {
    const picker = event.target.closest("[data-file-picker]");
    if (!picker) return;
    const names = Array.from(event.target.files, (file) => file.name).join(", ");
    picker.querySelector("[data-file-name]").textContent = names || picker.dataset.none;
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "get" || form.matches("[hx-post], [hx-get], [data-many]")) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1"; // a second click must not act twice
    setTimeout(() => delete form.dataset.sent, 8000);
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

  document.addEventListener("input", (event) => {
    const box = event.target;
    if (!box.matches("[data-date]") || event.inputType !== "insertText") return;
    // 25112026 becomes 25/11/2026 while typing; anything typed with its own separators is left alone.
    if (/^\d{2}$/.test(box.value) || /^\d{2}\/\d{2}$/.test(box.value)) box.value += "/";
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reveal]");
    if (!button) return;
    const box = document.getElementById(button.dataset.reveal);
    const show = box.type === "password";
    box.type = show ? "text" : "password";
    button.setAttribute("aria-pressed", String(show));
  });

  /* ---- Files --------------------------------------------------------------------------------------------- */

  function sizeText(bytes) {
    const steps = [["MB", 1e6], ["kB", 1e3], ["B", 1]];
    const [unit, by] = steps.find(([, by]) => bytes >= by) || ["B", 1];
    return `${(bytes / by).toLocaleString("vi-VN", { maximumFractionDigits: 1 })} ${unit}`;
  }

  function refusal(zone, file) {
    const endings = zone.dataset.accept.split(",").map((part) => part.trim().toLowerCase()).filter((part) => part.startsWith("."));
    if (endings.length && !endings.some((ending) => file.name.toLowerCase().endsWith(ending))) return zone.dataset.wrongType;
    if (zone.dataset.max && file.size > Number(zone.dataset.max)) return `${zone.dataset.tooLarge} (${sizeText(Number(zone.dataset.max))})`;
    if (!file.size) return zone.dataset.empty;
    return "";
  }

  function showFiles(zone) {
    const input = one("input[type=file]", zone);
    const list = one(".dropzone-list", zone);
    list.replaceChildren();
    [...input.files].forEach((file, index) => {
      const why = refusal(zone, file);
      const line = document.createElement("li");
      const name = document.createElement("span");
      name.className = "dropzone-name";
      name.textContent = why ? `${file.name}: ${why}` : file.name;
      line.classList.toggle("is-refused", Boolean(why));
      const size = document.createElement("span");
      size.className = "dropzone-size";
      size.textContent = sizeText(file.size);
      const remove = document.createElement("button");
      remove.type = "button";
      remove.className = "btn btn-sm btn-ghost";
      remove.textContent = zone.dataset.remove;
      remove.setAttribute("aria-label", `${zone.dataset.remove} ${file.name}`);
      remove.addEventListener("click", () => {
        const kept = new DataTransfer();
        [...input.files].forEach((other, at) => at !== index && kept.items.add(other));
        input.files = kept.files;
        showFiles(zone);
        input.focus();
      });
      line.append(name, size, remove);
      list.append(line);
    });
    const bad = [...input.files].map((file) => refusal(zone, file)).find(Boolean) || "";
    input.setCustomValidity(bad);
  }

  /* An address that differs in its fragment alone would only scroll: load the page anew. */
  function goTo(address) {
    const next = new URL(address, location.href);
    const isHere = next.pathname === location.pathname && next.search === location.search;
    location.assign(next);
    if (isHere && next.hash) location.reload();
  }

  function sendWithProgress(form, zone, submitter) {
    const line = one(".dropzone-progress", zone);
    const bar = one("progress", line);
    const text = one("span", line);
    const request = new XMLHttpRequest();
    line.hidden = false;
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = Math.round((event.loaded / event.total) * 100);
      text.textContent = `${zone.dataset.sending} ${bar.value} %`;
    });
    const failed = () => {
      line.hidden = true;
      delete form.dataset.sent;
      sayText(zone.dataset.failed);
    };
    request.addEventListener("error", failed);
    request.addEventListener("load", () => {
      const next = request.getResponseHeader("HX-Redirect");
      if (next) return goTo(next);
      if (request.getResponseHeader("HX-Refresh")) return location.reload();
      if (request.status >= 400 && request.responseText.includes("data-toast")) {
        line.hidden = true;
        delete form.dataset.sent;
        return say(request.responseText);
      }
      if (request.status >= 500) return failed();
      // The answer is a page: a plain form would show it at the address it came from.
      if (request.responseURL !== location.href) history.pushState({}, "", request.responseURL);
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      document.title = page.title;
      document.body.replaceChildren(...page.body.childNodes);
      window.htmx?.process(document.body);
      start();
    });
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.setRequestHeader("X-Upload", "1");
    const body = new FormData(form);
    if (submitter?.name) body.append(submitter.name, submitter.value);
    request.send(body);
  }

  function startDropzone(zone) {
    if (zone.dataset.started) return;
    zone.dataset.started = "1";
    const input = one("input[type=file]", zone);
    const form = input.form;
    input.addEventListener("change", () => showFiles(zone));
    for (const kind of ["dragenter", "dragover"]) {
      zone.addEventListener(kind, (event) => {
        event.preventDefault();
        zone.classList.add("is-over");
      });
    }
    for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("is-over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      const taken = new DataTransfer();
      const coming = [...event.dataTransfer.files];
      if (input.multiple) [...input.files].forEach((file) => taken.items.add(file));
      (input.multiple ? coming : coming.slice(0, 1)).forEach((file) => taken.items.add(file));
      input.files = taken.files;
      showFiles(zone);
    });
    form?.addEventListener("submit", (event) => {
      event.preventDefault();
      sendWithProgress(form, zone, event.submitter);
    });
  }

  /* ---- Start --------------------------------------------------------------------------------------------- */

  function start() {
    all("[data-toast]").forEach(startToast);
    all("[data-dropzone]").forEach(startDropzone);
    const wrong = one("form[method=post] [aria-invalid=true]") || one("form[method=post] [data-focus]");
    if (wrong) wrong.focus();
  }
  document.addEventListener("htmx:load", (event) => all("[data-dropzone]", event.target).forEach(startDropzone));

  // A table wider than the page scrolls sideways; the keyboard reaches it only then.
  const letKeysScroll = () =>
    all(".table-scroll").forEach((box) => {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  document.addEventListener("htmx:afterSettle", letKeysScroll);
  window.addEventListener("resize", letKeysScroll);
  start();
  letKeysScroll();
})();
