import { findGoogle } from "#lib/identity/find-google.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { TextList, TextSection } from "../_components/text-page.tsx";

/** Who else has part of it: the companies the operator named, and whom the software itself calls. */
export function Companies() {
  const { subprocessors } = getConfig();
  return (
    <TextSection title="Companies that have part of it">
      {subprocessors.length > 0 ? (
        <>
          <p>The operator has part of the work done by:</p>
          <TextList>
            {subprocessors.map((company) => (
              <li key={company}>{company}</li>
            ))}
          </TextList>
        </>
      ) : (
        <p>
          Companies the operator uses see what their part needs: whoever hosts this server and its database,
          and the mail server that delivers sign-in codes. The operator has listed none here, and can name
          them.
        </p>
      )}
      <p>
        The software itself calls nobody else but your organisation’s Trinity instances, the address where an
        app describes itself, {findGoogle() && "Google if you choose to sign in there, "}
        and your company’s own sign-in if you choose that.
      </p>
    </TextSection>
  );
}
