import "#server-only";
import { deriveKeys } from "#lib/platform/crypto/derive-key.ts";
import { log } from "#lib/platform/log/log.ts";
import type { SandboxInstance } from "#lib/sandbox/ensure-sandbox.ts";
import { SANDBOX_OWNER } from "#lib/sandbox/schema.ts";
import { keepSample, launchSample, type SampleState } from "./keep-sample.ts";
import { StartRefused } from "./refuse-start.ts";

type Opened = SandboxInstance & { hosts: string[]; stop: () => Promise<void> };

const LOOK_MS = 2_000;
const ANSWER_MS_MAX = 2_000;

/**
 * The sandbox's Trinity instance on two loopback ports, a process of its own that is started again if it dies. Its keys
 * come from the key ring, so that every server and every start has the same. Where another server on this machine runs it
 * already, as while one is replaced, that one is used until it goes. Throws StartRefused when a stranger has the port.
 */
export async function openSandboxInstance(port: number): Promise<Opened> {
  const state = toState(port);
  const own = await launchSample(state).catch((cause: unknown) => ({ cause }));
  if (!("cause" in own)) {
    Object.assign(state, { port: own.ready.port, backendPort: own.ready.backendPort });
    return toOpened(state, keepSample(state, own).stop);
  }
  if (port === 0 || !(await isOurs(state))) {
    throw new StartRefused(
      `The sandbox's instance did not start on port ${port}: set SANDBOX_PORT to a free port whose next one is free too, or SANDBOX=off.`,
      { cause: own.cause },
    );
  }
  return toOpened(state, takeOver(state));
}

function toState(port: number): SampleState {
  const keys = deriveKeys("sandbox/instance-key").map((bytes, index) => ({
    key: `trinity_mcp_${bytes.toString("base64url")}`,
    scope: "user" as const,
    userId: "admin",
    email: SANDBOX_OWNER.email,
    keyName: `sandbox-${index}`,
  }));
  const controlToken = deriveKeys("sandbox/instance-control")[0]?.toString("base64url") ?? "";
  return { port, backendPort: port === 0 ? 0 : port + 1, keys, controlToken };
}

function toOpened({ port, backendPort, keys, controlToken }: SampleState, stop: () => Promise<void>): Opened {
  return {
    mcpUrl: `http://127.0.0.1:${port}/mcp`,
    apiUrl: `http://127.0.0.1:${backendPort}`,
    keys: keys.map(({ key }) => key),
    controlToken,
    hosts: [`127.0.0.1:${port}`, `127.0.0.1:${backendPort}`],
    stop,
  };
}

/** Whether who answers there takes our key. */
async function isOurs({ backendPort, keys }: SampleState): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${backendPort}/api/mcp/validate`, {
      method: "POST",
      headers: { authorization: `Bearer ${keys[0]?.key}` },
      redirect: "error",
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

/** Looks every other second whether the instance is still there, and starts one of our own once it is not. */
function takeOver(state: SampleState): () => Promise<void> {
  let stop = async () => {};
  let isLooking = false;
  const look = async () => {
    if (isLooking || (await isOurs(state))) return;
    isLooking = true;
    try {
      const own = await launchSample(state);
      clearInterval(clock);
      stop = keepSample(state, own).stop;
    } catch (error) {
      // Another server that waited too may have been first.
      log.info({ reason: String(error) }, "the sandbox's instance was not taken over");
    } finally {
      isLooking = false;
    }
  };
  const clock = setInterval(() => void look(), LOOK_MS).unref();
  return async () => {
    clearInterval(clock);
    await stop();
  };
}
