import { getTranslations } from "next-intl/server";
import type { AccountConsequences } from "#lib/operations/get-account-consequences.ts";
import { toConfirmPath } from "../../../_http/require-recent-sign-in.ts";
import { ClientMessages } from "../../../_messages/client-messages.tsx";
import { Banner } from "../../../_ui/banner.tsx";
import { LinkButton } from "../../../_ui/link-button.tsx";
import { TextLink } from "../../../_ui/text-link.tsx";
import { DeleteForm } from "./delete-form.tsx";

type Props = { address: string; consequences: AccountConsequences; isRecent: boolean };

/** What would end, in numbers, and then the button, what speaks against it, or that a fresh sign-in is needed first. */
export async function DeleteAccount({ address, consequences, isRecent }: Props) {
  const t = await getTranslations("me.data.delete");
  const { organisations, connections, keys, sessions, identities, ownedAlone } = consequences;
  return (
    <>
      <p>{t("text")}</p>
      <ul className="grid list-disc gap-1 ps-5">
        <li>{t("organisations", { count: organisations })}</li>
        <li>{t("connections", { count: connections })}</li>
        <li>{t("keys", { count: keys })}</li>
        <li>{t("sessions", { count: sessions })}</li>
        <li>{t("identities", { count: identities })}</li>
      </ul>
      <p className="text-muted">{t("stays")}</p>
      {ownedAlone.length > 0 && <OwnedAlone places={ownedAlone} />}
      {ownedAlone.length === 0 && !isRecent && (
        <Banner
          tone="info"
          title={t("confirmTitle")}
          action={<LinkButton href={toConfirmPath("/me/data")}>{t("confirm")}</LinkButton>}
        >
          {t("confirmText")}
        </Banner>
      )}
      {ownedAlone.length === 0 && isRecent && (
        <ClientMessages namespaces={["me"]}>
          <DeleteForm address={address} />
        </ClientMessages>
      )}
    </>
  );
}

async function OwnedAlone({ places }: { places: AccountConsequences["ownedAlone"] }) {
  const t = await getTranslations("me.data.delete");
  return (
    <Banner tone="warn" title={t("blocked")}>
      <p>{t("blockedText")}</p>
      <ul className="mt-2 grid list-disc gap-1 ps-5">
        {places.map(({ name, slug, isSuspended }) => (
          <li key={slug}>
            {isSuspended ? (
              t.rich("suspended", { name: () => <bdi key="name">{name}</bdi> })
            ) : (
              <TextLink href={`/o/${slug}/settings/danger`}>
                {t.rich("handOver", { name: () => <bdi key="name">{name}</bdi> })}
              </TextLink>
            )}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
