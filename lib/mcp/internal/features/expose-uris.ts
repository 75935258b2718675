import "#server-only";
import type { FeatureInstance } from "#lib/access/decide-feature.ts";
import { readElements, readMembers, writeMembers } from "#lib/kernel/json-members.ts";
import { exposeName } from "./expose-name.ts";

type Named = Pick<FeatureInstance, "slug">;
type Change = (text: string) => string;

/**
 * A result of an instance whose resources have a scheme of their own here, with the addresses in it as the client may
 * ask for them: of `contents`, and of resources and links in `content` and `messages`. Everything else as it came.
 */
export function exposeUris(instance: Named, result: string): string {
  if (instance.slug === "" || !result.includes('"uri"')) return result;
  const toUri: Change = (text) => {
    const uri: unknown = JSON.parse(text);
    return typeof uri === "string" ? JSON.stringify(exposeName(instance, "uri", uri)) : text;
  };
  const addressed = members({ uri: toUri });
  const block: Change = (text) => {
    const type = readMembers(text)?.get("type");
    if (type === '"resource"') return members({ resource: addressed })(text);
    return type === '"resource_link"' ? addressed(text) : text;
  };
  const blocks: Change = (text) => (text.startsWith("[") ? elements(block)(text) : block(text));
  return members({
    contents: elements(addressed),
    content: blocks,
    messages: elements(members({ content: blocks })),
  })(result);
}

/** Changes these members of an object and leaves anything else alone. */
function members(changes: Readonly<Record<string, Change>>): Change {
  return (text) => {
    const found = readMembers(text);
    if (found === null || !Object.keys(changes).some((name) => found.has(name))) return text;
    return writeMembers(
      [...found].map(([name, value]) => {
        const change = Object.hasOwn(changes, name) ? changes[name] : undefined;
        return [name, change === undefined ? value : change(value)] as const;
      }),
    );
  };
}

function elements(change: Change): Change {
  return (text) => {
    const found = readElements(text);
    return found === null ? text : `[${found.map(change).join(",")}]`;
  };
}
