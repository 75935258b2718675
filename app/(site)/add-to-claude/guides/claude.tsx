import { CopyField } from "../../../_ui/copy-field.tsx";
import { TextLink } from "../../../_ui/text-link.tsx";
import { toAddConnectorUrl } from "../../to-add-connector-url.ts";
import { toGuideHref } from "../choices.ts";
import { AskSomething, COMMON_PROBLEMS, SignInStep } from "./common.tsx";
import type { Guide, GuideInput } from "./guide.ts";

/** Claude calls from Anthropic's servers, wherever its window is. */
export const NEEDS_PUBLIC =
  "calls from its maker’s servers, which cannot reach an address on this computer. These steps work with the public https address of a server; try Claude Code here.";

/** Claude on the web, the desktop and the phone: one connector of one account. */
export function claudeGuide({ address, isLocal }: GuideInput): Guide {
  return {
    note: isLocal ? <>Claude {NEEDS_PUBLIC}</> : undefined,
    ...(isLocal
      ? {}
      : {
          open: {
            href: toAddConnectorUrl(address),
            label: "Open Claude with the address filled in",
            hint: "Then go on at step 2.",
          },
        }),
    parts: [
      {
        steps: [
          <>
            In Claude on the web or the desktop open <strong className="font-semibold">Customize</strong>,{" "}
            <strong className="font-semibold">Connectors</strong>, press +, and choose{" "}
            <strong className="font-semibold">Add custom connector</strong>.
          </>,
          <>
            Give it a name and this address. Leave client id and client secret empty, and press{" "}
            <strong className="font-semibold">Add</strong>.
            <CopyField label="Address" value={address} />
          </>,
          <>
            Press <strong className="font-semibold">Connect</strong> beside it.
          </>,
          <SignInStep key="sign-in" app="Claude" />,
          <>
            For the phone there is nothing more to do: connectors cannot be added there, and the one you added
            is there with the same Claude account.
          </>,
        ],
      },
    ],
    see: "The connector is in Claude’s list as connected, and its page lists the tools you allowed. In a chat it can be switched on and off under +.",
    check: <AskSomething />,
    problems: [
      {
        what: "There is no “Add custom connector”",
        remedy: (
          <>
            In Claude Team and Enterprise only an owner adds connectors:{" "}
            <TextLink href={toGuideHref({ audience: "use", host: "team" }, "#steps")}>see how</TextLink>.
            Claude’s free plan takes one custom connector.
          </>
        ),
      },
      {
        what: "Nothing opens after Connect",
        remedy: "Allow pop-ups for claude.ai in your browser, then press Connect again.",
      },
      {
        what: "Claude shows an error and a reference that begins with ofid_",
        remedy:
          "Press Connect once more. If it happens again, give an admin the reference and the time; it can be kept with the attempt.",
      },
      {
        what: "Claude says that the address is there already",
        remedy:
          "Claude takes each address once. For a second organisation use that organisation’s own address, which an admin finds on its Overview page.",
      },
      ...COMMON_PROBLEMS,
    ],
  };
}
