import "#server-only";

export {
  type BrowsedCall,
  type ChainPlace,
  countFollowingCalls,
  findLastBatch,
  listFollowingCalls,
} from "./internal/browsing/store.ts";
