/** The gist of the page. */
export const SUMMARY =
  "We keep your e-mail address, the connections you allow, that an app called a tool, and what administrators change. What it asked the tool is kept only where your organisation chose so, what the tool answered never. No advertising, no analytics, nothing sold. You can take a copy of your data, and delete your account, by yourself.";

export const USED_FOR =
  "It is used to sign you in, to decide each call, to let you and your organisation see and end connections, and to find faults. For nothing else. What is over is removed by the server itself, most of it within the hour.";

export const PASSES_THROUGH = [
  "When an app calls a tool, we pass the call to your organisation’s Trinity instance and its answer back to the app, prompts and resources likewise. We record that it happened, never the answer; what the app sent along only while your organisation has that switched on. We do not use any of it to train models.",
  "The app (for example Claude, made by Anthropic) and the Trinity instance keep what their own makers and operators decide. Their policies apply to it, not this one.",
] as const;

/** Whom the software itself calls, with Google where it can be signed in with. */
export function toCalled({ withGoogle }: { withGoogle: boolean }): string {
  const google = withGoogle ? "Google if you choose to sign in there, " : "";
  return `The software itself calls nobody else but your organisation’s Trinity instances and log collector, the address where an app describes itself, ${google}and your company’s own sign-in if you choose that.`;
}

/** Which companies the operator has part of the work done by, in a sentence that a list may follow. */
export const COMPANIES = {
  listed: "The operator has part of the work done by:",
  unlisted:
    "Companies the operator uses see what their part needs: whoever hosts this server and its database, and the mail server that delivers sign-in codes. The operator has listed none here, and can name them.",
} as const;
