import "#server-only";
import { onSessionChange, type RevocationEvent } from "#lib/grants/watch-revocations.ts";
import { once } from "#lib/platform/registry/once.ts";

/** A session's open stream, as it wants to be told that something about the session changed. */
type Told = () => void;
type Streams = Map<string, Set<Told>>;

/**
 * Calls back whenever the row or a link of that session may have changed, at whichever instance: it ended, its log level,
 * its subscriptions, its upstream sessions. Returns what ends it.
 */
export function watchSession(id: string, onChange: Told): () => void {
  const streams = state();
  const watching = streams.get(id) ?? new Set();
  streams.set(id, watching.add(onChange));
  return () => {
    watching.delete(onChange);
    if (watching.size === 0 && streams.get(id) === watching) streams.delete(id);
  };
}

function state(): Streams {
  return once("mcp.watched-sessions", () => {
    const streams: Streams = new Map();
    onSessionChange((event) => tell(streams, event));
    return streams;
  });
}

function tell(streams: Streams, { kind, id }: RevocationEvent): void {
  const meant = kind === "all" ? [...streams.values()] : [streams.get(id) ?? []];
  for (const watching of meant) for (const onChange of watching) onChange();
}
