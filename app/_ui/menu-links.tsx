import Link from "next/link";

export type MenuLink = { href: string; label: string };

/** The links of a DetailsMenu, one under the other. */
export function MenuLinks({ links }: { links: readonly MenuLink[] }) {
  return (
    <ul>
      {links.map(({ href, label }) => (
        <li key={label}>
          <Link
            href={href}
            prefetch={false}
            className="flex min-h-9 items-center rounded-md px-3 hover:bg-sunken pointer-coarse:min-h-11"
          >
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
}
