"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "../../_ui/confirm-dialog.tsx";

export type Ended = { id: string; app: string; person: string; organisation: string; isOwn: boolean };

type DisconnectButtonProps = {
  connection: Ended;
  size?: "dense" | "control" | undefined;
  /** Sent with the form around it, which holds several. */
  name?: string | undefined;
};

/** The button of a form that ends one connection; asks first whose app stops, and when. */
export function DisconnectButton({ connection, size = "dense", name }: DisconnectButtonProps) {
  const t = useTranslations("connections.disconnect");
  const { id, app, person, organisation, isOwn } = connection;
  return (
    <ConfirmDialog
      tone="secondary"
      size={size}
      {...(name === undefined ? {} : { name, value: id })}
      title={t("title", { app })}
      description={
        <div className="grid gap-3">
          <p>
            {t.rich(isOwn ? "stopsOwn" : "stops", {
              app: () => <bdi>{app}</bdi>,
              person: () => <bdi>{person}</bdi>,
              organisation: () => <bdi>{organisation}</bdi>,
            })}
          </p>
          <p>{t("effect")}</p>
        </div>
      }
      confirmLabel={t("one", { app })}
    >
      <span>
        {t.rich(isOwn ? "own" : "of", {
          app: () => <bdi>{app}</bdi>,
          person: () => <bdi>{person}</bdi>,
          hidden: (chunks) => <span className="sr-only">{chunks}</span>,
        })}
      </span>
    </ConfirmDialog>
  );
}
