import "#server-only";
import { once, replaceOnce } from "#lib/platform/registry/once.ts";

type Known<Value> = { until: number; value: Promise<Value> };

const KNOWN_MS = 15_000;
const NAMES = ["operators.open-incident", "operators.incidents"] as const;

/** What was loaded under that name in the last fifteen seconds, else loads it; what failed is asked again by the next. */
export async function remember<Value>(
  name: (typeof NAMES)[number],
  load: () => Promise<Value>,
  now: number,
): Promise<Value> {
  const known = once<Known<Value> | null>(name, () => null);
  if (known !== null && known.until > now) return await known.value;
  const value = load();
  replaceOnce<Known<Value> | null>(name, { until: now + KNOWN_MS, value });
  value.catch(() => replaceOnce(name, null));
  return await value;
}

/** Has the next page look again. */
export function forgetIncidents(): void {
  for (const name of NAMES) replaceOnce(name, null);
}
