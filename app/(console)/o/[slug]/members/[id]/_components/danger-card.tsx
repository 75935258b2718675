"use client";

import { useTranslations } from "next-intl";
import type { Member } from "#lib/tenants/list-members.ts";
import { Card } from "../../../../../../_ui/card.tsx";
import { ConfirmDialog } from "../../../../../../_ui/confirm-dialog.tsx";
import { Form } from "../../../../../../_ui/form.tsx";
import { LinkButton } from "../../../../../../_ui/link-button.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../../_ui/use-submit-form.ts";
import { remove, restore, suspend } from "../actions.ts";

type Props = {
  slug: string;
  organisation: string;
  member: Member;
  isSelf: boolean;
  isOutranked: boolean;
};

/** What ends somebody's access, each with what stops; of oneself the way out. */
export function DangerCard({ slug, organisation, member, isSelf, isOutranked }: Props) {
  const t = useTranslations("members.person.danger");
  const suspending = useSubmitForm(suspend);
  const restoring = useSubmitForm(restore);
  const removing = useSubmitForm(remove);
  const { id, name, version, status, connections } = member;
  const hidden = { slug, id, version };
  if (isSelf) {
    return (
      <Card title={t("title")} tone="danger">
        <div>
          <LinkButton href={`/o/${slug}/leave`}>{t("leave")}</LinkButton>
        </div>
      </Card>
    );
  }
  if (isOutranked) {
    return (
      <Card title={t("title")} tone="danger">
        <p className="text-muted">{t("isOwner")}</p>
      </Card>
    );
  }
  const suspendText = <p>{t("suspendText", { count: connections })}</p>;
  return (
    <Card title={t("title")} tone="danger">
      {status === "active" ? (
        <div className="grid gap-2">
          {suspendText}
          <Form form={suspending} hidden={hidden} layout="bare">
            <div>
              <ConfirmDialog
                tone="secondary"
                title={t("suspendTitle", { name })}
                description={suspendText}
                confirmLabel={t("suspend", { name })}
              >
                {t("suspend", { name })}
              </ConfirmDialog>
            </div>
          </Form>
        </div>
      ) : (
        <div className="grid gap-2">
          <p>{t("restoreText")}</p>
          <Form form={restoring} hidden={hidden} layout="bare">
            <div>
              <SubmitButton tone="secondary">{t("restore", { name })}</SubmitButton>
            </div>
          </Form>
        </div>
      )}
      <div className="grid gap-2 border-t pt-4">
        <p>{t("removeText")}</p>
        <Form form={removing} hidden={hidden} layout="bare">
          <div>
            <ConfirmDialog
              title={t("removeTitle", { name, organisation })}
              description={<p>{t("removeText")}</p>}
              confirmLabel={t("remove", { name })}
            >
              {t("remove", { name })}
            </ConfirmDialog>
          </div>
        </Form>
      </div>
    </Card>
  );
}
