// The administration's text editor keeps the Tab key in a list, to indent it: whoever writes with
// the keyboard alone never gets out. Here Tab always goes on to the next field, as in any other.
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key === "Tab" && event.target.closest?.(".public-DraftEditor-content")) {
      event.stopPropagation();
    }
  },
  true,
);
