import "#server-only";
import type { JsonWebKey } from "node:crypto";
import { once } from "../registry/once.ts";

/** The stored keys as this process knows them. */
export type HeldRing = {
  /** Changes with every key and every state. */
  version: string;
  /** For sealing and MACs: the active one first, the next and the retired ones after it. */
  secrets: readonly string[];
  /** For signatures: the active one first, then the next; private parts included. */
  signing: readonly JsonWebKey[];
  /** Every member's opened material by its kid: what cannot be read again is still known. */
  opened: ReadonlyMap<string, string>;
};

const holder = () => once<{ ring: HeldRing | undefined }>("crypto.held-ring", () => ({ ring: undefined }));

/** The ring this process works with, once it was loaded. */
export function heldRing(): HeldRing | undefined {
  return holder().ring;
}

export function holdRing(ring: HeldRing): void {
  holder().ring = ring;
}

const wish = () => once<{ look: (() => void) | undefined }>("crypto.ring-wish", () => ({ look: undefined }));

/** Has `look` called when something names a key this process does not hold. Returns what ends it. */
export function onUnknownKey(look: () => void): () => void {
  wish().look = look;
  return () => void (wish().look = undefined);
}

/** Says that a key was named which this process does not hold: there may be a newer ring. */
export function reportUnknownKey(): void {
  wish().look?.();
}
