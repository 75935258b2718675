import { findRequestingApp } from "#lib/oauth/find-requesting-app.ts";

/** Beside the product's name while sign-in is a step of Connect: for which app, and where it returns to. */
export async function ConnectContext({ next }: { next: string }) {
  const uid = /^\/connect\/([\w-]+)/.exec(next)?.[1] ?? "";
  const app = await findRequestingApp(uid);
  if (!app) return <>to connect an app</>;
  return (
    <>
      to connect <bdi>{app.name}</bdi> · <span className="font-mono">{app.redirectHost}</span>
    </>
  );
}
