import { useTranslations } from "next-intl";
import { findGroup } from "#lib/catalog/groups.ts";
import type { ConsentRequest } from "#lib/oauth/find-consent-request.ts";
import type { Offer } from "#lib/oauth/find-offer.ts";
import { Disclosure } from "../../../../_ui/disclosure.tsx";
import { RelativeTime } from "../../../../_ui/relative-time.tsx";

type AlreadyHasProps = { request: ConsentRequest; slug: string; widens: NonNullable<Offer["widens"]> };

/** What the connection that gets more has already, folded; and the way to one of its own, for another device. */
export function AlreadyHas({ request, slug, widens }: AlreadyHasProps) {
  const t = useTranslations("consent.has");
  const separate = new URLSearchParams({ org: slug, separate: "yes" });
  const { has, since } = widens;
  return (
    <div className="grid gap-1">
      <Disclosure
        summary={
          <span>{t.rich("summary", { count: has.length, time: () => <RelativeTime at={since} /> })}</span>
        }
      >
        <ul className="grid list-disc gap-0.5 ps-5 text-table">
          {has.map((id) => (
            <li key={id}>
              <bdi>{findGroup(id)?.title ?? id}</bdi>
            </li>
          ))}
        </ul>
      </Disclosure>
      <p className="text-table text-muted">
        {t.rich("separate", {
          link: (text) => (
            <a
              href={`/connect/${request.uid}/permissions?${separate}`}
              className="inline-flex min-h-11 items-center text-accent-text underline underline-offset-2"
            >
              {text}
            </a>
          ),
        })}
      </p>
    </div>
  );
}
