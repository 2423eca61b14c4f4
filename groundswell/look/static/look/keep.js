// Words that are not sent yet survive a reload in this tab. They leave it when they are sent, or with the tab.
const field = document.querySelector("[data-keep]");
const mine = "groundswell words ";
try {
  if (field) {
    const key = mine + field.dataset.keep + " " + field.name;
    field.value ||= sessionStorage.getItem(key) ?? "";
    field.addEventListener("input", () => sessionStorage.setItem(key, field.value));
  } else {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(mine)) sessionStorage.removeItem(key);
  }
} catch { /* this browser keeps nothing */ }
