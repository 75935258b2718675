"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { Button } from "../../_ui/button.tsx";

/** Chooses the zone of the device in the list with that id; not there without scripts, or when it is chosen. */
export function DeviceZone({ fieldId }: { fieldId: string }) {
  const t = useTranslations("me.profile");
  const zone = useSyncExternalStore(
    () => () => {},
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => null,
  );
  if (zone === null) return null;
  return (
    <Button
      tone="quiet"
      size="dense"
      onClick={() => {
        const list = document.querySelector<HTMLSelectElement>(`#${fieldId}`);
        if (list) list.value = zone;
      }}
    >
      {t.rich("device", { zone: () => <bdi key="zone">{zone.replaceAll("_", " ")}</bdi> })}
    </Button>
  );
}
