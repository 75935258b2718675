import { useTranslations } from "next-intl";
import { Button } from "./button.tsx";

/** Who is signed in, and the way to be somebody else and come back to `next`. */
export function SignedInAs({ email, next }: { email: string; next: string }) {
  const t = useTranslations("ui.signedInAs");
  return (
    <form method="post" action="/sign-out" className="flex flex-wrap items-center gap-x-2">
      <input type="hidden" name="next" value={next} />
      <span className="min-w-0">
        {t.rich("text", { email: () => <bdi className="font-medium break-all">{email}</bdi> })}
      </span>
      <span className="-ms-4 sm:ms-0">
        <Button type="submit" tone="quiet" size="touch">
          {t("switch")}
        </Button>
      </span>
    </form>
  );
}
