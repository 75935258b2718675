import { z } from "zod";

/**
 * Everything that can stand in an audit log, by what it is done to. What the product no longer does stays: older rows
 * name it. A test holds it against the code, and the messages against it.
 */
export const AUDIT_ACTIONS = [
  "access-request.approve",
  "access-request.decline",
  "access-request.file",
  "app-settings.set",
  "argument-limit.remove",
  "argument-limit.revert",
  "argument-limit.set",
  "attempt.note-reference",
  "checklist.close",
  "client-request.decide",
  "client-request.make",
  "client.allow",
  "client.block",
  "client.decide",
  "client.unblock",
  "connection.approve",
  "connection.end",
  "connection.end-all",
  "connection.narrow",
  "connection.widen",
  "domain.claim",
  "domain.prove",
  "domain.remove",
  "export.cancel",
  "export.download",
  "export.request",
  "invitation.accept",
  "invitation.copy-link",
  "invitation.resend",
  "invitation.revoke",
  "invitation.send",
  "log-stream.change",
  "log-stream.create",
  "log-stream.pause",
  "log-stream.remove",
  "log-stream.resume",
  "log-stream.rotate-secret",
  "log-stream.stop",
  "log-stream.test",
  "member.add",
  "member.change-address",
  "member.change-name",
  "member.change-role",
  "member.forget",
  "member.leave",
  "member.remove",
  "member.restore",
  "member.suspend",
  "own-key.remove",
  "own-key.store",
  "sandbox.issue-code",
  "sandbox.reset",
  "sandbox.revoke-code",
  "sandbox.sign-in",
  "settings.set-connections",
  "sign-in.set-ways",
  "sso.activate",
  "sso.deactivate",
  "sso.save",
  "sso.set-secret-end",
  "sso.test",
  "tenant.create",
  "tenant.delete",
  "tenant.hand-over",
  "tenant.lift-suspension",
  "tenant.purge",
  "tenant.remove-logo",
  "tenant.restore",
  "tenant.set-logo",
  "tenant.suspend",
  "tenant.update",
  "tool-call.set-recording",
  "tool-policy.apply-preset",
  "tool-policy.revert",
  "tool-policy.set",
  "tool-policy.switch",
  "tool.label",
  "tools.pause",
  "tools.resume",
  "upstream.approve-tools",
  "upstream.check",
  "upstream.connect",
  "upstream.decide-key",
  "upstream.draft",
  "upstream.edit",
  "upstream.key-refused",
  "upstream.pause",
  "upstream.refresh-tools",
  "upstream.remove",
  "upstream.reopen-tools",
  "upstream.replace-key",
  "upstream.review-tools",
  "upstream.set-key-access",
  "upstream.set-key-mode",
  "upstream.set-roles",
  "upstream.settle-key",
  "upstream.store-key",
  "upstream.switch-features",
  "upstream.switch-tools",
  "upstream.test",
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Whether there are words for it. */
export function isAuditAction(action: string): action is AuditAction {
  return (AUDIT_ACTIONS as readonly string[]).includes(action);
}

/** The actions on one thing ("upstream"), or the one action itself. */
export function listActions(subject: string): readonly string[] {
  if (subject.includes(".")) return [subject];
  return AUDIT_ACTIONS.filter((action) => action.startsWith(`${subject}.`));
}

type SubjectOf<Action> = Action extends `${infer Subject}.${string}` ? Subject : never;

/** What actions are done to, in order. */
export function listSubjects(): SubjectOf<AuditAction>[] {
  const subjects = AUDIT_ACTIONS.map((action) => action.split(".", 1)[0] as SubjectOf<AuditAction>);
  return [...new Set(subjects)];
}

/** A row by its place in the chain. */
export const SeqInput = z.strictObject({
  seq: z
    .bigint()
    .positive()
    .lt(2n ** 63n),
});

/** Who acts: somebody signed in, an app for somebody, a job of ours, the operator. */
export const AUDIT_SOURCES = ["person", "app", "system", "operator"] as const;
export type AuditSource = (typeof AUDIT_SOURCES)[number];

export const AUDIT_OUTCOMES = ["done", "refused"] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

const TEXT_MAX = 200;
const TARGET_MAX = 2_048;
const Text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => text.isWellFormed() && !text.includes("\0"));

/** What rows can be looked for by; absent: any. `from` is included, `to` is not. */
export const AuditFilterInput = z.strictObject({
  /** A person's id, or a part of their name or address; or a job's name. */
  who: Text(TEXT_MAX).optional(),
  /** One action ("upstream.connect"), or all on one thing ("upstream"). */
  action: z
    .string()
    .regex(/^[a-z-]{1,40}(?:\.[a-z-]{1,40})?$/)
    .optional(),
  /** The id of what it was done to, or a part of its name. */
  target: Text(TARGET_MAX).optional(),
  source: z.enum(AUDIT_SOURCES).optional(),
  outcome: z.enum(AUDIT_OUTCOMES).optional(),
  from: z.date().optional(),
  to: z.date().optional(),
});
export type AuditFilter = z.output<typeof AuditFilterInput>;
