import { useTranslations } from "next-intl";
import { Button } from "../../_ui/button.tsx";

type ProviderFormProps = {
  provider: "google" | "company";
  purpose?: "sign-in" | "again" | "link";
  next: string;
  tone?: "primary" | "secondary";
  children: string;
};

/** One press and the browser goes to sign in there. */
export function ProviderForm({ provider, purpose = "sign-in", next, tone, children }: ProviderFormProps) {
  return (
    <form method="post" action="/sign-in/provider">
      <input type="hidden" name="provider" value={provider} />
      <input type="hidden" name="purpose" value={purpose} />
      <input type="hidden" name="next" value={next} />
      <Button type="submit" tone={tone ?? "secondary"} size="touch" isWide>
        {children}
      </Button>
    </form>
  );
}

/** Google first, then whatever stands below; the page shows it only where the operator set it up. */
export function GoogleForm({ next }: { next: string }) {
  const t = useTranslations("auth.start");
  return (
    <div className="mb-6 grid gap-6">
      <ProviderForm provider="google" next={next}>
        {t("google")}
      </ProviderForm>
      <p className="flex items-center gap-3 text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t("or")}
      </p>
    </div>
  );
}
