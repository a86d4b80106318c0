/* Saves a form while it is filled in: <form data-autosave="URL">, with a [data-saved] element inside
   it that says so. Without this file the form's own button does the same. */

const DELAY = 1200;
const WORDS = {
  saved: "Sparat",
  offline: "Du är offline. Det du skriver finns kvar och sparas när du är uppkopplad.",
  refused: "Du är inte inloggad längre. Det du skriver finns kvar här när du har loggat in igen.",
  failed: "Det gick inte att spara just nu. Det du skriver finns kvar här. Vi försöker igen.",
};

function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function store(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    /* Private mode or a full disk: the page still holds what was typed. */
  }
}

function entries(form) {
  return [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken",
  );
}

function refill(form, pairs) {
  const queues = new Map();
  for (const [name, value] of pairs) queues.set(name, [...(queues.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || field.name === "csrfmiddlewaretoken" || field.type === "hidden") continue;
    if (["submit", "button", "fieldset", "file"].includes(field.type)) continue;
    const queue = queues.get(field.name) ?? [];
    if (field.type === "checkbox" || field.type === "radio") {
      field.checked = queue.includes(field.value);
    } else if (queue.length) {
      field.value = queue.shift();
    }
  }
}

function watch(form) {
  const url = new URL(form.dataset.autosave, location.href).pathname;
  const key = `samova:${url}`;
  const says = form.querySelector("[data-saved]");
  let timer = 0;
  let dirty = false;
  let running = false;
  let submitting = false;
  let refused = false;

  const say = (text) => {
    if (says && says.textContent !== text) says.textContent = text;
  };

  const keep = (text) => {
    dirty = true;
    store(key, entries(form));
    say(text);
  };

  const answered = async (response) => {
    // Sent on to the form to sign in with, or a form key from before another tab signed in.
    refused = response.redirected || response.status === 403;
    if (refused) {
      keep(WORDS.refused);
      return;
    }
    const answer = await response.json().catch(() => ({}));
    if (response.ok && answer.saved) {
      if (!dirty) store(key, null);
      if (answer.draft && form.elements.draft_version) {
        form.elements.draft_version.value = answer.draft;
      }
      say(`${WORDS.saved} ${answer.saved}`);
    } else if ([410, 422].includes(response.status) && answer.error) {
      // The server refuses this text, or what it belongs to is gone: it stays in the page only,
      // never in the browser's store.
      store(key, null);
      say(answer.error);
    } else {
      keep(WORDS.failed);
    }
  };

  const save = async ({ keepalive = false } = {}) => {
    clearTimeout(timer);
    if (!dirty || submitting || (running && !keepalive)) return;
    if (!navigator.onLine) {
      keep(WORDS.offline);
      return;
    }
    // This window's own answer is on its way: what it says of the draft is not known yet.
    const overtakes = running;
    running = true;
    dirty = false;
    try {
      const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken?.value ?? "" };
      headers["X-Autosave"] = "1";
      // As an ordinary form sends it: a multipart body costs the server twice as much to read.
      const body = new URLSearchParams(entries(form));
      if (overtakes) body.delete("draft_version");
      await answered(
        await fetch(url, { method: "POST", headers, body, keepalive, credentials: "same-origin" }),
      );
    } catch {
      keep(navigator.onLine ? WORDS.failed : WORDS.offline);
    } finally {
      running = false;
      if (dirty) later(DELAY * 4);
    }
  };

  const later = (delay = DELAY) => {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  };

  const touched = () => {
    dirty = true;
    later();
  };

  const left = stored(key);
  if (Array.isArray(left)) {
    refill(form, left);
    dirty = true;
    later(0);
  }
  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      keep(WORDS.offline);
      return;
    }
    submitting = true;
    clearTimeout(timer);
    // What the server would not take is filled in again after signing in, to the last word.
    store(key, refused ? entries(form) : null);
  });
  addEventListener("online", () => save());
  addEventListener("offline", () => dirty && keep(WORDS.offline));
  addEventListener("pagehide", () => save({ keepalive: true }));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save({ keepalive: true });
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) submitting = false;
  });
}

document.querySelectorAll("form[data-autosave]").forEach(watch);
