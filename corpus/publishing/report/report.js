"use strict";
// Keys on a pair (next, previous, filter, close), the filter in the address, one box at a time, one stop for Tab in each
// article. Without a script all is to be seen, and hover and focus open boxes all the same.
(() => {
  const alignments = document.getElementById("alignments");
  const told = alignments.querySelector(".told");
  const [all, beads, review] = ["all", "beads", "review"].map((name) => document.getElementById(name));
  // By the filter and not by what is laid out: asking 2,500 pairs for their place takes 20 seconds.
  const shown = (within = alignments) => [...within.querySelectorAll(review.checked ? ".bead.waits" : ".bead")];
  const isShown = (element) => element.getClientRects().length > 0;
  const beadOf = (element) => element?.closest?.(".bead") ?? null;
  let filter = all;
  let before = all; // the filter from which the key r came
  let last = null; // the pair that had the focus last, which the filter may have hidden since
  let opened = null; // the pair whose box is open

  const open = (bead) => {
    if (bead === opened) return;
    opened?.classList.remove("open");
    opened = bead;
    opened?.classList.add("open");
  };
  const stop = (bead, index) => {
    for (const one of [bead, ...bead.querySelectorAll("a")]) one.tabIndex = index;
  };
  const stops = () => {
    for (const leaf of alignments.querySelectorAll(".leaf")) {
      const here = shown(leaf);
      const first = here.includes(last) ? last : here[0];
      for (const bead of leaf.querySelectorAll(".bead")) stop(bead, bead === first ? 0 : -1);
    }
  };
  const beyond = (by) => {
    const ahead = by > 0 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
    const left = last ? shown().filter((bead) => last.compareDocumentPosition(bead) & ahead) : shown();
    return by > 0 ? left[0] : left[left.length - 1];
  };
  const look = (element) => {
    element.scrollIntoView({ block: element.offsetHeight > innerHeight / 2 ? "start" : "center" });
  };
  const step = (by) => {
    const next = beyond(by);
    told.textContent = next ? "" : `No ${by > 0 ? "further" : "earlier"} pair is shown.`;
    if (!next) return;
    next.focus({ preventScroll: true });
    look(next);
  };
  const choose = (one) => {
    const focused = beadOf(document.activeElement);
    if (one === review && filter !== review) before = filter;
    filter = one;
    one.checked = true;
    told.textContent = "";
    stops();
    history.replaceState(null, "", (one === all ? location.pathname : `?show=${one.id}`) + location.hash);
    const near = last && (isShown(last) ? last : (beyond(1) ?? beyond(-1)));
    if (near) look(near);
    // What is hidden loses the focus, and the keys with it.
    if (focused && !isShown(focused)) (near ?? alignments).focus({ preventScroll: true });
  };
  const find = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (beadOf(target)) last = target;
    if (!isShown(target)) choose(all);
    stops();
    target.scrollIntoView();
  };

  for (const one of [all, beads, review]) one.addEventListener("change", () => choose(one));
  alignments.addEventListener("focusin", (event) => {
    const bead = beadOf(event.target);
    open(bead);
    if (!bead) return;
    for (const other of bead.closest(".leaf").querySelectorAll(".bead[tabindex='0']")) stop(other, -1);
    stop(bead, 0);
    last = bead;
  });
  alignments.addEventListener("focusout", (event) => {
    if (beadOf(event.relatedTarget) !== opened) open(null);
  });
  // What scrolls past under a pointer that rests is no move of it.
  let [place, pointed] = ["", null];
  document.addEventListener("pointermove", (event) => {
    const now = `${event.clientX} ${event.clientY}`;
    if (now === place) return;
    place = now;
    const bead = beadOf(event.target);
    if (bead === pointed) return;
    pointed = bead;
    open(bead ?? beadOf(document.activeElement));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") open(null);
  });
  alignments.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrows = beadOf(event.target) !== null; // elsewhere they choose a filter, or scroll
    if (event.key === "j" || (arrows && event.key === "ArrowDown")) step(1);
    else if (event.key === "k" || (arrows && event.key === "ArrowUp")) step(-1);
    else if (event.key === "r") choose(filter === review ? before : review);
    else return;
    event.preventDefault();
  });
  addEventListener("hashchange", find);

  alignments.classList.add("scripted");
  const wanted = new URLSearchParams(location.search).get("show");
  filter = [beads, review].find((one) => one.id === wanted) ?? all;
  filter.checked = true;
  stops();
  find();
})();
