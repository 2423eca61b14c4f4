// Who calls is looked for while a colleague types. Without scripts the button "Find the caller" does the same.
const place = document.querySelector("[data-callers]");
const fields = ["name", "phone", "email"].map((name) => document.querySelector(`form.form [name=${name}]`));
let waiting;

async function find() {
  const asked = new URLSearchParams(fields.map((field) => [field.name, field.value.trim()]));
  try {
    const answer = await fetch(`${place.dataset.callers}?${asked}`, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const chosen = place.querySelector("input:checked")?.value;
    place.innerHTML = await answer.text();
    for (const one of place.querySelectorAll("input")) one.checked = one.value === chosen;
  } catch {
    // The next key may find the server again.
  }
}

for (const field of fields) {
  field?.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, 250);
  });
}
