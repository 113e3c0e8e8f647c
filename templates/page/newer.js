// A page that was opened as out/latest goes with the newest run. From disk it may read no file, and no script beside it may run;
// but it may measure a picture: the size of run.svg says which run lies there now. What is being given or written is not taken
// away: then a line asks.
const busy = () => unsaved().length > 0 || document.activeElement?.matches("textarea, select, input:not([type=checkbox])");

const lookForNewer = () => {
  const picture = new Image();
  picture.addEventListener("load", () => {
    if (picture.naturalWidth === data.mark[0] && picture.naturalHeight === data.mark[1]) return;
    if (busy()) by("newer").hidden = false; else location.reload();
  });
  picture.src = `run.svg?${Date.now()}`;
};

by("newer-open").addEventListener("click", () => location.reload());
if (/\/latest\/[^/]*$/.test(location.pathname)) setInterval(() => document.hidden || lookForNewer(), 1000);
