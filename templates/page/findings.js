// 审核问题: the table of what the facets leave, sorted, grouped, turned by pages of PAGE.
const PAGE = 100;
const RANK = { "不通过": 0, "待核实": 1, "提示": 2 };
const HEADS = [
  ["severity", "结论"], ["title", "规则"], ["project", "项目"], ["place", "位置"], ["subject", "对象"],
  ["message", "问题与修改办法"], ["amount", "涉及金额"], ["status", "处理状态"],
];
const GROUPS = { project: "项目", subject: "对象", cause: "归因", code: "规则", unit: "承办单位" };
const FINDING_FACETS = data.findings.facets;
let shown = [];

const sorting = () => {
  const [, name, down] = /^(\w+?)(-?)$/.exec(state.sort) || [];
  return HEADS.some(([head]) => head === name) ? [name, down === "-"] : ["place", false];
};

const order = () => {
  const [name, down] = sorting();
  const collator = new Intl.Collator("zh-CN");
  const keys = { severity: (index) => RANK[findings.text(index, "severity")], amount: (index) => findings.number(index, "amount") };
  const compare = (a, b) => {
    if (name === "place") return a - b;
    return keys[name] ? keys[name](a) - keys[name](b) : collator.compare(findings.text(a, name), findings.text(b, name));
  };
  const sorted = shown.sort((a, b) => compare(a, b) * (down ? -1 : 1) || a - b);
  if (name === "place" && down) sorted.sort((a, b) => b - a);
  if (!GROUPS[state.group]) return sorted;
  const groups = new Map();
  for (const index of sorted) {
    const value = findings.text(index, state.group);
    if (!groups.has(value)) groups.set(value, []);
    groups.get(value).push(index);
  }
  return [...groups].sort((a, b) => (a[0] === "") - (b[0] === "") || b[1].length - a[1].length).flatMap(([, part]) => part);
};

const findingLine = (index) => {
  const get = (name) => findings.text(index, name);
  const line = element("tr");
  const place = [get("sheet"), get("cell")].filter(Boolean).join("　");
  line.append(
    cell("结论", element("span", get("severity"), `mark ${data.kinds[get("severity")]}`)),
    cell("规则", element("span", get("title"), "strong"), element("small", [get("code"), get("article")].filter(Boolean).join("　"))),
    cell("项目", linked(get("project"), data.reviews[get("project")]), element("small", get("unit"))),
    cell("位置", linked(get("file").replace(/^inbox\//, ""), data.returned[get("file")]), element("small", place)),
    cell("对象", element("span", get("subject")), element("small", get("subject").includes(get("value")) ? "" : `填报值：${get("value")}`)),
    cell("问题", element("span", get("message")), element("span", get("hint") && `修改办法：${get("hint")}`, "hint"), element("small", get("evidence")),
      element("small", get("earlier") && `以往处理意见：${get("earlier")}`, "earlier")),
    cell("涉及金额", element("span", yuan(findings.number(index, "amount")))),
    cell("处理状态", element("span", get("status")), rulingOf(index) ? element("small", `拟${rulingOf(index).ruling}`, "earlier") : null,
      get("severity") === "提示" ? null : button(mayBeRuled(index) ? "处理" : "详情", () => go({ view: "desk", at: placeOf(index) }), "link"), element("small", get("finding_id"), "id"), element("small", get("change") === "新增" ? "本次新增" : "")),
  );
  line.children[6].classList.add("number");
  return line;
};

const wholeLine = (tag, words, kind) => {
  const row = element("tr", undefined, kind);
  const head = element(tag, words);
  head.colSpan = HEADS.length;
  if (tag === "th") head.scope = "colgroup";
  row.append(head);
  return row;
};

// The rows of a part of what is shown; with groups, a line before each says what it is and how many.
const lines = (part) => {
  if (!GROUPS[state.group]) return part.map(findingLine);
  const counts = new Map();
  for (const index of shown) counts.set(findings.text(index, state.group), (counts.get(findings.text(index, state.group)) || 0) + 1);
  return part.flatMap((index, at) => {
    const value = findings.text(index, state.group);
    const row = findingLine(index);
    if (at && findings.text(part[at - 1], state.group) === value) return [row];
    return [wholeLine("th", `${GROUPS[state.group]}：${labelOf(state.group, value)}　${counts.get(value)}条`, "group"), row];
  });
};

const drawRows = (all) => {
  const pages = Math.max(1, Math.ceil(shown.length / PAGE));
  const page = Math.min(Math.max(Number(state.page) || 1, 1), pages);
  const part = all ? shown : shown.slice((page - 1) * PAGE, page * PAGE);
  by("rows").replaceChildren(...lines(part));
  if (!shown.length) by("rows").append(wholeLine("td", findings.rows.length ? "没有符合条件的问题。" : "未发现问题。", "nothing"));
  by("count").textContent = shown.length === findings.rows.length ? `共${shown.length}条` : `符合条件${shown.length}条，共${findings.rows.length}条`;
  by("page").textContent = `第${page}页，共${pages}页`;
  by("previous").disabled = page === 1;
  by("next").disabled = page >= pages;
};

const drawFindings = () => {
  const matches = matching(findings, FINDING_FACETS);
  shown = matches.shown;
  shown = order();
  drawFacets(by("facets"), FINDING_FACETS, matches.counts);
  drawCriteria(by("criteria"), FINDING_FACETS);
  drawRows(false);
  const [name, down] = sorting();
  for (const head of by("head").children) {
    head.setAttribute("aria-sort", head.dataset.sort === name ? (down ? "descending" : "ascending") : "none");
  }
  by("sort").value = `${name}${down ? "-" : ""}`;
  by("group").value = GROUPS[state.group] ? state.group : "";
  if (document.activeElement !== by("search")) by("search").value = state.q;
};

const EXPORTED = [
  ["severity", "结论"], ["code", "规则代码"], ["title", "规则"], ["article", "依据条款"], ["project", "项目编号"], ["unit", "承办单位"], ["file", "文件"], ["sheet", "工作表"],
  ["cell", "单元格"], ["subject", "对象"], ["value", "填报值"], ["message", "问题"], ["hint", "修改办法"], ["evidence", "核对依据"], ["amount", "涉及金额"],
  ["status", "处理状态"], ["finding_id", "问题编号"],
];
const exportFindings = (kind) => {
  const rows = shown.map((index) => EXPORTED.map(([name]) => (name === "amount" ? findings.number(index, name) : findings.text(index, name))));
  exported("审核问题", kind, criteria(FINDING_FACETS).length, [EXPORTED.map(([, title]) => title), ...rows]);
};

const startFindings = () => {
  for (const [name, title] of HEADS) {
    const head = element("th");
    head.dataset.sort = name;
    head.scope = "col";
    head.append(button(title, () => go({ sort: sorting()[0] === name && !sorting()[1] ? `${name}-` : name })), element("span", title, "on-paper"));
    by("head").append(head);
    by("sort").append(new Option(`${title}升序`, name), new Option(`${title}降序`, `${name}-`));
  }
  by("group").append(new Option("不分组", ""), ...Object.entries(GROUPS).map(([name, title]) => new Option(`按${title}`, name)));
  by("search").addEventListener("input", () => go({ q: by("search").value }, { replace: true }));
  by("sort").addEventListener("change", () => go({ sort: by("sort").value }));
  by("group").addEventListener("change", () => go({ group: by("group").value }));
  for (const kind of ["csv", "xlsx"]) by(`export-${kind}`).addEventListener("click", () => exportFindings(kind));
  const turn = (step) => {
    go({ page: String((Number(state.page) || 1) + step) });
    by("table-side").scrollIntoView();
  };
  by("previous").addEventListener("click", () => turn(-1));
  by("next").addEventListener("click", () => turn(1));
};
