// Copies what an office types in Word; without clipboard the text can still be selected.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  const said = button.querySelector("[data-said]");
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    said.textContent = button.dataset.done;
  } catch {
    getSelection().selectAllChildren(source);
    said.textContent = button.dataset.failed;
  }
});
