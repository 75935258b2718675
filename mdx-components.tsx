import type { MDXComponents } from "mdx/types";

const components: MDXComponents = {};

/** What Next asks for to compile MDX pages; their looks are the frame's (`app/(site)/docs`). */
export function useMDXComponents(): MDXComponents {
  return components;
}
