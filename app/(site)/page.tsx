import { getConfig } from "#lib/platform/config/get-config.ts";
import { CopyField } from "../_ui/copy-field.tsx";
import { LinkButton } from "../_ui/link-button.tsx";
import { SiteShell } from "../_ui/site-shell.tsx";
import { EntryLink } from "./_components/entry-link.tsx";
import { ConsentPicture } from "./_landing/consent-picture.tsx";
import { Controls, Questions, SecurityFacts, Steps } from "./_landing/sections.tsx";
import { toAddConnectorUrl } from "./to-add-connector-url.ts";

export default function LandingPage() {
  return (
    <SiteShell action={<EntryLink inside="Overview" />}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-14">
        <div className="grid grid-cols-[minmax(0,1fr)] items-center gap-10 lg:grid-cols-[minmax(0,1fr)_26rem]">
          <Opening />
          <ConsentPicture />
        </div>
        <Steps />
        <Controls />
        <SecurityFacts />
        <Questions />
      </div>
    </SiteShell>
  );
}

function Opening() {
  const { publicUrl, isLocal, claudeListing } = getConfig();
  const address = `${publicUrl}/api/mcp`;
  return (
    <div className="grid max-w-[40rem] grid-cols-[minmax(0,1fr)] gap-6">
      <h1 className="text-headline font-semibold text-balance sm:text-display">
        Connect Claude to your organisation’s Trinity
      </h1>
      <p className="text-muted">
        Trinity Connect is the way in: it checks who you are, shows exactly what Claude will be able to do,
        and passes on only what you allowed.
      </p>
      <div className="flex flex-wrap gap-3">
        {/* Claude's servers cannot reach an address that only this machine knows. */}
        <LinkButton
          href={isLocal ? "/add-to-claude" : (claudeListing ?? toAddConnectorUrl(address))}
          tone="primary"
          size="touch"
        >
          Connect to Claude
        </LinkButton>
        <EntryLink inside="Go to your organisation" size="touch" />
      </div>
      <CopyField label="Address for Claude" value={address} hint="Works in any app that speaks MCP." />
    </div>
  );
}
