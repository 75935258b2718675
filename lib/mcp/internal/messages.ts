import "#server-only";
import type { Decision, MissingKey } from "#lib/access/decide.ts";
import type { LimitedArguments } from "#lib/access/limit-arguments.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { UpstreamFailureReason } from "#lib/upstreams/open-session.ts";
import type { CallTopic } from "../schema.ts";

const OWN_KEYS_PATH = "/me/trinity-keys";

/**
 * Every sentence a person or a model may read when a tool call does not go through. Nothing of what an instance or a
 * client sent is in them; the instance's name is the organisation's own. Each ends with its place in the docs.
 */
function tell(topic: CallTopic, text: string): string {
  return `${text} More: ${getConfig().publicUrl}/docs/errors#call-${topic}`;
}

type Refused = Exclude<Decision, { ok: true }>;
type Explained = Exclude<Refused["layer"], "unknown" | "grant" | "state">;

const REFUSALS: Record<Explained, string> = {
  paused: "Your organisation has paused all tools for now.",
  role: "Your role in this organisation does not include this tool.",
  policy: "Your organisation has decided that your role does not use this tool.",
  app: "An admin of your organisation limits what this app may do, and this tool is beyond it.",
  catalogue: "This tool is not available at this address.",
};
const STATES = {
  pending: "An admin of your organisation has not approved this tool yet.",
  off: "Your organisation has switched this tool off.",
} as const;

/** For a call that ran when everything was paused. */
export const explainPausedMeanwhile = () =>
  tell(
    "paused",
    "Your organisation has just paused all tools, so this call was cancelled. It may have been carried out: look before you try again. An owner or admin of your organisation can resume them.",
  );

export const UNKNOWN_TOOL = "Unknown tool. List the tools to see which there are.";
export const MISSING_SCOPE =
  "This connection does not include this tool. Connect again and allow the tool group it belongs to.";

export const explainBusy = () =>
  tell(
    "busy",
    "Too many calls are running at once. Nothing was done. Wait for one to finish, then try again.",
  );

export const TOO_MANY_STREAMS = "Too many open streams. Close one and try again.";

export const explainNotRecorded = () =>
  tell(
    "not-recorded",
    "This call changes things for good and could not be recorded before it was made, so it was not. Nothing was done. Try again in a moment.",
  );

/** Beyond a limit of calls or requests a minute. */
export function explainWait(seconds: number): string {
  const wait = `${seconds} ${seconds === 1 ? "second" : "seconds"}`;
  return tell(
    "too-many",
    `Too many requests in the last minute. Nothing was done. Wait ${wait}, then try again.`,
  );
}

/** Why a tool that exists is refused to this person, and where to ask. */
export function explainRefusal(
  refused: Extract<Refused, { layer: Explained | "state" }>,
  publicUrl: string,
): string {
  const [topic, reason] =
    refused.layer === "state"
      ? ([refused.state, STATES[refused.state]] as const)
      : ([refused.layer, REFUSALS[refused.layer]] as const);
  return tell(topic, `${reason} ${whomToAsk(publicUrl)}`);
}

/** An admin stopped all calls to the instance for now. */
export function explainPause(instance: string): string {
  return tell(
    "instance-paused",
    `An admin of your organisation has paused the Trinity instance "${instance}". Nothing was done. Try again once it is resumed; your connection is fine.`,
  );
}

const SHOWN_VALUES_MAX = 20;

/** Which values an organisation allows where the call had another, or none. */
export function explainLimit(
  { limit: { argument, allowed }, isMissing }: Extract<LimitedArguments, { ok: false }>,
  publicUrl: string,
): string {
  const shown = allowed.slice(0, SHOWN_VALUES_MAX).map((value) => JSON.stringify(value));
  const others = allowed.length - shown.length;
  const values = `${shown.join(", ")}${others > 0 ? ` and ${others} more, which the tool's schema names` : ""}`;
  const lack = isMissing ? ", and it has to be given" : "";
  return tell(
    "argument",
    `Your organisation allows only certain values of "${argument}" in this tool${lack}: ${values}. ${whomToAsk(publicUrl)}`,
  );
}

function whomToAsk(publicUrl: string): string {
  return `Nothing was done. An owner or admin of your organisation can change that. What this app was allowed is at ${publicUrl}/me/connections.`;
}

/** The instance answered with something that the client's revision of MCP has no word for. */
export const UNKNOWN_TO_CLIENT =
  "The instance asks for something this app cannot do, or that its version of MCP does not have.";

type Down = Exclude<UpstreamFailureReason, "aborted" | "busy"> | "too_large";

const FAILURES: Record<Down, readonly [CallTopic, string]> = {
  unreachable: ["unreachable", "cannot be reached"],
  refused_key: ["refused-key", "refuses the key we hold for it, or cannot check keys at the moment"],
  failed: ["failed", "answers with errors"],
  timeout: ["timeout", "did not answer in time"],
  protocol: ["protocol", "gives answers we cannot read"],
  session_gone: ["session-gone", "keeps ending our session"],
  too_large: ["too-large", "gave an answer larger than we pass on"],
};

type DownFacts = { instance: string; reason: Down; since: Date; isMaybeDone: boolean };

/** What is wrong with the instance, since when, and what to do. */
export function explainFailure({ instance, reason, since, isMaybeDone }: DownFacts): string {
  const time = `since ${since.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const done = isMaybeDone
    ? "The call may have been carried out: look before you try again."
    : "Nothing was done. Try again later.";
  const [topic, failure] = FAILURES[reason];
  return tell(
    topic,
    `The Trinity instance "${instance}" ${failure}, ${time}. ${done} Your connection is fine: signing in again does not help. An admin of your organisation can check the instance.`,
  );
}

const OWN_KEY: Record<Exclude<MissingKey, "shared">, string> = {
  own: "is used with each person's own Trinity key, and you have not added yours",
  waiting: "is used with each person's own Trinity key, and yours waits for an admin of your organisation",
  declined: "is used with each person's own Trinity key, and an admin has declined yours",
};

/** Nobody gave the instance a key, or it was taken back; or the caller has to bring their own. */
export function explainMissingKey(instance: string, lacks: MissingKey, publicUrl: string): string {
  if (lacks === "shared") {
    return tell(
      "no-key",
      `No key is stored for the Trinity instance "${instance}". Nothing was done. An admin of your organisation can add one.`,
    );
  }
  return tell(
    "own-key",
    `The Trinity instance "${instance}" ${OWN_KEY[lacks]}. Nothing was done. Add or replace it at ${publicUrl}${OWN_KEYS_PATH}, then try again; there is no need to connect again.`,
  );
}

/** The caller's own key, which the organisation's others do not depend on. */
export function explainRefusedOwnKey(instance: string, publicUrl: string): string {
  return tell(
    "refused-key",
    `The Trinity instance "${instance}" refuses your own Trinity key, or cannot check keys at the moment. Nothing was done. Replace it at ${publicUrl}${OWN_KEYS_PATH} if this goes on; there is no need to connect again.`,
  );
}

/** The instance answered with a protocol error of its own. */
export function explainUpstreamError(instance: string, isGone: boolean): string {
  return tell(
    "not-run",
    isGone
      ? `The Trinity instance "${instance}" no longer has this tool. An admin of your organisation can read its list of tools again.`
      : `The Trinity instance "${instance}" could not run this tool. Check the arguments, or try again later.`,
  );
}

export const INVALID_CURSOR = "This cursor is not one of ours. List from the start.";
export const UNKNOWN_PROMPT = "Unknown prompt. List the prompts to see which there are.";
export const UNKNOWN_RESOURCE = "Unknown resource. List the resources to see which there are.";

type ListFailure = {
  instance: string;
  reason: UpstreamFailureReason | "no_key" | "busy" | "error";
  since: Date;
  lacks: MissingKey;
};

/** Why there is no list: the one instance there is, or all of them, did not give theirs. */
export function explainListFailure(
  { instance, reason, since, lacks }: ListFailure,
  publicUrl: string,
): string {
  if (reason === "no_key") return explainMissingKey(instance, lacks, publicUrl);
  if (reason === "busy") return explainBusy();
  if (reason === "error" || reason === "aborted") {
    return tell("not-run", `The Trinity instance "${instance}" could not answer this. Try again later.`);
  }
  return explainFailure({ instance, reason, since, isMaybeDone: false });
}

/** What came of an instance's questions to the client, where they ended a call. */
const ASKING = {
  notAnswered:
    "The instance asked for something before it would go on, and got no answer. Call again to be asked again.",
  tooManyRounds: "The instance kept asking for more and was stopped. Call again to start anew.",
  tooMany:
    "Too many questions are open at the moment. Answer or dismiss some, or wait a little, then call again.",
  gone: "The call that asked this no longer waits for an answer. Nothing more was done. Call again to be asked again.",
  tooLarge:
    "The answers, or what came of them, are too large to be passed on between our servers. The call may have been carried out: look before you try again.",
} as const;

export function explainAsking(why: keyof typeof ASKING): string {
  return tell("question", ASKING[why]);
}

export const BAD_STATE_TEXT =
  "This requestState was not given out for this request, or is too old. Send the request again without it.";

/** The instance wants something that the client's app did not say it can do. */
export function explainLack(instance: string, lacks: string): string {
  return tell(
    "question",
    `The Trinity instance "${instance}" wants this app to ${lacks} before it goes on, which this app does not offer here. Use another app for this, or call it in another way.`,
  );
}
