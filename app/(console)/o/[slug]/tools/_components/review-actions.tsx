"use client";

import { useTranslations } from "next-intl";
import { BulkBar } from "../../../../../_ui/bulk-bar.tsx";
import { Button } from "../../../../../_ui/button.tsx";

/** What can be decided about all ticked tools at once. */
export function ReviewActions() {
  const t = useTranslations("tools.changes");
  return (
    <BulkBar name="ids">
      <Button type="submit" tone="primary" name="decision" value="approved">
        {t("approveMany")}
      </Button>
      <Button type="submit" name="decision" value="off">
        {t("keepOffMany")}
      </Button>
    </BulkBar>
  );
}
