import { findFreePort } from "#lib/server/embedded-postgres/find-free-port.ts";
// `npm run conformance:oauth`: the official suite's authorization scenarios, for every protocol date it knows, against
// the product as a newcomer starts it. A person allows in Chromium. What is skipped counts as failed; so does a warning.
import { openBrowser } from "./open-browser.ts";
import { type Check, listScenarios, runSuite } from "./run-suite.ts";
import { startProduct } from "./start-product.ts";

/** A document we know whose app returns to 127.0.0.1 on any port, as the suite does. */
const DOCUMENT = "https://chatgpt.com/oauth/codex/client.json";
/** The first date with client documents. */
const DOCUMENTS_SINCE = "2025-11-25";

type Outcome = { name: string; checks: Check[] };

async function register(origin: string, redirect: string): Promise<string> {
  const response = await fetch(`${origin}/oauth/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ client_name: "Conformance suite", redirect_uris: [redirect] }),
  });
  const { client_id } = (await response.json()) as { client_id?: string };
  if (client_id === undefined) throw new Error(`the suite's client was not registered: ${response.status}`);
  return client_id;
}

async function runAll(): Promise<Outcome[]> {
  const { names, specVersions } = await listScenarios();
  if (names.length === 0) throw new Error("the suite lists no authorization scenarios");
  const product = await startProduct();
  const browser = await openBrowser(product.origin);
  const outcomes: Outcome[] = [];
  try {
    for (const specVersion of specVersions) {
      const port = await findFreePort();
      const clients = [await register(product.origin, `http://127.0.0.1:${port}/callback`)];
      if (specVersion >= DOCUMENTS_SINCE) clients.push(DOCUMENT);
      for (const clientId of clients) {
        const { origin } = product;
        const run = { origin, specVersion, clientId, port, resource: `${origin}/api/mcp` };
        const { code, checks } = await runSuite({ ...run, approve: browser.approve });
        const missing = names.length > checks.length || (code !== 0 && checks.every(isPassed));
        const lost = {
          id: "suite",
          status: "FAILURE",
          errorMessage: `exit ${code}, ${checks.length} checks`,
        };
        outcomes.push({ name: `${specVersion} ${clientId}`, checks: missing ? [...checks, lost] : checks });
      }
    }
  } finally {
    await browser.close();
    await product.stop();
  }
  return outcomes;
}

const isPassed = ({ status }: Check) => status === "SUCCESS";

const checks = (await runAll()).flatMap(({ name, checks: some }) => some.map((one) => ({ name, ...one })));
for (const { name, id, status, errorMessage } of checks.filter((check) => !isPassed(check))) {
  process.stderr.write(`${status} ${id} (${name}): ${errorMessage ?? ""}\n`);
}
const passed = checks.filter(isPassed).length;
const skipped = checks.filter(({ status }) => status === "SKIPPED").length;
process.stdout.write(`${JSON.stringify({ passed, failed: checks.length - passed, skipped })}\n`);
process.exitCode = passed === checks.length ? 0 : 1;
