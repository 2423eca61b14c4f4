// Somebody else changed what stands here: say so, and move nothing. Asks a cheap address now and then while it is seen.
const place = document.querySelector("[data-changes]");
const EVERY = 15_000;
let tag = "";
let waiting;

async function look() {
  clearTimeout(waiting);
  if (document.visibilityState !== "visible") return;
  try {
    const answer = await fetch(place.dataset.changes, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
    if (answer.status === 401 || answer.status === 403 || answer.redirected) return;
    if (answer.ok) {
      tag = answer.headers.get("ETag") ?? "";
      const said = await answer.text();
      if (place.innerHTML.trim() !== said.trim()) place.innerHTML = said;
    }
  } catch {
    // The next look may find the server again.
  }
  waiting = setTimeout(look, EVERY);
}

if (place) {
  document.addEventListener("visibilitychange", look);
  waiting = setTimeout(look, EVERY);
}
