// A page that was opened as out/latest goes with the newest run. From disk it may fetch nothing, but it may load a script:
// run.js says which run lies there now. What is being given or written is not taken away: then a line asks.
const busy = () => unsaved().length > 0 || document.activeElement?.matches("textarea, select, input:not([type=checkbox])");

window.runIs = (run) => {
  if (run === data.run) return;
  if (busy()) by("newer").hidden = false; else location.reload();
};

const lookForNewer = () => {
  const asked = element("script");
  asked.src = `run.js?${Date.now()}`;
  for (const end of ["load", "error"]) asked.addEventListener(end, () => asked.remove());
  document.head.append(asked);
};

by("newer-open").addEventListener("click", () => location.reload());
if (/\/latest\/[^/]*$/.test(location.pathname)) setInterval(() => document.hidden || lookForNewer(), 1000);
