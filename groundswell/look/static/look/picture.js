// A drawing leaves as PNG too: the browser paints the SVG file, twice its size so that it is sharp on a slide.
const SCALE = 2;

async function painted(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.status);
  const name = /filename="(.+?)\.svg"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "picture";
  const drawing = new Image();
  drawing.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(await answer.text());
  await drawing.decode();
  const paper = document.createElement("canvas");
  paper.width = drawing.width * SCALE;
  paper.height = drawing.height * SCALE;
  paper.getContext("2d").drawImage(drawing, 0, 0, paper.width, paper.height);
  return { name: `${name}.png`, blob: await new Promise((done) => paper.toBlob(done, "image/png")) };
}

async function leave(event) {
  event.preventDefault();
  try {
    const { name, blob } = await painted(this.href);
    const link = document.createElement("a");
    link.download = name;
    link.href = URL.createObjectURL(blob);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  } catch {
    location.assign(this.href);
  }
}

for (const svg of document.querySelectorAll("a[data-picture]")) {
  const png = svg.cloneNode();
  png.removeAttribute("data-picture");
  png.textContent = "PNG";
  png.addEventListener("click", leave);
  svg.before(png);
}
