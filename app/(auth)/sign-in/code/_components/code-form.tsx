import { useTranslations } from "next-intl";
import { Button } from "../../../../_ui/button.tsx";
import { TextField } from "../../../../_ui/text-field.tsx";

/** One field for all six digits, so that paste, mail autofill and password managers work. */
export function CodeForm({ error, hasFocus }: { error: string | undefined; hasFocus: boolean }) {
  const t = useTranslations("auth.code");
  return (
    <form method="post" action="/sign-in/check" noValidate className="grid gap-6">
      <TextField
        id="code"
        label={t("label")}
        hint={t("hint")}
        error={error}
        isMono
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus={hasFocus}
        maxLength={20}
      />
      <Button type="submit" tone="primary" size="touch" isWide>
        {t("submit")}
      </Button>
    </form>
  );
}
