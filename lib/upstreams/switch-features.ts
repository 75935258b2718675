import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { missingUpstream } from "./internal/missing-upstream.ts";
import { FEATURES, SwitchFeaturesInput } from "./schema.ts";
import { findUpstream, updateUpstream } from "./store.ts";

/**
 * Switches prompts, resources or completions of an instance off for everybody, or on. Throws `precondition_failed` for
 * switching on what the instance did not declare when it was last looked at.
 */
export const switchFeatures = hearAtOnce(
  command({
    action: "upstream.switch-features",
    permission: "upstream:write",
    input: SwitchFeaturesInput,
    async run({ tx, actor }, { id, features: chosen, isOn }) {
      const row = await findUpstream(tx, actor.tenantId, id as UpstreamId);
      if (!row) throw missingUpstream();
      if (isOn && !chosen.every((feature) => row.declared.includes(feature))) {
        throw new DomainError(
          "precondition_failed",
          "This instance does not offer that. Test it again if it has been changed.",
        );
      }
      const features = FEATURES.filter((feature) =>
        chosen.includes(feature) ? isOn : row.features.includes(feature),
      );
      await updateUpstream(tx, actor.tenantId, row.id, { features });
      return {
        result: { features },
        audit: { target: row.id, before: { features: row.features }, after: { features } },
      };
    },
  }),
);
