"use client";

import { Form } from "../../../../../_ui/form.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { DisconnectButton, type Ended } from "../../../../_components/disconnect-button.tsx";
import { disconnect } from "../actions.ts";

/** A form of its own for one connection. */
export function DisconnectOne({ slug, connection }: { slug: string; connection: Ended }) {
  const form = useSubmitForm(disconnect);
  return (
    <Form form={form} hidden={{ slug, only: connection.id }} layout="bare">
      <DisconnectButton connection={connection} size="control" />
    </Form>
  );
}
