import "#server-only";

/** Letters of other alphabets that look like a Latin one; those that Unicode calls the same are found by NFKD. */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  a: "\u0430\u03b1\u0251",
  b: "\u044c\u0185",
  c: "\u0441\u03f2",
  d: "\u0501\u0257",
  e: "\u0435\u04bd\u0454",
  f: "\u0192",
  g: "\u0261\u0581",
  h: "\u04bb\u0570",
  i: "\u0456\u03b9\u0131",
  j: "\u0458\u03f3",
  k: "\u043a\u03ba",
  l: "\u04cf\u0627\u01c0\u2223|",
  m: "\u043c",
  n: "\u0578\u057c\u03b7",
  o: "\u043e\u03bf\u0585\u0d20",
  p: "\u0440\u03c1",
  q: "\u051b\u0563",
  r: "\u0433",
  s: "\u0455\ua731",
  t: "\u0442\u03c4",
  u: "\u057d\u03c5",
  v: "\u03bd\u0475",
  w: "\u051d\u0461",
  x: "\u0445\u03c7",
  y: "\u0443\u04af",
  z: "\u1d22",
  A: "\u0410\u0391",
  B: "\u0412\u0392",
  C: "\u0421",
  E: "\u0415\u0395",
  H: "\u041d\u0397",
  I: "\u0406\u0399",
  J: "\u0408",
  K: "\u041a\u039a",
  M: "\u041c\u039c",
  N: "\u039d",
  O: "\u041e\u039f",
  P: "\u0420\u03a1",
  S: "\u0405",
  T: "\u0422\u03a4",
  X: "\u0425\u03a7",
  Y: "\u03a5",
  Z: "\u0396",
};
const TWINS: ReadonlyMap<string, string> = new Map(
  Object.entries(LOOKS_LIKE).flatMap(([latin, twins]) => Array.from(twins, (twin) => [twin, latin] as const)),
);
const NAME_MAX = 200;

/**
 * What the eye makes of a name: two names that read alike in a usual typeface have one. Another way to write the words,
 * such as `listAgents` for `list_agents`, is another look.
 */
export function toLook(name: string): string {
  return name
    .slice(0, NAME_MAX)
    .normalize("NFKD")
    .replaceAll(/\P{ASCII}|\|/gu, (letter) => TWINS.get(letter) ?? "")
    .replaceAll(/[^\w.-]/g, "")
    .replaceAll(/[1I]/g, "l")
    .replaceAll("0", "o")
    .replaceAll("O", "o")
    .replaceAll("rn", "m")
    .replaceAll("vv", "w")
    .replaceAll(/[_.-]+/g, (run) => run.charAt(0))
    .replaceAll(/^[_.-]|[_.-]$/g, "");
}

/** What is left of a name without the way its words are written: `listAgents`, `list-agents`, `list_agents` are one. */
export function toLooseLook(name: string): string {
  return toLook(name.toLowerCase()).replaceAll(/[_.-]/g, "");
}
