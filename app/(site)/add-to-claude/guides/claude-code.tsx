import { Code } from "../../../_ui/code.tsx";
import { CopyField } from "../../../_ui/copy-field.tsx";
import { SERVER_NAME } from "../../to-install-url.ts";
import { AskSomething, COMMON_PROBLEMS, SignInStep } from "./common.tsx";
import type { Guide, GuideInput } from "./guide.ts";

/** Claude Code, by its own commands; what it prints is what it printed in the tests with the program itself. */
export function claudeCodeGuide({ address }: GuideInput): Guide {
  return {
    parts: [
      {
        steps: [
          <>
            In a terminal, in the folder of your project:
            <CopyField
              label="Add it"
              value={`claude mcp add --transport http ${SERVER_NAME} ${address}`}
              hint="With --scope user it is there in all your projects."
            />
          </>,
          <>
            Sign in, or type <Code>/mcp</Code> inside Claude Code and choose <Code>{SERVER_NAME}</Code>:
            <CopyField label="Connect" value={`claude mcp login ${SERVER_NAME}`} />
          </>,
          <SignInStep key="sign-in" app="Claude Code" />,
        ],
      },
    ],
    see: (
      <>
        The browser says that you can close the tab, and <Code>claude mcp list</Code> shows{" "}
        <Code>{SERVER_NAME}</Code> as connected.
      </>
    ),
    check: <AskSomething />,
    problems: [
      {
        what: "It says “Needs authentication”",
        remedy: (
          <>
            Run <Code>claude mcp login {SERVER_NAME}</Code> again. It says so after the connection was ended
            or expired.
          </>
        ),
      },
      {
        what: "The browser is on another computer",
        remedy: (
          <>
            Run <Code>claude mcp login {SERVER_NAME} --no-browser</Code>, open the address it prints, and
            paste the address your browser ends at back into the terminal.
          </>
        ),
      },
      {
        what: "It says “MCP endpoint not found”",
        remedy: (
          <>
            The address was mistyped. Run <Code>claude mcp remove {SERVER_NAME}</Code>, then add it again
            exactly as above, without a slash at its end.
          </>
        ),
      },
      {
        what: "A call says that it needs additional permissions",
        remedy: (
          <>
            Type <Code>/mcp</Code> and sign in again: our page then asks about what was missing, and about
            nothing else.
          </>
        ),
      },
      ...COMMON_PROBLEMS,
    ],
  };
}
