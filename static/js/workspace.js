// The comparison workspace with scripts: the lists follow the line in the middle, saving goes through the queue (queue.js),
// the next line is fetched while one reads. Without this file every part works as plain links, ticks and buttons.
const queue = document.mrsQueue;
const root = document.querySelector("[data-workspace]");
const lines = root.querySelector("[data-ws-receiving]");
const sending = root.querySelector("[data-ws-sending]");
const search = sending.querySelector('input[name="find"]');
const said = document.getElementById("ws-said");
const middle = () => document.getElementById("judgement");
const form = () => document.getElementById("j");
const wide = matchMedia("(min-width: 960px)");
const SOON = 2500; // milliseconds after which one goes on while a save is still on its way
const FRESH = 300_000; // milliseconds that a line fetched ahead is shown unasked
const AHEAD = 3; // lines fetched ahead
let dirty = false;
let busy = false;

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
const say = (...words) => { said.textContent = words.filter(Boolean).join(" "); };
const put = (place, text) => { if (place) place.textContent = text; };

// --- Lists ---------------------------------------------------------------------------------------
const ticks = () => [...sending.querySelectorAll('input[name="counterparts"]')];
const rows = () => [...lines.querySelectorAll("nav li > a")];
const lineOf = (row) => new URLSearchParams(row.getAttribute("href")).get("line");
const rowOf = (line) => lines.querySelector(`nav a[href="?line=${line}"], nav a[href^="?line=${line}&"]`);
const isOpen = (row) => row.querySelector("b").textContent.startsWith("–");
const isNarrow = () => ["show", "q"].some((name) => new URLSearchParams(location.search).get(name));
const address = (line) => {
  const query = new URLSearchParams(location.search);
  for (const name of ["go", "more"]) query.delete(name);
  query.set("line", line);
  return `?${query}`;
};

// The lines that come after this one: those not compared first, going round, then the next of a narrowed list.
const ahead = (line) => {
  const all = rows().map((row) => [lineOf(row), isOpen(row)]);
  const place = all.findIndex(([key]) => key === line);
  const turned = [...all.slice(place + 1), ...all.slice(0, Math.max(place, 0))];
  const open = turned.filter(([, unrated]) => unrated).map(([key]) => key);
  const after = all.slice(place + 1).map(([key]) => key);
  return open.length ? open : after;
};

const showLinked = () => {
  const chosen = new Set(ticks().filter((tick) => tick.checked).map((tick) => tick.value));
  for (const button of middle().querySelectorAll('button[name="link"]')) {
    button.setAttribute("aria-pressed", chosen.has(button.value));
  }
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

// --- Counts --------------------------------------------------------------------------------------
const showBar = (name, numbers) => {
  const figure = document.querySelector(`[data-ws-bar="${name}"]`);
  if (!figure) return;
  figure.querySelectorAll("[data-n]").forEach((place, index) => put(place, numbers[index] ?? ""));
  const done = name === "c" ? numbers[0] + numbers[1] + numbers[2] : numbers[0];
  put(figure.querySelector("[data-done]"), done);
  figure.querySelector("progress").value = done;
};
const shownBar = (name) => {
  const places = document.querySelectorAll(`[data-ws-bar="${name}"] [data-n]`);
  return [...places].map((place) => (place.textContent === "" ? null : Number(place.textContent)));
};
const showSending = (linked, additional) => {
  const total = Number(document.querySelector('[data-ws-bar="s"] progress')?.max ?? 0);
  showBar("s", [linked, additional, total - linked - (additional ?? 0)]);
};
// How many lines rest on each sending line, after the links of one line changed.
const recount = (before, after) => {
  for (const [keys, step] of [[before, -1], [after, 1]]) {
    for (const key of keys) {
      const item = sending.querySelector(`li[data-key="${key}"]`);
      if (!item || (before.includes(key) && after.includes(key))) continue;
      const place = item.querySelector("small") ?? (item.querySelector("label") ?? item).appendChild(document.createElement("small"));
      const number = Number(place.textContent || 0) + step;
      if (number > 0) place.textContent = number;
      else place.remove();
      const cross = item.querySelector("a.x");
      if (cross) cross.hidden = number > 0;
      if (cross && number > 0) cross.classList.remove("on");
    }
  }
};

// --- The middle ----------------------------------------------------------------------------------
const same = () => `${middle().dataset.line}:${root.dataset.view}`;
const keysIn = (text) => (text ?? "").split(" ").filter(Boolean);

// Put values into the form: {name: text, counterparts: [keys]}.
const fill = (values) => {
  for (const [name, value] of Object.entries(values)) {
    if (name === "counterparts") {
      const wanted = new Set(value);
      for (const tick of ticks()) tick.checked = wanted.has(tick.value);
      continue;
    }
    for (const field of [...form().elements].filter((one) => one.name === name)) {
      if (field.type === "radio") field.checked = field.value === value;
      else field.value = value;
    }
  }
  showLinked();
};
const valuesOf = (body) => {
  const values = { rating: "", difference: "", substantial: "no", gap_code: "", reason: "", recommendation: "", dissent: "", counterparts: [] };
  for (const [name, value] of body) {
    if (name === "counterparts") values.counterparts.push(value);
    else if (name in values) values[name] = value;
  }
  return values;
};
const pick = (radio) => {
  if (!radio.dataset.value) return;
  fill({ [radio.name.slice("pick-".length)]: JSON.parse(radio.dataset.value) });
};

// A new middle has come: tick its counterparts, mark its line, put in what still waits to be sent.
const follow = () => {
  const { line, ticked } = middle().dataset;
  const wanted = new Set(keysIn(ticked));
  for (const tick of ticks()) tick.checked = wanted.has(tick.value);
  for (const item of sending.querySelectorAll("[data-key]")) item.classList.toggle("on", !form() && wanted.has(item.dataset.key));
  lines.querySelector("[aria-current]")?.removeAttribute("aria-current");
  rowOf(line)?.setAttribute("aria-current", "true");
  for (const link of document.querySelectorAll("[data-ws-view]")) {
    const query = new URLSearchParams(link.getAttribute("href"));
    query.set("line", line);
    link.href = `?${query}`;
  }
  const go = document.querySelector("[data-ws-go]");
  if (go) go.elements.line.value = line;
  const waits = form() && queue.waitingFor(same());
  if (waits) {
    fill(valuesOf(waits.body));
    form().elements.revision.value = waits.body.find(([name]) => name === "revision")[1];
  }
  middle().querySelectorAll('[name^="pick-"]:checked').forEach(pick);
  closeCross();
  showLinked();
  narrow();
  reveal(rowOf(line));
  reveal(sending.querySelector("li.on, li:has(:checked)"));
  dirty = false;
};
const show = (fresh) => {
  middle().replaceWith(fresh);
  window.htmx?.process(fresh);
  fresh.dispatchEvent(new Event("htmx:load", { bubbles: true }));
  follow();
  if (!wide.matches) lines.open = false;
  (fresh.querySelector("[data-error-summary]") ?? fresh).focus({ preventScroll: true });
  if (fresh.getBoundingClientRect().top < 0 || !wide.matches) fresh.scrollIntoView({ block: "start" });
  else settle();
};
// On a low screen the head of the portal would push the suggestions out of the first view.
const settle = () => { if (wide.matches && innerHeight < 850) document.querySelector(".ws-bars")?.scrollIntoView({ block: "start" }); };
const parsed = (html) => new DOMParser().parseFromString(html, "text/html").getElementById("judgement");

const fetched = new Map(); // line -> {fresh, at}
const fetchLine = async (line) => {
  const response = await fetch(address(line), { headers: { "HX-Request": "true" } });
  if (response.status === 401) return location.reload();
  return response.ok ? parsed(await response.text()) : null;
};
const fetchAhead = async () => {
  if (!form() || queue.isDown) return;
  for (const line of ahead(middle().dataset.line).slice(0, AHEAD)) {
    if (fetched.has(line)) continue;
    try {
      const fresh = await fetchLine(line);
      if (fresh) fetched.set(line, { fresh, at: Date.now() });
    } catch { return; }
  }
};
const idle = window.requestIdleCallback ?? ((act) => setTimeout(act, 300));

// While the portal does not answer: an empty form for a line that nobody has compared.
const blank = (line) => {
  const row = rowOf(line);
  if (!row || !isOpen(row) || !form()) return null;
  const fresh = middle().cloneNode(true);
  const of = fresh.dataset.line;
  fresh.querySelectorAll("[data-ws-own], [data-error-summary], .fault, .saved-at, .draft-note").forEach((part) => part.remove());
  fresh.querySelectorAll(".has-fault").forEach((part) => part.classList.remove("has-fault"));
  Object.assign(fresh.dataset, { line, ticked: "", stored: "", revision: "0", next: "" });
  delete fresh.dataset.entry;
  const title = row.cloneNode(true);
  title.querySelector("b").remove();
  fresh.querySelector("#ws-line").textContent = title.textContent.trim();
  const own = fresh.querySelector("form");
  own.setAttribute("action", own.getAttribute("action").replace(`/lines/${of}/`, `/lines/${line}/`));
  for (const field of own.querySelectorAll("textarea, select")) {
    field.value = "";
    if (field.dataset.autosave) field.dataset.autosave = field.dataset.autosave.replace(`-${of}-`, `-${line}-`);
    delete field.dataset.autosaveBound;
  }
  for (const radio of own.querySelectorAll("[type=radio]")) radio.checked = radio.value === (radio.name === "substantial" ? "no" : "");
  own.querySelector('[name="revision"]').value = "0";
  const place = rows().indexOf(row);
  for (const [name, other] of [["previous", rows()[place - 1]], ["next", rows()[place + 1]]]) {
    const link = fresh.querySelector(`[data-ws-${name}]`);
    if (link && other) link.href = other.getAttribute("href");
    else link?.remove();
  }
  return fresh;
};

// Take a line in hand. `version` is its revision as the portal has just told it: what was fetched ahead may be older.
const go = async (line, { push = true, version } = {}) => {
  const known = fetched.get(line);
  fetched.delete(line);
  const isFresh = known && Date.now() - known.at < FRESH && (version === undefined || known.fresh.dataset.revision === String(version));
  let fresh = isFresh || (known && queue.isDown) ? known.fresh : null;
  try { fresh ??= queue.isDown ? null : await fetchLine(line); } catch { fresh = null; }
  fresh ??= blank(line);
  if (!fresh) return say(root.dataset.offlineLine);
  if (push) history.pushState({}, "", address(line));
  show(fresh);
  return idle(fetchAhead);
};
const leave = () => !dirty || confirm(root.dataset.leave);

// --- Saving --------------------------------------------------------------------------------------
const UNSENT = new Set(["csrfmiddlewaretoken", "show", "q", "find", "find_was", "look", "stay", "take", "link"]);
const typed = () => [...new FormData(form())].filter(([name, value]) => !UNSENT.has(name) && value !== "");

// The portal's rules, for lines that are saved while it does not answer.
const faultOf = ({ rating, counterparts, difference, reason, recommendation, dissent, substantial, gap_code: code }) => {
  if (!rating && !counterparts.length && ![difference, reason, recommendation, dissent].some((one) => one.trim())) return "nothing";
  if (rating === "N" && counterparts.length) return "not_linked";
  if (rating === "F" && !counterparts.length && !reason.trim()) return "full_alone";
  if ("PN".includes(rating || "-") && !difference.trim()) return "difference";
  if (substantial === "yes" && rating === "F") return "substantial";
  return substantial === "yes" && rating && !code ? "gap_code" : "";
};
const clearDrafts = () => {
  for (const area of form().querySelectorAll("[data-autosave]")) {
    area.defaultValue = area.value; // autosave.js has nothing to keep any more
    try { localStorage.removeItem(`mrs:draft:${document.body.dataset.user}:${area.dataset.autosave}`); } catch { /* works without */ }
  }
};
const signOf = ({ rating, substantial }) => (rating || "–") + (substantial === "yes" && rating ? "•" : "");

const save = async (stay) => {
  if (busy) return;
  const body = typed();
  const values = valuesOf(body);
  const fault = queue.isDown ? faultOf(values) : "";
  if (fault) { say(root.getAttribute(`data-fault-${fault}`)); return; }
  const { line, entry: instead, stored } = middle().dataset;
  const name = document.querySelector("#ws-line .code")?.textContent ?? document.getElementById("ws-line").textContent.slice(0, 60);
  busy = true;
  form().setAttribute("aria-busy", "true");
  const at = { line, view: root.dataset.view, rating: values.rating };
  const sent = queue.add({ url: form().getAttribute("action"), body, same: same(), said: name, ...at }, instead);
  const late = new Promise((resolve) => { setTimeout(resolve, SOON, { waits: "late" }); });
  const result = await Promise.race([sent.done, late]);
  busy = false;
  form()?.removeAttribute("aria-busy");
  if (result.refused) {
    if (!result.html) { say(result.message || root.dataset.notSent); return; } // it stands in the bar of what waits
    queue.drop(sent.id);
    show(parsed(result.html));
    dirty = true;
    return;
  }
  clearDrafts();
  dirty = false;
  delete middle().dataset.entry;
  recount(keysIn(stored), values.counterparts);
  if (result.waits) {
    put(rowOf(line)?.querySelector("b"), `${signOf(values)}…`);
    say(root.dataset.waitingLine, name);
  } else {
    say(root.dataset.savedLine, name, result.saved.c[3] ? "" : root.dataset.allCompared);
  }
  const [told, version] = result.saved?.n ?? [];
  const following = isNarrow() || !told ? ahead(line)[0] : String(told);
  if (stay || !following) {
    middle().dataset.stored = values.counterparts.join(" ");
    fetched.delete(line);
    if (result.saved) await go(line, { push: false });
    return;
  }
  await go(following, { version: following === String(told) ? version : undefined });
};

document.addEventListener("mrs:saved", ({ detail: { entry, saved } }) => {
  if (!saved.c) return; // a mark X
  if (entry.view !== root.dataset.view) return;
  fetched.delete(entry.line);
  put(rowOf(entry.line)?.querySelector("b"), saved.m);
  put(document.getElementById(`k${saved.k[0]}`), saved.k[1]);
  showBar("c", saved.c);
  showSending(...saved.s);
  const all = document.querySelector("[data-ws-all]");
  if (all) all.hidden = saved.c[3] > 0;
  if (said.textContent.startsWith(root.dataset.waitingLine)) say(root.dataset.savedLine, entry.said);
  // The same line is still, or again, in hand: a further save goes on from here.
  const own = form()?.elements.revision;
  const from = entry.body.find(([name]) => name === "revision")?.[1];
  if (own && middle().dataset.line === entry.line && own.value === from) own.value = saved.r;
});
document.addEventListener("mrs:look", async ({ detail: { entry, html, message } }) => {
  if (!leave()) return;
  if (!html) {
    say(entry.said, message || root.dataset.notSent);
    if (message) queue.drop(entry.id);
    return;
  }
  if (entry.view !== root.dataset.view) { // a line of another view is looked at in that view
    location.search = new URLSearchParams({ line: entry.line, view: entry.view });
    return;
  }
  history.pushState({}, "", address(entry.line));
  show(parsed(html));
  middle().dataset.entry = entry.id;
  dirty = true;
});
document.addEventListener("submit", (event) => {
  if (event.target !== form()) return;
  const button = event.submitter;
  if (button?.name === "look") { event.preventDefault(); narrow(); return; }
  if (["take", "link"].includes(button?.name)) { event.preventDefault(); return; }
  event.preventDefault();
  save(button?.name === "stay");
});

// --- Additional lines (X) ------------------------------------------------------------------------
const closeCross = () => sending.querySelectorAll("form.ws-x").forEach((box) => box.replaceWith()); // a button is named "remove"
const openCross = (link) => {
  closeCross();
  const item = link.closest("li");
  item.append(sending.querySelector("[data-ws-x]").content.cloneNode(true));
  const box = item.querySelector("form.ws-x");
  box.elements.note.value = link.title;
  box.elements.remove.hidden = !link.classList.contains("on");
  box.elements.note.focus();
};
const saveCross = async (box, remove) => {
  const item = box.closest("li");
  const link = item.querySelector("a.x");
  const note = box.elements.note.value.trim();
  const url = sending.dataset.x.replace("/0/", `/${item.dataset.key}/`);
  const body = remove ? [["remove", "1"]] : [["note", note]];
  const sent = queue.add({ url, body, same: `x:${item.dataset.key}`, said: `X ${item.querySelector("i")?.textContent ?? ""}` });
  const result = await sent.done;
  if (result.refused) {
    queue.drop(sent.id);
    const fault = box.querySelector(".fault");
    fault.hidden = false;
    fault.textContent = result.message || root.dataset.notSent;
    return;
  }
  const [linked, additional] = shownBar("s");
  showSending(linked, additional + Number(!remove) - Number(link.classList.contains("on")));
  link.classList.toggle("on", !remove);
  link.title = remove ? "" : note;
  closeCross();
  (item.querySelector("input") ?? link).focus();
};
sending.addEventListener("submit", (event) => {
  if (!event.target.matches("form.ws-x")) return;
  event.preventDefault();
  saveCross(event.target, event.submitter?.name === "remove");
});

// --- Clicks and typing ---------------------------------------------------------------------------
const toggle = (key) => {
  const tick = ticks().find((one) => one.value === key);
  if (!tick) return;
  tick.checked = !tick.checked;
  dirty = true;
  showLinked();
  narrow();
};
document.addEventListener("click", (event) => {
  const target = event.target.closest("a, button");
  if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (target.matches('button[name="link"]')) { event.preventDefault(); toggle(target.value); return; }
  if (target.matches("[data-ws-take]")) {
    event.preventDefault();
    fill(JSON.parse(target.dataset.wsTake));
    dirty = true;
    return;
  }
  if (target.matches("a.x") && sending.dataset.x) { event.preventDefault(); openCross(target); return; }
  if (target.matches("[data-cancel]")) { closeCross(); return; }
  if (target.matches("[data-ws-leave]") && middle().dataset.entry) queue.drop(middle().dataset.entry);
  if (target.matches("[data-ws-leave]")) dirty = false;
  if (target.matches('nav a[href^="?line="], .ws-steps a, [data-ws-leave]') && root.contains(target)) {
    event.preventDefault();
    if (leave()) go(new URLSearchParams(target.getAttribute("href")).get("line"));
    return;
  }
  if (target.matches("[data-ws-view]") && !leave()) event.preventDefault();
});
addEventListener("popstate", () => location.reload());
document.querySelector("[data-ws-go]")?.addEventListener("submit", (event) => {
  const wanted = event.target.elements.go.value.trim().toLocaleLowerCase();
  const all = rows();
  const place = all.findIndex((row) => row.hasAttribute("aria-current"));
  const turned = [...all.slice(place + 1), ...all.slice(0, place + 1)];
  const number = (row) => row.querySelector("i").textContent.toLocaleLowerCase();
  const found = turned.find((row) => number(row) === wanted) ?? turned.find((row) => number(row).startsWith(wanted));
  if (!found && isNarrow() && !queue.isDown && leave()) return; // the portal knows all lines
  event.preventDefault();
  if (!wanted || !found) { say(root.dataset.noLine); return; }
  if (!leave()) return;
  event.target.elements.go.value = "";
  go(lineOf(found));
});
document.addEventListener("input", (event) => {
  if (event.target === search) return narrow();
  if (event.target.form && event.target.form === form()) dirty = true;
  if (event.target.name?.startsWith("pick-")) return pick(event.target);
  const mine = middle().querySelector(`[name="pick-${event.target.name}"][value="mine"]`);
  if (mine && event.isTrusted) mine.checked = true;
  if (event.target.name === "counterparts") showLinked();
  return null;
});
search.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && search.form === form()) event.preventDefault();
});

// --- Keys, off while one types. They can be switched off altogether, which this browser remembers. ------------------
const box = document.querySelector("[data-ws-switch]");
const switched = box?.querySelector("input");
const remember = (on) => { try { localStorage.setItem("mrs:workspace-keys", on ? "on" : "off"); } catch { /* works without */ } };
const remembered = () => { try { return localStorage.getItem("mrs:workspace-keys"); } catch { return null; } };
if (box) {
  box.hidden = false;
  switched.checked = remembered() !== "off";
  switched.addEventListener("change", () => remember(switched.checked));
}
const choose = (name, value) => {
  const radio = [...(form()?.elements ?? [])].find((one) => one.name === name && one.value === value);
  if (!radio) return;
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("input", { bubbles: true }));
};
const press = (selector) => middle().querySelector(selector)?.click();
const enter = (name) => form()?.elements[name]?.focus();
const visible = () => ticks().filter((tick) => !tick.closest("li").hidden);
const keys = {
  f: () => choose("rating", "F"),
  p: () => choose("rating", "P"),
  n: () => choose("rating", "N"),
  0: () => choose("rating", ""),
  s: () => choose("substantial", form()?.elements.substantial.value === "yes" ? "no" : "yes"),
  d: () => enter("difference"),
  r: () => enter("reason"),
  m: () => enter("recommendation"),
  o: () => enter("gap_code"),
  i: () => enter("dissent"),
  j: () => press("[data-ws-next]"),
  k: () => press("[data-ws-previous]"),
  h: () => press("[data-ws-history]"),
  a: () => press('[data-ws-take][value="receiving"]'),
  b: () => press('[data-ws-take][value="sending"]'),
  c: () => (visible().find((tick) => tick.checked) ?? visible()[0])?.focus(),
  g: () => document.getElementById("ws-go")?.focus(),
  l: () => { lines.open = true; document.getElementById("ws-q")?.focus(); },
  v: () => (document.querySelector("[data-ws-view][aria-current] ~ a") ?? document.querySelector("[data-ws-view]"))?.click(),
  x: () => document.activeElement?.closest("[data-ws-sending] li")?.querySelector("a.x:not([hidden])")?.click(),
  "/": () => search.focus(),
  "?": () => showKeys(),
};
// The list of keys stands below the desk; the link in the head and ? open it, the same again closes it.
const showKeys = () => {
  const list = document.getElementById("ws-keys");
  if (!list) return;
  list.open = !list.open;
  if (list.open) list.scrollIntoView({ block: "center" });
  else middle().scrollIntoView({ block: "start" });
  (list.open ? list.querySelector("summary") : middle()).focus({ preventScroll: true });
};
document.querySelector("[data-ws-keys]")?.addEventListener("click", (event) => { event.preventDefault(); showKeys(); });
for (const digit of [1, 2, 3, 4, 5]) keys[digit] = () => middle().querySelectorAll('button[name="link"]')[digit - 1]?.click();

// Arrows move through the counterparts that the search has left.
const step = (event) => {
  const list = visible();
  const place = list.indexOf(event.target);
  const wanted = list[event.key === "ArrowDown" ? place + 1 : Math.max(place - 1, 0)];
  if (!wanted || (place < 0 && event.target !== search)) return;
  event.preventDefault();
  wanted.focus();
};
const types = (element) => element.matches("textarea, select, input:not([type=radio], [type=checkbox])");
document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (key === "Escape" && target.closest("form.ws-x")) { closeCross(); return middle().focus(); }
  if (key === "Escape" && (types(target) || sending.contains(target))) return middle().focus();
  if (event.ctrlKey && key === "Enter" && target.form === form()) return form()?.requestSubmit();
  if (key === "Enter" && (target === middle() || target === document.body)) return form()?.requestSubmit();
  if (["ArrowDown", "ArrowUp"].includes(key) && sending.contains(target) && !target.closest("form.ws-x")) return step(event);
  const act = keys[key.toLowerCase()];
  if (!act || event.ctrlKey || event.metaKey || event.altKey || types(target)) return null;
  if (switched && !switched.checked) return null;
  event.preventDefault();
  return act();
});

for (const entry of queue.entries) {
  if (entry.view !== root.dataset.view) continue;
  put(rowOf(entry.line)?.querySelector("b"), `${signOf(valuesOf(entry.body))}…`);
}
if (!middle().querySelector("[data-error-summary]")) { follow(); settle(); }
idle(fetchAhead);
