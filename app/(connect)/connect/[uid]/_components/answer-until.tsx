import { useTranslations } from "next-intl";
import { RequestClock } from "./request-end.tsx";

/** Until when the request waits, in words; kept right when somebody asks for more time. */
export function AnswerUntil() {
  const t = useTranslations("consent.end");
  return t.rich("until", { time: () => <RequestClock /> });
}
