/* Keeps the ticks of a checklist as they are made. Without this file they are kept with the button. */

for (const form of document.querySelectorAll("form[data-ticks]")) {
  const told = form.querySelector("[role=status]");
  form.querySelector("button").hidden = true;
  form.addEventListener("change", async () => {
    const kept = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" })
      .then((answer) => answer.type === "opaqueredirect" || answer.ok)
      .catch(() => false);
    told.textContent = kept ? form.dataset.kept : form.dataset.lost;
    form.querySelector("button").hidden = kept;
  });
}
