/* Remembers which part of a lesson the reader has in front of them, so that she can go on there.
   Without this file she goes on at the beginning of the lesson. */

const DELAY = 2500;
const form = document.querySelector("form[data-position]");
const parts = [...document.querySelectorAll("[data-part]")];
let saved = "";
let timer = 0;

function inFront() {
  const line = window.innerHeight / 3;
  return parts.filter((part) => part.getBoundingClientRect().top <= line).at(-1)?.id ?? "";
}

function save() {
  clearTimeout(timer);
  const here = inFront();
  if (!here || here === saved) return;
  const body = new FormData(form);
  body.set("del", here);
  saved = here;
  fetch(form.action, { method: "POST", body, keepalive: true }).catch(() => {
    saved = "";
  });
}

if (form && parts.length) {
  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(save, DELAY);
  }, { passive: true });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && window.scrollY > 0) save();
  });
}
