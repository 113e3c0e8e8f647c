// Rulings that were given on this page: kept in the browser until they are saved, written as the center's form 核实处理意见表.
const RULINGS = Object.keys(data.rulings);
const KEPT = `gaoji-${data.key}`;
const rulings = { done: new Map(), saved: new Set(), undo: [], kept: true };

const remember = () => {
  const unsaved = [...rulings.done].filter(([id]) => !rulings.saved.has(id));
  try {
    if (unsaved.length) localStorage.setItem(KEPT, JSON.stringify(unsaved)); else localStorage.removeItem(KEPT);
    rulings.kept = true;
  } catch {
    rulings.kept = !unsaved.length;
  }
};

const recall = () => {
  try {
    rulings.done = new Map(JSON.parse(localStorage.getItem(KEPT) || "[]").filter(([id]) => byId.has(id)));
  } catch {
    rulings.done = new Map();
  }
};

// 问题编号 → the findings that it names.
const byId = new Map();
findings.rows.forEach((row, index) => {
  const id = findings.text(index, "finding_id");
  if (id) byId.set(id, [...(byId.get(id) || []), index]);
});
// A finding's place in the address: its 问题编号, or where it stands among the findings for one that cannot be let through.
const placeOf = (index) => idOf(index) || `n${index}`;
const indexAt = (place) => {
  const index = byId.get(place)?.[0] ?? (/^n\d+$/.test(place) ? Number(place.slice(1)) : -1);
  return index < findings.rows.length && index >= 0 && findings.text(index, "severity") !== "提示" ? index : -1;
};
const mayBeRuled = (index) => idOf(index) && findings.text(index, "severity") !== "提示";
const idOf = (index) => findings.text(index, "finding_id");
const rulingOf = (index) => rulings.done.get(idOf(index));
const unsaved = () => [...rulings.done.keys()].filter((id) => !rulings.saved.has(id));

// A bracketed title, a space or a full stop makes nobody another person (values/text.person_of)
const person = (name) => name.normalize("NFKC").replace(/[(（\[【].*?[)）\]】]|[^\p{L}\p{N}]/gu, "") || name;
// Why a ruling may not be given, in the program's own words; '' where it may.
const refusal = (index, ruling, checked, confirmed) => {
  const [unchecked, alone, both] = data.refusals[findings.number(index, "ruled_as")][ruling];
  const words = both || (checked ? (confirmed && person(confirmed) !== person(checked) ? "" : alone) : unchecked);
  if (!words && !idOf(index)) return "此类问题没有问题编号：更正以前一直不能通过，不需要处理意见";
  return words && `（${findings.text(index, "code")}）${words}`;
};

const give = (indices, ruling) => {
  const ids = [...new Set(indices.map(idOf))];
  rulings.undo.push(ids.map((id) => [id, rulings.done.get(id), rulings.saved.has(id)]));
  for (const id of ids) {
    rulings.done.set(id, ruling);
    rulings.saved.delete(id);
  }
  remember();
};

const takeBack = () => {
  const last = rulings.undo.pop() || [];
  for (const [id, before, saved] of last) {
    if (before) rulings.done.set(id, before); else rulings.done.delete(id);
    if (saved) rulings.saved.add(id);
  }
  remember();
  return last.length ? last[0][0] : "";
};

const REMARK = (index) => [findings.text(index, "title"), findings.text(index, "subject").split(" ")[0], findings.text(index, "message")].filter(Boolean).join("；");

// One line of the form; a column that is none of the ruling's own takes what the finding says under that name.
const formLine = (id, serial) => {
  const [index] = byId.get(id);
  const ruling = rulings.done.get(id);
  const own = {
    rule_code: findings.text(index, "code"), project: findings.text(index, "project"), id_number: /\*/.test(findings.text(index, "subject")) ? findings.text(index, "subject").split(" ").pop() : "",
    ruling: ruling.ruling, reason: ruling.reason, checked_by: ruling.checked, checked_on: ruling.day, confirmed_by: ruling.confirmed, finding_id: id, serial, remark: REMARK(index),
  };
  return data.form.map(([, field, named]) => own[field] ?? (named in findings.at ? findings.text(index, named) : ""));
};

const saveTo = { folder: null };
const saveRulings = async () => {
  const ids = unsaved();
  if (!ids.length) return "";
  const time = new Date().toTimeString().slice(0, 8).replaceAll(":", "");
  const name = `核实处理意见表-${data.run}-${time}.csv`;
  const text = csv([data.form.map(([title]) => title), ...ids.map((id, at) => formLine(id, at + 1))]);
  if (!(await writtenTo(name, text))) download(name, text);
  for (const id of ids) rulings.saved.add(id);
  rulings.undo = [];
  remember();
  return `已保存${ids.length}条到${name}。${saveTo.folder ? "" : "把它放入工作区的center文件夹，"}下次审核即生效。`;
};

const writtenTo = async (name, text) => {
  if (!saveTo.folder) return false;
  try {
    const out = await (await saveTo.folder.getFileHandle(name, { create: true })).createWritable();
    await out.write(text);
    await out.close();
    return true;
  } catch {
    saveTo.folder = null;
    return false;
  }
};
