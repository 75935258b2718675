import "#server-only";
// `npm run build`: what `npm start` would build at its first run, for images that are built once and started often.
import "./set-environment.ts";
import { buildApp, generateClient } from "./build-app.ts";
import { isStartRefused } from "./refuse-start.ts";

try {
  await generateClient();
  await buildApp();
} catch (error) {
  console.error(isStartRefused(error) ? error.message : error);
  process.exitCode = 1;
}
