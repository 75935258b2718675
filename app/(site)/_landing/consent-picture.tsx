import { readTheme } from "../../_ui/read-theme.ts";

/** CSS pixels of both pictures, as `npm run pictures` takes them. */
const SIZE = { width: 640, height: 784 };
const ALT =
  "The page that asks before Claude is connected: “Let Claude use Acme Robotics?”, with the verified publisher Anthropic, where you go afterwards, who is signed in, and the first groups of tools to tick, each marked Read or Write.";

/** The product's own consent page in the reader's theme; its place is reserved before it is there. */
export async function ConsentPicture() {
  const theme = await readTheme();
  const first = theme === "dark" ? "dark" : "light";
  return (
    <figure className="grid gap-3">
      <picture>
        {theme === "system" && (
          <source srcSet="/images/consent-dark.webp" media="(prefers-color-scheme: dark)" />
        )}
        {/* oxlint-disable-next-line nextjs/no-img-element -- already of the size and format shown: next/image would only encode it again */}
        <img
          src={`/images/consent-${first}.webp`}
          {...SIZE}
          alt={ALT}
          className="h-auto w-full rounded-lg border"
        />
      </picture>
      <figcaption className="text-table text-muted">
        What everybody sees before anything is shared, with Deny and Allow of the same size at its end.
      </figcaption>
    </figure>
  );
}
