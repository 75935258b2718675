import { fstatSync } from "node:fs";
import { env, stdin } from "node:process";
import { z } from "zod";
import { SampleKeySchema } from "./keys.ts";
import { startSample } from "./start-sample.ts";

const Environment = z.object({
  SAMPLE_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  SAMPLE_BACKEND_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  SAMPLE_KEYS: z
    .string()
    .default("[]")
    .transform((text) => z.array(SampleKeySchema).parse(JSON.parse(text))),
  SAMPLE_CONTROL_TOKEN: z.string().min(16).optional(),
});

const settings = Environment.parse(env);
const sample = await startSample({
  port: settings.SAMPLE_PORT,
  backendPort: settings.SAMPLE_BACKEND_PORT,
  keys: settings.SAMPLE_KEYS,
  controlToken: settings.SAMPLE_CONTROL_TOKEN,
});

const leave = () => process.exit(0);
process.once("SIGTERM", leave);
process.once("SIGINT", leave);
process.once("disconnect", leave);
// A piped stdin ends with the parent, however it died. A terminal or /dev/null says nothing about it.
const input = fstatSync(0);
if (input.isFIFO() || input.isSocket()) stdin.once("end", leave).once("close", leave).resume();

console.log(
  JSON.stringify({
    ready: true,
    port: sample.port,
    backendPort: sample.backendPort,
    mcpUrl: `http://127.0.0.1:${sample.port}/mcp`,
    apiUrl: `http://127.0.0.1:${sample.backendPort}`,
    health: `http://127.0.0.1:${sample.port}/health`,
  }),
);
