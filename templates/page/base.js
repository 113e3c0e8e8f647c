"use strict";
// What every part of the page uses: the data, elements, files that are handed to the reader.
const data = JSON.parse(document.getElementById("data").textContent);
const by = (id) => document.getElementById(id);

const element = (tag, words, kind) => {
  const node = document.createElement(tag);
  if (kind) node.className = kind;
  if (words !== undefined) node.textContent = words;
  return node;
};

const button = (words, act, kind) => {
  const node = element("button", words, kind);
  node.type = "button";
  node.addEventListener("click", act);
  return node;
};

const linked = (words, href) => {
  if (!href) return element("span", words);
  const link = element("a", words);
  link.href = href;
  return link;
};

const cell = (title, ...parts) => {
  const node = element("td");
  node.dataset.label = title;
  node.append(...parts.filter((part) => part && part.textContent));
  return node;
};

const yuan = (number) => (number ? number.toLocaleString("zh-CN") : "");

// Rows of numbers that point into one list of texts, read by the names of their columns.
const textIds = new Map(data.texts.map((text, index) => [text, index]));
const reader = ({ columns, rows, plain = [] }) => {
  const at = Object.fromEntries(columns.map((name, index) => [name, index]));
  const textual = columns.map((name, index) => index).filter((index) => !plain.includes(columns[index]));
  const words = [];
  return {
    rows, at,
    text: (index, name) => data.texts[rows[index][at[name]]],
    number: (index, name) => rows[index][at[name]],
    words: (index) => (words[index] ??= textual.map((column) => data.texts[rows[index][column]]).join("\n").toLowerCase()),
  };
};
const findings = reader(data.findings);

const RUNS = /^[=+\-@\t\r\n＝＋－＠]/; // a spreadsheet would run it as a formula
const csv = (rows) => "\ufeff" + rows.map((row) => row.map((value) => {
  const text = typeof value === "string" && RUNS.test(value) ? `'${value}` : String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}).join(",") + "\r\n").join("");

// The rows that are shown, the heads first, in a file of their own.
const exported = (title, kind, narrowed, rows) => {
  const name = `${title}-${data.run}${narrowed ? "-筛选" : ""}${data.part ? "-部分" : ""}.${kind}`;
  download(name, kind === "xlsx" ? workbook(title, rows) : csv(rows));
};

// content: the text of a csv, or a Blob.
const download = (name, content) => {
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([content], { type: content.type || "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};
