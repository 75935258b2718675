import { NavLink } from "../../../_ui/nav-link.tsx";
import { ARTICLES, PARTS, toHref } from "../articles.ts";

/** Every article by part; the one that is open is marked. */
export function ArticleNav() {
  return (
    <nav aria-label="Docs" className="grid gap-4 py-1">
      <NavLink href="/docs" label="All docs" icon={null} isExact />
      {PARTS.map((part) => (
        <div key={part} className="grid gap-1">
          <p className="px-3 text-table font-semibold">{part}</p>
          <ul>
            {ARTICLES.filter((article) => article.part === part).map(({ slug, title }) => (
              <li key={slug}>
                <NavLink href={toHref(slug)} label={title} icon={null} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
