import { Code } from "../../../_ui/code.tsx";
import { CopyField } from "../../../_ui/copy-field.tsx";
import { SERVER_NAME, toCursorUrl } from "../../to-install-url.ts";
import { AskSomething, COMMON_PROBLEMS, SignInStep } from "./common.tsx";
import type { Guide, GuideInput } from "./guide.ts";

/** Cursor, by its install link or by its file. */
export function cursorGuide({ address }: GuideInput): Guide {
  return {
    open: {
      href: toCursorUrl(address),
      label: "Add to Cursor",
      hint: "Opens Cursor, if it is on this computer.",
    },
    parts: [
      {
        steps: [
          <>
            Press the button above, and <strong className="font-semibold">Install</strong> in Cursor. Or put
            this into <Code>~/.cursor/mcp.json</Code>; if the file has servers already, only the part inside{" "}
            <Code>mcpServers</Code>.
            <CopyField
              label="mcp.json"
              value={JSON.stringify({ mcpServers: { [SERVER_NAME]: { url: address } } })}
            />
          </>,
          <>
            In Cursor Settings, under the tools and MCP servers, press the button beside{" "}
            <Code>{SERVER_NAME}</Code> that says it needs a login.
          </>,
          <SignInStep key="sign-in" app="Cursor" />,
          "Your browser asks to open Cursor, or you return there yourself.",
        ],
      },
    ],
    see: (
      <>
        Cursor Settings show <Code>{SERVER_NAME}</Code> as connected, with its tools below.
      </>
    ),
    check: <AskSomething />,
    problems: [
      {
        what: "The button does nothing",
        remedy:
          "Cursor is not installed on this computer, or the browser was not allowed to open it. Use the file.",
      },
      {
        what: "It keeps saying that it needs a login",
        remedy:
          "Remove the server in Cursor Settings, add it again, and finish in the newest browser tab; an earlier request does not count any more.",
      },
      ...COMMON_PROBLEMS,
    ],
  };
}
