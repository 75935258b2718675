"use client";

import { Form } from "../../../../../_ui/form.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { DisconnectButton, type Ended } from "../../../../_components/disconnect-button.tsx";
import { disconnect } from "../actions.ts";

type DisconnectOneProps = {
  slug: string;
  connection: Ended;
  /** Without a button the form stays, to say what the one before it did. */
  isEndable: boolean;
};

/** A form of its own for one connection. */
export function DisconnectOne({ slug, connection, isEndable }: DisconnectOneProps) {
  const form = useSubmitForm(disconnect);
  return (
    <Form form={form} hidden={{ slug, only: connection.id }} layout="bare">
      {isEndable && <DisconnectButton connection={connection} size="control" />}
    </Form>
  );
}
