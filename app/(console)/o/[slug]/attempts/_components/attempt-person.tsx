import { useTranslations } from "next-intl";

type AttemptPersonProps = {
  attempt: { personId: string | null; person: { name: string; email: string } | null };
};

/** Who made an attempt, as far as it is known. */
export function AttemptPerson({ attempt: { personId, person } }: AttemptPersonProps) {
  const t = useTranslations("attempts");
  if (person === null) {
    return <span className="text-muted">{t(personId === null ? "unknownPerson" : "gonePerson")}</span>;
  }
  return (
    <>
      <bdi className="block">{person.name}</bdi>
      <bdi className="block min-w-40 break-words text-muted">{person.email}</bdi>
    </>
  );
}
