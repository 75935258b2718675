/** The answer to a form that was not made by our page for this browser: nothing changed. */
export function refuseAnswer(): Response {
  return new Response(
    "This answer did not come from the page we showed you, so nothing was changed. Go back to the app and press Connect again.",
    { status: 403, headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" } },
  );
}
