export type Behaviour = "quote" | "report" | "triage" | "parts" | "simulate" | "echo";

/**
 * The work a sample agent does: simple, and the same answer for the same message. No model is called.
 */
export function answerMessage(agentName: string, behaviour: Behaviour, message: string): string {
  switch (behaviour) {
    case "quote":
      return answerQuote(message);
    case "report":
      return answerReport(message);
    case "triage":
      return answerTriage(message);
    case "parts":
      return answerParts(message);
    case "simulate":
      return `Simulation finished. Scenario: "${message.trim()}". Throughput 412 units/h, no collisions.`;
    case "echo":
      return `${agentName} here. You said: ${message}`;
  }
}

function answerQuote(message: string): string {
  const expression = /[\d(][\d\s.+\-*/()]*/.exec(message)?.[0].trim();
  const value = expression === undefined ? null : calculate(expression);
  return value === null
    ? 'I work out prices. Send an expression, for example "12 * 349.50 + 80".'
    : `${expression} = ${Number(value.toFixed(4))}`;
}

/** Plain arithmetic by recursive descent; null when the text is not an expression. */
export function calculate(text: string): number | null {
  const tokens = text.match(/\d+(?:\.\d+)?|[-+*/()]/g) ?? [];
  if (tokens.length > 200 || tokens.join("") !== text.replaceAll(/\s/g, "")) return null;
  let at = 0;
  const factor = (): number => {
    const token = tokens[at++];
    if (token === "-") return -factor();
    if (token !== "(") return Number(token ?? Number.NaN);
    const inner = sum();
    return tokens[at++] === ")" ? inner : Number.NaN;
  };
  const product = (): number => {
    let left = factor();
    while (tokens[at] === "*" || tokens[at] === "/")
      left = tokens[at++] === "*" ? left * factor() : left / factor();
    return left;
  };
  const sum = (): number => {
    let left = product();
    while (tokens[at] === "+" || tokens[at] === "-")
      left = tokens[at++] === "+" ? left + product() : left - product();
    return left;
  };
  const value = sum();
  return at === tokens.length && Number.isFinite(value) ? value : null;
}

function answerReport(message: string): string {
  const sentences = message.split(/(?<=[.!?])\s+/).filter((sentence) => sentence.trim() !== "");
  const words = message.split(/\s+/).filter(Boolean);
  return [
    `Summary: ${sentences[0]?.trim() ?? "(empty)"}`,
    `Length: ${sentences.length} sentences, ${words.length} words.`,
  ].join("\n");
}

const TRIAGE = [
  { pattern: /fire|smoke|injur|hurt|unsafe/i, priority: "P0", team: "safety" },
  { pattern: /down|stopp|stuck|crash|fail/i, priority: "P1", team: "field service" },
  { pattern: /invoice|price|order|refund/i, priority: "P3", team: "sales desk" },
] as const;

function answerTriage(message: string): string {
  const rule = TRIAGE.find(({ pattern }) => pattern.test(message));
  return `Priority ${rule?.priority ?? "P2"}, team: ${rule?.team ?? "first line"}.`;
}

const PARTS = [
  { number: "AR-1042", name: "gripper pad", stock: 180, aisle: "B3" },
  { number: "AR-2210", name: "joint encoder", stock: 12, aisle: "C1" },
  { number: "AR-3307", name: "servo motor", stock: 0, aisle: "C4" },
  { number: "AR-4815", name: "lidar head", stock: 7, aisle: "D2" },
] as const;

export function findParts(text: string): readonly (typeof PARTS)[number][] {
  const wanted = text.toLowerCase();
  return PARTS.filter(
    ({ number, name }) =>
      wanted.includes(number.toLowerCase()) || name.split(" ").some((word) => wanted.includes(word)),
  );
}

function answerParts(message: string): string {
  const found = findParts(message);
  if (found.length === 0)
    return `No part matches. Known parts: ${PARTS.map(({ number }) => number).join(", ")}.`;
  return found.map((part) => `${part.number} ${part.name}: ${part.stock} in aisle ${part.aisle}`).join("\n");
}
