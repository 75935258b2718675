"use client";

import { useTranslations } from "next-intl";
import { STREAM_KINDS } from "#lib/streams/terms.ts";
import { Form } from "../../../../../../../_ui/form.tsx";
import { RadioCards } from "../../../../../../../_ui/radio-cards.tsx";
import { SubmitButton } from "../../../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../../../_ui/use-submit-form.ts";
import { createStream } from "../actions.ts";
import { StreamFields } from "./stream-fields.tsx";
import { StreamSecret } from "./stream-secret.tsx";

/**
 * Sets a stream up. It stays where it is once there is one, so that the secret is in sight while the rest of the page
 * shows the stream.
 */
export function StreamSetup({ slug, isThere }: { slug: string; isThere: boolean }) {
  const t = useTranslations("settings.stream");
  const form = useSubmitForm(createStream);
  const { result } = form.state;
  const start = form.field("start", "now");
  return (
    <>
      {result && isThere && <StreamSecret secret={result.secret} />}
      {!isThere && (
        <Form form={form} hidden={{ slug }}>
          <StreamFields form={form} url="" kinds={STREAM_KINDS} headerName="" hasValue={false} />
          <RadioCards
            id={start.id}
            legend={t("start")}
            error={start.error}
            defaultValue={start.defaultValue}
            options={[
              { value: "now", label: t("now"), description: t("nowText") },
              { value: "kept", label: t("kept"), description: t("keptText") },
            ]}
          />
          <div>
            <SubmitButton tone="primary">{t("create")}</SubmitButton>
          </div>
        </Form>
      )}
    </>
  );
}
