import "#server-only";
import type { FeatureInstance } from "#lib/access/decide-feature.ts";

type Named = Pick<FeatureInstance, "slug">;
/** What a name is of: a prompt, or a resource (its URI or its template). */
export type NameKind = "prompt" | "uri";

/**
 * The name under which an instance's prompt or resource is offered. The organisation's first instance keeps its own; the
 * others' prompts are prefixed as tools are, their resources as a scheme of its own: `second+file:///a`.
 */
export function exposeName({ slug }: Named, kind: NameKind, name: string): string {
  return toPrefix(slug, kind) + name;
}

/** The instance's own name for what is offered under that one; null when it cannot be this instance's. */
export function findOwnName({ slug }: Named, kind: NameKind, exposed: string): string | null {
  const prefix = toPrefix(slug, kind);
  return exposed.startsWith(prefix) ? exposed.slice(prefix.length) : null;
}

/** RFC 3986 section 3.1: a scheme begins with a letter and knows no `_`. Slugs have neither `-` nor `.`. */
function toPrefix(slug: string, kind: NameKind): string {
  if (slug === "") return "";
  if (kind === "prompt") return `${slug}_`;
  return `${/^[a-z]/.test(slug) ? "" : "i."}${slug.replaceAll("_", "-")}+`;
}
