"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { ROLES } from "#lib/kernel/permissions.ts";
import { BulkBar } from "../../../../../_ui/bulk-bar.tsx";
import { Button } from "../../../../../_ui/button.tsx";
import { Select } from "../../../../../_ui/select.tsx";

/** What can be done to the selected tools, for one role or all of them. */
export function BulkActions() {
  const t = useTranslations("tools");
  const id = useId();
  const options = ["member", ...ROLES.filter((role) => role !== "member"), "all"] as const;
  return (
    <BulkBar name="names">
      <label htmlFor={id} className="self-center text-muted">
        {t("bulk.role")}
      </label>
      <Select
        id={id}
        name="role"
        defaultValue="member"
        options={options.map((role) => ({ value: role, label: t(`roles.${role}`) }))}
      />
      <Button type="submit" name="to" value="on">
        {t("bulk.on")}
      </Button>
      <Button type="submit" name="to" value="off">
        {t("bulk.off")}
      </Button>
    </BulkBar>
  );
}
