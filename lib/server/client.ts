import "#server-only";
import { argv } from "node:process";
import { parseArgs } from "node:util";
import { addClient } from "#lib/oauth/add-client.ts";
import { listClients } from "#lib/oauth/list-clients.ts";
import { removeClient } from "#lib/oauth/remove-client.ts";
import { openCommand } from "./open-command.ts";
import { printTable } from "./print-table.ts";

// `npm run client`: apps an operator registers by hand, and what is known of the others.

const USAGE = `npm run client -- list                      pinned apps with the last look at them, and stored ones
npm run client -- add --name NAME --redirect URL [--redirect URL] [--method client_secret_basic|client_secret_post|none]
npm run client -- remove ID                 ends the app and every connection it has`;

async function list(): Promise<void> {
  const { pinned, clients, total } = await listClients();
  printTable(
    ["PINNED APP", "STATE", "LAST LOOK", "DIFFERS SINCE", "ID"],
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
    ["STORED APP", "BY", "PROVES ITSELF BY", "REGISTERED", "LAST USED", "ID", "RETURNS TO"],
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
}

async function add(words: string[]): Promise<number> {
  const { name, redirect, method } = readOptions(words);
  if (name === undefined || redirect === undefined) return explain();
  const { id, secret } = await addClient({ name, redirectUris: redirect, method });
  console.log(`client_id      ${id}`);
  if (secret !== null)
    console.log(`client_secret  ${secret}\nThe secret is shown this once; we keep only its hash.`);
  return 0;
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

async function remove([id, ...more]: string[]): Promise<number> {
  if (id === undefined || more.length > 0) return explain();
  const { connectionsEnded } = await removeClient(id);
  console.log(`${id} is removed; connections ended: ${connectionsEnded}.`);
  return 0;
}

function toTime(at: Date | null): string {
  return at?.toISOString().slice(0, 16) ?? "-";
}

function explain(): number {
  console.error(USAGE);
  return 1;
}

const ACTIONS: Record<string, (words: string[]) => Promise<number | void>> = { list, add, remove };
const [verb = "", ...words] = argv.slice(2);
const action = Object.hasOwn(ACTIONS, verb) ? ACTIONS[verb] : undefined;
if (action) await openCommand(() => action(words));
else process.exitCode = explain();
