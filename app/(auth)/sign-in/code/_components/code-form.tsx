import { Button } from "../../../../_ui/button.tsx";
import { Field } from "../../../../_ui/field.tsx";
import { Input } from "../../../../_ui/input.tsx";

/** One field for all six digits, so that paste, mail autofill and password managers work. */
export function CodeForm({ error, hasFocus }: { error: string | undefined; hasFocus: boolean }) {
  return (
    <form method="post" action="/sign-in/check" noValidate className="grid gap-6">
      <Field id="code" label="Code" hint="Spaces do not matter." error={error}>
        {(control) => (
          <Input
            {...control}
            name="code"
            isMono
            inputMode="numeric"
            autoComplete="one-time-code"
            autoFocus={hasFocus}
            maxLength={20}
          />
        )}
      </Field>
      <Button type="submit" tone="primary" size="touch" isWide>
        Sign in
      </Button>
    </form>
  );
}
