"use strict";
// j and k go to the next and the previous pair that is shown, r to those that wait for a reviewer and back.
// Everything else works without a script.
(() => {
  const review = document.getElementById("review");
  // By the filter and not by what is laid out: asking 2,500 pairs for their place takes 20 seconds.
  const shown = () => [...document.querySelectorAll(review.checked ? ".bead.waits" : ".bead")];
  let last = null; // the pair that had the focus last, which the filter may have hidden since
  const step = (by) => {
    const beads = shown();
    const ahead = by > 0 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
    const left = last ? beads.filter((bead) => last.compareDocumentPosition(bead) & ahead) : beads;
    const next = by > 0 ? left[0] : left[left.length - 1];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  };
  document.addEventListener("focusin", (event) => {
    last = event.target.closest(".bead") ?? last;
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "r") document.getElementById(review.checked ? "all" : "review").click();
    else if (event.key === "Escape" && document.activeElement) document.activeElement.blur();
    else return;
    event.preventDefault();
  });
})();
