import type { SignInSettings } from "#lib/tenants/get-sign-in-settings.ts";
import { Card } from "../../../../../_ui/card.tsx";
import { Code } from "../../../../../_ui/code.tsx";
import { CopyField } from "../../../../../_ui/copy-field.tsx";
import { Disclosure } from "../../../../../_ui/disclosure.tsx";
import { KeyValue } from "../../../../../_ui/key-value.tsx";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";
import { ProviderForm } from "./provider-form.tsx";

type ProviderCardProps = { slug: string; settings: SignInSettings; mayChange: boolean };

/** Where people sign in, and how we present ourselves there; of the secret only when it was set. */
export function ProviderCard({ slug, settings, mayChange }: ProviderCardProps) {
  const { callbackAddress, connection } = settings;
  return (
    <Card title="2. Sign-in service">
      <p className="max-w-[72ch] text-muted">
        Where your people already sign in, such as Microsoft Entra ID, Okta or Keycloak. It must speak OpenID
        Connect, the standard most of them follow. Register Trinity Connect there as a web application.
      </p>
      {mayChange ? (
        <CopyField
          label="Callback address"
          value={callbackAddress}
          hint="Give it to your sign-in service: people come back to it. Some services call it redirect address."
        />
      ) : (
        <KeyValue items={[{ key: "Callback address", value: <Code>{callbackAddress}</Code> }]} />
      )}
      {connection ? (
        <KeyValue
          items={[
            { key: "Issuer", value: <span className="font-mono break-all">{connection.issuer}</span> },
            { key: "Client ID", value: <span className="font-mono break-all">{connection.clientId}</span> },
            {
              key: "Client secret",
              value: (
                <>
                  Set <RelativeTime at={connection.savedAt} />. It is never shown again.
                </>
              ),
            },
          ]}
        />
      ) : (
        <p>Nothing is saved yet.</p>
      )}
      {mayChange && <Form slug={slug} connection={connection} />}
    </Card>
  );
}

function Form({ slug, connection }: { slug: string; connection: SignInSettings["connection"] }) {
  if (!connection) return <ProviderForm slug={slug} issuer="" clientId="" isOn={false} />;
  const { version, issuer, clientId, isActive } = connection;
  return (
    // Folded again, and empty of what was refused, once something new is saved.
    <Disclosure key={version} summary="Change the sign-in service">
      <ProviderForm slug={slug} issuer={issuer} clientId={clientId} isOn={isActive} />
    </Disclosure>
  );
}
