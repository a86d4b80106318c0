/* Puts the steps of <ol data-order> in order without loading the page again: by the arrow buttons or
   by the list of places. Without this file the same buttons send the form and the server does it. */

function arrange(list) {
  const items = [...list.children];
  const place = (item) => Number(item.querySelector("select").value);

  const renumber = () => {
    const now = [...list.children];
    now.forEach((item, index) => {
      item.querySelector("select").value = String(index + 1);
      const [up, down] = item.querySelectorAll("button");
      up.disabled = index === 0;
      down.disabled = index === now.length - 1;
    });
  };

  const say = (item) => {
    const words = list.dataset.moved
      .replace("%(step)s", item.querySelector("[data-step]").textContent)
      .replace("%(place)s", item.querySelector("select").value);
    const says = list.parentElement.querySelector("[data-order-says]");
    if (says) says.textContent = words;
    list.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const move = (item, to) => {
    const others = [...list.children].filter((other) => other !== item);
    list.insertBefore(item, others[to] ?? null);
    renumber();
    say(item);
  };

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    const item = button.closest("li");
    const [up, down] = item.querySelectorAll("button");
    const at = [...list.children].indexOf(item);
    move(item, button === up ? at - 1 : at + 1);
    // A button at the end of its way is switched off; the other one takes over the focus.
    (button.disabled ? (button === up ? down : up) : button).focus();
  });

  list.addEventListener("change", (event) => {
    const item = event.target.closest("li");
    if (!item || event.target.tagName !== "SELECT") return;
    move(item, Number(event.target.value) - 1);
    event.target.focus();
  });

  // Places that the browser filled in again, after a reload or from its own store.
  if (items.some((item, index) => place(item) !== index + 1)) {
    items.sort((a, b) => place(a) - place(b)).forEach((item) => list.append(item));
    renumber();
  }
}

document.querySelectorAll("ol[data-order]").forEach(arrange);
