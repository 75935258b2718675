import "#server-only";
export const x = process.env.HOME;
