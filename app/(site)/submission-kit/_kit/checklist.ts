import { type ListedPoint, listPreflightPoints } from "#lib/operations/list-preflight-points.ts";
import type { PointResult, PreflightReport } from "#lib/operations/schema.ts";
import type { Tone } from "../../../_ui/tone.ts";
import type { Cell, Section } from "./kit.ts";

/** The newest run; null before the first, "unreadable" while the database cannot be asked. */
export type LastRun = PreflightReport | null | "unreadable";

type State = PointResult["state"] | "notRun" | "unreadable";

const STATES: Record<State, { text: string; tone: Tone }> = {
  passed: { text: "Passed", tone: "ok" },
  failed: { text: "Failed", tone: "danger" },
  needsOutside: { text: "Needs the outside", tone: "warn" },
  notRun: { text: "Never run yet", tone: "neutral" },
  unreadable: { text: "Not known right now", tone: "neutral" },
};

/** The directory's 24 points with what the newest run of the pre-flight made of each. */
export function toChecklist(last: LastRun): Section {
  return {
    id: "checklist",
    title: "Checklist",
    form: "11 Review",
    blocks: [
      { kind: "text", text: describeRun(last) },
      {
        kind: "table",
        caption: "The 24 points of the directory",
        columns: ["Point", "Result", "What was looked at, and what is left"],
        rows: listPreflightPoints().map((point) => toRow(point, last)),
      },
    ],
  };
}

function describeRun(last: LastRun): string {
  if (last === "unreadable") return "The last result cannot be read right now. Try again in a minute.";
  if (last === null) {
    return "The pre-flight was never run yet. On the server: npm run preflight. Until then only what no program can look at is known.";
  }
  const at = `${last.startedAt.slice(0, 16).replace("T", " ")} UTC`;
  return `Last run ${at} against ${last.url}: ${last.passed} passed, ${last.failed} failed, ${last.needsOutside} need the outside. “Needs the outside” is never a pass: somebody has to see to it.`;
}

function toRow(point: ListedPoint, last: LastRun): Cell[] {
  const result =
    typeof last === "object" ? last?.points.find(({ number }) => number === point.number) : undefined;
  const state = STATES[result?.state ?? guessState(point, last)];
  return [
    { text: `${point.number}. ${point.title}`, id: `point-${point.number}` },
    state,
    result
      ? describeResult(result)
      : point.checks.map(({ title, outside }) => outside ?? `${title}.`).join(" "),
  ];
}

/** What no program looks at needs the outside whether or not one ran. */
function guessState({ checks }: ListedPoint, last: LastRun): State {
  if (checks.every(({ outside }) => outside !== null)) return "needsOutside";
  return last === "unreadable" ? "unreadable" : "notRun";
}

/** What is left comes first. In our own words alone: what a run saw is data, and for operators. */
function describeResult({ checks }: PointResult): string {
  const open = checks.filter(({ state }) => state !== "passed");
  const passed = checks.filter(({ state }) => state === "passed").map(({ title }) => `${title}.`);
  const left = open.map(({ title, state, cause, fix, why }) =>
    state === "failed" ? `${title}: failed. ${cause ?? ""} ${fix ?? ""}`.trim() : `${title}: ${why ?? ""}`,
  );
  return [...left, ...(left.length > 0 && passed.length > 0 ? ["Passed:"] : []), ...passed].join(" ");
}

/** What only whoever submits can do or say, in the checklist's words. */
export function listOutside(): { number: number; title: string; why: string }[] {
  return listPreflightPoints().flatMap(({ number, checks }) =>
    checks.flatMap(({ title, outside }) => (outside === null ? [] : [{ number, title, why: outside }])),
  );
}
