// 逐条处理: one finding at a time, with its rulings, by mouse or by the keys j k 1 2 3 u.
const DESK_FACETS = FINDING_FACETS.filter((field) => !["form", "change"].includes(field));
let queue = [];
let pending = "";

const current = () => {
  const index = indexAt(state.at);
  return index >= 0 ? index : queue.find((at) => !rulingOf(at)) ?? queue[0] ?? -1;
};
const undone = () => queue.filter((index) => !rulingOf(index) && findings.text(index, "status") === "未处理");

const SCOPES = {
  one: ["只处理这一条", () => true],
  cause: ["同一归因", (a, b) => findings.text(a, "cause") !== "" && findings.text(a, "cause") === findings.text(b, "cause")],
  value: ["同一规则、同一填报值", (a, b) => findings.text(a, "value") !== "" && ["code", "value"].every((name) => findings.text(a, name) === findings.text(b, name))],
  code: ["同一规则", (a, b) => findings.text(a, "code") === findings.text(b, "code")],
};
const scope = () => document.querySelector("#scopes input:checked")?.value || "one";
const meant = (index, name) => (name === "one" ? [index] : [index, ...undone().filter((at) => at !== index && SCOPES[name][1](index, at))]);

const tell = (words, fault = false) => {
  by("told").textContent = words;
  by("told").classList.toggle("fault", fault);
};

const move = (step) => {
  const here = queue.indexOf(current());
  const at = here < 0 ? queue.findIndex((index) => index > current()) : here + step;
  if (at < 0 || at >= queue.length) return tell(step > 0 ? "已是最后一条。" : "已是第一条。");
  tell("");
  return go({ at: placeOf(queue[at]) }, { replace: true });
};

const decide = (ruling) => {
  const index = current();
  if (index < 0) return;
  const entry = { code: findings.text(index, "code"), ruling, reason: by("reason").value.trim(), checked: by("checked").value.trim(), confirmed: by("confirmed").value.trim(), day: by("checked-on").value };
  const indices = meant(index, scope());
  const refused = indices.map((at) => refusal(at, ruling, entry.checked, entry.confirmed)).find(Boolean);
  const lacking = [["reason", entry.reason], ["checked-on", entry.day]].find(([, value]) => !value);
  pending = ruling;
  if (refused) {
    tell(refused, true);
    if (/没有填写核实人/.test(refused)) by("checked").focus();
    else if (/复核人/.test(refused)) by("confirmed").focus();
  } else if (lacking) {
    tell(`“${lacking[0] === "reason" ? "理由" : "核实日期"}”没有填写`, true);
    by(lacking[0]).focus();
  } else {
    if (ruling === "不予通过" || !indices.some((at) => findings.text(at, "severity") === "不通过")) entry.confirmed = entry.confirmed === entry.checked ? "" : entry.confirmed;
    give(indices, entry);
    pending = "";
    document.activeElement.blur();
    const next = undone().find((at) => at > index) ?? undone()[0];
    tell(next === undefined ? "筛选范围内已全部处理，请保存处理意见。" : `${indices.length}条${ruling}。`);
    go({ at: placeOf(next ?? index) }, { replace: true });
  }
};

const undo = () => {
  const id = takeBack();
  tell(id ? "已撤销。" : "没有可以撤销的处理意见。");
  go({ at: id || state.at }, { replace: true });
};

const drawReasons = (index) => {
  const code = findings.text(index, "code");
  const mine = [...rulings.done.values()].filter((one) => one.code === code).map((one) => one.reason).reverse();
  const used = [...new Set([...mine, ...(data.reasons[code] || [])])];
  by("reasons").replaceChildren(...used.map((reason) => new Option(reason)));
  by("used").replaceChildren(...used.slice(0, 5).map((reason) => button(reason, () => {
    by("reason").value = reason;
    if (pending) decide(pending);
  }, "chip plain-chip")));
};

const drawScopes = (index) => {
  const offered = Object.keys(SCOPES).map((name) => [name, meant(index, name).length]).filter(([name, count]) => name === "one" || count > 1);
  by("scopes").replaceChildren(...offered.map(([name, count]) => {
    const label = element("label");
    const box = element("input");
    Object.assign(box, { type: "radio", name: "scope", value: name, checked: name === "one" });
    label.append(box, ` ${SCOPES[name][0]}${name === "one" ? "" : `的${count}条`}`);
    return label;
  }));
};

const drawDesk = () => {
  const matches = matching(findings, FINDING_FACETS, mayBeRuled);
  queue = matches.shown;
  drawFacets(by("desk-facets"), DESK_FACETS, matches.counts);
  drawCriteria(by("desk-criteria"), FINDING_FACETS);
  const index = current();
  const waiting = undone().length;
  by("progress").textContent = `已处理${queue.length - waiting}，待处理${waiting}`;
  by("unsaved").textContent = unsaved().length ? `${unsaved().length}条处理意见尚未保存${rulings.kept ? "" : "，浏览器不能代为保留，关闭本页前请保存"}` : "";
  by("save").disabled = !unsaved().length;
  by("ruling").hidden = index < 0;
  if (index < 0) {
    by("case").replaceChildren(element("p", "筛选范围内没有可以处理的问题。", "soft"));
    by("where").textContent = "";
    return;
  }
  const at = queue.indexOf(index) + 1;
  by("where").textContent = at ? `第${at}条，共${queue.length}条` : `不在筛选范围内，或不能由处理意见放行；筛选范围内共${queue.length}条`;
  by("case").replaceChildren(caseOf(index));
  const ruled = rulingOf(index);
  by("decided").textContent = ruled ? `已${ruled.ruling}：${ruled.reason}（${ruled.checked}${ruled.confirmed ? `、${ruled.confirmed}复核` : ""}${rulings.saved.has(idOf(index)) ? "，已保存" : "，未保存"}）` : "";
  by("reason").value = ruled ? ruled.reason : "";
  for (const choice of by("choices").children) choice.setAttribute("aria-pressed", String(ruled?.ruling === choice.dataset.ruling));
  drawScopes(index);
  drawReasons(index);
  pending = "";
};

// Enter gives the ruling that waited for what was just filled in, and frees the keys.
const entered = (event) => {
  if (!["Enter", "Escape"].includes(event.key)) return;
  event.preventDefault();
  event.target.blur();
  if (event.key === "Enter" && pending) decide(pending);
};

const KEYS = { j: () => move(1), k: () => move(-1), u: undo };
RULINGS.forEach((ruling, at) => { KEYS[String(at + 1)] = () => decide(ruling); });

const startDesk = () => {
  recall();
  by("choices").append(...RULINGS.map((ruling, at) => {
    const choice = button(ruling, () => decide(ruling), `ruling ${data.rulings[ruling]}`);
    choice.append(element("kbd", String(at + 1)));
    choice.dataset.ruling = ruling;
    return choice;
  }));
  by("checked-on").value = data.day; // the run's own: a ruling dated after it would have no effect in a run of that day
  for (const name of ["checked", "confirmed"]) {
    by(name).value = sessionStorage.getItem(`gaoji-${name}`) || "";
    by(name).addEventListener("input", () => sessionStorage.setItem(`gaoji-${name}`, by(name).value));
    by(name).addEventListener("keydown", entered);
  }
  by("reason").addEventListener("keydown", entered);
  by("ruling").addEventListener("submit", (event) => event.preventDefault());
  by("to-next").addEventListener("click", () => move(1));
  by("to-previous").addEventListener("click", () => move(-1));
  by("undo").addEventListener("click", undo);
  by("save").addEventListener("click", async () => {
    const words = await saveRulings();
    drawDesk();
    tell(words);
  });
  if (window.showDirectoryPicker) {
    by("folder").hidden = false;
    by("folder").addEventListener("click", async () => {
      saveTo.folder = await window.showDirectoryPicker({ id: "center", mode: "readwrite" }).catch(() => null);
      tell(saveTo.folder ? `保存时直接写入${saveTo.folder.name}文件夹。` : "");
    });
  }
  document.addEventListener("keydown", (event) => {
    if (state.view !== "desk" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("textarea, select, input:not([type=radio], [type=checkbox])")) return;
    const act = KEYS[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault(); // the key must not be written into the field that the ruling asks for
    act();
  });
  window.addEventListener("beforeunload", (event) => { if (!rulings.kept) event.preventDefault(); });
};
