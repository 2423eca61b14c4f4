/* Groundswell: asks visitors of any site one question. Keeps nothing and sets no cookie; with the visitor's consent it remembers when it asked.
   <script src="https://groundswell.example/ask.js" data-survey="brand" data-after="20" data-exit data-share="0.25" data-every="90" defer></script>
   Consent: data-consent on the tag, or window.groundswellConsent = true before it runs. */
(() => {
  "use strict";
  const tag = document.currentScript;
  if (!tag || !tag.dataset.survey) return;
  const set = tag.dataset;
  const number = (text, usual) => (Number.isFinite(parseFloat(text)) ? parseFloat(text) : usual);
  const key = "groundswell-" + set.survey;
  const consents = () => "consent" in set || window.groundswellConsent === true;
  const days = number(set.every, 90);
  let asked = false;
  const recently = () => {
    try {
      return consents() && Date.now() - Number(localStorage.getItem(key) || 0) < days * 864e5;
    } catch {
      return false;
    }
  };
  const remember = () => {
    try {
      if (consents()) localStorage.setItem(key, String(Date.now()));
    } catch { /* the browser keeps nothing: ask once a page */ }
  };
  if (recently() || Math.random() >= number(set.share, 1)) return;
  const part = (name, words) => {
    const made = document.createElement(name);
    made.textContent = words;
    Object.assign(made.style, { font: "inherit", margin: "0 8px 0 0", padding: "10px 14px", minHeight: "44px" });
    return made;
  };
  const ask = () => {
    if (asked) return;
    asked = true;
    remember();
    const box = document.createElement("dialog");
    Object.assign(box.style, { position: "fixed", inset: "auto 16px 16px auto", margin: "0", maxWidth: "320px", font: "16px/1.5 sans-serif", border: "1px solid #857e72", borderRadius: "8px", zIndex: "2147483647" });
    const words = part("p", set.words || "May we ask you one question?");
    const yes = part("a", set.yes || "Answer");
    yes.href = new URL("/s/" + encodeURIComponent(set.survey) + "/?via=site", tag.src).href;
    yes.target = "_blank";
    yes.rel = "noopener noreferrer";
    const no = part("button", set.no || "No, thank you");
    no.type = "button";
    for (const one of [yes, no]) one.addEventListener("click", () => box.remove());
    box.append(words, yes, no);
    document.body.append(box);
    box.show();
  };
  if ("exit" in set) document.documentElement.addEventListener("mouseleave", (move) => move.clientY <= 0 && ask());
  if (!("exit" in set) || "after" in set) setTimeout(ask, number(set.after, 20) * 1000);
})();
