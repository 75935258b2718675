import type { SignInSettings } from "#lib/tenants/get-sign-in-settings.ts";
import { Button } from "../../../../../_ui/button.tsx";
import { Card } from "../../../../../_ui/card.tsx";
import { KeyValue } from "../../../../../_ui/key-value.tsx";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";
import { StatusDot } from "../../../../../_ui/status-dot.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { turnOff } from "../actions.ts";
import { SwitchForm } from "./switch-form.tsx";

type SwitchCardProps = { slug: string; settings: SignInSettings; mayChange: boolean };

/** The test sign-in, and the switch that an owner may turn once it passed. */
export function SwitchCard({ slug, settings: { domains, connection }, mayChange }: SwitchCardProps) {
  const hasProved = domains.some(({ provenAt }) => provenAt !== null);
  return (
    <Card title="3. Test and turn on">
      <KeyValue
        items={[
          { key: "Company sign-in", value: <State connection={connection} /> },
          { key: "Test sign-in", value: <Tested connection={connection} /> },
        ]}
      />
      {mayChange && !(connection && hasProved) && (
        <p className="text-muted">
          {hasProved ? "Save your sign-in service first." : "Prove a mail domain first."} The test signs you
          in there and looks for an address in a proved domain.
        </p>
      )}
      {mayChange && connection && (
        <>
          {hasProved && <TestForm slug={slug} isPassed={connection.isTested} />}
          <SwitchForm
            key={`${connection.version} ${connection.isActive} ${connection.isRequired}`}
            slug={slug}
            isOn={connection.isActive}
            isRequired={connection.isRequired}
            isTested={connection.isTested}
          />
          {connection.isActive && <TurnOff slug={slug} />}
        </>
      )}
    </Card>
  );
}

type Connection = SignInSettings["connection"];

function State({ connection }: { connection: Connection }) {
  if (!connection?.isActive) return <StatusDot tone="neutral">Off</StatusDot>;
  return <StatusDot tone="ok">{connection.isRequired ? "On, and required" : "On"}</StatusDot>;
}

function Tested({ connection }: { connection: Connection }) {
  if (!connection) return <>Not passed yet</>;
  if (!connection.isTested || !connection.testedAt) return <>Not passed yet with what is saved now</>;
  return (
    <>
      Passed <RelativeTime at={connection.testedAt} />
    </>
  );
}

function TestForm({ slug, isPassed }: { slug: string; isPassed: boolean }) {
  return (
    <form method="post" action="/sign-in/provider" className="grid gap-2">
      <input type="hidden" name="purpose" value="test" />
      <input type="hidden" name="organisation" value={slug} />
      <input type="hidden" name="next" value={`/o/${slug}/sign-in`} />
      <p className="max-w-[72ch] text-muted">
        You sign in at your sign-in service and come back here. Nothing changes for anybody, you included.
      </p>
      <div>
        <Button type="submit" tone={isPassed ? "secondary" : "primary"}>
          {isPassed ? "Test again" : "Test sign-in"}
        </Button>
      </div>
    </form>
  );
}

function TurnOff({ slug }: { slug: string }) {
  return (
    <form action={turnOff} className="grid gap-2">
      <input type="hidden" name="slug" value={slug} />
      <p className="max-w-[72ch] text-muted">
        Turned off, everybody signs in with a code by mail. The settings stay, and you can turn it on again.
      </p>
      <div>
        <SubmitButton tone="secondary">Turn off</SubmitButton>
      </div>
    </form>
  );
}
