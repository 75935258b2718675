// Node and vitest reach this empty module; a browser bundle reaches not-for-browsers.ts instead.
export {};
