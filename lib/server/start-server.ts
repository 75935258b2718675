import "#server-only";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { buildApp, generateClient } from "./build-app.ts";
import { ensureSample } from "./ensure-sample.ts";
import { openListener } from "./open-listener.ts";
import { printSummary } from "./print-summary.ts";
import { reportStep } from "./report-step.ts";
import type { Lifecycle } from "./run-lifecycle.ts";
import { startDatabase } from "./start-database.ts";
import { startKeys } from "./start-keys.ts";

const DRAIN_MS_MAX = 10_000;

async function prepareFiles(lifecycle: Lifecycle): Promise<void> {
  await reportStep("Client", async () => {
    const isNew = await generateClient(lifecycle.stopping);
    return { said: isNew ? "database client generated" : "up to date", value: undefined };
  });
  if (getConfig().isDevelopment) return;
  await reportStep("Pages", async () => {
    const isNew = await buildApp(lifecycle.stopping);
    return { said: isNew ? "web application built" : "up to date", value: undefined };
  });
}

async function startSample(lifecycle: Lifecycle): Promise<void> {
  await reportStep("Sample", async () => {
    const config = getConfig();
    const sample = await ensureSample(config.dataDir);
    lifecycle.onStop("the sample instance", sample.stop);
    setConfig({ ...config, outboundAllow: [...config.outboundAllow, ...sample.hosts] });
    const { seedSample } = await import("./seed-sample.ts");
    await seedSample(sample);
    return { said: `Acme Robotics and its Trinity instance at ${sample.mcpUrl}`, value: undefined };
  });
}

/** The sandbox of another start with SANDBOX=on rests until the next such one. */
async function startSandbox(lifecycle: Lifecycle): Promise<void> {
  const { isOn, port } = getConfig().sandbox;
  if (!isOn) {
    const { switchSandbox } = await import("#lib/tenants/switch-sandbox.ts");
    return await switchSandbox(false);
  }
  await reportStep("Sandbox", async () => {
    const { openSandboxInstance } = await import("./open-sandbox-instance.ts");
    const instance = await openSandboxInstance(port);
    lifecycle.onStop("the sandbox's instance", instance.stop);
    const config = getConfig();
    setConfig({ ...config, outboundAllow: [...config.outboundAllow, ...instance.hosts] });
    const { ensureSandbox } = await import("#lib/sandbox/ensure-sandbox.ts");
    await ensureSandbox(instance);
    return { said: `its organisation, and its Trinity instance at ${instance.mcpUrl}`, value: undefined };
  });
}

/**
 * Brings everything up in order, a printed line per step. The port is taken first and answers 503 until the end;
 * whatever can refuse the start comes before the long build.
 * What depends on the generated database client is loaded only after it exists.
 */
export async function startServer(lifecycle: Lifecycle): Promise<void> {
  const startedAt = performance.now();
  const { port, isLocal, publicUrl } = getConfig();
  const loopback = new URL(publicUrl).hostname === "[::1]" ? "::1" : "127.0.0.1";
  const listener = await openListener(port, isLocal ? loopback : undefined);
  lifecycle.onStop("the listener", async () => listener.server.closeAllConnections());
  await startDatabase(getConfig(), lifecycle);
  await startKeys(lifecycle);
  lifecycle.stopping.throwIfAborted();
  await prepareFiles(lifecycle);
  lifecycle.stopping.throwIfAborted();
  if (getConfig().sample) await startSample(lifecycle);
  lifecycle.stopping.throwIfAborted();
  await startSandbox(lifecycle);
  lifecycle.stopping.throwIfAborted();
  await reportStep("Server", async () => {
    const { openDoors } = await import("./open-doors.ts");
    const closeDoors = await openDoors(listener, lifecycle.stopping);
    lifecycle.onStop("the web application", closeDoors);
    lifecycle.onStop("the requests", () => listener.drain(DRAIN_MS_MAX));
    return { said: `listening on port ${port}`, value: undefined };
  });
  printSummary(getConfig(), performance.now() - startedAt);
}
