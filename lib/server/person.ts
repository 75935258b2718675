import "#server-only";
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

// `npm run person`: what somebody may ask an operator for, about their own data.

const USAGE = `npm run -s person -- export ADDRESS > FILE  everything held about somebody, as JSON
npm run person -- delete ADDRESS            says what would end with their account
npm run person -- delete ADDRESS --yes      deletes it: they leave their organisations, name and address are erased,
                                            and a mail says so`;

/** What is to be done, once there is a database; null where the words make no sense. */
type Plan = (() => Promise<number | void>) | null;

function planExport([address, ...more]: string[]): Plan {
  if (address === undefined || more.length > 0) return null;
  return async () => {
    const person = await getPersonByAddress(address);
    await pipeline(Readable.from(await exportAccount(person)), stdout, { end: false });
  };
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
