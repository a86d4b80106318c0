/* Reads a part of the page aloud: <button data-read-aloud="id" hidden>. Shown only where the browser
   can speak; a second press stops. */

const speech = globalThis.speechSynthesis;

function watch(button) {
  const label = button.querySelector("span") ?? button;
  const start = label.textContent;
  const rest = () => {
    label.textContent = start;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const busy = speech.speaking;
    speech.cancel();
    if (busy) {
      rest();
      return;
    }
    const part = document.getElementById(button.dataset.readAloud);
    const said = new SpeechSynthesisUtterance(part?.innerText ?? "");
    said.lang = "sv-SE";
    said.addEventListener("end", rest);
    said.addEventListener("error", rest);
    label.textContent = button.dataset.stop;
    speech.speak(said);
  });
}

if (speech && "SpeechSynthesisUtterance" in globalThis) {
  document.querySelectorAll("[data-read-aloud]").forEach(watch);
  addEventListener("pagehide", () => speech.cancel());
}
