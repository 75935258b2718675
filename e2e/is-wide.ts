/** Whether a table scrolls sideways once its times are of some day, which is as long as they get. */
export const isWide = (region: Element): boolean => {
  for (const time of region.querySelectorAll("time")) time.textContent = "29 Nov 2026, 18:30";
  return region.scrollWidth > region.clientWidth;
};
