// The page beside the lines: its picture is fetched when it is looked at, never before; the boxes of the lines are drawn over
// it. lines.js says with "line:current" which line is in hand; a press on a box answers with "line:choose".
const root = document.querySelector("[data-confirming]");
const leaf = root.querySelector("[data-leaf]");
const frame = leaf?.querySelector("[data-frame]");
const paper = leaf?.querySelector("[data-leaf-page]");
const place = leaf?.querySelector("[data-leaf-place]");
const wide = matchMedia("(min-width: 1024px)");
const SVG = "http://www.w3.org/2000/svg";
const pictures = new Map(); // address -> image that has come; a page is fetched once while this screen is open
let shown = Number(leaf?.dataset.page);
let current = null;

const isLarge = () => frame.classList.contains("large");
const isSharp = () => isLarge() && wide.matches; // the small picture is sharp enough for a phone
const address = (page) => leaf.dataset.address.replace(/0\.png$/, `${page}.png`) + (isSharp() ? "?size=large" : "");
const isThrifty = () => navigator.connection?.saveData === true;
const boxOf = (row) => row?.dataset.box?.split(" ").map(Number);
const rowsOf = (page) => [...root.querySelectorAll(`.candidate[data-page="${page}"][data-box]`)];

const fetched = (page) => {
  const from = address(page);
  let image = pictures.get(from);
  if (!image) {
    image = new Image();
    image.alt = leaf.dataset.alt.replace("%s", page);
    image.decoding = "async";
    image.arrived = new Promise((resolve) => {
      image.addEventListener("load", () => resolve(true));
      image.addEventListener("error", () => resolve(false));
    });
    image.src = from;
    pictures.set(from, image);
  }
  return image;
};

// Boxes are in points from the top left corner; the picture has dpi / 72 pixels for each.
const draw = (image) => {
  paper.querySelector("svg")?.remove();
  const dpi = Number(isSharp() ? leaf.dataset.largeDpi : leaf.dataset.dpi);
  const layer = document.createElementNS(SVG, "svg");
  layer.setAttribute("viewBox", `0 0 ${(image.naturalWidth * 72) / dpi} ${(image.naturalHeight * 72) / dpi}`);
  layer.setAttribute("aria-hidden", "true");
  for (const row of rowsOf(shown)) {
    const [left, top, right, bottom] = boxOf(row);
    const box = document.createElementNS(SVG, "rect");
    const [x, y, width, height] = [left - 2, top - 1.5, right - left + 4, bottom - top + 3];
    for (const [name, value] of Object.entries({ x, y, width, height, rx: 1.5 })) box.setAttribute(name, value);
    box.dataset.line = row.dataset.line;
    layer.append(box);
  }
  paper.append(layer);
  mark();
};

const mark = () => {
  for (const box of paper.querySelectorAll("rect")) {
    const row = root.querySelector(`.candidate[data-line="${box.dataset.line}"]`);
    box.classList.toggle("on", box.dataset.line === current?.dataset.line);
    box.classList.toggle("doubtful", row?.classList.contains("doubtful") ?? false);
    box.classList.toggle("out", row?.classList.contains("out") ?? false);
    box.classList.toggle("ticked", row?.querySelector(":checked") !== null);
  }
  const on = paper.querySelector("rect.on");
  if (on) paper.querySelector("svg").append(on); // over its neighbours
};

const reveal = () => {
  const box = paper.querySelector("rect.on")?.getBoundingClientRect();
  if (!box) return;
  const own = frame.getBoundingClientRect();
  const seen = (from, to, start, end) => from >= start + 8 && to <= end - 8;
  const top = seen(box.top, box.bottom, own.top, own.bottom) ? 0 : box.top - own.top - own.height / 3;
  const left = seen(box.left, box.right, own.left, own.right) ? 0 : box.left - own.left - 12;
  if (top || left) frame.scrollTo({ top: frame.scrollTop + top, left: frame.scrollLeft + left });
};

const show = async (page) => {
  shown = Math.min(Math.max(page, 1), Number(leaf.dataset.pages) || page);
  place.textContent = place.textContent.replace(/\d+/, shown);
  leaf.querySelector('[data-turn="-1"]').disabled = shown <= 1;
  leaf.querySelector('[data-turn="1"]').disabled = shown >= Number(leaf.dataset.pages);
  if (!leaf.open) return;
  const [wanted, image] = [address(shown), fetched(shown)];
  paper.setAttribute("aria-busy", "true");
  const came = await image.arrived;
  if (wanted !== address(shown)) return; // turned over meanwhile
  paper.removeAttribute("aria-busy");
  if (!came) {
    pictures.delete(wanted);
    paper.replaceChildren(Object.assign(document.createElement("p"), { textContent: leaf.dataset.none }));
    return;
  }
  if (image.parentElement !== paper) {
    paper.replaceChildren(image);
    if (!current || Number(current.dataset.page) !== shown) frame.scrollTop = 0;
  }
  draw(image);
  reveal();
  const next = shown + 1;
  if (!isThrifty() && next <= Number(leaf.dataset.pages)) setTimeout(() => leaf.open && fetched(next), 400);
};

const zoom = () => {
  frame.classList.toggle("large");
  showZoom();
  show(shown);
};
const showZoom = () => leaf.querySelector("[data-zoom]").setAttribute("aria-pressed", String(isLarge()));

if (leaf) {
  leaf.querySelector("[data-leaf-bar]").hidden = false;
  if (!wide.matches) frame.classList.add("large"); // a whole page on a phone cannot be read
  showZoom();
  paper.querySelector("img").remove(); // the plain one; from here on pages come through `fetched`
  leaf.addEventListener("toggle", () => show(shown));
  leaf.addEventListener("click", (event) => {
    const [turn, box] = [event.target.closest("[data-turn]"), event.target.closest("rect")];
    if (turn) show(shown + Number(turn.dataset.turn));
    if (event.target.closest("[data-zoom]")) zoom();
    if (box) root.dispatchEvent(new CustomEvent("line:choose", { detail: box.dataset.line }));
  });
  root.addEventListener("line:zoom", zoom);
  root.addEventListener("line:drawn", () => leaf.open && show(shown));
  root.addEventListener("line:ticked", mark);
  root.addEventListener("line:current", (event) => {
    current = event.detail;
    const page = Number(current?.dataset.page);
    if (page && page !== shown) return show(page);
    mark();
    return reveal();
  });
  const unfold = () => { if (wide.matches && !isThrifty()) leaf.open = true; };
  wide.addEventListener("change", unfold);
  unfold();
}
