import "#server-only";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";

export type Notify = (method: string, params: JsonObject) => void;

/**
 * The params with the session's own progress token, or with none where nobody would hear of the progress; and who
 * hears of notifications: progress under another token is another request's.
 */
export function replaceProgressToken(
  params: JsonObject,
  id: number,
  notify: Notify | undefined,
): { sent: JsonObject; notify: Notify | undefined } {
  const meta = params["_meta"];
  const progressToken = isObject(meta) ? meta["progressToken"] : undefined;
  const restoring: Notify | undefined =
    notify &&
    ((method, given) => {
      if (method !== "notifications/progress") return notify(method, given);
      if (progressToken !== undefined && given["progressToken"] === id)
        notify(method, { ...given, progressToken });
    });
  if (!isObject(meta) || progressToken === undefined) return { sent: params, notify: restoring };
  const { progressToken: _theirs, ...others } = meta;
  const own = notify ? { progressToken: id } : {};
  return { sent: { ...params, _meta: { ...others, ...own } }, notify: restoring };
}
