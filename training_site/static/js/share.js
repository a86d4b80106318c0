/* Buttons that need a script are shown by it: print the page, copy a text.
   Without this file the browser's own menu prints, and the text is there to select. */

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const said = document.getElementById(button.dataset.said);
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
      said.textContent = said.dataset.done;
    } catch {
      document.getElementById(button.dataset.copy).select();
    }
  });
}
