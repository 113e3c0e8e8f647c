// Facets: each counts what the others leave, as in OpenRefine; within a facet values add up, between facets they narrow.
const terms = () => state.q.trim().toLowerCase().split(/\s+/).filter(Boolean);

// among: which rows there are at all.
const matching = (set, fields, among = () => true) => {
  const columns = fields.map((field) => set.at[field]);
  const counts = new Map(fields.map((field) => [field, new Map()]));
  const wanted = fields.map((field) => state.chosen.has(field)
    ? new Set([...state.chosen.get(field)].map((value) => textIds.get(value) ?? -1)) : null);
  const searched = terms();
  const shown = [];
  set.rows.forEach((row, index) => {
    if (!among(index)) return;
    let failed = -1;
    for (let at = 0; at < fields.length; at += 1) {
      if (wanted[at] === null || wanted[at].has(row[columns[at]])) continue;
      if (failed >= 0) return;
      failed = at;
    }
    if (searched.length && !searched.every((term) => set.words(index).includes(term))) return;
    if (failed < 0) shown.push(index);
    fields.forEach((field, at) => {
      if (failed >= 0 && failed !== at) return;
      const count = counts.get(field);
      count.set(row[columns[at]], (count.get(row[columns[at]]) || 0) + 1);
    });
  });
  return { shown, counts };
};

const toggled = (field, value, on) => {
  const values = new Set(state.chosen.get(field));
  if (on) values.add(value); else values.delete(value);
  go({ chosen: chosenWith(field, values) });
};

const choice = (field, value, count, selected) => {
  const item = element("li");
  const label = element("label");
  const box = element("input");
  box.type = "checkbox";
  box.checked = selected;
  box.dataset.key = `${field}=${value}`;
  box.addEventListener("change", () => toggled(field, value, box.checked));
  label.append(box, element("span", labelOf(field, value), "name"), element("b", count.toLocaleString("zh-CN")));
  item.append(label);
  return item;
};

const ORDER = { severity: ["不通过", "待核实", "提示"], verdict: ["不通过", "待核实", "可通过"] };
const FIRST = 50; // so many values of a facet are shown before one asks for all
const unfolded = new Set();
const facet = (field, counts) => {
  const selected = state.chosen.get(field) || new Set();
  const values = new Map([...counts].map(([id, count]) => [data.texts[id], count]));
  for (const value of selected) if (!values.has(value)) values.set(value, 0);
  const rank = (value) => ORDER[field]?.indexOf(value) ?? 0;
  const sorted = [...values].sort((a, b) => rank(a[0]) - rank(b[0]) || b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const box = element("fieldset", undefined, "facet");
  const legend = element("legend", data.facets[field]);
  box.append(legend);
  if (selected.size) box.append(button("不限", () => go({ chosen: chosenWith(field, []) }), "link clear"));
  const list = element("ul");
  const listed = unfolded.has(field) ? sorted : sorted.filter(([value], at) => at < FIRST || selected.has(value));
  list.append(...listed.map(([value, count]) => choice(field, value, count, selected.has(value))));
  if (listed.length < sorted.length) {
    const more = element("li");
    more.append(button(`显示全部${sorted.length}项`, () => { unfolded.add(field); render(); }, "link"));
    list.append(more);
  }
  box.append(list);
  return box;
};

// Draws the facets into `place`; what had the keyboard keeps it, and lists stay where they were scrolled to.
const drawFacets = (place, fields, counts) => {
  const key = document.activeElement?.dataset?.key;
  const scrolled = [...place.querySelectorAll("ul")].map((list) => list.scrollTop);
  place.replaceChildren(...fields.map((field) => facet(field, counts.get(field))));
  place.querySelectorAll("ul").forEach((list, at) => { list.scrollTop = scrolled[at] || 0; });
  if (key) [...place.querySelectorAll("input")].find((box) => box.dataset.key === key)?.focus({ preventScroll: true });
};

const drawCriteria = (place, fields) => {
  const chips = criteria(fields).map(([field, words]) => {
    const chip = button(words, () => go(field === "q" ? { q: "" } : { chosen: chosenWith(field, []) }), "chip");
    chip.title = "去掉这一条件";
    return chip;
  });
  if (chips.length) chips.push(button("清除全部条件", () => go({ chosen: new Map(), q: "" }), "link"));
  place.replaceChildren(...chips);
};
