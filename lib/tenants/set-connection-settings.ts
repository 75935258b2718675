import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { shortenConnections } from "#lib/grants/shorten-connections.ts";
import { changedSince } from "#lib/verbs/changed-since.ts";
import { command } from "#lib/verbs/command.ts";
import { reverseChange } from "#lib/verbs/reverse-change.ts";
import { changedMeanwhile } from "./internal/settings/changed-meanwhile.ts";
import { findSettings, saveConnectionSettings } from "./internal/settings/store.ts";
import { type ConnectionLimits, ConnectionSettingsInput } from "./schema.ts";

/**
 * How long connections last, may go unused and are given tokens for, and what is ticked at first when somebody connects.
 * Connections that have lasted longer end with this; tokens given out before keep their time. `undo` is for this
 * very verb, null where connections got shorter by it, which an undo would not change. Throws `conflict` when somebody saved
 * since `version`, or what is set is not what was `seen`.
 */
export const setConnectionSettings = hearAtOnce(
  command({
    action: "settings.set-connections",
    permission: "settings:write",
    input: ConnectionSettingsInput,
    async run({ tx, actor: { tenantId } }, wanted) {
      const [before, after] = [await findSettings(tx, tenantId), toLimits(wanted)];
      const was = toLimits(before);
      const { seen, version = before.version } = wanted;
      if (seen !== undefined && JSON.stringify(toLimits(seen)) !== JSON.stringify(was)) throw changedSince();
      if (!(await saveConnectionSettings(tx, tenantId, { ...after, version }))) throw changedMeanwhile();
      const { connectionDaysMax } = after;
      const isShorter = connectionDaysMax < before.connectionDaysMax;
      const shortened = isShorter ? await shortenConnections(tx, tenantId, connectionDaysMax) : 0;
      return {
        result: { shortened, undo: shortened === 0 ? reverseChange(was, after) : null },
        audit: { target: tenantId, before: was, after: { ...after, shortened } },
      };
    },
  }),
);

function toLimits({ connectionDaysMax, idleDaysMax, accessTokenMinutes, consentDefault }: ConnectionLimits) {
  return { connectionDaysMax, idleDaysMax, accessTokenMinutes, consentDefault };
}
