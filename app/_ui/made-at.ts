import { cache } from "react";

/** When the page of this request is made, in milliseconds of the epoch: the same for all of it. */
export const madeAt = cache((): number => Date.now());
