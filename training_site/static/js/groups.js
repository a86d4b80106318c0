/* Moves people between the seats of the lobby by dragging. An addition only: the form "Flytta någon"
   does the same by menu, with the keyboard and without this file, and it is that form that is sent. */

const form = document.querySelector("form[data-move]");
const places = document.querySelectorAll("[data-groups] [data-seat]");
let dragged = "";

function send(seat) {
  form.elements.no.value = dragged;
  form.elements.seat.value = seat;
  form.requestSubmit(form.querySelector("button[value=move]"));
}

if (form) {
  for (const person of document.querySelectorAll("[data-groups] [data-person]")) {
    person.draggable = true;
    person.addEventListener("dragstart", (event) => {
      dragged = person.dataset.person;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", person.textContent);
    });
  }
  for (const place of places) {
    place.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      place.classList.add("is-over");
    });
    place.addEventListener("dragleave", () => place.classList.remove("is-over"));
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      place.classList.remove("is-over");
      if (dragged) send(place.dataset.seat);
    });
  }
}
