import { getFormatter, getTranslations } from "next-intl/server";
import type { Attention } from "#lib/activity/get-attention.ts";
import { SECRET_NEAR_DAYS } from "#lib/tenants/policy.ts";
import { Banner } from "../../_ui/banner.tsx";
import { LinkButton } from "../../_ui/link-button.tsx";

type StreamBannerProps = { base: string; stream: NonNullable<Attention["logStream"]> };
type SecretBannerProps = { base: string; secret: NonNullable<Attention["signInSecret"]> };

/**
 * The most pressing of what needs an admin: paused tools, a dead key, an instance that fails, a secret that ends,
 * a log stream that fails, then changed tools.
 */
export async function AttentionBanner({ base, attention }: { base: string; attention: Attention }) {
  const t = await getTranslations("overview.banners");
  const format = await getFormatter();
  if (attention.isPaused) {
    return (
      <Banner
        tone="danger"
        title={t("paused.title")}
        action={<LinkButton href={`${base}/settings/danger`}>{t("paused.action")}</LinkButton>}
      >
        {t("paused.text")}
      </Banner>
    );
  }
  if (attention.deadKey !== null) {
    const { id, name } = attention.deadKey;
    return (
      <Banner
        tone="danger"
        title={t.rich("key.title", { name: () => <bdi>{name}</bdi> })}
        action={<LinkButton href={`${base}/instances/${id}?tab=key`}>{t("key.action")}</LinkButton>}
      >
        {t("key.text")}
      </Banner>
    );
  }
  if (attention.failing.length > 0) {
    const names = () => <bdi>{format.list(attention.failing, "all")}</bdi>;
    return (
      <Banner
        tone="warn"
        title={t("instance.title", { count: attention.failing.length })}
        action={<LinkButton href={`${base}/instances`}>{t("instance.action")}</LinkButton>}
      >
        {t.rich("instance.text", { names })}
      </Banner>
    );
  }
  if (attention.signInSecret !== null) return <SecretBanner base={base} secret={attention.signInSecret} />;
  if (attention.logStream !== null) return <StreamBanner base={base} stream={attention.logStream} />;
  if (attention.changedTools === 0) return null;
  return (
    <Banner
      tone="info"
      title={t("changes.title", { count: attention.changedTools })}
      action={<LinkButton href={`${base}/tools/changes`}>{t("changes.action")}</LinkButton>}
    >
      {t("changes.text")}
    </Banner>
  );
}

/** A log stream whose collector takes nothing. */
async function StreamBanner({ base, stream: { host, isStopped } }: StreamBannerProps) {
  const t = await getTranslations("overview.banners.stream");
  return (
    <Banner
      tone={isStopped ? "danger" : "warn"}
      title={t(isStopped ? "stoppedTitle" : "title")}
      action={<LinkButton href={`${base}/settings/data`}>{t("action")}</LinkButton>}
    >
      {t.rich(isStopped ? "stoppedText" : "text", { host: () => <bdi>{host}</bdi> })}
    </Banner>
  );
}

/** Company sign-in whose secret ends: told of, pressing, over. */
async function SecretBanner({ base, secret: { endsOn, daysLeft } }: SecretBannerProps) {
  const [t, format] = await Promise.all([getTranslations("overview.banners.secret"), getFormatter()]);
  const day = format.dateTime(new Date(endsOn), { dateStyle: "medium", timeZone: "UTC" });
  const isOver = daysLeft < 0;
  return (
    <Banner
      tone={isOver ? "danger" : daysLeft <= SECRET_NEAR_DAYS ? "warn" : "info"}
      title={t(isOver ? "overTitle" : "title", { day })}
      action={<LinkButton href={`${base}/settings/sign-in`}>{t("action")}</LinkButton>}
    >
      {t(isOver ? "overText" : "text")}
    </Banner>
  );
}
