import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { shortenConnections } from "#lib/grants/shorten-connections.ts";
import { command } from "#lib/verbs/command.ts";
import { changedMeanwhile } from "./internal/settings/changed-meanwhile.ts";
import { findSettings, saveConnectionSettings } from "./internal/settings/store.ts";
import { ConnectionSettingsInput } from "./schema.ts";

/**
 * How long connections last, may go unused and are given tokens for, and what is ticked at first when somebody connects.
 * Connections that have lasted longer end with this; tokens given out before keep their time. Throws `conflict` when
 * somebody saved since `version`.
 */
export const setConnectionSettings = hearAtOnce(
  command({
    action: "settings.set-connections",
    permission: "settings:write",
    input: ConnectionSettingsInput,
    async run({ tx, actor: { tenantId } }, wanted) {
      const { connectionDaysMax, idleDaysMax, accessTokenMinutes, consentDefault } = wanted;
      const before = await findSettings(tx, tenantId);
      if (!(await saveConnectionSettings(tx, tenantId, wanted))) throw changedMeanwhile();
      const isShorter = connectionDaysMax < before.connectionDaysMax;
      const shortened = isShorter ? await shortenConnections(tx, tenantId, connectionDaysMax) : 0;
      return {
        result: { shortened },
        audit: {
          target: tenantId,
          before: {
            connectionDaysMax: before.connectionDaysMax,
            idleDaysMax: before.idleDaysMax,
            accessTokenMinutes: before.accessTokenMinutes,
            consentDefault: before.consentDefault,
          },
          after: { connectionDaysMax, idleDaysMax, accessTokenMinutes, consentDefault, shortened },
        },
      };
    },
  }),
);
