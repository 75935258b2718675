import "#server-only";
import { interactionPolicy } from "oidc-provider";

const { Check, Prompt } = interactionPolicy;

/**
 * Every authorization request is consented and signed in anew: no earlier answer, of whatever client, is reused.
 * `prompt=none` therefore ends in consent_required.
 */
export function makeInteractionPolicy(): InstanceType<typeof Prompt>[] {
  const isOpen = (part: "consent" | "login") =>
    new Check(
      `${part}_open`,
      "The person must answer on our page.",
      `${part}_required`,
      (ctx) => ctx.oidc.result?.[part] === undefined,
    );
  return [
    new Prompt({ name: "consent", requestable: true }, isOpen("consent")),
    new Prompt({ name: "login", requestable: true }, isOpen("login")),
  ];
}
