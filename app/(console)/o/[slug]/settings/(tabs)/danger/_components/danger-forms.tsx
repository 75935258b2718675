"use client";

import { useTranslations } from "next-intl";
import { ConfirmByTyping } from "../../../../../../../_ui/confirm-by-typing.tsx";
import { Form } from "../../../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../../../../_ui/text-field.tsx";
import { useSubmitForm } from "../../../../../../../_ui/use-submit-form.ts";
import { disconnectAll, handOver, pause, remove, resume } from "../actions.ts";

type StoppingProps = {
  slug: string;
  /** What will stop, in numbers. */
  text: string;
};

/** Each asks for the short name in a dialog, or beside its button without scripts; the verb compares it again. */
export function PauseForm({ slug, text }: StoppingProps) {
  const t = useTranslations("settings.danger.pause");
  const form = useSubmitForm(pause, { prefix: "pause-" });
  return (
    <Form form={form} hidden={{ slug }} layout="bare">
      <Ask slug={slug} title={t("question")} texts={[text]} action={t("action")} />
    </Form>
  );
}

export function ResumeForm({ slug }: { slug: string }) {
  const t = useTranslations("settings.danger");
  const form = useSubmitForm(resume, { prefix: "resume-" });
  return (
    <Form form={form} hidden={{ slug }} layout="bare">
      <div>
        <SubmitButton tone="primary">{t("resume")}</SubmitButton>
      </div>
    </Form>
  );
}

export function DisconnectForm({ slug, text }: StoppingProps) {
  const t = useTranslations("settings.danger.disconnect");
  const form = useSubmitForm(disconnectAll, { prefix: "disconnect-" });
  return (
    <Form form={form} hidden={{ slug }} layout="bare">
      <Ask slug={slug} title={t("question")} texts={[text]} action={t("action")} />
    </Form>
  );
}

type NamedProps = StoppingProps & { name: string };

export function HandOverForm({ slug, name, text }: NamedProps) {
  const t = useTranslations("settings.danger.handOver");
  const form = useSubmitForm(handOver, { prefix: "hand-over-" });
  return (
    <Form form={form} hidden={{ slug }}>
      <TextField
        {...form.field("email")}
        label={t("email")}
        hint={t("emailHint")}
        type="email"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <Ask slug={slug} title={t("question", { name })} texts={[text]} action={t("action")} />
    </Form>
  );
}

export function DeleteForm({ slug, name, text }: NamedProps) {
  const t = useTranslations("settings.danger.delete");
  const form = useSubmitForm(remove, { prefix: "delete-" });
  return (
    <Form form={form} hidden={{ slug }} layout="bare">
      <Ask slug={slug} title={t("question", { name })} texts={[text, t("undo")]} action={t("action")} />
    </Form>
  );
}

type AskProps = { slug: string; title: string; texts: readonly string[]; action: string };

function Ask({ slug, title, texts, action }: AskProps) {
  return (
    <div>
      <ConfirmByTyping
        title={title}
        description={texts.map((text) => (
          <p key={text}>{text}</p>
        ))}
        expected={slug}
        confirmLabel={action}
        name="confirmation"
      >
        {action}
      </ConfirmByTyping>
    </div>
  );
}
