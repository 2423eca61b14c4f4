// The editor without this script works by its buttons. With it the phone follows what is typed, and conditions offer only what fits.
const form = document.querySelector("[data-editor]");
const phone = document.querySelector("iframe.phone");
const screens = [...document.querySelectorAll(".screens button")];
const SIGNS = {
  text: ["notempty", "empty"],
  single: ["=", "!=", "notempty", "empty"],
  multiple: ["contains", "notcontains", "notempty", "empty"],
};
const SCALE = ["=", "!=", "<=", ">=", "<", ">", "notempty", "empty"];
const ALONE = ["notempty", "empty"];
let shown = "";
let waiting = 0;

const keyOf = (part) => part?.dataset.key || (part?.id === "around" ? "thanks" : "");

// The screen is fetched and put in place, so that the way back stays the way back.
async function show(key) {
  if (!key || !phone) return;
  shown = key;
  for (const button of screens) button.setAttribute("aria-current", String(button.value === key));
  const told = new FormData(form);
  told.set("show", key);
  const answer = await fetch(screens[0].formAction, { method: "POST", body: told, credentials: "same-origin" });
  if (!answer.ok || key !== shown || !phone.contentDocument) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const there = phone.contentDocument;
  there.documentElement.lang = page.documentElement.lang;
  there.documentElement.dir = page.documentElement.dir;
  there.body.replaceWith(there.adoptNode(page.body));
}

function fit(rule) {
  const [name, sign, value] = rule.querySelectorAll("select");
  const kind = name.selectedOptions[0]?.dataset.kind;
  const signs = SIGNS[kind] ?? SCALE;
  for (const option of sign.options) option.hidden = option.disabled = Boolean(kind) && !signs.includes(option.value) && !option.defaultSelected;
  if (sign.selectedOptions[0]?.disabled) sign.value = signs[0];
  for (const group of value.querySelectorAll("optgroup")) group.hidden = group.disabled = !group.firstElementChild?.value.startsWith(name.value + "=");
  if (value.selectedOptions[0]?.parentElement?.disabled) value.value = "";
  for (const one of [sign, value]) one.closest(".field").hidden = name.value === "";
  if (ALONE.includes(sign.value)) value.closest(".field").hidden = true;
  const asked = rule.closest("fieldset");
  const joined = asked.querySelector(".joined");
  if (joined) joined.hidden = [...asked.querySelectorAll("[data-rule] select[name$=-name]")].filter((one) => one.value).length < 2;
}

if (form) {
  const rules = [...form.querySelectorAll("[data-rule]")];
  rules.forEach(fit);
  form.addEventListener("input", (event) => {
    const rule = event.target.closest("[data-rule]");
    if (rule) fit(rule);
    clearTimeout(waiting);
    waiting = setTimeout(() => show(keyOf(event.target.closest("[data-key], #around")) || shown), 400);
  });
  form.addEventListener("toggle", (event) => {
    const part = event.target;
    if (!part.open || !part.matches(".fold")) return;
    form.elements.opened.value = part.id.replace(/^q(?=\d+$)/, "");
    show(keyOf(part));
  }, true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=show]");
    if (!button) return;
    event.preventDefault();
    show(button.value);
    if (button.matches("[data-show]")) phone.scrollIntoView({ block: "nearest" });
  });
  // A link of the summary opens the part that it leads to, where the words are on the page already.
  document.querySelector("#to-finish")?.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    target.closest(".fold")?.setAttribute("open", "");
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  });
  document.querySelector("#to-finish[autofocus]")?.focus();
}
