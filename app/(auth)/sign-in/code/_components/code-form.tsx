import { useTranslations } from "next-intl";
import { REVIEWER_CODE_LENGTH_MAX } from "#lib/identity/schema.ts";
import { Button } from "../../../../_ui/button.tsx";
import { TextField } from "../../../../_ui/text-field.tsx";

type Props = { error: string | undefined; hasFocus: boolean; isReview: boolean };

/** One field for the whole code, so that paste, mail autofill and password managers work. */
export function CodeForm({ error, hasFocus, isReview }: Props) {
  const t = useTranslations("auth.code");
  return (
    <form method="post" action="/sign-in/check" noValidate className="grid gap-6">
      <TextField
        id="code"
        label={t(isReview ? "review.label" : "label")}
        hint={t(isReview ? "review.hint" : "hint")}
        error={error}
        isMono
        inputMode={isReview ? "text" : "numeric"}
        autoComplete={isReview ? "off" : "one-time-code"}
        autoCapitalize="characters"
        spellCheck={false}
        autoFocus={hasFocus}
        maxLength={isReview ? REVIEWER_CODE_LENGTH_MAX : 20}
      />
      <Button type="submit" tone="primary" size="touch" isWide>
        {t("submit")}
      </Button>
    </form>
  );
}
