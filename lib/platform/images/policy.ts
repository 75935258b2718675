import "#server-only";

/** The side of the square that every picture becomes, in pixels. */
export const SIDE = 128;
/** The longest side a picture may come with, in pixels. */
export const SIDE_MAX = 4096;
