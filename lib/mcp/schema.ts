/**
 * What a sentence of ours is about that an app reads in place of a tool's result. Each ends with a link to its place in
 * the docs: `/docs/errors#call-<topic>`. Published; never renamed.
 */
export const CALL_TOPICS = [
  "paused",
  "role",
  "policy",
  "app",
  "catalogue",
  "pending",
  "off",
  "instance-paused",
  "argument",
  "too-many",
  "busy",
  "not-recorded",
  "unreachable",
  "refused-key",
  "failed",
  "timeout",
  "protocol",
  "session-gone",
  "too-large",
  "no-key",
  "own-key",
  "not-run",
  "question",
] as const;
export type CallTopic = (typeof CALL_TOPICS)[number];
