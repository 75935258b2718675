import "#server-only";
import { defineCheck, failed, needsOutside, NotTried, passed } from "../check.ts";
import { runExamples } from "../facts/run-examples.ts";
import { Stopped, walkConnect } from "../facts/walk-connect.ts";
import { isEmpty } from "./calls.ts";

const SIGN_IN_STOPS = ["address_refused", "no_code", "code_refused"] as const;
type SignInStop = (typeof SIGN_IN_STOPS)[number];
const isSignInStop = (stop: string): stop is SignInStop => SIGN_IN_STOPS.some((one) => one === stop);

export const SIGNS_IN = defineCheck({
  id: "account.signs-in",
  title: "The reviewer's account signs in with its code and connects Claude",
  failures: {
    address_refused: {
      cause: "The account's address is refused at the sign-in page, or too many codes were asked for.",
      fix: "Wait half a minute and run this again; if it stays, look at the account under /ops.",
    },
    no_code: {
      cause: "There is no code for the account.",
      fix: "Issue a code for reviewers under /ops; five may be good at a time.",
    },
    code_refused: {
      cause: "The account's code is refused.",
      fix: "Issue a new code for reviewers under /ops, and put it into the submission.",
    },
  },
  async probe(visit) {
    const walk = await walkConnect(visit).catch((error: unknown) => {
      if (error instanceof Stopped) return error;
      throw error;
    });
    if (walk instanceof Stopped) {
      if (isSignInStop(walk.stop)) return failed(walk.stop, walk.saw);
      throw new NotTried("Connecting did not come to its end. Mend point 10 first.");
    }
    if (visit.options.reviewer?.code === null) {
      return needsOutside(
        "Somebody of the sample signed in. Reviewers get an account of their own: start with SANDBOX=on.",
      );
    }
    return walk.hasSignedIn
      ? passed("signed in, allowed, connected")
      : needsOutside("This browser was signed in before.");
  },
});

const FILLED_MIN = 3;

export const POPULATED = defineCheck({
  id: "account.populated",
  title: "The account shows a reviewer something to work with",
  failures: {
    empty: {
      cause: "Most of what the account lists is empty.",
      fix: "Fill it with sample data (npm run sandbox: reset), then run this again.",
    },
  },
  async probe(visit) {
    const { runs } = await runExamples(visit);
    if (runs.length === 0) throw new NotTried("There is no tool to try. Mend point 2 or 8 first.");
    const lists = runs.filter(({ tool, isError }) => tool.name.startsWith("list_") && !isError);
    const filled = lists.filter(({ text }) => !isEmpty(text));
    const isFull = filled.length >= Math.min(FILLED_MIN, lists.length) && filled.length * 2 >= lists.length;
    const saw = `${filled.length} of ${lists.length} lists have something in them`;
    return isFull && filled.length > 0 ? passed(saw) : failed("empty", saw);
  },
});
