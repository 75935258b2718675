import type { CallTopic } from "#lib/mcp/schema.ts";
import type { Words } from "./words.ts";

/** What an app reads in place of a tool's result, by what it is about. */
export const CALL_WORDS: Record<CallTopic, Words> = {
  paused: {
    title: "Your organisation has paused all tools",
    what: "An owner or admin stopped every call of every app. Connections stay. A call that ran when it happened was cancelled, and may have been carried out.",
    todo: "Wait, or ask an owner or admin. They resume all tools under Settings, Danger.",
  },
  role: {
    title: "Your role does not include this tool",
    what: "Nobody decided about this tool, and our default does not give it to your role: members get no destructive and no credential groups, auditors only what reads.",
    todo: "Ask an owner or admin. They can switch the tool on for your role under Tools, or change your role.",
  },
  policy: {
    title: "Your organisation has decided that your role does not use this tool",
    what: "A rule of your organisation switches this tool, or its group, off for your role.",
    todo: "Ask an owner or admin. The rule is under Tools; the audit log says who made it.",
  },
  app: {
    title: "An admin limits what this app may do",
    what: "For this app a highest effect is set, and the tool is beyond it. It counts for every connection of the app, whatever was ticked.",
    todo: "Use another app for this, or ask an owner or admin to raise the limit on the app’s page.",
  },
  catalogue: {
    title: "This tool is not available at this address",
    what: "A public directory may not list it, so it is never offered at the address everybody uses; elsewhere only if an admin switched on this very tool.",
    todo: "Ask an owner or admin to switch the tool on, and connect at your organisation’s own address.",
  },
  pending: {
    title: "An admin has not approved this tool yet",
    what: "The tool is new, or is not what was approved before. Until somebody has looked at it, nobody can use it.",
    todo: "Ask an owner or admin to decide under Tools, Changes.",
  },
  off: {
    title: "Your organisation has switched this tool off",
    what: "An admin switched it off for everybody, on its instance’s page.",
    todo: "Ask an owner or admin if you need it.",
  },
  "instance-paused": {
    title: "An admin has paused the Trinity instance",
    what: "Every call to this one instance is refused. Keys, tools and connections stay.",
    todo: "Wait until it is resumed. There is no need to connect again.",
  },
  argument: {
    title: "Your organisation allows only certain values",
    what: "An admin named the values that one argument of this tool may have, and the call had another, or none.",
    todo: "Use one of the values the sentence names, or ask an owner or admin.",
  },
  "too-many": {
    title: "Too many requests in the last minute",
    what: "You, this app or your organisation made more calls in a minute than is allowed. Nothing was done.",
    todo: "Wait as many seconds as the sentence says. If this is ordinary use, whoever runs this server can raise the limit.",
  },
  busy: {
    title: "Too many calls are running at once",
    what: "This connection has as many calls open as it may, or more wait for the instance than it can take. Nothing was done.",
    todo: "Wait for one to end, then try again.",
  },
  "not-recorded": {
    title: "The call could not be recorded before it was made",
    what: "Calls that may destroy something are recorded first. That failed, so the call was not made.",
    todo: "Try again in a moment. If it stays so, tell whoever runs this server.",
  },
  unreachable: {
    title: "The Trinity instance cannot be reached",
    what: "No connection to it came about, or it broke. The sentence says since when, and whether the call may have been carried out.",
    todo: "An admin opens the instance and runs its test. Connecting again does not help.",
  },
  "refused-key": {
    title: "The Trinity instance refuses the key",
    what: "The key stored for it was revoked, or the instance cannot check keys because its backend is down: it answers the same in both cases.",
    todo: "An admin replaces the key on the instance’s page. If the key is your own, replace it under My Trinity keys. Nobody has to connect again.",
  },
  failed: {
    title: "The Trinity instance answers with errors",
    what: "It answered, and the answer was a failure of its own.",
    todo: "Try again later. An admin finds the reason in the instance’s own log.",
  },
  timeout: {
    title: "The Trinity instance did not answer in time",
    what: "It took longer than we wait. What you asked for may still be done.",
    todo: "Look whether it was done before you try again. For long work, start a task and ask for its result later.",
  },
  protocol: {
    title: "The Trinity instance gives answers we cannot read",
    what: "What came back was not what MCP says.",
    todo: "An admin runs the instance’s test; for Trinity the address ends in /mcp.",
  },
  "session-gone": {
    title: "The Trinity instance keeps ending our session",
    what: "It forgot the session we had opened, twice in a row. Nothing was done.",
    todo: "Try again later. If it stays so, an admin looks whether the instance restarts all the time.",
  },
  "too-large": {
    title: "The answer is larger than we pass on",
    what: "The instance’s answer was beyond the limit for one answer.",
    todo: "Ask for less: fewer entries, a shorter time, one agent.",
  },
  "no-key": {
    title: "No key is stored for the Trinity instance",
    what: "Calls to it go with the organisation’s key, and there is none.",
    todo: "An admin enters one on the instance’s page.",
  },
  "own-key": {
    title: "The instance is used with each person’s own Trinity key",
    what: "You have not added yours, it waits for an admin, or it was declined.",
    todo: "Add or replace it under My Trinity keys. There is no need to connect again.",
  },
  "not-run": {
    title: "The Trinity instance could not run this tool",
    what: "It no longer has the tool, or answered the call with an error of the protocol.",
    todo: "Check what was asked for, or try again later. If the tool is gone, an admin has the list read again by running the test.",
  },
  question: {
    title: "The instance asked for something first",
    what: "In the middle of the call it wanted a form filled in, a page opened, or an answer of the app’s model. The app does not offer that, nobody answered in time, or it asked too often.",
    todo: "Call again to be asked again. If the app does not offer it, use another one; Claude Code shows forms.",
  },
};
