// Long work says how far it is, once a second, without loading the page anew; whoever hears the page is told each quarter
// and the end. Nothing is loaded anew while somebody writes. Without scripts the page loads itself anew every few seconds.
const place = document.querySelector("[data-progress]");
const said = document.querySelector("[data-progress-said]");
let quarter = -1;
let isWritten = false;

function tell() {
  const bar = place.querySelector("progress");
  const now = bar ? Math.floor((4 * bar.value) / (bar.max || 1)) : quarter;
  if (bar && now !== quarter) said.textContent = `${bar.getAttribute("aria-label")}: ${bar.textContent.trim()}`;
  quarter = now;
}

function end() {
  if (!isWritten) return location.reload();
  said.textContent = place.dataset.over;
  const again = Object.assign(document.createElement("a"), { href: location.href, textContent: place.dataset.over });
  place.replaceChildren(again);
}

async function look() {
  try {
    const answer = await fetch(place.dataset.progress || location.href, { headers: { Accept: "text/html" } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-progress]") || (place.dataset.progress ? page.body : null);
      if (!now || now.querySelector("[data-is-over]")) return end();
      const isNew = now.innerHTML !== place.innerHTML;
      if (isNew && !place.contains(document.activeElement)) place.innerHTML = now.innerHTML;
      tell();
    }
  } catch {
    // The next look may find the server again.
  }
  setTimeout(look, 1000);
}

if (place) {
  addEventListener("input", () => (isWritten = true));
  setTimeout(look, 1000);
}
