import { useFormatter, useTranslations } from "next-intl";
import type { ToolUser } from "#lib/activity/list-tool-users.ts";
import { Section } from "../../../../../_ui/section.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";

type ToolUsersProps = { slug: string; used: { users: readonly ToolUser[]; people: number } };

/** The people who called a tool most. */
export function ToolUsers({ slug, used: { users, people } }: ToolUsersProps) {
  const t = useTranslations("tools.detail");
  const format = useFormatter();
  return (
    <Section title={t("usedBy")}>
      <p className="text-muted">{people === 0 ? t("nobody") : t("people", { count: people })}</p>
      {users.length > 0 && (
        <ul className="grid gap-1">
          {users.map(({ personId, membershipId, name, calls, denied, lastDay }) => (
            <li key={personId} className="break-words">
              {t.rich("user", {
                name: () =>
                  membershipId === null || name === null ? (
                    t("formerMember")
                  ) : (
                    <TextLink href={`/o/${slug}/members/${membershipId}`}>
                      <bdi>{name}</bdi>
                    </TextLink>
                  ),
                calls,
                denied,
                day: format.dateTime(lastDay, "day"),
              })}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
