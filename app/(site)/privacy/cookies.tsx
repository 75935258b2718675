import { PERIOD_WORDS } from "#lib/operations/period-words.ts";
import { COOKIES } from "#lib/operations/stored-data.ts";
import { TextList, TextSection } from "../_components/text-page.tsx";

export function Cookies() {
  return (
    <TextSection title="Cookies">
      <p>Only ones that the pages need, and nothing is loaded from other servers. They say:</p>
      <TextList>
        {COOKIES.map(({ what, period }) => (
          <li key={what}>
            {what} ({PERIOD_WORDS[period]})
          </li>
        ))}
      </TextList>
    </TextSection>
  );
}
