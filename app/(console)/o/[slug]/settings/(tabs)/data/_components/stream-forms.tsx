"use client";

import { useTranslations } from "next-intl";
import type { StreamKind } from "#lib/streams/terms.ts";
import { Form } from "../../../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../../../_ui/use-submit-form.ts";
import { changeStream, rotateSecret, testStream } from "../actions.ts";
import { StreamFields } from "./stream-fields.tsx";
import { StreamSecret } from "./stream-secret.tsx";

type Place = { slug: string; id: string };

/** Sends a test event and says in words what came of it. */
export function TestStream({ slug, id }: Place) {
  const t = useTranslations("settings.stream");
  const form = useSubmitForm(testStream, { prefix: "test-" });
  return (
    <Form form={form} hidden={{ slug, id }} layout="bare">
      <div>
        <SubmitButton tone="secondary">{t("test")}</SubmitButton>
      </div>
    </Form>
  );
}

type ChangeStreamProps = Place & {
  version: number;
  url: string;
  kinds: readonly StreamKind[];
  headerName: string;
};

export function ChangeStream({ slug, id, version, headerName, ...fields }: ChangeStreamProps) {
  const t = useTranslations("settings.stream");
  const form = useSubmitForm(changeStream, { prefix: "change-" });
  return (
    <Form form={form} hidden={{ slug, id, version }}>
      <StreamFields form={form} headerName={headerName} hasValue={headerName !== ""} {...fields} />
      <div>
        <SubmitButton tone="secondary">{t("save")}</SubmitButton>
      </div>
    </Form>
  );
}

export function RotateSecret({ slug, id }: Place) {
  const t = useTranslations("settings.stream");
  const form = useSubmitForm(rotateSecret, { prefix: "rotate-" });
  const { result } = form.state;
  return (
    <div className="grid gap-3">
      {result && <StreamSecret secret={result.secret} />}
      <p className="max-w-[72ch] text-muted">{t("rotateText")}</p>
      <Form form={form} hidden={{ slug, id }} layout="bare">
        <div>
          <SubmitButton tone="secondary">{t("rotate")}</SubmitButton>
        </div>
      </Form>
    </div>
  );
}
