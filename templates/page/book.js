// A workbook of one sheet, as xlsx: every text is a text cell, never a formula; kept without compression in its zip.
const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum;
});
const crc32 = (bytes) => {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = CRC[(sum ^ byte) & 255] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
};

const little = (...fields) => {
  const bytes = new DataView(new ArrayBuffer(fields.reduce((sum, [size]) => sum + size, 0)));
  let at = 0;
  for (const [size, value] of fields) {
    if (size === 2) bytes.setUint16(at, value, true); else bytes.setUint32(at, value, true);
    at += size;
  }
  return new Uint8Array(bytes.buffer);
};

const DAY = 0x5c21; // the first of January 2026: the time of a part says nothing
const zipped = (parts) => {
  const [blocks, entries] = [[], []];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const [title, content] = [name, text].map((words) => new TextEncoder().encode(words));
    const shared = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, DAY], [4, crc32(content)], [4, content.length], [4, content.length], [2, title.length], [2, 0]];
    const head = little([4, 0x04034b50], ...shared);
    entries.push(little([4, 0x02014b50], [2, 20], ...shared, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), title);
    blocks.push(head, title, content);
    at += head.length + title.length + content.length;
  }
  const size = entries.reduce((sum, entry) => sum + entry.length, 0);
  const count = Object.keys(parts).length;
  return new Blob([...blocks, ...entries, little([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, at], [2, 0])],
    { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" });
};

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const LONGEST = 32767; // characters of a cell

const escaped = (text) => text.slice(0, LONGEST).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
  .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const letter = (at) => (at < 26 ? "" : String.fromCharCode(64 + Math.floor(at / 26))) + String.fromCharCode(65 + (at % 26));
const LOOKS = { plain: 0, head: 1, quoted: 2 };
const bookCell = (value, row, at, head) => {
  const place = `r="${letter(at)}${row}"`;
  if (typeof value === "number") return `<c ${place}><v>${value}</v></c>`;
  if (!value) return "";
  const look = head ? LOOKS.head : RUNS.test(value) ? LOOKS.quoted : LOOKS.plain;
  return `<c ${place} s="${look}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
};

const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="10"/><name val="微软雅黑"/></font><font><b/><sz val="10"/><name val="微软雅黑"/></font></fonts>`
  + '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFEEF2F5"/></patternFill></fill></fills>'
  + '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
  + '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
  + '<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>'
  + '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>'
  + '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';

const relations = (...list) => `${XML}<Relationships xmlns="${PACKAGE}/relationships">${list.map(([id, kind, target]) => `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`).join("")}</Relationships>`;
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

// rows: the heads first; a column is as wide as what stands in its first rows, within bounds.
const workbook = (title, rows) => {
  const width = (text) => [...String(text ?? "")].reduce((sum, sign) => sum + (sign > "\u2e7f" ? 2 : 1), 0);
  const widths = rows[0].map((_, at) => Math.min(50, Math.max(8, ...rows.slice(0, 50).map((row) => width(row[at]) + 2))));
  const last = `${letter(rows[0].length - 1)}${rows.length}`;
  const sheet = `${XML}<worksheet xmlns="${MAIN}"><dimension ref="A1:${last}"/><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`
    + `<cols>${widths.map((wide, at) => `<col min="${at + 1}" max="${at + 1}" width="${wide}" customWidth="1"/>`).join("")}</cols>`
    + `<sheetData>${rows.map((row, at) => `<row r="${at + 1}">${row.map((value, column) => bookCell(value, at + 1, column, !at)).join("")}</row>`).join("")}</sheetData>`
    + `<autoFilter ref="A1:${last}"/></worksheet>`;
  return zipped({
    "[Content_Types].xml": `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`
      + `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`,
    "_rels/.rels": relations(["rId1", "officeDocument", "xl/workbook.xml"]),
    "xl/workbook.xml": `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escaped(title)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations(["rId1", "worksheet", "worksheets/sheet1.xml"], ["rId2", "styles", "styles.xml"]),
    "xl/styles.xml": STYLES,
    "xl/worksheets/sheet1.xml": sheet,
  });
};
