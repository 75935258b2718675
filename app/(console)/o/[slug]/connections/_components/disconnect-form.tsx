"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Banner } from "../../../../../_ui/banner.tsx";
import { BulkBar } from "../../../../../_ui/bulk-bar.tsx";
import { ConfirmDialog } from "../../../../../_ui/confirm-dialog.tsx";
import { Form } from "../../../../../_ui/form.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { AskDisconnect } from "../../../../_components/ask-disconnect.tsx";
import type { Ended } from "../../../../_components/disconnect-text.tsx";
import { disconnect, type NotEnded } from "../actions.ts";
import { SelectedNames } from "./selected-names.tsx";

const FORM_ID = "connections";

type DisconnectFormProps = {
  slug: string;
  /** Those that can be ended, by id; without any there is no bar. */
  endable: Readonly<Record<string, Ended>>;
  /** The table, with its boxes and a button in each row. */
  children: ReactNode;
};

/** The form around a list of connections: ends what is ticked, or the one whose own button is pressed. */
export function DisconnectForm({ slug, endable, children }: DisconnectFormProps) {
  const t = useTranslations("connections.disconnect");
  const form = useSubmitForm(disconnect);
  return (
    <Form form={form} id={FORM_ID} hidden={{ slug }} layout="bare">
      <Outcomes notEnded={form.state.result ?? []} />
      <div id="ids" tabIndex={-1} className="min-w-0">
        <AskDisconnect connections={endable}>{children}</AskDisconnect>
      </div>
      {Object.keys(endable).length > 0 && (
        <BulkBar name="ids">
          <ConfirmDialog
            title={t("selectedTitle")}
            description={<SelectedNames formId={FORM_ID} names={endable} />}
            confirmLabel={t("selected")}
          >
            {t("selected")}
          </ConfirmDialog>
        </BulkBar>
      )}
    </Form>
  );
}

function Outcomes({ notEnded }: { notEnded: NotEnded }) {
  const t = useTranslations("connections.disconnect");
  if (notEnded.length === 0) return null;
  return (
    <Banner tone="warn" title={t("notAll")} live="status">
      <ul className="grid list-disc gap-0.5 ps-4">
        {notEnded.map(({ id, outcome, app, person }) => (
          <li key={id}>
            {t.rich(`outcomes.${outcome}`, {
              app: () => <bdi>{app}</bdi>,
              person: () => <bdi>{person}</bdi>,
            })}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
