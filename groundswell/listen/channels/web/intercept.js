/* Groundswell: asks visitors of any site one question in a quiet corner; a tap answers it. Sets no cookie and keeps nothing,
   but with the visitor's consent when it asked. Loads the question when it asks, and nothing before.
   <script src="https://groundswell.example/ask.js" data-survey="brand" data-after="20" data-exit data-share="0.25" data-every="90" defer></script>
   Also: data-lang, data-unit, data-theme="dark". Consent: data-consent, or window.groundswellConsent = true before it runs. */
(() => {
  "use strict";
  const tag = document.currentScript;
  if (!tag || !tag.dataset.survey) return;
  const set = tag.dataset;
  const number = (text, usual) => (Number.isFinite(parseFloat(text)) ? parseFloat(text) : usual);
  const key = "groundswell-" + set.survey;
  const base = new URL("/s/" + encodeURIComponent(set.survey) + "/", tag.src);
  const consents = () => "consent" in set || window.groundswellConsent === true;
  let asked = false;
  const recently = () => {
    try {
      return consents() && Date.now() - Number(localStorage.getItem(key) || 0) < number(set.every, 90) * 864e5;
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

  const isDark = () => {
    if (set.theme) return set.theme === "dark";
    for (const one of [document.body, document.documentElement]) {
      const [r, g, b, a = 1] = getComputedStyle(one).backgroundColor.match(/[\d.]+/g) || [];
      if (r !== undefined && a > 0.5) return r * 0.3 + g * 0.6 + b * 0.1 < 110;
    }
    return false;
  };
  const made = (name, words, more) => Object.assign(document.createElement(name), { textContent: words }, more);
  const style = (dark) => {
    const [paper, ink, soft, edge, wash] = dark ? ["#1b1a18", "#f0ede7", "#b4ada2", "#8c857a", "#2b2925"] : ["#fff", "#1d1b18", "#5c564d", "#857e72", "#f3f0ea"];
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`*{box-sizing:border-box;font:inherit;color:inherit}
aside{all:initial;display:block;box-sizing:border-box;position:fixed;inset-block-end:16px;inset-inline-end:16px;inline-size:min(348px,100vw - 32px);padding:16px;font:15px/1.45 system-ui,sans-serif;color:${ink};background:${paper};border:1px solid ${edge};border-radius:10px;box-shadow:0 6px 24px #0003;z-index:2147483647}
p{margin:0 32px 10px 0;font-weight:600}div{display:grid;grid-template-columns:repeat(var(--n),1fr);gap:4px}
small{display:flex;justify-content:space-between;gap:12px;margin-top:8px;font-size:13px;color:${soft}}
button{min-block-size:44px;padding:0;border:1px solid ${edge};border-radius:6px;background:none;cursor:pointer}button:hover{background:${wash}}
button.x{position:absolute;inset-block-start:4px;inset-inline-end:4px;inline-size:44px;border:0;font-size:20px;color:${soft}}
:focus-visible{outline:3px solid currentColor;outline-offset:1px}`);
    return sheet;
  };

  const show = (it) => {
    const host = document.createElement("div");
    host.dataset.groundswell = set.survey;
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [style(isDark())];
    const box = made("aside", "", { lang: it.lang, dir: it.dir });
    box.setAttribute("aria-label", it.text);
    const close = () => {
      host.remove();
      removeEventListener("keydown", esc);
    };
    const esc = (event) => event.key === "Escape" && !event.defaultPrevented && close();
    const x = made("button", "×", { type: "button", className: "x", onclick: close });
    x.setAttribute("aria-label", it.close);
    const words = made("p", it.text);
    words.setAttribute("role", "status");
    const scale = made("div", "");
    scale.style.setProperty("--n", it.numbers.length > 7 ? 6 : it.numbers.length);
    const submission = [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
    const tap = async (value) => {
      scale.inert = true;
      const body = new URLSearchParams({ q: it.key, [it.key]: value, submission, via: "site", lang: it.lang, unit: set.unit || "" });
      const on = made("a", it.why, { target: "_blank", rel: "noopener noreferrer", href: new URL(submission + "/?lang=" + it.lang, base).href });
      let isKept = false;
      try {
        const answer = await fetch(base, { method: "POST", body, redirect: "manual", credentials: "omit", keepalive: true });
        isKept = answer.type === "opaqueredirect";
      } catch { /* no way to us just now */ }
      if (isKept) words.textContent = it.thanks;
      else {
        on.textContent = it.confirm;
        on.href = new URL("?via=site&score=" + value + "&lang=" + it.lang, base).href;
      }
      scale.remove();
      ends.replaceChildren(on);
    };
    scale.append(...it.numbers.map((one) => made("button", one, { type: "button", onclick: () => tap(one) })));
    const ends = made("small", "");
    ends.append(made("span", it.low), made("span", it.high));
    box.append(words, x, scale, ends);
    root.append(box);
    addEventListener("keydown", esc);
    document.body.append(host);
  };
  const ask = async () => {
    if (asked) return;
    asked = true;
    const isTaken = () => document.querySelector("[data-groundswell]");
    try {
      const address = new URL("question.json", base);
      address.searchParams.set("lang", set.lang || document.documentElement.lang || navigator.language);
      const answer = await fetch(address, { credentials: "omit" });
      if (answer.ok) {
        const it = await answer.json();
        if (isTaken()) return;
        show(it);
        remember();
      }
    } catch { /* closed, or the site lets nothing be loaded: nobody is asked */ }
  };
  if ("exit" in set) document.documentElement.addEventListener("mouseleave", (move) => move.clientY <= 0 && ask());
  if (!("exit" in set) || "after" in set) setTimeout(ask, number(set.after, 20) * 1000);
})();
