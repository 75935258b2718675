import { findGoogle } from "#lib/identity/find-google.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { TextList, TextSection } from "../_components/text-page.tsx";
import { COMPANIES, toCalled } from "./words.ts";

/** Who else has part of it: the companies the operator named, and whom the software itself calls. */
export function Companies() {
  const { subprocessors } = getConfig();
  return (
    <TextSection title="Companies that have part of it">
      {subprocessors.length > 0 ? (
        <>
          <p>{COMPANIES.listed}</p>
          <TextList>
            {subprocessors.map((company) => (
              <li key={company}>{company}</li>
            ))}
          </TextList>
        </>
      ) : (
        <p>{COMPANIES.unlisted}</p>
      )}
      <p>{toCalled({ withGoogle: findGoogle() !== null })}</p>
    </TextSection>
  );
}
