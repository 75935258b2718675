import "#server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { once } from "#lib/platform/registry/once.ts";
import type { RequestFacts } from "../read-request-facts.ts";
import type { RecordedEvent } from "../record-event.ts";

/** What is known so far of the request being answered. */
export type RequestDraft = Partial<Omit<RecordedEvent, "from">> & { from: RequestFacts };

function storage(): AsyncLocalStorage<RequestDraft> {
  return once("activity.draft", () => new AsyncLocalStorage<RequestDraft>());
}

export function currentDraft(): RequestDraft | undefined {
  return storage().getStore();
}

export function runWithDraft<Result>(draft: RequestDraft, run: () => Result): Result {
  return storage().run(draft, run);
}
