
"use strict";
// Choosing, filtering and the keys. The page is complete without them; nothing here makes markup of a string.
(() => {
  const text = document.getElementById("text");
  const tip = document.getElementById("tip");
  const bar = document.getElementById("chosen");
  const said = bar.querySelector("p");
  const cards = [...document.querySelectorAll(".card")];
  const pieces = [...text.querySelectorAll("mark")];
  const marks = pieces.filter((piece) => piece.id);
  const evidence = [...text.querySelectorAll(".ev")];
  const piecesOf = new Map();
  for (const piece of pieces) {
    const number = piece.dataset.m;
    piecesOf.set(number, [...(piecesOf.get(number) || []), piece]);
  }
  const wide = window.matchMedia("(min-width: 62.01rem)");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  let chosen = null; // a card, or a mark

  const rolesOf = (mark) =>
    mark.dataset.roles ? mark.dataset.roles.split(" ").map((pair) => pair.split(":")) : [];
  const eventsOf = (mark) => new Set(rolesOf(mark).map(([event]) => event));
  const visible = () => marks.filter((mark) => !mark.classList.contains("hid") && mark.getClientRects().length);

  // -- the tip ------------------------------------------------------------------------------------

  function showTip(mark) {
    const [label, normal, events] = tip.children;
    const shown = mark.dataset.normal;
    label.textContent = mark.dataset.label;
    normal.textContent = shown.startsWith(mark.dataset.label) ? shown.slice(mark.dataset.label.length) : shown;
    const count = eventsOf(mark).size;
    events.textContent = count ? `in ${count} event${count > 1 ? "s" : ""}: click or Enter` : "";
    tip.hidden = false;
    const at = mark.getClientRects()[0] || mark.getBoundingClientRect();
    const { width, height } = tip.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8));
    const top = at.top - height - 8 > 0 ? at.top - height - 8 : at.bottom + 14;
    tip.style.transform = `translate(${left}px, ${top}px)`;
    mark.setAttribute("aria-describedby", "tip");
  }

  function hideTip() {
    tip.hidden = true;
    for (const mark of text.querySelectorAll("[aria-describedby]")) mark.removeAttribute("aria-describedby");
  }

  // -- choosing -----------------------------------------------------------------------------------

  function unlight() {
    document.body.classList.remove("choosing");
    for (const lit of text.querySelectorAll(".lit")) lit.classList.remove("lit");
    for (const mark of marks) mark.removeAttribute("data-role");
  }

  function light(mark, role) {
    for (const piece of piecesOf.get(mark.dataset.m)) piece.classList.add("lit");
    if (role) mark.dataset.role = mark.dataset.role ? `${mark.dataset.role}, ${role}` : role;
    unfold(mark);
  }

  function lightEvent(event) {
    document.body.classList.add("choosing");
    for (const mark of marks)
      for (const [number, role] of rolesOf(mark)) if (number === event) light(mark, role.replaceAll("_", " "));
    for (const each of evidence)
      if (each.dataset.events.split(" ").includes(event)) each.classList.add("lit");
    // A role stands above the end of its mark, and needs room to the left of it.
    const edge = text.getBoundingClientRect().left;
    for (const mark of text.querySelectorAll("mark[data-role]")) {
      const last = [...mark.getClientRects()].pop();
      mark.classList.toggle("at-edge", Boolean(last) && last.right - edge < 12 + 7 * mark.dataset.role.length);
    }
  }

  function unfold(element) {
    for (let at = element.parentElement; at && at !== text; at = at.parentElement)
      if (at.tagName === "DETAILS") at.open = true;
  }

  function say(words) {
    said.textContent = words;
    bar.hidden = false;
  }

  function goTo(element, block = "center") {
    element.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });
  }

  function chooseEvent(card) {
    if (chosen === card) return;
    unlight();
    if (only && !only.has(card.dataset.event)) narrow(null);
    chosen = card;
    for (const other of cards) other.open = other === card;
    lightEvent(card.dataset.event);
    const word = card.querySelector(".trigger-word").textContent;
    say(`${card.querySelector(".type").textContent}: ${word}`);
    const first = text.querySelector(".ev.lit");
    if (first && wide.matches) goTo(first);
  }

  function chooseMark(mark) {
    const events = eventsOf(mark);
    clear();
    chosen = mark;
    document.body.classList.add("choosing");
    light(mark, "");
    narrow(events);
    const count = events.size;
    say(`${mark.textContent}: ${count ? count : "no"} event${count === 1 ? "" : "s"}`);
    const own = cards.filter((card) => events.has(card.dataset.event) && !card.closest("li").hidden);
    if (own.length === 1) {
      own[0].open = true;
      chooseEvent(own[0]);
    } else if (own.length && wide.matches) own[0].scrollIntoView({ block: "nearest" });
  }

  function clear() {
    chosen = null;
    unlight();
    hideTip();
    narrow(null);
    for (const card of cards) card.open = false;
    bar.hidden = true;
  }

  // -- filters ------------------------------------------------------------------------------------

  let only = null; // the events of the chosen mark

  function narrow(events) {
    only = events && events.size ? events : null;
    filter();
  }

  function unchecked(kind) {
    const boxes = document.querySelectorAll(`input[data-filter="${kind}"]:not(:checked)`);
    return new Set([...boxes].map((box) => box.value));
  }

  function filter() {
    const labels = unchecked("label");
    const types = unchecked("type");
    const hiddenEvents = new Set();
    for (const card of cards) {
      const off = types.has(card.dataset.type);
      if (off) hiddenEvents.add(card.dataset.event);
      card.closest("li").hidden = off || (only !== null && !only.has(card.dataset.event));
    }
    for (const mark of marks) {
      const roles = rolesOf(mark);
      const idle = mark.dataset.label === "TRIGGER" && roles.length && roles.every(([event]) => hiddenEvents.has(event));
      const hid = labels.has(mark.dataset.label) || Boolean(idle);
      for (const piece of piecesOf.get(mark.dataset.m)) piece.classList.toggle("hid", hid);
    }
    const shown = cards.filter((card) => !card.closest("li").hidden).length;
    document.getElementById("events-head").textContent =
      shown === cards.length ? `Events (${shown})` : `Events (${shown} of ${cards.length})`;
  }

  function check(on) {
    for (const box of document.querySelectorAll("input[data-filter]")) box.checked = on;
    filter();
    rove(null);
  }

  // -- keys ---------------------------------------------------------------------------------------

  // One mark is in the order of the Tab key; the arrows go from there.
  function rove(to) {
    const now = text.querySelector('mark[tabindex="0"]');
    if (now) now.tabIndex = -1;
    const next = to || visible()[0];
    if (next) next.tabIndex = 0;
    if (to) to.focus({ preventScroll: false });
  }

  function step(from, key) {
    const order = visible();
    const at = order.indexOf(from);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: order.length - 1 }[key];
    if (order[to]) rove(order[to]);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const mark = event.target instanceof Element ? event.target.closest("mark[id]") : null;
    if (event.key === "Escape") {
      const card = document.activeElement && document.activeElement.closest(".card");
      if (chosen) clear();
      else hideTip();
      if (card) card.querySelector("summary").focus();
    } else if (mark && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      chooseMark(mark);
      showTip(mark);
    } else if (mark && /^(Arrow|Home$|End$)/.test(event.key)) {
      event.preventDefault();
      step(mark, event.key);
    }
  });

  // -- the pointer and the rest -------------------------------------------------------------------

  const markAt = (target) => {
    const piece = target instanceof Element ? target.closest("mark:not(.hid)") : null;
    return piece && text.contains(piece) ? piecesOf.get(piece.dataset.m)[0] : null;
  };

  document.addEventListener("click", (event) => {
    const go = event.target.closest("[data-go]");
    const mark = markAt(event.target);
    if (go) {
      const to = document.getElementById(`m${go.dataset.go}`);
      unfold(to);
      goTo(to);
      rove(to);
    } else if (mark && window.getSelection().isCollapsed) {
      rove(mark);
      chooseMark(mark);
      showTip(mark);
    }
  });
  document.addEventListener("pointerover", (event) => {
    const mark = markAt(event.target);
    if (mark) showTip(mark);
    else if (!document.activeElement || !document.activeElement.matches("mark")) hideTip();
  });
  document.addEventListener("focusin", (event) => {
    const mark = markAt(event.target);
    if (mark) showTip(mark);
    else hideTip();
  });
  document.addEventListener("scroll", hideTip, { passive: true });
  document.addEventListener("change", (event) => {
    if (event.target.matches("input[data-filter]")) {
      filter();
      rove(null);
    }
  });
  for (const card of cards)
    card.addEventListener("toggle", () => {
      if (card.open) chooseEvent(card);
      else if (chosen === card) clear();
    });
  document.getElementById("all").addEventListener("click", () => check(true));
  document.getElementById("none").addEventListener("click", () => check(false));
  document.getElementById("clear").addEventListener("click", () => {
    clear();
    rove(null);
  });
  document.getElementById("to-text").addEventListener("click", () => goTo(text.querySelector(".lit") || text));
  document.getElementById("to-events").addEventListener("click", () =>
    goTo(cards.find((card) => card.open) || document.getElementById("events"), "start"));

  for (const mark of marks) mark.removeAttribute("title"); // the tip says the same
  if (!wide.matches) document.querySelector(".filters").open = false;
  filter();
  rove(null);
})();
