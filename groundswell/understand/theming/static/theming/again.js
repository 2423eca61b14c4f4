// A search that is under way says how far it is, without loading the page anew. Without scripts the page loads itself anew
// every few seconds.
const place = document.querySelector("[data-search]");

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-search]");
      if (!now) {
        location.reload();
        return;
      }
      place.innerHTML = now.innerHTML;
    }
  } catch {
    // The next look may find the server again.
  }
  setTimeout(look, 1000);
}

if (place) setTimeout(look, 1000);
