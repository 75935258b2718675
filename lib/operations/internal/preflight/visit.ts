import "#server-only";
import { isLoopbackName } from "#lib/kernel/loopback.ts";
import { NotTried } from "./check.ts";
import type { Cookie } from "./outside/open-browser.ts";
import { openOutside, type Outside, type OutsideOptions } from "./outside/open-outside.ts";

/** The account that stands in for a reviewer, and where its code comes from. */
export type Reviewer = {
  email: string;
  /** Null for somebody of the sample, whose code comes by mail: the local mailbox shows it. */
  code: string | null;
};

/** How the database and the policy differ, in words for whoever runs the server; nothing of any row. */
export type Differences = {
  /** What there is that is not named, and what is named that is not there. */
  unnamed: readonly string[];
  /** Where rows stayed longer than the policy says. */
  overdue: readonly string[];
};

/** What only the server's own machine can say: absent where another server is looked at. */
export type Inside = {
  /** What the database holds beside the policy as it is read. */
  compareInventory: (policy: string) => Promise<Differences>;
};

export type VisitOptions = OutsideOptions & {
  /** The public address; everything is asked by it. */
  url: string;
  reviewer: Reviewer | null;
  inside: Inside | null;
  /** Whether examples of tools that change something are run too. */
  runsEveryTool: boolean;
  /** Those of a browser that is signed in already, and stays so. */
  cookies?: readonly Cookie[];
};

const AFTER_FAILURE = "Another check met a fault before this one. Mend that first.";

/** One look at a server from outside: what several checks need is found once. */
export class Visit {
  readonly origin: string;
  readonly mcpUrl: string;
  readonly isLoopback: boolean;
  readonly outside: Outside;
  readonly options: VisitOptions;
  readonly #facts = new Map<string, Promise<unknown>>();
  readonly #endings: (() => Promise<void>)[] = [];

  constructor(options: VisitOptions) {
    const { origin, hostname } = new URL(options.url);
    this.origin = origin;
    this.mcpUrl = `${origin}/api/mcp`;
    this.isLoopback = isLoopbackName(hostname);
    this.options = options;
    this.outside = openOutside(options);
  }

  now(): number {
    return (this.options.now ?? performance.now.bind(performance))();
  }

  /**
   * What is found once for the whole visit. When it cannot be found, whoever asked first hears why; for all others there
   * is nothing to look at.
   */
  fact<Value>(name: string, find: () => Promise<Value>): Promise<Value> {
    const known = this.#facts.get(name) as Promise<Value> | undefined;
    if (known) {
      return known.catch((error: unknown) => {
        throw error instanceof NotTried ? error : new NotTried(AFTER_FAILURE);
      });
    }
    const found = find();
    this.#facts.set(name, found);
    return found;
  }

  /** Has something undone at the end, whatever happens between. */
  atEnd(ending: () => Promise<void>): void {
    this.#endings.push(ending);
  }

  async end(): Promise<void> {
    for (const ending of this.#endings.toReversed()) await ending().catch(() => {});
  }
}
