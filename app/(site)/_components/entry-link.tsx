import { currentPerson } from "../../_http/current-person.ts";
import { LinkButton } from "../../_ui/link-button.tsx";

type EntryLinkProps = {
  /** What somebody signed in reads; the frame has room for one word. */
  inside: string;
  tone?: "primary" | "secondary";
  size?: "touch";
};

/** The way in: to sign in, or for somebody signed in to their organisation. */
export async function EntryLink({ inside, ...props }: EntryLinkProps) {
  // The public pages stay readable while the database is away; both ways in say then what is wrong.
  const person = await currentPerson().catch(() => null);
  return person ? (
    <LinkButton {...props} href="/o">
      {inside}
    </LinkButton>
  ) : (
    <LinkButton {...props} href="/sign-in">
      Sign in
    </LinkButton>
  );
}
