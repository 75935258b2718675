import { getConfig } from "#lib/platform/config/get-config.ts";
import { Card } from "../../_ui/card.tsx";
import { CopyField } from "../../_ui/copy-field.tsx";
import { Disclosure } from "../../_ui/disclosure.tsx";
import { TextLink } from "../../_ui/text-link.tsx";

/** The two addresses an app can be given, and the lines for Claude Code. */
export function AddressCard({ address }: { address: string }) {
  const shared = `${getConfig().publicUrl}/api/mcp`;
  return (
    <Card title="Connect Claude">
      <CopyField
        label="Address for everybody"
        value={shared}
        hint="Add it in Claude as a custom connector. You choose the organisation when you allow it."
      />
      <CopyField
        label="In Claude Code"
        value={`claude mcp add --transport http trinity ${shared}`}
        hint="Then run claude mcp login trinity, or type /mcp inside Claude Code."
      />
      <Disclosure summary="An address for this organisation only">
        <CopyField
          label="Address for this organisation"
          value={`${shared}/${address}`}
          hint="It leads here and nowhere else. Use it to connect two organisations from one Claude."
        />
      </Disclosure>
      <p className="text-table text-muted">
        Codex, Cursor, VS Code and others: the <TextLink href="/#connect">start page</TextLink> says how.
      </p>
    </Card>
  );
}
