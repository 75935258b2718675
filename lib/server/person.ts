import "#server-only";
import { open, rm } from "node:fs/promises";
import path from "node:path";
import { argv, stdout } from "node:process";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { getPersonByAddress } from "#lib/identity/get-person-by-address.ts";
import { deleteAccountFor } from "#lib/operations/delete-account-for.ts";
import { exportAccount } from "#lib/operations/export-account.ts";
import {
  type AccountConsequences,
  getAccountConsequences,
} from "#lib/operations/get-account-consequences.ts";
import { explainUsage } from "./explain-usage.ts";
import { openCommand } from "./open-command.ts";
import { StartRefused } from "./refuse-start.ts";

// `npm run person`: what somebody may ask an operator for, about their own data.

const USAGE = `npm run person -- export ADDRESS --to FILE  everything held about somebody, as JSON, in a new file of your own
npm run -s person -- export ADDRESS > FILE  the same, to wherever it is sent on
npm run person -- delete ADDRESS            says what would end with their account
npm run person -- delete ADDRESS --yes      deletes it: they leave their organisations, name and address are erased,
                                            and a mail says so`;

/** What is to be done, once there is a database; null where the words make no sense. */
type Plan = (() => Promise<number | void>) | null;

function planExport([address, ...more]: string[]): Plan {
  const [to, file, ...rest] = more;
  const isPlain = more.length === 0;
  if (address === undefined || address.startsWith("-")) return null;
  if (!isPlain && (to !== "--to" || file === undefined || rest.length > 0)) return null;
  return async () => {
    const person = await getPersonByAddress(address);
    const copy = Readable.from(await exportAccount(person));
    if (file === undefined) return await pipeline(copy, stdout, { end: false });
    const place = await writeNew(path.resolve(file), copy);
    console.log(`What is held about ${person.email} is in ${place}`);
    console.log("Only your own login reads it. Send it in a way that only they can open, then delete it.");
  };
}

/** Writes a file that was not there, for its owner alone; one that could not be written to its end is taken away. */
async function writeNew(place: string, content: Readable): Promise<string> {
  const handle = await open(place, "wx", 0o600).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === "EEXIST" ? "is there already" : "cannot be written";
    throw new StartRefused(`${place} ${why}. Name another file.`);
  });
  try {
    await pipeline(content, handle.createWriteStream());
  } catch (error) {
    await rm(place, { force: true });
    throw error;
  }
  return place;
}

function planDelete([address, ...more]: string[]): Plan {
  const isMeant = more.length === 1 && more[0] === "--yes";
  if (address === undefined || address.startsWith("-") || (more.length > 0 && !isMeant)) return null;
  return async () => {
    const person = await getPersonByAddress(address);
    const consequences = await getAccountConsequences(person);
    const { ownedAlone } = consequences;
    if (ownedAlone.length > 0) {
      console.error(`${person.email} is the last owner of: ${ownedAlone.map(toPlace).join(", ")}.`);
      console.error(
        "They make somebody else its owner, or delete it, first; of a suspended one, resume it for that.",
      );
      return 1;
    }
    if (!isMeant) {
      console.log(`With the account of ${person.email} would end: ${describe(consequences)}.`);
      console.log("Nothing was deleted. Say --yes to do it.");
      return 1;
    }
    console.log(`The account of ${person.email} is deleted: ${describe(await deleteAccountFor(person))}.`);
  };
}

const toPlace = ({ name, slug, isSuspended }: AccountConsequences["ownedAlone"][number]) =>
  `${name} (${slug}${isSuspended ? ", suspended" : ""})`;

function describe({ organisations, connections, keys, sessions, identities }: AccountConsequences): string {
  return [
    `memberships ${organisations}`,
    `connections ${connections}`,
    `Trinity keys ${keys}`,
    `browsers ${sessions}`,
    `linked ways to sign in ${identities}`,
  ].join(", ");
}

const PLANS: Record<string, (words: string[]) => Plan> = { export: planExport, delete: planDelete };
const [verb = "", ...words] = argv.slice(2);
const plan = Object.hasOwn(PLANS, verb) ? PLANS[verb]?.(words) : null;
if (plan) await openCommand(plan);
else process.exitCode = explainUsage(USAGE, [verb, ...words]);
