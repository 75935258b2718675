import "#server-only";
import { readFileVariables } from "#lib/platform/config/env.ts";
import { removeSample } from "./remove-sample.ts";
import { environment } from "./set-environment.ts";

// `npm run sample:remove`: for a database that started as a trial and now becomes production.

const { DATABASE_URL: url } = readFileVariables(environment);
if (url) {
  const count = await removeSample(url);
  console.log(count === 0 ? "There was no sample organisation." : "The sample organisation is removed.");
} else {
  console.error(
    "DATABASE_URL is missing: set it to the database the sample organisation is to be removed from.",
  );
  process.exitCode = 1;
}
