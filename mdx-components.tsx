import type { MDXComponents } from "mdx/types";
import { PROSE } from "./app/(site)/docs/_components/prose.tsx";

const components: MDXComponents = PROSE;

/** What Next asks for to compile MDX pages: how each piece of an article looks. */
export function useMDXComponents(): MDXComponents {
  return components;
}
