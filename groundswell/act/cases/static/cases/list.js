// The list by keyboard: j, k and Enter are the house's; here x chooses, o opens, a chooses all, d goes on with the chosen ones.
const form = document.querySelector("[data-together]");
const help = document.querySelector("[data-keys]");
const boxes = () => [...form.querySelectorAll("input[name=case]")];
const rowHere = () => document.activeElement?.closest?.("[data-row]");
const button = form?.querySelector("[data-with]");
const all = form?.querySelector("[data-all]");

function count() {
  const n = boxes().filter((box) => box.checked).length;
  button.disabled = n === 0;
  button.textContent = n ? button.dataset.with.replace("#", n) : button.dataset.none;
}

function chooseAll() {
  const wanted = boxes().some((box) => !box.checked);
  for (const box of boxes()) box.checked = wanted;
  count();
}

const keys = {
  x: () => rowHere()?.querySelector("input[name=case]")?.click(),
  o: () => rowHere()?.querySelector("a[href]")?.click(),
  a: chooseAll,
  d: () => !button.disabled && form.requestSubmit(),
  "?": () => help?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help?.open) return;
  const field = event.target;
  if (field instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(field.tagName) && field.type !== "checkbox") return;
  const action = form && keys[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

if (form) {
  all.hidden = false;
  all.addEventListener("click", chooseAll);
  form.addEventListener("change", count);
  addEventListener("pageshow", count);
  count();
}
