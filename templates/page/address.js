// The state of the page stands in its address: #findings?unit=…&code=…&q=…, so that back, reload and a bookmark agree.
const VIEWS = [...document.querySelectorAll("main > [data-view]")].map((view) => view.dataset.view);
const FIELDS = Object.keys(data.facets);
const PLAIN = { q: "", sort: "", group: "", page: "", at: "" };
const state = { view: VIEWS[0], chosen: new Map(), ...PLAIN };

const written = ({ view = state.view, chosen = state.chosen, ...rest } = {}) => {
  const query = new URLSearchParams();
  for (const field of FIELDS) for (const value of chosen.get(field) || []) query.append(field, value);
  for (const name of Object.keys(PLAIN)) {
    const value = name in rest ? rest[name] : state[name];
    if (value) query.set(name, value);
  }
  const text = query.toString();
  return `#${view}${text ? `?${text}` : ""}`;
};

// A section within a view has an address too; an address that names nothing leaves the view as it is.
const viewOf = (name) => (VIEWS.includes(name) ? name : by(name)?.closest("[data-view]")?.dataset.view ?? state.view);

const readAddress = () => {
  const [name, query = ""] = location.hash.slice(1).split("?");
  const fields = new URLSearchParams(query);
  state.view = viewOf(decodeURIComponent(name));
  state.chosen = new Map(FIELDS.map((field) => [field, new Set(fields.getAll(field))]).filter(([, values]) => values.size));
  for (const key of Object.keys(PLAIN)) state[key] = fields.get(key) || "";
};

const go = (changes, { replace = false } = {}) => {
  const fresh = written({ page: "", ...changes });
  if (fresh !== location.hash) history[replace ? "replaceState" : "pushState"](null, "", fresh);
  readAddress();
  render();
};

const chosenWith = (field, values) => {
  const chosen = new Map(state.chosen);
  chosen.set(field, new Set(values));
  return chosen;
};

const labelOf = (field, value) => data.labels[field]?.[value] || value || "（无）";

// What is shown, in words: for the eye, for paper and for the name of a file.
const criteria = (fields) => {
  const parts = fields.filter((field) => state.chosen.has(field))
    .map((field) => [field, `${data.facets[field]}：${[...state.chosen.get(field)].map((value) => labelOf(field, value)).join("、")}`]);
  return state.q ? [...parts, ["q", `含有：${state.q}`]] : parts;
};
