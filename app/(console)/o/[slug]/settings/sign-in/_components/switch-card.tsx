import { getTranslations } from "next-intl/server";
import type { SignInSettings } from "#lib/tenants/get-sign-in-settings.ts";
import { Card } from "../../../../../../_ui/card.tsx";
import { KeyValue } from "../../../../../../_ui/key-value.tsx";
import { StatusDot } from "../../../../../../_ui/status-dot.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { turnOff } from "../actions.ts";
import { SwitchForm } from "./switch-form.tsx";

type SwitchCardProps = { slug: string; settings: SignInSettings; mayChange: boolean };

/** The switch that an owner may turn once the test passed. */
export async function SwitchCard({ slug, settings: { connection }, mayChange }: SwitchCardProps) {
  const t = await getTranslations("settings.signIn.switch");
  const state = !connection?.isActive ? "off" : connection.isRequired ? "onRequired" : "on";
  return (
    <Card title={t("title")}>
      <KeyValue
        items={[
          {
            key: t("state"),
            value: <StatusDot tone={state === "off" ? "neutral" : "ok"}>{t(state)}</StatusDot>,
          },
        ]}
      />
      {mayChange && connection && (
        <>
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

async function TurnOff({ slug }: { slug: string }) {
  const t = await getTranslations("settings.signIn.switch");
  return (
    <form action={turnOff} className="grid gap-2">
      <input type="hidden" name="slug" value={slug} />
      <p className="max-w-[72ch] text-muted">{t("turnOffText")}</p>
      <div>
        <SubmitButton tone="secondary">{t("turnOff")}</SubmitButton>
      </div>
    </form>
  );
}
