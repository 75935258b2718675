import type { PersonActor } from "#lib/kernel/actor.ts";
import { Button } from "../../../../_ui/button.tsx";

/** Who is about to allow this, and the way to be somebody else without losing the request. */
export function SignedInAs({ person, uid }: { person: PersonActor; uid: string }) {
  return (
    <form method="post" action="/sign-out" className="flex flex-wrap items-center gap-x-2">
      <input type="hidden" name="next" value={`/connect/${uid}`} />
      <span className="min-w-0 break-words">
        Signed in as <bdi className="font-medium">{person.email}</bdi>
      </span>
      <span className="-ms-4 sm:ms-0">
        <Button type="submit" tone="quiet" size="touch">
          Use another account
        </Button>
      </span>
    </form>
  );
}
