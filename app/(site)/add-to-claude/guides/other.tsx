import { Code } from "../../../_ui/code.tsx";
import { CopyField } from "../../../_ui/copy-field.tsx";
import { SERVER_NAME } from "../../to-install-url.ts";
import { AskSomething, COMMON_PROBLEMS, SignInStep } from "./common.tsx";
import type { Guide, GuideInput } from "./guide.ts";

/** Every other app that speaks MCP, and those that only start programs. */
export function otherGuide({ address }: GuideInput): Guide {
  const bridge = { command: "npx", args: ["-y", "mcp-remote", address] };
  return {
    note: "Any app with a setting for a remote MCP server (Streamable HTTP) that can sign in with OAuth works here. There is no key to paste. For a program that can only send a key, an admin can allow Trinity keys at an address of your organisation’s own.",
    parts: [
      {
        title: "An app with remote servers",
        steps: [
          <>
            Give it this address, exactly as it stands. Leave client id, secret and headers empty.
            <CopyField label="Address" value={address} />
          </>,
          <SignInStep key="sign-in" app="the app" />,
        ],
      },
      {
        title: "Codex",
        steps: [
          <>
            In a terminal; it opens your browser at once:
            <CopyField label="Add it" value={`codex mcp add ${SERVER_NAME} --url ${address}`} />
          </>,
          <SignInStep key="sign-in" app="Codex" />,
        ],
      },
      {
        title: "opencode",
        steps: [
          <>
            Put this into <Code>opencode.json</Code>:
            <CopyField
              label="opencode.json"
              value={JSON.stringify({ mcp: { [SERVER_NAME]: { type: "remote", url: address } } })}
            />
          </>,
          <>
            Then in a terminal:
            <CopyField label="Connect" value={`opencode mcp auth ${SERVER_NAME}`} />
          </>,
          <SignInStep key="sign-in" app="opencode" />,
        ],
      },
      {
        title: "An app that only starts programs",
        steps: [
          <>
            Give it a small program as a bridge. It needs Node on that computer, and signs in with your
            browser like any app.
            <CopyField
              label="Under mcpServers"
              value={JSON.stringify({ [SERVER_NAME]: bridge })}
              hint="Where the app takes one command only, use the next one."
            />
            <CopyField label="Command" value={`${bridge.command} ${bridge.args.join(" ")}`} />
          </>,
          <SignInStep key="sign-in" app="the bridge" />,
        ],
      },
    ],
    see: "The app lists the tools you allowed. Under My connections here you see the app, with the name it gave itself.",
    check: <AskSomething />,
    problems: [
      {
        what: "Our page warns that the app is not known",
        remedy:
          "Apps may register themselves, under any name. Go on if you just started it yourself and the page names the address you expect.",
      },
      {
        what: "Your organisation does not allow the app",
        remedy:
          "The page lets you ask an admin for it, who answers under Apps; then press Connect in the app again.",
      },
      ...COMMON_PROBLEMS,
    ],
  };
}
