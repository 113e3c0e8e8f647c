// Begins the page, and draws the view that the address names.
const DRAW = { findings: drawFindings, people: drawPeople, desk: drawDesk };

function render() {
  for (const view of document.querySelectorAll("main > [data-view]")) view.hidden = view.dataset.view !== state.view;
  for (const link of document.querySelectorAll("nav a[data-to]")) {
    link.href = written({ view: link.dataset.to, page: "", at: "" });
    if (link.dataset.to === state.view) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  }
  DRAW[state.view]?.();
}

const arrive = () => {
  const before = state.view;
  readAddress();
  render();
  if (state.view !== before) window.scrollTo(0, 0);
  const name = decodeURIComponent(location.hash.slice(1).split("?")[0]);
  if (name && !VIEWS.includes(name)) by(name)?.scrollIntoView();
};

startFindings();
startPeople();
startDesk();
startReturns();
for (const box of document.querySelectorAll(".facet-box")) box.open = window.innerWidth > 900;
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault(); // its address would take the place of the state
  by("main").focus();
});
by("print").addEventListener("click", () => window.print());
document.addEventListener("click", (event) => {
  const chosen = event.target.closest("button[data-field]");
  if (!chosen) return;
  go({ view: "findings", at: "", chosen: chosenWith(chosen.dataset.field, [chosen.dataset.value]) });
  window.scrollTo(0, 0);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input, select, textarea")) return;
  event.preventDefault();
  if (!["findings", "people"].includes(state.view)) go({ view: "findings" });
  by(state.view === "people" ? "people-search" : "search").focus();
});
window.addEventListener("hashchange", arrive);
const ROWS = { findings: drawRows, people: drawMet };
window.addEventListener("beforeprint", () => ROWS[state.view]?.(true));
window.addEventListener("afterprint", () => ROWS[state.view]?.(false));
arrive();
