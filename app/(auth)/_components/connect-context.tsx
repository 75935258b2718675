import { getTranslations } from "next-intl/server";
import { findRequestingApp } from "#lib/oauth/find-requesting-app.ts";

/** Beside the product's name while sign-in is a step of Connect: for which app, and where it returns to. */
export async function ConnectContext({ uid }: { uid: string }) {
  const app = await findRequestingApp(uid);
  const t = await getTranslations("auth.context");
  if (!app) return <>{t("unknown")}</>;
  return (
    <>
      {t.rich("app", {
        app: () => <bdi>{app.name}</bdi>,
        host: () => <span className="font-mono">{app.redirectHost}</span>,
      })}
    </>
  );
}
