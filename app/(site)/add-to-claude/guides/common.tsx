import { TextLink } from "../../../_ui/text-link.tsx";
import type { Guide } from "./guide.ts";

/** What happens on our pages, whichever app sent the person there. */
export function SignInStep({ app }: { app: string }) {
  return (
    <>
      Our page opens in your browser. Sign in, choose your organisation if you have several, look through what{" "}
      {app} may use, and press <strong className="font-semibold">Allow</strong>. Nothing is shared before.
    </>
  );
}

/** A question that changes nothing, for every app. */
export function AskSomething() {
  return (
    <>
      Ask in a chat: <q>Which agents do we have?</q> The app calls the tool <em>List agents</em> and answers
      with the agents of your organisation’s Trinity.
    </>
  );
}

/** Goes wrong in any app. */
export const COMMON_PROBLEMS: Guide["problems"] = [
  {
    what: "A tool is missing",
    remedy:
      "Its group was not ticked, or your role may not use it. Press Connect in the app again and tick it; if it is locked there, the page says who can change that.",
  },
  {
    what: "Our page says that you belong to no organisation",
    remedy:
      "You are signed in with another address than the one your organisation knows. Press “Use another account” there, or ask to join on that page.",
  },
  {
    what: "Something else, or a page with a number",
    remedy: (
      <>
        Look under <TextLink href="/support">Help</TextLink>, and give the number to an admin of your
        organisation: under Attempts they see at which step it stopped and why.
      </>
    ),
  },
];
