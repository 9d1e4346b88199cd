// Saves of the workspace on their way to the portal. Each one is put into this browser's store first and taken out when the
// portal has answered, so a lost line, a closed page or an ended session loses nothing: what waits is sent later, in order,
// by the same person only (waiting.js clears it at sign-out and for anybody else). What the portal refuses, or what somebody
// else changed meanwhile, is shown one by one; other lines do not wait for it.
const root = document.querySelector("[data-workspace]");
const bar = document.querySelector("[data-ws-waiting]");
const store = `mrs:queue:${document.body.dataset.user}:${root?.dataset.benchmark}`;
const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
const PATIENCE = 20_000, AGAIN = 10_000; // milliseconds: for one answer, between two tries
let memory = []; // stands in where the browser forbids its store
let running = null;
let down = ""; // "line": no answer; "out": signed out
let timer;
const waiters = new Map(); // entry id -> whoever waits for its first result

const read = () => { try { return JSON.parse(localStorage.getItem(store)) ?? memory; } catch { return memory; } };
const write = (entries) => {
  memory = entries;
  try {
    if (entries.length && !document.body.hasAttribute("data-public")) localStorage.setItem(store, JSON.stringify(entries));
    else localStorage.removeItem(store);
  } catch { /* kept while the page is open */ }
  tell();
};
const answer = (id, result) => { waiters.get(id)?.(result); waiters.delete(id); };
const emit = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

const post = async (entry) => {
  let response;
  try {
    response = await fetch(entry.url, {
      method: "POST",
      body: new URLSearchParams(entry.body),
      headers: { Accept: "application/json", "HX-Request": "true", "X-CSRFToken": token() },
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status === 401) return { waits: "out" };
    if (response.status >= 500 || response.status === 429) return { waits: "line" };
    if (response.ok) return { saved: await response.json() };
    const text = await response.text();
    const isPage = text.includes('id="judgement"');
    const message = !isPage && text.startsWith("{") ? JSON.parse(text).message : "";
    return { refused: response.status, html: isPage ? text : "", message };
  } catch {
    return { waits: "line" };
  }
};

// Later saves of the same line that started from the same version go on from what has just been saved: they are the same
// person's, so they are no conflict with it.
const revision = (entry) => entry.body.find(([name]) => name === "revision")?.[1];
const carryOn = (entries, entry, saved) => {
  for (const later of entries) {
    if (later.same !== entry.same || revision(later) !== revision(entry) || saved.r === undefined) continue;
    later.body = later.body.map(([name, value]) => [name, name === "revision" ? String(saved.r) : value]);
  }
};

const settle = (entry, result) => {
  const entries = read();
  const own = entries.find((one) => one.id === entry.id);
  if (result.saved) {
    const rest = entries.filter((one) => one.id !== entry.id);
    carryOn(rest, own ?? entry, result.saved);
    write(rest);
    emit("mrs:saved", { entry: own ?? entry, saved: result.saved });
  } else if (own) {
    Object.assign(own, { state: "stuck", status: result.refused });
    write(entries);
  }
  answer(entry.id, result);
};

const next = () => {
  const entries = read();
  const held = new Set(entries.filter((one) => one.state === "stuck").map((one) => one.same));
  return entries.find((one) => one.state !== "stuck" && !held.has(one.same));
};
const run = async () => {
  for (let entry = next(); entry; entry = next()) {
    const result = await post(entry);
    down = result.waits ?? "";
    if (down) {
      for (const id of [...waiters.keys()]) answer(id, result);
      clearTimeout(timer);
      timer = setTimeout(flush, AGAIN);
      break;
    }
    settle(entry, result);
  }
  tell();
};
// One sender at a time, over all pages of this browser.
const flush = () => {
  running ??= (navigator.locks ? navigator.locks.request(store, run) : run()).finally(() => {
    running = null;
    if (!down && next()) flush();
  });
  return running;
};

const tell = () => {
  if (!bar) return;
  const entries = read();
  const stuck = entries.filter((one) => one.state === "stuck");
  const waiting = entries.length - stuck.length;
  const part = (name) => bar.querySelector(`[data-${name}]`);
  part("waiting").hidden = !(waiting && down === "line");
  part("waiting").querySelector("[data-number]").textContent = waiting;
  part("signed-out").hidden = down !== "out" || !waiting;
  part("stuck").hidden = !stuck.length;
  if (stuck.length) {
    const isConflict = stuck[0].status === 409 && !stuck[0].same.startsWith("x:");
    for (const one of bar.querySelectorAll("[data-sentence]")) one.hidden = (one.dataset.sentence === "conflict") !== isConflict;
    bar.querySelector("[data-line]").textContent = stuck[0].said;
    part("more").hidden = stuck.length < 2;
    part("more").querySelector("[data-number]").textContent = stuck.length - 1;
  }
  bar.hidden = [...bar.children].every((one) => one.hidden);
};

// Look at the first save that was refused: sent once more, so that what is shown is the state of now.
const look = async () => {
  const entry = read().find((one) => one.state === "stuck");
  if (!entry) return;
  const result = await post(entry);
  if (result.waits) { down = result.waits; tell(); return; }
  if (result.saved) settle(entry, result);
  else emit("mrs:look", { entry, ...result });
  flush();
};

document.mrsQueue = {
  // Put a save into the queue; `instead` names a refused one that it replaces. Gives a promise of the first result:
  // {saved}, {refused, html} or {waits}.
  add(entry, instead) {
    const made = { ...entry, id: `${Date.now()}-${Math.random().toString(36).slice(2, 8)}` };
    const entries = read();
    const place = entries.findIndex((one) => one.id === instead);
    if (place >= 0) entries.splice(place, 1, made);
    else entries.push(made);
    const done = new Promise((resolve) => { waiters.set(made.id, resolve); });
    write(entries);
    flush();
    return { id: made.id, done };
  },
  drop(id) { write(read().filter((one) => one.id !== id)); flush(); },
  // The newest save of a line that the portal does not have yet.
  waitingFor: (same) => read().findLast((one) => one.same === same && one.state !== "stuck"),
  get entries() { return read(); },
  get isDown() { return Boolean(down) || !navigator.onLine; },
  flush,
};

if (root) {
  // A refusal that has nothing to do with the line (a session of earlier, say) is tried once more.
  write(read().map((one) => (one.state === "stuck" && ![409, 422].includes(one.status) ? { ...one, state: "" } : one)));
  bar?.querySelector("[data-send]").addEventListener("click", flush);
  bar?.querySelector("[data-open-stuck]").addEventListener("click", look);
  addEventListener("online", flush);
  addEventListener("storage", (event) => event.key === store && tell());
  flush();
}
