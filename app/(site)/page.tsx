import { getConfig } from "#lib/platform/config/get-config.ts";
import { CopyField } from "../_ui/copy-field.tsx";
import { LinkButton } from "../_ui/link-button.tsx";
import { SiteShell } from "../_ui/site-shell.tsx";
import { TextLink } from "../_ui/text-link.tsx";
import { EntryLink } from "./_components/entry-link.tsx";
import { toAddConnectorUrl } from "./to-add-connector-url.ts";

const STEPS = [
  {
    title: "Add the address",
    text: "In Claude, add a custom connector with the address above. It is the same for everybody.",
  },
  {
    title: "Sign in and choose",
    text: "You pick your organisation and tick what Claude may use. Nothing is shared before you allow it.",
  },
  {
    title: "Work, and stay in charge",
    text: "Calls go to your organisation’s own Trinity. You and your admins can disconnect at any time.",
  },
];

export default function LandingPage() {
  const { publicUrl, isLocal } = getConfig();
  const address = `${publicUrl}/api/mcp`;
  return (
    <SiteShell action={<EntryLink inside="Overview" />}>
      <div className="grid gap-12">
        <div className="grid max-w-[40rem] gap-6">
          <h1 className="text-headline font-semibold text-balance sm:text-display">
            Connect Claude to your organisation’s Trinity
          </h1>
          <p className="text-muted">
            Trinity Connect is the way in: it checks who you are, shows exactly what Claude will be able to
            do, and passes on only what you allowed.
          </p>
          <CopyField label="Address for Claude" value={address} hint="Works in any app that speaks MCP." />
          <div className="flex flex-wrap gap-3">
            {/* Claude's servers cannot reach an address that only this machine knows. */}
            {!isLocal && (
              <LinkButton href={toAddConnectorUrl(address)} tone="primary" size="touch">
                Connect to Claude
              </LinkButton>
            )}
            <EntryLink
              inside="Go to your organisation"
              tone={isLocal ? "primary" : "secondary"}
              size="touch"
            />
          </div>
        </div>
        <section aria-labelledby="steps" className="grid gap-5">
          <h2 id="steps" className="text-xl font-semibold">
            How it works
          </h2>
          <ol className="grid gap-4 sm:grid-cols-3">
            {STEPS.map(({ title, text }, index) => (
              <li key={title} className="grid content-start gap-2 rounded-lg border bg-surface p-4">
                <p className="font-semibold">
                  <span className="text-accent-text">{index + 1}.</span> {title}
                </p>
                <p className="text-sm text-muted">{text}</p>
              </li>
            ))}
          </ol>
        </section>
        <p className="max-w-[72ch]">
          <TextLink href="/add-to-claude">Add your Trinity to Claude</TextLink>: step by step for Claude,
          Claude Code, Cursor, VS Code, ChatGPT and others.
        </p>
      </div>
    </SiteShell>
  );
}
