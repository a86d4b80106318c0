/* Keeps a part of a page fresh: <div data-live="URL" data-version="V">. It asks while the page is
   seen, as often as the server says, and writes how it goes in [data-live-state]. Without this file
   the link "Uppdatera sidan" does the same. */

const ONLINE = "Ansluten";
const LOST = "Återansluter";
const FIRST = 3;
const SLOWEST = 30;

function says(text, state) {
  for (const place of document.querySelectorAll("[data-live-state]")) {
    if (place.textContent === text) continue;
    place.textContent = text;
    place.classList.remove("ok", "warn");
    // What is only for screen readers stays so.
    if (!place.classList.contains("sr")) place.classList.add("status", state);
  }
}

/* A field somebody writes in, or a part somebody has opened, is never changed under their hands. */
function busy(part) {
  const focus = document.activeElement;
  if (part.contains(focus) && focus.matches("input, textarea, select")) return true;
  return Boolean(part.querySelector("dialog[open]"));
}

/* What a place is known by when the part has been written anew around it. */
function known(place) {
  return place.id || `${place.getAttribute("href")} ${place.name} ${place.value} ${place.textContent}`;
}

function replace(part, html) {
  const elsewhere = [...document.querySelectorAll("[data-live-part]")];
  const places = [part, ...elsewhere];
  const all = (what) => places.flatMap((place) => [...place.querySelectorAll(what)]);
  const open = all("details[open][id]").map((one) => one.id);
  const focus = document.activeElement;
  const focused = places.some((place) => place.contains(focus)) ? known(focus) : "";
  const old = new Set(all("[data-live-say]").map((one) => one.textContent));
  part.innerHTML = html;
  // What stands elsewhere on the page is written there; what has not come is no longer to be seen.
  for (const place of elsewhere) {
    const news = part.querySelector(`[data-live-part="${place.dataset.livePart}"]`);
    place.innerHTML = news ? news.innerHTML : "";
    news?.remove();
  }
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  const found = focused ? all("a, button, summary, [tabindex]") : [];
  found.find((one) => known(one) === focused)?.focus();
  const told = all("[data-live-say]").map((one) => one.textContent);
  const say = document.querySelector("[data-live-told]");
  if (say) say.textContent = told.filter((text) => !old.has(text)).join(" ");
}

/* "Stop – a real person": the page's own text is covered, whatever it is. When the stop is lifted the
   page is fetched anew, because some of what it showed may have been erased. */
function cover(part) {
  const stopped = part.querySelector("[data-live-covers]");
  const page = document.getElementById("innehall");
  const place = document.querySelector("[data-live-cover]");
  if (!place || page.hidden === Boolean(stopped)) return;
  if (!stopped) return location.reload();
  page.hidden = true;
  place.innerHTML = stopped.outerHTML;
}

function follow(part) {
  let wait = FIRST;
  let timer = 0;
  const again = (seconds) => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, seconds * 1000);
  };
  async function ask() {
    if (busy(part)) return again(FIRST);
    try {
      const url = new URL(part.dataset.live, location.href);
      url.searchParams.set("v", part.dataset.version);
      const answer = await fetch(url, { credentials: "omit", cache: "no-store" });
      if (answer.status === 410) {
        replace(part, await answer.text());
        return says("", "ok");
      }
      if (!answer.ok) throw new Error(String(answer.status));
      wait = Number(answer.headers.get("X-Next")) || FIRST;
      if (answer.status === 200) {
        const html = await answer.text();
        if (!busy(part)) {
          replace(part, html);
          cover(part);
          part.dataset.version = answer.headers.get("X-Version");
        }
      }
      says(ONLINE, "ok");
    } catch {
      says(LOST, "warn");
      wait = Math.min(SLOWEST, wait * 1.5);
    }
    return again(wait);
  }
  document.addEventListener("visibilitychange", () => again(0));
  addEventListener("online", () => again(0));
  says(ONLINE, "ok");
  again(wait);
}

for (const part of document.querySelectorAll("[data-live]")) follow(part);
