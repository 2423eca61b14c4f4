// Keyboard first: "/" goes to the search, j and k walk through the rows, Enter opens (as it does on every link).
const ROWS = "[data-row]";

const isTyping = (target) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const openerOf = (row) => (row.matches("a[href]") ? row : row.querySelector("a[href], button"));

function walk(step) {
  const rows = [...document.querySelectorAll(ROWS)].filter((row) => row.offsetParent !== null && openerOf(row));
  if (rows.length === 0) return;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + step, 0), rows.length - 1);
  openerOf(rows[next]).focus();
  rows[next].scrollIntoView({ block: "nearest" });
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
}

const keys = {
  "/": () => document.querySelector("[data-search]")?.focus(),
  j: () => walk(1),
  k: () => walk(-1),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenus(null);
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const action = keys[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

document.addEventListener("click", (event) => closeMenus(event.target.closest?.("details.menu") ?? null));

// On a narrow screen the place where one is stands in sight among the others.
for (const here of document.querySelectorAll(".floor [aria-current], .tabs [aria-current]")) here.scrollIntoView({ block: "nearest", inline: "center" });

// So does every other one of them that the keyboard comes to.
document.addEventListener("focusin", ({ target }) => target.closest(".floor, .tabs") && target.scrollIntoView({ block: "nearest", inline: "center" }));
