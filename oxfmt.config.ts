import { defineConfig } from "oxfmt";

export default defineConfig({
  printWidth: 110,
  sortImports: { newlinesBetween: false },
  sortTailwindcss: { stylesheet: "app/globals.css" },
  ignorePatterns: [
    "lib/platform/db/generated/**",
    "prisma/migrations/**",
    "package-lock.json",
    "next-env.d.ts",
  ],
});
