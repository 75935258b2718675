import { CopyField } from "../../../_ui/copy-field.tsx";
import { NEEDS_PUBLIC } from "./claude.tsx";
import { AskSomething, COMMON_PROBLEMS, SignInStep } from "./common.tsx";
import type { Guide, GuideInput } from "./guide.ts";

/** ChatGPT on the web, where apps of one's own need developer mode. */
export function chatGptGuide({ address, isLocal }: GuideInput): Guide {
  return {
    note: isLocal ? (
      <>ChatGPT {NEEDS_PUBLIC}</>
    ) : (
      "ChatGPT takes addresses of your own in developer mode only, on the web, and not on every plan. In Business, Enterprise and Edu an admin of the workspace switches it on first; other plans may be kept to tools that read."
    ),
    parts: [
      {
        steps: [
          <>
            In ChatGPT open <strong className="font-semibold">Settings</strong>,{" "}
            <strong className="font-semibold">Apps</strong>,{" "}
            <strong className="font-semibold">Advanced settings</strong>, and switch on{" "}
            <strong className="font-semibold">Developer mode</strong>.
          </>,
          <>
            Back under Apps press <strong className="font-semibold">Create app</strong>, give it a name, paste
            this address, choose <strong className="font-semibold">OAuth</strong>, and create it.
            <CopyField label="MCP server URL" value={address} />
          </>,
          <SignInStep key="sign-in" app="ChatGPT" />,
          "In a chat, choose the app under +.",
        ],
      },
    ],
    see: "The app’s page in the settings lists the tools you allowed.",
    check: <AskSomething />,
    problems: [
      {
        what: "There is no developer mode",
        remedy: "Your plan has none, or an admin of your ChatGPT workspace has not allowed it.",
      },
      {
        what: "It asks for a client id or a secret",
        remedy: "Leave both empty: ChatGPT says who it is by itself.",
      },
      ...COMMON_PROBLEMS,
    ],
  };
}
