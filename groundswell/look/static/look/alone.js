// A device that many people use goes back to the start when nobody has touched it for a while, and leaves no way back.
const start = document.querySelector("[data-alone]").dataset.alone;
let alone;
const wait = () => {
  clearTimeout(alone);
  alone = setTimeout(() => location.replace(start), 90000);
};
for (const touch of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(touch, wait, { passive: true });
addEventListener("pageshow", (page) => page.persisted && location.replace(start));
wait();
