import { useTranslations } from "next-intl";
import { buttonClass } from "../../_ui/button-class.ts";
import type { Ended } from "./disconnect-text.tsx";

type DisconnectButtonProps = { id: string; connection: Ended };

/** One of many in a form: sends its id as `only`. The AskDisconnect around the form's rows asks first. */
export function DisconnectButton({ id, connection: { app, person, isOwn } }: DisconnectButtonProps) {
  const t = useTranslations("connections.disconnect");
  return (
    <button
      type="submit"
      name="only"
      value={id}
      aria-label={isOwn ? t("one", { app }) : t("oneOf", { app, person })}
      className={buttonClass("secondary", "dense")}
    >
      {t("button")}
    </button>
  );
}
