// A file that is being read says how far it is, once a second, without loading the page anew. Without scripts the page
// loads itself anew every few seconds.
const place = document.querySelector("[data-state-of-file]");

async function look() {
  try {
    const answer = await fetch(place.dataset.stateOfFile, { headers: { Accept: "text/html" } });
    if (answer.ok) {
      const focused = place.contains(document.activeElement);
      if (!focused) place.innerHTML = await answer.text();
      if (place.querySelector("[data-is-over]")) {
        location.reload();
        return;
      }
    }
  } catch {
    // The next look may find the server again.
  }
  setTimeout(look, 1000);
}

if (place) setTimeout(look, 1000);
