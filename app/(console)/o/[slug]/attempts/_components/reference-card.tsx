import { useTranslations } from "next-intl";
import type { AttemptDetail } from "#lib/activity/schema.ts";
import { ClientMessages } from "../../../../../_messages/client-messages.tsx";
import { Card } from "../../../../../_ui/card.tsx";
import { Code } from "../../../../../_ui/code.tsx";
import { ReferenceForm } from "./reference-form.tsx";

type ReferenceCardProps = {
  attempt: Pick<AttemptDetail, "number" | "reference">;
  slug: string;
  canWrite: boolean;
};

/** What Claude showed its person, to keep with the attempt. */
export function ReferenceCard({ attempt: { number, reference }, slug, canWrite }: ReferenceCardProps) {
  const t = useTranslations("attempts.attempt");
  return (
    <Card title={t("reference")}>
      {canWrite ? (
        <ClientMessages namespaces={["attempts"]}>
          <ReferenceForm slug={slug} number={number} reference={reference ?? ""} />
        </ClientMessages>
      ) : (
        <p>{reference === null ? t("none") : <Code>{reference}</Code>}</p>
      )}
    </Card>
  );
}
