// What an analyst looks at beside one finding: the row as sent, the person's months, the article, what clears it.
const pairs = (list) => {
  const node = element("dl", undefined, "pairs");
  for (const [title, ...parts] of list) {
    const words = parts.filter((one) => one && (one.textContent ?? one));
    if (!words.length) continue;
    const value = element("dd");
    value.append(...words);
    node.append(element("dt", title), value);
  }
  return node;
};

const part = (title, ...content) => {
  const node = element("section", undefined, "part-of-case");
  node.append(element("h3", title), ...content.filter(Boolean));
  return node;
};

const monthName = (number) => `${Math.floor(number / 12)}年${(number % 12) + 1}月`;

// A letter a month; the months asked for end before the class opens.
const strip = (states, from) => {
  const list = element("ol", undefined, "strip");
  [...states].forEach((state, at) => {
    const item = element("li", undefined, data.stateKinds[state]);
    item.append(element("small", `${Math.floor((from + at) / 12) % 100}.${((from + at) % 12) + 1}`), element("b", state));
    item.title = `${monthName(from + at)}：${data.states[state]}`;
    list.append(item);
  });
  return list;
};

const insuranceOf = (who) => {
  const get = (name) => people.text(who, name);
  const states = get("strip");
  if (!states) return element("p", "没有可用的社保缴费明细，或开班日期不明。", "soft");
  const node = element("div");
  const from = people.number(who, "strip_from");
  const legend = [...new Set(states)].map((state) => `${state}：${data.states[state]}`).join("　");
  const run = people.number(who, "months");
  node.append(
    strip(states, from),
    element("p", `${monthName(from)}至${monthName(from + states.length - 1)}　${legend}`, "soft"),
    pairs([["连续缴费", run === null ? "" : `${run}个月，截至${get("until")}`], ["参保单位", get("insured_by")]]),
  );
  return node;
};

const others = (index) => {
  const [who, project] = [findings.number(index, "who"), findings.text(index, "project")];
  const same = findings.rows.map((row, at) => at).filter((at) => at !== index && findings.text(at, "severity") !== "提示"
    && (who >= 0 ? findings.number(at, "who") === who : findings.number(at, "who") < 0 && project && findings.text(at, "project") === project));
  if (!same.length) return null;
  const list = element("ul", undefined, "plain-list");
  for (const at of same.slice(0, 12)) {
    const item = element("li");
    const [title, message] = [findings.text(at, "title"), findings.text(at, "message")];
    const sentence = message.startsWith(title) ? message : `${title}：${message}`;
    item.append(button(`${findings.text(at, "severity")}　${sentence}`, () => go({ at: placeOf(at), chosen: new Map(), q: "" }), "link"));
    list.append(item);
  }
  return part(who >= 0 ? "同一学员的其他问题" : "同一项目的其他问题", list);
};

const caseOf = (index) => {
  const get = (name) => findings.text(index, name);
  const [who, rule] = [findings.number(index, "who"), data.rules[get("code")] || {}];
  const sent = data.sent[findings.number(index, "sent")];
  const node = document.createDocumentFragment();
  const head = element("h3", undefined, "case-head");
  head.append(element("span", get("severity"), `mark ${data.kinds[get("severity")]}`), ` ${get("title")} `, element("span", [get("code"), get("article")].filter(Boolean).join("，"), "soft"));
  node.append(head, element("p", get("message"), "case-message"));
  node.append(pairs([
    ["对象", get("subject")], ["填报值", get("value")], ["核对依据", get("evidence")], ["修改办法", get("hint")],
    ["项目", linked(`${get("project")} ${data.names[get("project")] || ""}`.trim(), data.reviews[get("project")])], ["承办单位", get("unit")],
    ["位置", linked(get("file").replace(/^inbox\//, ""), data.returned[get("file")]), " ", [get("sheet"), get("cell")].filter(Boolean).join(" ")],
    ["涉及金额", yuan(findings.number(index, "amount")) && `${yuan(findings.number(index, "amount"))}元`], ["现在状态", get("status")], ["问题编号", get("finding_id")],
  ]));
  if (get("earlier")) node.append(part("以往处理意见", ...get("earlier").split("；").map((ruling) => element("p", ruling))));
  if (sent) node.append(part("报送的这一行", pairs(sent.map(([title, value]) => [data.texts[title], data.texts[value]]))));
  if (who >= 0) {
    const of = (name) => people.text(who, name);
    node.append(part("社保缴费月份", insuranceOf(who)));
    node.append(part("学员", pairs([
      ["往期参训", of("earlier") || "没有记录"], ["职业(工种)", of("occupation")], ["技能等级", of("level")], ["证书编号", of("certificate")], ["开班日期", of("opening")],
    ])));
  } else if (data.projects[get("project")]) node.append(part("项目情况", pairs(data.projects[get("project")])));
  const same = others(index);
  if (same) node.append(same);
  if (rule.text) node.append(part(get("article"), element("blockquote", rule.text)));
  const own = /^(center|extracts)\//.test(get("file")) && /^[DF]/.test(get("code")); // nobody sends these in again
  const clears = own ? "在该文件中更正并保存，下次审核即消除。" : rule.clears;
  node.append(part("怎样消除", element("p", [rule.intent, clears].filter(Boolean).join(""))));
  return node;
};
