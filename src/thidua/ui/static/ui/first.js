// Runs before the first paint: pages without scripts keep their plain controls.
document.documentElement.classList.replace("no-js", "js");
