import "#server-only";
import { currentDraft, type RequestDraft } from "./internal/request-draft.ts";
import { makeAttemptKey } from "./make-attempt-key.ts";
import type { Fact } from "./schema.ts";

/** Adds what the code answering a request has found out to the event that will be recorded of it; `undefined` is nothing. */
export function noteOutcome(known: Partial<Omit<RequestDraft, "from" | "facts">>): void {
  const draft = currentDraft();
  if (draft === undefined) return;
  const news = Object.entries(known).filter(([, value]) => value !== undefined);
  Object.assign(draft, Object.fromEntries(news));
}

export function noteFact(...facts: Fact[]): void {
  const draft = currentDraft();
  if (draft) draft.facts = [...(draft.facts ?? []), ...facts];
}

/** The number of the attempt the current request belongs to, for the page that ends it. */
export function findAttemptNumber(): string | null {
  const uid = currentDraft()?.interactionUid;
  return uid === undefined ? null : makeAttemptKey(uid).number;
}
