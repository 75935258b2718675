import "#server-only";
import { argv } from "node:process";
import { parseArgs } from "node:util";
import { addClient } from "#lib/oauth/add-client.ts";
import { blockEverywhere } from "#lib/oauth/block-everywhere.ts";
import { listClients } from "#lib/oauth/list-clients.ts";
import { removeClient } from "#lib/oauth/remove-client.ts";
import { unblockEverywhere } from "#lib/oauth/unblock-everywhere.ts";
import { explainUsage } from "./explain-usage.ts";
import { openCommand } from "./open-command.ts";
import { printTable } from "./print-table.ts";

// `npm run client`: apps an operator registers by hand, and what is known of the others.

const USAGE = `npm run client -- list       pinned apps with the last look at them, and stored ones
npm run client -- add ...    registers an app by hand; its secret is shown once
    --name NAME              what people read when it asks to connect
    --redirect URL           where the app takes people back to; may be given more than once
    --method METHOD          how it proves itself: client_secret_basic (unless told),
                             client_secret_post, or none for an app without a secret
npm run client -- remove ID  ends the app and every connection it has
npm run client -- block ID REASON   lets the app in nowhere: its connections end, and nobody connects it
npm run client -- unblock ID        lets people connect it again`;

/** What is to be done, once there is a database; null where the words make no sense. */
type Plan = (() => Promise<number | void>) | null;

async function list(): Promise<void> {
  const { pinned, clients, total, blocked } = await listClients();
  printTable(
    ["PINNED APP", "STATE", "LAST LOOK (UTC)", "DIFFERS SINCE", "ID"],
    pinned.map(({ id, name, state, checkedAt, differsSince }) => [
      name,
      state,
      toTime(checkedAt),
      toTime(differsSince),
      id,
    ]),
  );
  console.log("");
  printTable(
    ["STORED APP", "BY", "PROVES ITSELF BY", "REGISTERED (UTC)", "LAST USED", "ID", "RETURNS TO"],
    clients.map(({ id, name, kind, method, redirectUris, createdAt, usedAt }) => [
      name,
      kind === "operator" ? "operator" : "itself",
      method,
      toTime(createdAt),
      toTime(usedAt),
      id,
      redirectUris.join(" "),
    ]),
  );
  if (total > clients.length) console.log(`and ${total - clients.length} more that registered themselves`);
  if (blocked.length === 0) return;
  console.log("");
  printTable(
    ["BLOCKED APP", "SINCE (UTC)", "WHY", "ID"],
    blocked.map(({ name, at, reason, clientId }) => [name, toTime(at), reason, clientId]),
  );
}

function planAdd(words: string[]): Plan {
  const { name, redirect, method } = readOptions(words);
  if (name === undefined || redirect === undefined) return null;
  return async () => {
    const { id, secret } = await addClient({ name, redirectUris: redirect, method });
    console.log(`client_id      ${id}`);
    if (secret === null) return;
    console.log(`client_secret  ${secret}\nThe secret is shown this once; we keep only its hash.`);
  };
}

function readOptions(words: string[]): { name?: string; redirect?: string[]; method: string } {
  const options = {
    name: { type: "string" },
    redirect: { type: "string", multiple: true },
    method: { type: "string", default: "client_secret_basic" },
  } as const;
  try {
    return parseArgs({ args: words, options }).values;
  } catch {
    return { method: "" };
  }
}

function planRemove([id, ...more]: string[]): Plan {
  if (id === undefined || id.startsWith("-") || more.length > 0) return null;
  return async () => {
    const { connectionsEnded } = await removeClient(id);
    console.log(`${id} is removed; connections ended: ${connectionsEnded}.`);
  };
}

function planBlock([id, ...words]: string[]): Plan {
  const reason = words.join(" ").trim();
  if (id === undefined || id.startsWith("-") || reason === "") return null;
  return async () => {
    const { name, connectionsEnded } = await blockEverywhere(id, reason);
    console.log(`${name} is blocked everywhere; connections ended: ${connectionsEnded}.`);
  };
}

function planUnblock([id, ...more]: string[]): Plan {
  if (id === undefined || id.startsWith("-") || more.length > 0) return null;
  return async () => {
    await unblockEverywhere(id);
    console.log(`${id} may be connected again.`);
  };
}

function toTime(at: Date | null): string {
  return at?.toISOString().slice(0, 16).replace("T", " ") ?? "-";
}

const PLANS: Record<string, (words: string[]) => Plan> = {
  list: (words) => (words.length === 0 ? list : null),
  add: planAdd,
  remove: planRemove,
  block: planBlock,
  unblock: planUnblock,
};
const [verb = "", ...words] = argv.slice(2);
const plan = Object.hasOwn(PLANS, verb) ? PLANS[verb]?.(words) : null;
if (plan) await openCommand(plan);
else process.exitCode = explainUsage(USAGE, [verb, ...words]);
