import "#server-only";
import { type Lookup, RememberedAnswers } from "#lib/grants/remember-answers.ts";
import { isRevocationFresh, onRevocation } from "#lib/grants/watch-revocations.ts";
import { once } from "#lib/platform/registry/once.ts";

const KINDS = ["access", "tenant", "membership"] as const;

type Asked<Value> = {
  key: string;
  ids: readonly string[];
  look: (at: number) => Promise<Value>;
  weigh?: (value: Value) => number;
};

/**
 * The answer remembered under that key, else what `look` finds, which is remembered. While revocations are not heard
 * every question is looked up.
 */
export async function recall<Value>(
  memory: RememberedAnswers<Value>,
  { key, ids, look, weigh }: Asked<Value>,
): Promise<Value> {
  if (!isRevocationFresh()) return await look(performance.now());
  const known = memory.get(key);
  if (known !== undefined) return known;
  const lookup: Lookup = memory.begin();
  const value = await look(lookup.at);
  memory.put(key, value, lookup, { ids, weight: weigh?.(value) ?? 1 });
  return value;
}

/** This process's memory of that name, which forgets what changed. */
export function openMemory<Value>(name: string, weightMax: number): RememberedAnswers<Value> {
  return once(`access.${name}`, () => {
    const memory = new RememberedAnswers<Value>({ weightMax, kinds: KINDS });
    onRevocation((event) => memory.evict(event));
    return memory;
  });
}
