import "#server-only";
import { argv } from "node:process";
import { listRing, resealRing } from "#lib/platform/crypto/reseal-ring.ts";
import { rotateRing } from "#lib/platform/crypto/rotate-ring.ts";
import { explainUsage } from "./explain-usage.ts";
import { openCommand } from "./open-command.ts";
import { printTable } from "./print-table.ts";

// `npm run keys`: looks at and renews what the servers sign and seal with, while they run.

const PURPOSES = { signing: "signing", sealing: "secret" } as const;
const WORDS = { signing: "signing", secret: "sealing" } as const;
const USAGE = `npm run keys -- list                              what there is, never the keys themselves
npm run keys -- rotate [signing|sealing] [--now]  puts the next key into use and makes a new next one;
                                                  --now: also one less than a minute old
npm run keys -- reseal                            seals the stored keys under the newest of SECRETS`;

/** What is to be done, once there is a database; null where the words make no sense. */
type Plan = (() => Promise<number | void>) | null;

async function list(): Promise<void> {
  const rows = (await listRing()).map((key) => [
    key.kid,
    WORDS[key.purpose],
    key.state,
    toAge(key.ageSeconds),
    key.activatedAt?.toISOString().slice(0, 16).replace("T", " ") ?? "-",
    key.retiredAt?.toISOString().slice(0, 16).replace("T", " ") ?? "-",
    { newest: "the newest secret", older: "an older secret", unknown: "a secret not in SECRETS" }[
      key.sealedUnder
    ],
  ]);
  printTable(["KEY", "FOR", "STATE", "AGE", "IN USE SINCE (UTC)", "RETIRED", "SEALED UNDER"], rows);
}

function planRotate(words: string[]): Plan {
  const named = words.filter((word) => word !== "--now");
  const purposes = named.flatMap((word) => (isPurpose(word) ? [PURPOSES[word]] : []));
  if (purposes.length !== named.length) return null;
  return async () => {
    const all = Object.values(PURPOSES);
    const done = await rotateRing(purposes.length > 0 ? purposes : all, {
      isUrgent: words.includes("--now"),
    });
    for (const { purpose, activated, retired } of done) {
      console.log(
        `${WORDS[purpose]}: ${activated} is in use, ${retired} is retired, a new next key is made.`,
      );
    }
  };
}

async function reseal(): Promise<number> {
  const { resealed, unopened } = await resealRing();
  console.log(`${resealed} sealed under the newest secret.`);
  if (unopened.length === 0) return 0;
  console.error(`No secret of SECRETS opens ${unopened.join(", ")}: nothing of SECRETS may be dropped yet.`);
  return 1;
}

const isPurpose = (word: string): word is keyof typeof PURPOSES => Object.hasOwn(PURPOSES, word);

function toAge(seconds: number): string {
  const [days, hours] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600)];
  if (days > 0) return `${days} d`;
  return hours > 0 ? `${hours} h` : `${Math.floor(seconds / 60)} min`;
}

const PLANS: Record<string, (words: string[]) => Plan> = {
  list: (words) => (words.length === 0 ? list : null),
  rotate: planRotate,
  reseal: (words) => (words.length === 0 ? reseal : null),
};
const [verb = "", ...words] = argv.slice(2);
const plan = Object.hasOwn(PLANS, verb) ? PLANS[verb]?.(words) : null;
if (plan) await openCommand(plan);
else process.exitCode = explainUsage(USAGE, [verb, ...words]);
