import { Code } from "../../../_ui/code.tsx";
import { CopyField } from "../../../_ui/copy-field.tsx";
import { SERVER_NAME, toVsCodeServer, toVsCodeUrl } from "../../to-install-url.ts";
import { AskSomething, COMMON_PROBLEMS, SignInStep } from "./common.tsx";
import type { Guide, GuideInput } from "./guide.ts";

/** VS Code, by its install link or its command. */
export function vsCodeGuide({ address }: GuideInput): Guide {
  return {
    open: {
      href: toVsCodeUrl(address),
      label: "Add to VS Code",
      hint: "Opens VS Code, if it is on this computer.",
    },
    parts: [
      {
        steps: [
          <>
            Press the button above, and <strong className="font-semibold">Install</strong> in VS Code. Or in a
            terminal:
            <CopyField label="Add it" value={`code --add-mcp '${toVsCodeServer(address)}'`} />
          </>,
          <>
            Run <strong className="font-semibold">MCP: List Servers</strong> from the command palette, choose{" "}
            <Code>{SERVER_NAME}</Code>, and start it. VS Code asks whether it may sign in at our address:
            allow it.
          </>,
          <SignInStep key="sign-in" app="VS Code" />,
          "Your browser asks to open VS Code: allow that, too.",
        ],
      },
    ],
    see: (
      <>
        The list of servers shows <Code>{SERVER_NAME}</Code> as running, and the tools button of the chat’s
        agent mode lists its tools.
      </>
    ),
    check: <AskSomething />,
    problems: [
      {
        what: "The chat says that there are too many tools",
        remedy:
          "VS Code sends at most 128 tools with one request, of all servers together. Untick some under the tools button, or allow fewer groups when you connect.",
      },
      {
        what: "You do not see the server in another window",
        remedy: (
          <>
            The command adds it to your profile. For everybody in a project put the same into{" "}
            <Code>.vscode/mcp.json</Code> under <Code>servers</Code>.
          </>
        ),
      },
      {
        what: "It does not ask you to sign in",
        remedy:
          "Stop and start the server in MCP: List Servers. VS Code asks once and remembers a no under Manage Trusted MCP Servers in the accounts menu.",
      },
      ...COMMON_PROBLEMS,
    ],
  };
}
