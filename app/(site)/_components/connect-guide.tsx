import { Card } from "../../_ui/card.tsx";
import { CopyField } from "../../_ui/copy-field.tsx";
import { Disclosure } from "../../_ui/disclosure.tsx";

type ConnectGuideProps = { address: string; isLocal: boolean };

/** How to add the address to each app, with what to copy. */
export function ConnectGuide({ address, isLocal }: ConnectGuideProps) {
  return (
    <section aria-labelledby="connect" className="grid gap-5">
      <h2 id="connect" className="text-xl font-semibold">
        Add it to your app
      </h2>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Claude isLocal={isLocal} />
        <ClaudeCode address={address} />
      </div>
      <OtherApps address={address} />
      <p className="max-w-[72ch] text-sm text-muted">
        Your organisation may also have given you an address of its own, the one above with something after
        it. It chooses the organisation for you. Use it in the same places.
      </p>
    </section>
  );
}

function Claude({ isLocal }: { isLocal: boolean }) {
  return (
    <Card title="Claude on the web, desktop and phone">
      {isLocal ? (
        <p className="text-sm text-muted">
          Claude calls from Anthropic’s servers, which cannot reach an address on this computer. Try Claude
          Code or another app here; for Claude the server needs a public https address.
        </p>
      ) : (
        <>
          <ol className="grid list-decimal gap-2 ps-5 text-sm">
            <li>
              On the web or desktop open Settings, Connectors, Add custom connector, and paste the address.
            </li>
            <li>Press Connect, sign in here, choose what Claude may use.</li>
            <li>
              In a chat, ask “Which agents do we have?” to check. The connector then is on your phone, too.
            </li>
          </ol>
          <p className="text-sm text-muted">
            In Claude Team and Enterprise an owner adds it once; then each person connects.
          </p>
        </>
      )}
    </Card>
  );
}

function ClaudeCode({ address }: { address: string }) {
  return (
    <Card title="Claude Code">
      <CopyField label="Add it, in a terminal" value={`claude mcp add --transport http trinity ${address}`} />
      <CopyField
        label="Then connect"
        value="claude mcp login trinity"
        hint="Or type /mcp inside Claude Code. Your browser opens to sign in and choose."
      />
    </Card>
  );
}

function OtherApps({ address }: { address: string }) {
  return (
    <div className="grid max-w-[40rem] gap-3 text-sm">
      <Disclosure summary="Codex">
        <CopyField label="In a terminal" value={`codex mcp add trinity --url ${address}`} />
      </Disclosure>
      <Disclosure summary="Cursor">
        <CopyField
          label="Under mcpServers in ~/.cursor/mcp.json"
          value={`"trinity": { "url": "${address}" }`}
        />
      </Disclosure>
      <Disclosure summary="VS Code">
        <CopyField
          label="In a terminal"
          value={`code --add-mcp '${JSON.stringify({ name: "trinity", type: "http", url: address })}'`}
        />
      </Disclosure>
      <Disclosure summary="Any other app">
        <div className="grid gap-2">
          <p>
            Use its setting for a remote MCP server (Streamable HTTP) and leave client id, secret and headers
            empty. For an app that only starts programs, use this as the command:
          </p>
          <CopyField label="Command" value={`npx mcp-remote ${address}`} />
          <p className="text-muted">
            There is no key to paste: an app that insists on one cannot connect here. Type the address exactly
            as shown, without a slash at its end.
          </p>
        </div>
      </Disclosure>
    </div>
  );
}
