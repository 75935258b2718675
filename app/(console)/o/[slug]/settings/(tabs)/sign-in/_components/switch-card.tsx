import { getTranslations } from "next-intl/server";
import type { SignInSettings } from "#lib/tenants/get-sign-in-settings.ts";
import { Card } from "../../../../../../../_ui/card.tsx";
import { KeyValue } from "../../../../../../../_ui/key-value.tsx";
import { StatusDot } from "../../../../../../../_ui/status-dot.tsx";
import { SubmitButton } from "../../../../../../../_ui/submit-button.tsx";
import { ActionForm } from "../../../../../../_components/action-form.tsx";
import { turnOff } from "../actions.ts";
import { SwitchForm } from "./switch-form.tsx";

type SwitchCardProps = {
  slug: string;
  settings: SignInSettings;
  mayChange: boolean;
  /** Of the query: the last success. */
  at: string;
};

/** The switch that an owner may turn once the test passed. */
export async function SwitchCard({ slug, settings: { connection, seen }, mayChange, at }: SwitchCardProps) {
  const t = await getTranslations("settings.signIn.switch");
  const hidden = { slug, seen };
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
            key={at}
            hidden={hidden}
            isOn={connection.isActive}
            isRequired={connection.isRequired}
            isTested={connection.isTested}
          />
          {connection.isActive && <TurnOff hidden={hidden} />}
        </>
      )}
    </Card>
  );
}

async function TurnOff({ hidden }: { hidden: { slug: string; seen: string } }) {
  const t = await getTranslations("settings.signIn.switch");
  return (
    <ActionForm action={turnOff} hidden={hidden}>
      <p className="max-w-[72ch] text-muted">{t("turnOffText")}</p>
      <div>
        <SubmitButton tone="secondary">{t("turnOff")}</SubmitButton>
      </div>
    </ActionForm>
  );
}
