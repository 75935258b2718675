import { redirect } from "next/navigation";

type Props = { params: Promise<{ slug: string }> };

/** Where the sign-in settings were before there were others. */
export default async function FormerSignInPage({ params }: Props) {
  redirect(`/o/${(await params).slug}/settings/sign-in`);
}
