import "#server-only";
import { RememberedAnswers } from "#lib/grants/remember-answers.ts";
import { onRevocation } from "#lib/grants/watch-revocations.ts";
import { once } from "#lib/platform/registry/once.ts";

const KINDS = ["access", "tenant", "membership"] as const;

/** This process's memory of that name, which forgets what changed. Asked only while `isRevocationFresh()`. */
export function openMemory<Value>(name: string, weightMax: number): RememberedAnswers<Value> {
  return once(`access.${name}`, () => {
    const memory = new RememberedAnswers<Value>({ weightMax, kinds: KINDS });
    onRevocation((event) => memory.evict(event));
    return memory;
  });
}
