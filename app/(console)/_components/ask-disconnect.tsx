"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { ConfirmAnswers, ConfirmPopup, useConfirm } from "../../_ui/confirm-popup.tsx";
import { DisconnectText, type Ended } from "./disconnect-text.tsx";

type AskDisconnectProps = {
  /** What each DisconnectButton would end, by the id it sends. */
  connections: Readonly<Record<string, Ended>>;
  children: ReactNode;
};

/** Asks before a DisconnectButton inside it sends the form around it: one dialog for all, since a page has many. */
export function AskDisconnect({ connections, children }: AskDisconnectProps) {
  const t = useTranslations("connections.disconnect");
  const rows = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState<Ended>();
  const { trigger, ask, confirm, popup } = useConfirm();

  useEffect(() => {
    const askFirst = (event: MouseEvent) => {
      const button = event.target instanceof Element && event.target.closest("button");
      const connection = button && button.name === "only" && connections[button.value];
      if (!button || !connection) return;
      event.preventDefault();
      trigger.current = button;
      setAsked(connection);
      ask();
    };
    const element = rows.current;
    element?.addEventListener("click", askFirst);
    return () => element?.removeEventListener("click", askFirst);
  }, [connections, trigger, ask]);

  return (
    <div ref={rows} className="contents">
      {children}
      {asked && (
        <ConfirmPopup
          popup={popup}
          title={t("title", { app: asked.app })}
          description={<DisconnectText {...asked} />}
        >
          <ConfirmAnswers label={t("one", { app: asked.app })} onConfirm={confirm} />
        </ConfirmPopup>
      )}
    </div>
  );
}
