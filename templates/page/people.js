// 学员: everyone on the rosters in force, found by name or by the last four digits.
const people = reader(data.people);
const PEOPLE_FACETS = ["verdict", "unit", "project", "level"];
const PEOPLE_HEADS = ["结论", "姓名", "项目", "工作单位", "职业(工种)与等级", "社保", "往期参训", "补助", "原因"];
let listed = [];

const personLine = (who) => {
  const get = (name) => people.text(who, name);
  const row = element("tr");
  const run = people.number(who, "months");
  const issues = button("看问题", () => go({ view: "findings", at: "", q: get("id_masked") ? `${get("name")} ${get("id_masked")}` : get("name"), chosen: new Map() }), "link");
  row.append(
    cell("结论", element("span", get("verdict"), `mark ${data.kinds[get("verdict")]}`)),
    cell("姓名", element("span", get("name"), "strong"), element("small", get("id_masked"), "id")),
    cell("项目", linked(get("project"), data.reviews[get("project")]), element("small", [data.names[get("project")], get("opening") && `${get("opening")}开班`].filter(Boolean).join("　"))),
    cell("工作单位", element("span", get("employer")), element("small", get("post"))),
    cell("职业(工种)与等级", element("span", [get("occupation"), get("level")].filter(Boolean).join("，")), element("small", get("certificate"))),
    cell("社保", element("span", run === null ? "" : `连续${run}个月，截至${get("until")}`), element("small", get("insured_by"))),
    cell("往期参训", element("span", get("earlier"))),
    cell("补助", element("span", get("money"))),
    cell("原因", element("span", get("reasons")), get("reasons") ? issues : null),
  );
  return row;
};

const drawMet = (all) => {
  const pages = Math.max(1, Math.ceil(listed.length / PAGE));
  const page = Math.min(Math.max(Number(state.page) || 1, 1), pages);
  by("people-rows").replaceChildren(...(all ? listed : listed.slice((page - 1) * PAGE, page * PAGE)).map(personLine));
  by("people-count").textContent = listed.length === people.rows.length ? `共${listed.length}人次` : `符合条件${listed.length}人次，共${people.rows.length}人次`;
  by("people-page").textContent = `第${page}页，共${pages}页`;
  by("people-previous").disabled = page === 1;
  by("people-next").disabled = page >= pages;
};

const drawPeople = () => {
  const matches = matching(people, PEOPLE_FACETS);
  listed = matches.shown;
  drawFacets(by("people-facets"), PEOPLE_FACETS, matches.counts);
  drawCriteria(by("people-criteria"), PEOPLE_FACETS);
  drawMet(false);
  if (document.activeElement !== by("people-search")) by("people-search").value = state.q;
};

const exportPeople = (kind) => {
  const columns = Object.entries(data.peopleTitles);
  const value = (who, name) => (name === "months" ? people.number(who, name) ?? "" : people.text(who, name));
  exported("学员", kind, criteria(PEOPLE_FACETS).length, [columns.map(([, title]) => title), ...listed.map((who) => columns.map(([name]) => value(who, name)))]);
};

const startPeople = () => {
  by("people-head").append(...PEOPLE_HEADS.map((title) => Object.assign(element("th", title), { scope: "col" })));
  by("people-search").addEventListener("input", () => go({ q: by("people-search").value }, { replace: true }));
  for (const kind of ["csv", "xlsx"]) by(`people-export-${kind}`).addEventListener("click", () => exportPeople(kind));
  const turn = (step) => go({ page: String((Number(state.page) || 1) + step) });
  by("people-previous").addEventListener("click", () => turn(-1));
  by("people-next").addEventListener("click", () => turn(1));
};
