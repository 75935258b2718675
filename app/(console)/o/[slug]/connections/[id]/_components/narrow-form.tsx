"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "../../../../../../_ui/checkbox.tsx";
import { EffectBadge } from "../../../../../../_ui/effect-badge.tsx";
import { Form } from "../../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../../_ui/use-submit-form.ts";
import { narrow } from "../../actions.ts";
import type { GroupChoice } from "./to-group-choices.ts";

type NarrowFormProps = { slug: string; id: string; version: number; groups: readonly GroupChoice[] };

/** Every group it has, ticked; what is unticked is taken away. There is nothing here that could give it more. */
export function NarrowForm({ slug, id, version, groups }: NarrowFormProps) {
  const t = useTranslations("connections.narrow");
  const form = useSubmitForm(narrow);
  const error = form.state.errors.find(({ fieldId }) => fieldId === "groups")?.message;
  return (
    <Form form={form} hidden={{ slug, id, version }}>
      <p>{t("text")}</p>
      <fieldset
        id="groups"
        tabIndex={-1}
        aria-describedby={error ? "groups-error" : undefined}
        className="grid gap-3"
      >
        <legend className="mb-2 font-medium">{t("legend")}</legend>
        {error && (
          <p id="groups-error" data-text="lib" className="text-danger">
            {error}
          </p>
        )}
        {groups.map((group) => (
          <Checkbox
            key={`${group.id} ${version}`}
            name="groups"
            value={group.id}
            defaultChecked={form.isTicked("groups", group.id, true)}
            label={<bdi>{group.title}</bdi>}
            description={<span data-text="lib">{group.consequence}</span>}
            badge={group.effect && <EffectBadge effect={group.effect} />}
          />
        ))}
      </fieldset>
      <div>
        <SubmitButton>{t("button")}</SubmitButton>
      </div>
    </Form>
  );
}
