import "#server-only";
import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { defineCheck, failed, NotTried, passed } from "../check.ts";
import { listTools } from "../facts/list-tools.ts";
import { callTool } from "../facts/run-examples.ts";
import { walkConnect } from "../facts/walk-connect.ts";
import type { Browser, Page } from "../outside/open-browser.ts";
import { readLinks } from "../outside/read-html.ts";

/** Calls are written in batches, so the newest may be a moment late. */
const TRIES = 10;
const PAUSE_MS = 300;

export const ARGUMENTS = defineCheck({
  id: "ledger.arguments",
  title: "What was sent along with a call is not kept, in the organisation's own log either",
  failures: {
    kept: {
      cause: "The log shows what was sent along with a call.",
      fix: "Switch the recording of arguments off for the reviewers' organisation, under Settings, Data.",
    },
    not_logged: {
      cause: "The call does not appear in the log, so nobody can see what was done.",
      fix: "Look into the server's log: calls are written within a second.",
    },
  },
  async probe(visit) {
    const { browser } = await walkConnect(visit);
    const [tool] = await listTools(visit);
    if (!tool) throw new NotTried("There is no tool to call. Mend point 2 first.");
    const log = await openLog(browser);
    if (log === null) throw new NotTried("The account has no log of its own calls to look into.");
    const known = new Set(readCalls(log));
    const mark = `preflight-${randomBytes(9).toString("hex")}`;
    await callTool(visit, tool.name, { [mark]: mark });
    for (let tries = 0; tries < TRIES; tries += 1) {
      const newest = readCalls(await browser.open(log.url)).find((href) => !known.has(href));
      if (newest !== undefined) {
        const { text } = await browser.open(newest);
        return text.includes(mark)
          ? failed("kept")
          : passed("the call is there, and nothing of what was sent along");
      }
      await wait(PAUSE_MS);
    }
    return failed("not_logged");
  },
});

async function openLog(browser: Browser): Promise<Page | null> {
  const home = await browser.open("/o");
  const path = /^\/o\/[\w-]+/.exec(home.url.pathname)?.[0];
  if (path === undefined) return null;
  const log = await browser.open(`${path}/activity`);
  return log.status === 200 ? log : null;
}

/** The addresses of single calls the page lists, newest first: in the list each opens beside it. */
function readCalls({ text, url }: Page): string[] {
  return readLinks(text).flatMap((href) => {
    const { pathname, searchParams } = new URL(href, url);
    const id = searchParams.get("open");
    return pathname === url.pathname && id !== null && /^[\w-]{16,}$/.test(id) ? [`${pathname}/${id}`] : [];
  });
}
