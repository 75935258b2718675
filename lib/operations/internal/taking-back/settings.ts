import "#server-only";
import { z } from "zod";
import { CallRecordingSchema } from "#lib/activity/schema.ts";
import { setCallRecording } from "#lib/activity/set-call-recording.ts";
import { ConnectionLimitsSchema, TenantNamesSchema } from "#lib/tenants/schema.ts";
import { setConnectionSettings } from "#lib/tenants/set-connection-settings.ts";
import { updateTenant } from "#lib/tenants/update-tenant.ts";
import { pauseUpstream } from "#lib/upstreams/pause-upstream.ts";
import { reversal } from "./reversal.ts";

const PauseSchema = z.object({ isPaused: z.boolean() });

/** An instance paused, or let through again. */
export const INSTANCE_PAUSE = reversal({
  verb: pauseUpstream,
  rivals: ["upstream.pause"],
  before: PauseSchema,
  after: PauseSchema,
  toInput: ({ before, after, change }) => ({
    id: change.target,
    isPaused: before.isPaused,
    seen: after.isPaused,
  }),
});

/** What the organisation is called, and its short name. */
export const TENANT_NAMES = reversal({
  verb: updateTenant,
  rivals: ["tenant.update"],
  before: TenantNamesSchema,
  after: TenantNamesSchema,
  toInput: ({ before, after }) => ({ ...before, seen: after }),
});

/**
 * How long connections last. Where some got shorter by it, they stay so; and where taking it back would end some, that is
 * done where it says so.
 */
export const CONNECTION_SETTINGS = reversal({
  verb: setConnectionSettings,
  rivals: ["settings.set-connections"],
  before: ConnectionLimitsSchema,
  after: ConnectionLimitsSchema.extend({ shortened: z.literal(0) }),
  toInput: ({ before, after: { shortened: _none, ...after } }) => {
    const isSooner =
      before.connectionDaysMax < after.connectionDaysMax || before.idleDaysMax < after.idleDaysMax;
    return isSooner ? null : { ...before, seen: after };
  },
});

/** What of calls is kept, and for how long; not where taking it back would remove calls, which nothing brings back. */
export const CALL_RECORDING = reversal({
  verb: setCallRecording,
  rivals: ["tool-call.set-recording"],
  before: CallRecordingSchema,
  after: CallRecordingSchema,
  toInput: ({ before, after }) => (before.keepDays < after.keepDays ? null : { ...before, seen: after }),
});
