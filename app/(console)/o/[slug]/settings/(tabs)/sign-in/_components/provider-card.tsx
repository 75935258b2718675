import { getFormatter, getTranslations } from "next-intl/server";
import type { SignInSettings } from "#lib/tenants/get-sign-in-settings.ts";
import { Card } from "../../../../../../../_ui/card.tsx";
import { Code } from "../../../../../../../_ui/code.tsx";
import { CopyField } from "../../../../../../../_ui/copy-field.tsx";
import { Disclosure } from "../../../../../../../_ui/disclosure.tsx";
import { KeyValue } from "../../../../../../../_ui/key-value.tsx";
import { RelativeTime } from "../../../../../../../_ui/relative-time.tsx";
import { ProviderForm } from "./provider-form.tsx";
import { SecretEndForm } from "./secret-end-form.tsx";

type ProviderCardProps = {
  slug: string;
  settings: SignInSettings;
  mayChange: boolean;
  /** Of the query: the last success. */
  at: string;
};

/** Where people sign in, and how we present ourselves there; of the secret only when it was set. */
export async function ProviderCard({ slug, settings, mayChange, at }: ProviderCardProps) {
  const t = await getTranslations("settings.signIn.service");
  const { callbackAddress, connection } = settings;
  return (
    <Card title={t("title")}>
      <p className="max-w-[72ch] text-muted">{t("text")}</p>
      {mayChange ? (
        <CopyField label={t("callback")} value={callbackAddress} hint={t("callbackHint")} />
      ) : (
        <KeyValue items={[{ key: t("callback"), value: <Code>{callbackAddress}</Code> }]} />
      )}
      {connection ? (
        <KeyValue
          items={[
            { key: t("issuer"), value: <span className="font-mono break-all">{connection.issuer}</span> },
            { key: t("clientId"), value: <span className="font-mono break-all">{connection.clientId}</span> },
            {
              key: t("secret"),
              value: t.rich("secretSet", { at: () => <RelativeTime at={connection.savedAt} /> }),
            },
            { key: t("secretEndsOn"), value: await toEnd(connection) },
          ]}
        />
      ) : (
        <p>{t("nothing")}</p>
      )}
      {mayChange && <Forms slug={slug} settings={settings} at={at} />}
    </Card>
  );
}

async function Forms({ slug, settings: { connection, seen }, at }: Omit<ProviderCardProps, "mayChange">) {
  const hidden = { slug, seen };
  if (!connection) return <ProviderForm hidden={hidden} issuer="" clientId="" isOn={false} />;
  const t = await getTranslations("settings.signIn.service");
  const { issuer, clientId, isActive, secretEndsOn } = connection;
  const day = secretEndsOn?.toISOString().slice(0, 10) ?? "";
  return (
    <>
      {/* Folded again, and empty of what was refused, once one of them succeeded; not when somebody else saved. */}
      <Disclosure key={`end ${at}`} summary={t("changeEnd")}>
        <SecretEndForm hidden={hidden} day={day} />
      </Disclosure>
      <Disclosure key={`service ${at}`} summary={t("change")}>
        <ProviderForm hidden={hidden} issuer={issuer} clientId={clientId} isOn={isActive} />
      </Disclosure>
    </>
  );
}

async function toEnd({ secretEndsOn }: NonNullable<SignInSettings["connection"]>): Promise<string> {
  const [t, format] = await Promise.all([getTranslations("settings.signIn.service"), getFormatter()]);
  return secretEndsOn
    ? format.dateTime(secretEndsOn, { dateStyle: "medium", timeZone: "UTC" })
    : t("secretEndUnknown");
}
