import { LogOut } from "lucide-react";
import { useTranslations } from "next-intl";

export type SignOut = {
  /** A route handler's path (posted to) or a server action. */
  action: string | ((form: FormData) => void | Promise<void>);
  /** Sent along: a CSRF token. */
  fields?: Readonly<Record<string, string>> | undefined;
};

export function SignOutForm({ signOut }: { signOut: SignOut }) {
  const { action, fields = {} } = signOut;
  return (
    <form {...(typeof action === "string" ? { action, method: "post" } : { action })}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button
        type="submit"
        className="flex min-h-9 w-full items-center gap-2 rounded-md px-3 text-start hover:bg-sunken pointer-coarse:min-h-11"
      >
        <LogOut aria-hidden="true" className="size-4 text-muted" />
        {useTranslations("ui")("signOut")}
      </button>
    </form>
  );
}
