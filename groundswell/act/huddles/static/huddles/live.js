// Two phones and the wall show the same huddle: every three seconds the page asks whether anything was done and, if so,
// takes over the parts that changed. What somebody is typing in stays. A hidden page asks nothing.
const EVERY = 3000;
const live = document.querySelector("[data-live]");
let known = `"${live.dataset.version}"`;

const isBusy = (part) =>
  (part.contains(document.activeElement) && /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) ||
  part.querySelector("details[open]") !== null;

function takeOver(fresh) {
  let left = false;
  for (const part of document.querySelectorAll("[data-part]")) {
    const other = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    if (!other || other.innerHTML === part.innerHTML) continue;
    if (isBusy(part)) left = true;
    else part.innerHTML = other.innerHTML;
  }
  for (const step of document.querySelectorAll("[data-step]")) {
    const other = fresh.querySelector(`[data-step="${step.dataset.step}"]`);
    if (other) step.className = other.className;
  }
  return !left;
}

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(live.dataset.live, { headers: { "If-None-Match": known }, cache: "no-store" });
    if (answer.status !== 200 || answer.redirected) return;
    const tag = answer.headers.get("ETag");
    const fresh = new DOMParser().parseFromString(await (await fetch(location.href, { cache: "no-store" })).text(), "text/html");
    const other = fresh.querySelector("[data-live]");
    if (other?.dataset.is !== live.dataset.is && !isBusy(document.body)) {
      location.reload();
      return;
    }
    if (!other) return;
    if (takeOver(fresh)) known = tag;
    tick();
  } catch {
    // The next look may find the server again.
  }
}

const words = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function tick() {
  for (const timer of document.querySelectorAll("[data-timer]")) {
    timer.dataset.seen ??= String(Date.now());
    const passed = Math.floor((Date.now() - Number(timer.dataset.seen)) / 1000);
    const gone = Math.max(Number(timer.dataset.now) - Number(timer.dataset.started) + passed, 0);
    const whole = Number(timer.dataset.minutes) * 60;
    timer.toggleAttribute("data-over", gone > whole);
    timer.textContent = gone > whole ? `${words(gone - whole)} over ${words(whole)}` : `${words(gone)} of ${words(whole)}`;
  }
}

const keys = { ArrowRight: "[data-next]", PageDown: "[data-next]", ArrowLeft: "[data-previous]", PageUp: "[data-previous]" };

document.addEventListener("keydown", (event) => {
  const wanted = document.documentElement.classList.contains("wall") && keys[event.key];
  if (!wanted || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.querySelector(wanted)?.click();
});

document.addEventListener("visibilitychange", look);
setInterval(look, EVERY);
setInterval(tick, 1000);
tick();
