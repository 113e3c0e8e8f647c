"use strict";
(() => {
  const PAGE = 100;
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = Object.fromEntries(data.columns.map((name, index) => [name, index]));
  const text = (row, name) => data.texts[row[at[name]]];
  const by = (id) => document.getElementById(id);
  const FILTERS = ["unit", "project", "code", "severity", "status"];
  const RANK = { "不通过": 0, "待核实": 1, "提示": 2 };
  const HEADS = [
    ["severity", "结论"], ["title", "规则"], ["project", "项目"], ["place", "位置"], ["subject", "对象"],
    ["message", "问题与修改办法"], ["amount", "涉及金额"], ["status", "处理状态"],
  ];
  const state = { page: 0, sort: "place", down: false, shown: [] };
  const words = [];

  const element = (tag, words, kind) => {
    const made = document.createElement(tag);
    if (kind) made.className = kind;
    if (words !== undefined) made.textContent = words;
    return made;
  };

  const label = (field, value) => {
    if (value === "") return "（空）";
    return field === "code" ? `${data.titles[value] || ""} ${value}`.trim() : value;
  };

  const fill = (field, title) => {
    const counts = new Map();
    for (const row of data.rows) counts.set(text(row, field), (counts.get(text(row, field)) || 0) + 1);
    const choices = [...counts.keys()].sort((a, b) => label(field, a).localeCompare(label(field, b), "zh-CN"));
    by(field).append(new Option(title, "*"), ...choices.map((value) => new Option(`${label(field, value)}（${counts.get(value)}）`, `=${value}`)));
  };

  const searched = (index) => {
    words[index] ??= data.columns.map((name) => (name === "amount" ? "" : text(data.rows[index], name))).join("\n").toLowerCase();
    return words[index];
  };

  const keys = {
    severity: (row) => RANK[text(row, "severity")],
    amount: (row) => row[at.amount],
  };

  const compare = (a, b) => {
    if (state.sort === "place") return a - b;
    const key = keys[state.sort];
    const [x, y] = [data.rows[a], data.rows[b]];
    const order = key ? key(x) - key(y) : text(x, state.sort).localeCompare(text(y, state.sort), "zh-CN");
    return order || a - b;
  };

  const select = () => {
    const wanted = FILTERS.map((field) => [field, by(field).value]).filter(([, value]) => value !== "*");
    const terms = by("search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const kept = [];
    data.rows.forEach((row, index) => {
      if (!wanted.every(([field, value]) => `=${text(row, field)}` === value)) return;
      if (terms.every((term) => searched(index).includes(term))) kept.push(index);
    });
    kept.sort(compare);
    state.shown = state.down ? kept.reverse() : kept;
  };

  const cell = (title, ...parts) => {
    const made = element("td");
    made.dataset.label = title;
    made.append(...parts.filter((part) => part && part.textContent));
    return made;
  };

  const linked = (words, href) => {
    if (!href) return element("span", words);
    const link = element("a", words);
    link.href = href;
    return link;
  };

  const line = (row) => {
    const get = (name) => text(row, name);
    const made = element("tr");
    const place = [get("sheet"), get("cell")].filter(Boolean).join("　");
    made.append(
      cell("结论", element("span", get("severity"), `mark ${data.kinds[get("severity")]}`)),
      cell("规则", element("span", get("title"), "strong"), element("small", [get("code"), get("article")].filter(Boolean).join("　"))),
      cell("项目", linked(get("project"), data.reviews[get("project")]), element("small", get("unit"))),
      cell("位置", linked(get("file").replace(/^inbox\//, ""), data.returned[get("file")]), element("small", place)),
      cell("对象", element("span", get("subject")), element("small", get("subject").includes(get("value")) ? "" : `填报值：${get("value")}`)),
      cell("问题", element("span", get("message")), element("span", get("hint") && `修改办法：${get("hint")}`, "hint"), element("small", get("evidence")),
        element("small", get("earlier") && `以往处理意见：${get("earlier")}`, "earlier")),
      cell("涉及金额", element("span", row[at.amount] ? row[at.amount].toLocaleString("zh-CN") : "")),
      cell("处理状态", element("span", get("status")), element("small", get("finding_id"), "id")),
    );
    made.children[6].classList.add("number");
    return made;
  };

  const draw = (all) => {
    const total = state.shown.length;
    const pages = Math.max(1, Math.ceil(total / PAGE));
    state.page = Math.min(state.page, pages - 1);
    const part = all ? state.shown : state.shown.slice(state.page * PAGE, (state.page + 1) * PAGE);
    by("rows").replaceChildren(...part.map((index) => line(data.rows[index])));
    if (!total) by("rows").append(nothing());
    by("count").textContent = total === data.rows.length ? `共${total}条` : `符合条件${total}条，共${data.rows.length}条`;
    by("page").textContent = `第${state.page + 1}页，共${pages}页`;
    by("previous").disabled = state.page === 0;
    by("next").disabled = state.page >= pages - 1;
    for (const head of by("head").children) {
      const sorted = head.dataset.sort === state.sort;
      head.setAttribute("aria-sort", sorted ? (state.down ? "descending" : "ascending") : "none");
    }
    by("sort").value = `${state.sort} ${state.down}`;
  };

  const nothing = () => {
    const row = element("tr");
    const made = element("td", data.rows.length ? "没有符合条件的问题。" : "未发现问题。", "empty");
    made.colSpan = HEADS.length;
    row.append(made);
    return row;
  };

  const refresh = () => { state.page = 0; select(); draw(false); };

  const sortBy = (name, down) => { state.sort = name; state.down = down; refresh(); };

  const turn = (step) => {
    state.page += step;
    draw(false);
    by("findings").scrollIntoView();
  };

  for (const [name, title] of HEADS) {
    const head = element("th");
    const button = element("button", title);
    button.type = "button";
    button.addEventListener("click", () => sortBy(name, state.sort === name && !state.down));
    head.dataset.sort = name;
    head.scope = "col";
    head.append(button);
    by("head").append(head);
    by("sort").append(new Option(`${title}升序`, `${name} false`), new Option(`${title}降序`, `${name} true`));
  }
  fill("unit", "全部单位");
  fill("project", "全部项目");
  fill("code", "全部规则");
  fill("severity", "全部结论");
  fill("status", "全部状态");
  for (const field of FILTERS) by(field).addEventListener("change", refresh);
  by("search").addEventListener("input", refresh);
  by("sort").addEventListener("change", () => {
    const [name, down] = by("sort").value.split(" ");
    sortBy(name, down === "true");
  });
  by("filters").addEventListener("submit", (event) => event.preventDefault());
  by("filters").addEventListener("reset", () => setTimeout(refresh));
  by("previous").addEventListener("click", () => turn(-1));
  by("next").addEventListener("click", () => turn(1));
  by("print").addEventListener("click", () => window.print());
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("button[data-field]");
    if (!chosen) return;
    by("filters").reset();
    by(chosen.dataset.field).value = `=${chosen.dataset.value}`;
    refresh();
    by("findings").scrollIntoView();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest("input, select")) return;
    event.preventDefault();
    by("search").focus();
  });
  window.addEventListener("beforeprint", () => draw(true));
  window.addEventListener("afterprint", () => draw(false));
  refresh();
})();
