"use strict";
// j and k go to the next and the previous pair that is shown, r to those that wait for a reviewer and back.
// Everything else works without a script.
(() => {
  const shown = () => [...document.querySelectorAll(".bead")].filter((bead) => bead.getClientRects().length > 0);
  const last = { at: null };
  const step = (by) => {
    const beads = shown();
    if (beads.length === 0) return;
    const here = beads.indexOf(last.at);
    const next = here < 0 ? (by > 0 ? 0 : beads.length - 1) : Math.min(beads.length - 1, Math.max(0, here + by));
    beads[next].focus({ preventScroll: true });
    beads[next].scrollIntoView({ block: "center" });
  };
  document.addEventListener("focusin", (event) => {
    const bead = event.target.closest(".bead");
    if (bead) last.at = bead;
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "r") document.getElementById(document.getElementById("review").checked ? "all" : "review").click();
    else if (event.key === "Escape" && document.activeElement) document.activeElement.blur();
    else return;
    event.preventDefault();
  });
})();
