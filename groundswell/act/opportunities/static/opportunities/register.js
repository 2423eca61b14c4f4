// The register by keyboard: j, k, Enter and / are the house's; here o opens, 1 to 8 order it, ? says which keys there are.
const help = document.querySelector("[data-keys]");
const orders = document.querySelector("select[name=sort]");

function order(number) {
  const wanted = orders?.options[number - 1];
  if (!wanted) return;
  orders.value = wanted.value;
  orders.form.requestSubmit();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help?.open) return;
  if (event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  if (event.key === "?") help?.showModal();
  else if (event.key === "o") document.activeElement?.closest?.("[data-row]")?.querySelector("a[href]")?.click();
  else if (/^[1-8]$/.test(event.key)) order(Number(event.key));
  else return;
  event.preventDefault();
});
