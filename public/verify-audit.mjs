#!/usr/bin/env node
// Recomputes the chain of an exported Trinity Connect audit log and names the first row that is not as it was written.
//
//   node verify-audit.mjs audit.jsonl
//   node verify-audit.mjs audit.jsonl --anchor 1200:9f2c…
//
// --anchor (any number of them): a row's number and hash as you kept them, from a page, a mail or an earlier export. It
// shows what a chain cannot show by itself: that nobody rewrote all of it, or cut its end before exporting it.
// The file is the JSONL export; "-" reads standard input. Exit code 0: whole. 1: not. 2: it could not be read.
// Needs Node 18 or newer and nothing else. How the hashes are made: docs/audit-log.md.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

const FORMAT = "trinity-connect-audit/1";

/** Members sorted by name, empty ones left out. */
function toCanonical(value) {
  if (Array.isArray(value)) return value.map((item) => toCanonical(item) ?? null);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined && member !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, toCanonical(member)]));
}

function hashRow(row) {
  return createHash("sha256")
    .update(JSON.stringify(toCanonical(row)))
    .digest("hex");
}

function readArguments(words) {
  const anchors = new Map();
  const files = [];
  for (let index = 0; index < words.length; index += 1) {
    if (words[index] !== "--anchor") {
      files.push(words[index]);
      continue;
    }
    index += 1;
    const anchor = /^(\d+):([0-9a-f]{64})$/.exec(words[index] ?? "");
    if (!anchor) return null;
    anchors.set(anchor[1], anchor[2]);
  }
  return files.length === 1 ? { file: files[0], anchors } : null;
}

function finish(code, sentence, facts) {
  console.log(sentence);
  console.log(JSON.stringify({ ok: code === 0, ...facts }));
  process.exit(code);
}

const broken = (row, problem, sentence) => finish(1, sentence, { row: String(row), problem });
const unreadable = (sentence) => finish(2, sentence, { problem: "unreadable" });

function parse(line, number) {
  try {
    return JSON.parse(line);
  } catch {
    return unreadable(`Line ${number} is not JSON.`);
  }
}

async function verify({ file, anchors }) {
  const input = file === "-" ? process.stdin : createReadStream(file);
  input.on("error", (error) => unreadable(`${file} cannot be read: ${error.code}.`));
  let header;
  let isEnded = false;
  let number = 0;
  let rows = 0n;
  let last = { seq: 0n, hash: "" };
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number += 1;
    if (line === "") continue;
    const entry = parse(line, number);
    if (header === undefined) {
      if (entry?.format !== FORMAT) return unreadable("This is not an audit log in JSONL.");
      header = entry;
      continue;
    }
    if (entry.end !== undefined) {
      isEnded = BigInt(entry.end.rows) === rows;
      continue;
    }
    const { row, hash } = entry;
    if (typeof row?.seq !== "string" || !/^\d+$/.test(row.seq))
      return unreadable(`Line ${number} is no row.`);
    const seq = BigInt(row.seq);
    const due = last.seq + 1n;
    if (header.isComplete ? seq !== due : seq < due) {
      return broken(
        due,
        "missing",
        `Row ${due} is missing or out of order: row ${seq} stands in its place (line ${number}).`,
      );
    }
    if (seq === due && (header.isComplete || last.hash !== "") && row.prevHash !== last.hash) {
      return broken(seq, "unlinked", `Row ${seq} does not follow the row before it (line ${number}).`);
    }
    if (hashRow(row) !== hash) return broken(seq, "changed", `Row ${seq} was changed (line ${number}).`);
    if (anchors.has(row.seq) && anchors.get(row.seq) !== hash) {
      return broken(seq, "rewritten", `Row ${seq} is not the one you kept the hash of (line ${number}).`);
    }
    anchors.delete(row.seq);
    last = { seq, hash };
    rows += 1n;
  }
  if (header === undefined) return unreadable("The file is empty.");
  if (header.isComplete && String(last.seq) !== header.chainEnd.seq) {
    return broken(
      last.seq + 1n,
      "missing",
      `The end is missing, from row ${last.seq + 1n} to row ${header.chainEnd.seq}.`,
    );
  }
  if (header.isComplete && last.hash !== header.chainEnd.hash) {
    return broken(last.seq, "rewritten", `Row ${last.seq} is not the end that the export names.`);
  }
  if (!isEnded) return broken(last.seq + 1n, "missing", `The file ends too early, after row ${last.seq}.`);
  const [anchor] = anchors.keys();
  if (anchor !== undefined)
    return broken(anchor, "missing", `Row ${anchor}, whose hash you kept, is not in here.`);
  const facts = { rows: String(rows), last: String(last.seq), hash: last.hash };
  return header.isComplete
    ? finish(0, `Complete: ${rows} rows, 1 to ${last.seq}. Hash of the last: ${last.hash}`, facts)
    : finish(
        0,
        `${rows} rows of a selection, each as it was written. Only an export without a filter shows that none is missing.`,
        facts,
      );
}

const options = readArguments(process.argv.slice(2));
if (options === null) unreadable("Usage: node verify-audit.mjs <audit.jsonl> [--anchor <row>:<hash>]…");
else await verify(options);
