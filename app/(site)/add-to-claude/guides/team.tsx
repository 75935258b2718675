import { CopyField } from "../../../_ui/copy-field.tsx";
import { NEEDS_PUBLIC } from "./claude.tsx";
import { AskSomething, COMMON_PROBLEMS, SignInStep } from "./common.tsx";
import type { Guide, GuideInput } from "./guide.ts";

/** Claude Team and Enterprise: an owner adds the connector for everybody, then each person connects. */
export function teamGuide({ address, isLocal }: GuideInput): Guide {
  return {
    note: isLocal ? (
      <>Claude {NEEDS_PUBLIC}</>
    ) : (
      "An owner of your company’s Claude adds the connector once, for everybody. It gives nobody access: each person then connects with their own account here and gets what their own role allows."
    ),
    parts: [
      {
        title: "Once: an owner of your Claude organisation",
        steps: [
          <>
            In Claude on the web open <strong className="font-semibold">Organization settings</strong>,{" "}
            <strong className="font-semibold">Connectors</strong>, press{" "}
            <strong className="font-semibold">Add</strong>, and choose a custom connector for the web.
          </>,
          <>
            Paste this address, leave client id and client secret empty, and press{" "}
            <strong className="font-semibold">Add</strong>.
            <CopyField label="Address" value={address} />
          </>,
          "In Claude Enterprise, check that the roles of your people may use the connector and its tools.",
        ],
      },
      {
        title: "Then: each person",
        steps: [
          <>
            In Claude open <strong className="font-semibold">Customize</strong>,{" "}
            <strong className="font-semibold">Connectors</strong>, find the connector in the list, and press{" "}
            <strong className="font-semibold">Connect</strong>.
          </>,
          <SignInStep key="sign-in" app="Claude" />,
        ],
      },
    ],
    see: "The owner sees the connector under Organization settings. Each person sees it as connected once they allowed it, on the web, the desktop and the phone.",
    check: <AskSomething />,
    problems: [
      {
        what: "The connector is not in your list",
        remedy:
          "It was not added yet, or your role in Claude may not use it. Send the owner of your company’s Claude the address above.",
      },
      {
        what: "You are the owner and see no Connectors under Organization settings",
        remedy:
          "You have another role there. The primary owner of your Claude organisation can see who may add it.",
      },
      {
        what: "One person gets in and another does not",
        remedy:
          "Each person is let in by their own membership here, not by Claude’s. Invite who is missing under Members, or let them ask to join on the page that refused them.",
      },
      ...COMMON_PROBLEMS,
    ],
  };
}
