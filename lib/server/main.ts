import "#server-only";
// The environment comes first: what is imported below chooses its build by it.
import { setConfig } from "#lib/platform/config/get-config.ts";
import { parseConfig } from "#lib/platform/config/parse-config.ts";
import { isStartRefused } from "./refuse-start.ts";
import { runLifecycle } from "./run-lifecycle.ts";
import { environment, isDevStart } from "./set-environment.ts";
import { startServer } from "./start-server.ts";

const NODE_MIN = [22, 18] as const;

function findNodeRefusal(): string | undefined {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])) return undefined;
  return `Node ${process.versions.node} is too old: use ${NODE_MIN.join(".")} or newer, or start with npm, which brings its own.`;
}

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const nodeRefusal = findNodeRefusal();
if (nodeRefusal) refuse(nodeRefusal);
const parsed = parseConfig(environment);
if (!parsed.ok) refuse(parsed.reason);
setConfig(parsed.config);

await runLifecycle(startServer, {
  // `node --watch` restarts by SIGTERM: Postgres stays and is adopted by the next run within milliseconds.
  exitAtOnceOn: isDevStart ? ["SIGTERM"] : [],
  stopsWithParent: environment["npm_lifecycle_event"] !== undefined,
  onFailure: (error) => {
    const text = isStartRefused(error)
      ? error.message
      : `The start failed: ${String((error as Error)?.stack ?? error)}`;
    process.stderr.write(`\n${text}\n`);
  },
});
