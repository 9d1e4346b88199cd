// The comparison workspace with scripts: the lists follow the line that htmx puts in the middle, keys rate a line, the search
// in the counterparts answers while one types. Without this file every part works as plain links, ticks and buttons.
const root = document.querySelector("[data-workspace]");
const lines = root.querySelector("[data-ws-receiving]");
const sending = root.querySelector("[data-ws-sending]");
const search = sending.querySelector('input[name="find"]');
const middle = () => document.getElementById("judgement");
const form = () => document.getElementById("j");
const wide = matchMedia("(min-width: 960px)");
let dirty = false;

// The list of lines is folded on phones and always open beside the judgement.
const fold = () => { lines.open = wide.matches; };
wide.addEventListener("change", fold);
fold();

// Keep a row in sight inside its own column, without moving the page.
const reveal = (row) => {
  const column = row?.closest("[data-ws-receiving], [data-ws-sending]");
  if (!column || column.scrollHeight <= column.clientHeight) return;
  const [box, own] = [row.getBoundingClientRect(), column.getBoundingClientRect()];
  if (box.top < own.top || box.bottom > own.bottom) column.scrollTop += box.top - own.top - own.height / 3;
};

const ticks = () => [...sending.querySelectorAll('input[name="counterparts"]')];

const showLinked = () => {
  const list = middle().querySelector("[data-ws-linked]");
  if (!list) return;
  const items = ticks().filter((tick) => tick.checked).map((tick) => {
    const item = document.createElement("li");
    item.append(...tick.parentElement.cloneNode(true).childNodes);
    item.querySelectorAll("input, small").forEach((part) => part.remove());
    return item;
  });
  const none = Object.assign(document.createElement("li"), { className: "muted", textContent: list.dataset.empty });
  list.replaceChildren(...(items.length ? items : [none]));
};

const put = (place, text) => { if (place) place.textContent = text; };
const rowOf = (line) => lines.querySelector(`a[href="?line=${line}"], a[href^="?line=${line}&"]`);

// A new middle has come: tick its counterparts, mark its line, write the saved rating into the list.
const follow = () => {
  const { line, ticked, saved, sign, section, tally } = middle().dataset;
  const wanted = new Set(ticked.split(" "));
  for (const tick of ticks()) tick.checked = wanted.has(tick.value);
  for (const item of sending.querySelectorAll("[data-key]")) item.classList.toggle("on", wanted.has(item.dataset.key));
  if (saved) {
    put(rowOf(saved)?.querySelector("b"), sign);
    put(document.getElementById(`k${section}`), tally);
  }
  lines.querySelector("[aria-current]")?.removeAttribute("aria-current");
  const row = rowOf(line);
  row?.setAttribute("aria-current", "true");
  reveal(row);
  reveal(sending.querySelector("li.on, li:has(:checked)"));
  showLinked();
  narrow();
  dirty = false;
};

document.addEventListener("htmx:beforeSwap", (event) => {
  // Two people on one line, or a benchmark completed meanwhile: the answer holds what was typed, so it is shown.
  if (event.detail.xhr.status !== 409 || event.detail.target?.id !== "judgement") return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "judgement" && event.detail.elt?.id !== "judgement") return;
  follow();
  if (event.detail.xhr.status >= 400) dirty = true;
  if (!wide.matches) lines.open = false;
  const fault = middle().querySelector("[data-error-summary]");
  (fault ?? middle()).focus({ preventScroll: true });
  if (middle().getBoundingClientRect().top < 0 || !wide.matches) middle().scrollIntoView({ block: "start" });
});
document.addEventListener("htmx:confirm", (event) => {
  if (!dirty || event.detail.verb !== "get" || !root.contains(event.detail.elt)) return;
  if (!confirm(root.dataset.leave)) event.preventDefault();
});
document.addEventListener("input", (event) => {
  if (event.target === search) return narrow();
  if (event.target.form && event.target.form === form()) dirty = true;
  if (event.target.name === "counterparts") showLinked();
  return null;
});

// Search in the counterparts: every word must stand in the line; a heading stays while a line below it does.
const narrow = () => {
  const words = search.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  let any = false;
  for (const list of sending.querySelectorAll("ul")) {
    const open = []; // headings above the present row that wait for a line
    for (const item of list.children) {
      if (item.classList.contains("head")) {
        const depth = Number(/d(\d+)/.exec(item.className)?.[1] ?? 0);
        while (open.length && open.at(-1).depth >= depth) open.pop();
        open.push({ item, depth });
        item.hidden = words.length > 0;
        continue;
      }
      const text = item.textContent.toLocaleLowerCase();
      item.hidden = !item.matches(".on, :has(:checked)") && !words.every((word) => text.includes(word));
      if (item.hidden) continue;
      any = true;
      for (const heading of open) heading.item.hidden = false;
    }
  }
  sending.querySelector("[data-ws-none]").hidden = any;
};
search.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && search.form === form()) event.preventDefault();
});

// Keys, off while one types. They can be switched off altogether, which this browser remembers.
const box = document.querySelector("[data-ws-switch]");
const toggle = box?.querySelector("input");
const remember = (on) => { try { localStorage.setItem("mrs:workspace-keys", on ? "on" : "off"); } catch { /* works without */ } };
const remembered = () => { try { return localStorage.getItem("mrs:workspace-keys"); } catch { return null; } };
if (box) {
  box.hidden = false;
  toggle.checked = remembered() !== "off";
  toggle.addEventListener("change", () => remember(toggle.checked));
}
const choose = (name, value) => {
  const radio = [...(form()?.elements ?? [])].find((one) => one.name === name && one.value === value);
  if (!radio) return;
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("input", { bubbles: true }));
};
const keys = {
  f: () => choose("rating", "F"),
  p: () => choose("rating", "P"),
  n: () => choose("rating", "N"),
  0: () => choose("rating", ""),
  s: () => choose("substantial", form()?.elements.substantial.value === "yes" ? "no" : "yes"),
  j: () => middle().querySelector("[data-ws-next]")?.click(),
  k: () => middle().querySelector("[data-ws-previous]")?.click(),
  "/": () => search.focus(),
};
const types = (element) => element.matches("textarea, select, input:not([type=radio], [type=checkbox])");
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && (types(event.target) || sending.contains(event.target))) return middle().focus();
  if (event.ctrlKey && event.key === "Enter" && event.target.form === form()) return form()?.requestSubmit();
  const act = keys[event.key.toLowerCase()];
  if (!act || event.ctrlKey || event.metaKey || event.altKey || types(event.target)) return null;
  if (toggle && !toggle.checked) return null;
  event.preventDefault();
  return act();
});

reveal(lines.querySelector("[aria-current]"));
narrow();
