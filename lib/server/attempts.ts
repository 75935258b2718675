import "#server-only";
import { argv } from "node:process";
import { describeReason } from "#lib/activity/describe-reason.ts";
import { findAttempt } from "#lib/activity/find-attempt.ts";
import { listAttempts } from "#lib/activity/list-attempts.ts";
import { listSightings } from "#lib/activity/list-sightings.ts";
import type { AttemptDetail, AttemptEvent, Verdict } from "#lib/activity/schema.ts";
import { STAGE_WORDS } from "#lib/activity/terms.ts";
import { explainUsage } from "./explain-usage.ts";
import { openCommand } from "./open-command.ts";
import { printTable } from "./print-table.ts";

// `npm run attempts`: what connecting came to, newest first; with a number, one attempt's timeline.

const USAGE = `npm run attempts            the connection attempts of the last 30 days, newest first
npm run attempts -- NUMBER  one attempt request by request; the number is on the page where connecting stopped`;

const MARKS = { passed: "ok", failed: "FAILED", seen: "seen" } as const;

async function showAll(): Promise<void> {
  const attempts = await listAttempts();
  const sightings = await listSightings();
  if (attempts.length === 0) console.log("No connection attempts have been seen in the last 30 days.");
  else {
    printTable(
      ["TIME (UTC)", "NUMBER", "APP", "ORGANISATION", "FURTHEST", "VERDICT"],
      attempts.map((attempt) => [
        toTime(attempt.startedAt),
        attempt.number,
        shorten(attempt.clientName ?? attempt.clientId ?? "unknown", 24),
        shorten(attempt.tenantName ?? "-", 24),
        `${attempt.furthest} ${STAGE_WORDS[attempt.furthest]}`,
        toSentence(attempt.verdict),
      ]),
    );
    console.log("\nOne attempt's timeline: npm run attempts -- NUMBER");
  }
  if (sightings.length === 0) return;
  console.log("\nSeen in the last 15 minutes and part of no attempt:");
  printTable(
    ["LAST (UTC)", "PROGRAM", "NETWORK", "REQUESTS", "FURTHEST", "VERDICT"],
    sightings.map(({ lastAt, agent, network, requests, furthest, verdict }) => [
      toTime(lastAt),
      agent,
      network,
      String(requests),
      `${furthest} ${STAGE_WORDS[furthest]}`,
      toSentence(verdict),
    ]),
  );
}

async function showOne(number: string): Promise<number> {
  const attempt = await findAttempt(number);
  if (attempt === null) {
    console.error(
      "There is no connection attempt with this number here. Attempts are kept for 30 days; npm run attempts lists them.",
    );
    return 1;
  }
  writeHead(attempt);
  printTable(
    ["TIME (UTC)", "", "STAGE", "OUTCOME", "STATUS", "MS", "PROGRAM", "NETWORK", "WHAT"],
    attempt.events.map((event) => [
      event.at.toISOString().slice(11, 23),
      event.link === "probable" ? "probably" : "",
      `${event.stage} ${STAGE_WORDS[event.stage]}`,
      MARKS[event.outcome],
      String(event.status ?? ""),
      String(event.ms ?? ""),
      event.product ?? event.agent,
      event.network,
      toWhat(event),
    ]),
  );
  for (const note of attempt.notes) console.log(`\n${note}`);
  return 0;
}

function writeHead(attempt: AttemptDetail): void {
  const { number, clientName, clientId, redirectHost, resource, verdict, startedAt } = attempt;
  console.log(`Connection attempt ${number}, ${startedAt.toISOString().slice(0, 19).replace("T", " ")} UTC`);
  console.log(`App       ${shorten(clientName ?? "unknown", 60)}  ${shorten(clientId ?? "", 100)}`);
  console.log(`Address   ${shorten(resource ?? "unknown", 100)}`);
  console.log(`Returns   ${shorten(redirectHost ?? "unknown", 100)}`);
  console.log(`Furthest  ${attempt.furthest} ${STAGE_WORDS[attempt.furthest]}`);
  console.log(`Verdict   ${verdict.sentence}`);
  if (verdict.next !== "") console.log(`Next      ${verdict.next}`);
  console.log("");
}

function toWhat({ reason, facts }: AttemptEvent): string {
  const failure = reason === null ? null : describeReason(reason).failure;
  const why = reason === null ? [] : [failure === null ? reason : `${reason} (${failure})`];
  return [...why, ...facts].join(" ");
}

const toTime = (at: Date) => at.toISOString().slice(5, 16).replace("T", " ");
const toSentence = ({ sentence, reason }: Verdict) =>
  reason === null ? sentence : `${sentence} [${reason}]`;
const shorten = (text: string, max: number) => (text.length > max ? `${text.slice(0, max - 1)}…` : text);

const words = argv.slice(2);
const [number] = words;
if (words.length > 1 || number?.startsWith("-") || number === "help") {
  process.exitCode = explainUsage(USAGE, words);
} else {
  await openCommand(async () => (number === undefined ? await showAll() : await showOne(number)));
}
