import { notFound, permanentRedirect } from "next/navigation";
import { isErrorCode } from "../read-article.ts";

type ErrorPageProps = { params: Promise<{ code: string }> };

/** Where the `type` of our problem documents (RFC 9457) leads: to the code's place among all errors. */
export default async function ErrorPage({ params }: ErrorPageProps) {
  const { code } = await params;
  if (!isErrorCode(code)) notFound();
  permanentRedirect(`/docs/errors#${code}`);
}
