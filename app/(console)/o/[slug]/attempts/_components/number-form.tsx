import { useTranslations } from "next-intl";
import { Button } from "../../../../../_ui/button.tsx";
import { Card } from "../../../../../_ui/card.tsx";
import { Field } from "../../../../../_ui/field.tsx";
import { Input } from "../../../../../_ui/input.tsx";

/** Opens an attempt by the number that an error page showed. */
export function NumberForm({ typed }: { typed: string }) {
  const t = useTranslations("attempts.filters");
  return (
    <Card title={t("title")}>
      <form className="grid gap-3" role="search" aria-label={t("title")}>
        <Field
          id="number"
          label={t("number")}
          hint={t("numberHint")}
          error={typed === "" ? undefined : t("unknown")}
        >
          {(control) => <Input {...control} name="number" isMono maxLength={20} defaultValue={typed} />}
        </Field>
        <Button type="submit">{t("find")}</Button>
      </form>
    </Card>
  );
}
