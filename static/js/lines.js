// The confirming screen with scripts: a line in hand, acts by key or button, an editor inside the row that saves itself when it
// is left. Every act is answered with the list as it then is. Without this file ticks, buttons and links do the same.
const root = document.querySelector("[data-confirming]");
const acts = document.getElementById("acts");
const said = document.getElementById("said");
const kindChoice = acts.querySelector("[data-act-kind]");
const keysPanel = document.getElementById("line-keys");
const keysOn = keysPanel.querySelector("[data-keys-on]");
const blank = document.getElementById("line-editor");
const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
const list = () => document.getElementById("lines");
const rows = () => [...list().querySelectorAll(".candidate")];
const rowOf = (line) => list().querySelector(`.candidate[data-line="${line}"]`);
const tickOf = (row) => row.querySelector('input[name="line"]');
const ticked = () => rows().filter((row) => tickOf(row).checked);
const current = () => list().querySelector(".candidate[aria-current]");
const editor = () => list().querySelector(".cl-editor");
const tell = (name, detail) => root.dispatchEvent(new CustomEvent(name, { detail }));
const say = (text, fault = false) => {
  said.textContent = text;
  said.classList.toggle("fault", fault);
};

// --- The line in hand: one stop of the Tab key; arrows go on from there ---------------------------

const take = (row, { focus = true, scroll = true } = {}) => {
  if (!row) return;
  for (const one of rows()) {
    const is = one === row;
    if (is) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
    one.querySelector(".cl-line").tabIndex = is ? 0 : -1;
    tickOf(one).tabIndex = is ? 0 : -1;
  }
  if (focus) row.querySelector(".cl-line").focus({ preventScroll: true });
  if (scroll) row.scrollIntoView({ block: "nearest" });
  showOut();
  tell("line:current", row);
};
// One button in the place of two: leave out what is kept, keep what is left out.
const about = () => (ticked().length ? ticked() : [current()].filter(Boolean));
const showOut = () => {
  const out = about().length > 0 && about().every((row) => row.classList.contains("out"));
  acts.querySelector('[value="out"]').hidden = out;
  acts.querySelector('[value="keep"]').hidden = !out;
};
const beside = (steps) => {
  const all = rows();
  return all[Math.min(Math.max(all.indexOf(current()) + steps, 0), all.length - 1)];
};
let anchor = null; // where a range of ticks began
const showTicks = () => {
  const count = ticked().length;
  showOut();
  say(count > 1 ? `${count} ${root.dataset.ticked}` : "");
  tell("line:ticked");
};
const tickTo = (row) => {
  const all = rows();
  const [from, to] = [all.indexOf(rowOf(anchor) ?? current()), all.indexOf(row)].sort((a, b) => a - b);
  all.forEach((one, index) => { tickOf(one).checked = index >= from && index <= to; });
  showTicks();
};
const untick = () => {
  for (const row of rows()) tickOf(row).checked = false;
  showTicks();
};

// --- Asking the portal: one thing after the other, so that nothing overtakes -----------------------

let line = Promise.resolve();
const queue = (job) => {
  line = line.then(job, job);
  return line;
};
const lost = (form) => {
  say(root.dataset.lost, true);
  form?.dispatchEvent(new CustomEvent("htmx:sendError", { bubbles: true, detail: { elt: form } }));
  return null;
};
const post = async (address, body, form) => {
  try {
    const headers = { "HX-Request": "true", "X-CSRFToken": token() };
    const answer = await fetch(address, { method: "POST", body, headers });
    if (answer.status === 401 || answer.redirected) {
      location.reload(); // the session has ended, or the lines are no longer to be changed; drafts stay in the browser
      return null;
    }
    if (answer.ok || answer.status === 409 || answer.status === 422) return answer;
    return lost(form);
  } catch {
    return lost(form);
  }
};
const parsed = (html) => {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
};

// --- The editor ------------------------------------------------------------------------------------

const FIELDS = { critical: "critical", kept: "kept", marks: "marks", unit_type: "unit", translation: "translation", kind: "kind", revision: "revision" };
const valueOf = (row, name) =>
  name in FIELDS ? row.dataset[FIELDS[name]] ?? "" : row.querySelector(`[data-f="${name}"]`)?.textContent ?? "";
const fill = (form, row) => {
  form.action = row.dataset.url;
  for (const field of form.elements) {
    if (!field.name || ["csrfmiddlewaretoken", "back"].includes(field.name)) continue;
    const value = valueOf(row, field.name);
    if (field.type === "checkbox") field.checked = field.defaultChecked = value === "on";
    else if (field.tagName === "SELECT") for (const option of field.options) option.selected = option.defaultSelected = option.value === value;
    else field.value = field.defaultValue = value;
  }
  form.elements.back.value = list().dataset.back;
  const original = form.elements.text_original;
  original.lang = row.querySelector('[data-f="text_original"]')?.lang ?? "";
  if (original.value || form.elements.translation.value || form.elements.marks.value) original.closest("details").open = true;
  form.elements.text.dataset.autosave = `intake-${row.dataset.line}-text`;
  original.dataset.autosave = `intake-${row.dataset.line}-original`;
};
const isChanged = (form) =>
  [...form.elements].some((field) => {
    if (!field.name || field.type === "hidden") return false;
    if (field.type === "checkbox") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return [...field.options].some((option) => option.selected !== option.defaultSelected);
    return field.value !== field.defaultValue;
  }) || form.querySelector(".fault, .notice") !== null;

const open = async (row, caret) => {
  const there = editor();
  if (there && there.closest(".candidate") !== row && !(await save())) return;
  const again = rowOf(row.dataset.line);
  if (!again) return;
  take(again, { focus: false });
  let form = again.querySelector(".cl-editor");
  if (!form) {
    form = blank.content.cloneNode(true).firstElementChild;
    fill(form, again);
    again.append(form);
    form.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true })); // keeps drafts of long texts (autosave.js)
  }
  const text = form.elements.text.value || !form.elements.text_original.value ? form.elements.text : form.elements.text_original;
  text.focus({ preventScroll: true });
  text.setSelectionRange(caret ?? text.value.length, caret ?? text.value.length);
  again.scrollIntoView({ block: "nearest" });
};

// Gives true when nothing is left to save. What the portal did not take stays open, with its sentence.
const save = () => queue(async () => {
  const form = editor();
  if (!form) return true;
  const row = form.closest(".candidate");
  const had = form.contains(document.activeElement);
  if (!isChanged(form)) {
    form.remove();
    if (had) take(row);
    return true;
  }
  const answer = await post(form.action, new FormData(form), form);
  if (!answer) return false;
  const fresh = parsed(await answer.text()).querySelector(".candidate");
  if (!fresh) return Boolean(lost(form));
  tickOf(fresh).checked = tickOf(row).checked;
  if (answer.ok) {
    form.dispatchEvent(new CustomEvent("htmx:afterRequest", { bubbles: true, detail: { elt: form, successful: true } }));
    fresh.querySelector(".cl-editor")?.remove();
    if (fresh.dataset.kind !== row.dataset.kind) fresh.querySelector(".said").className = row.querySelector(".said").className;
    row.querySelectorAll(".doubt").forEach((doubt) => fresh.querySelector(".doubt") ?? fresh.querySelector(".said").append(doubt));
    fresh.classList.toggle("doubtful", fresh.querySelector(".doubt") !== null);
    acts.querySelector('[value="undo"]').disabled = false;
    say(root.dataset.saved);
  }
  const inHand = row.hasAttribute("aria-current");
  row.replaceWith(fresh);
  if (inHand) take(fresh, { focus: answer.ok && had, scroll: false });
  tell("line:drawn");
  if (answer.ok) return true;
  const form2 = fresh.querySelector(".cl-editor");
  form2?.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
  form2?.elements.text.focus();
  return false;
});

// --- Acts --------------------------------------------------------------------------------------------

const follow = (answer, html, before) => {
  const fresh = parsed(html).querySelector("#lines");
  const marked = new Set(ticked().map((row) => row.dataset.line));
  const inList = list().contains(document.activeElement) || document.activeElement === document.body;
  list().replaceWith(fresh);
  history.replaceState(history.state, "", list().dataset.back); // the act may have led to another part of the list
  const news = JSON.parse(answer.headers.get("HX-Trigger") ?? "{}")["lines-changed"] ?? {};
  for (const row of rows()) tickOf(row).checked = before.keepTicks && marked.has(row.dataset.line);
  const row = rowOf(news.focus) ?? rowOf(before.line) ?? rows()[Math.min(before.index, rows().length - 1)];
  settle();
  take(row, { focus: inList });
  tell("line:drawn");
  say(news.said ?? "");
  return row;
};
const settle = () => {
  const { undo, redo, doubts } = list().dataset;
  acts.querySelector('[value="undo"]').disabled = !undo;
  acts.querySelector('[value="redo"]').disabled = !redo;
  acts.querySelector("[data-doubts-left]").textContent = doubts;
  acts.querySelector('[data-do="next"]').hidden = doubts === "0";
};
const LOSES_TICKS = new Set(["merge", "split", "undo", "redo", "remove"]);
const act = async (name, more = {}) => {
  if (!(await save())) return null;
  return queue(async () => {
    const body = new FormData();
    const targets = more.line ? [rowOf(more.line)] : about();
    body.append("act", name);
    body.append("back", list().dataset.back);
    for (const row of targets.filter(Boolean)) body.append("line", row.dataset.line);
    for (const [key, value] of Object.entries(more)) if (key !== "line") body.append(key, value);
    const before = { line: targets[0]?.dataset.line, index: Math.max(rows().indexOf(targets[0]), 0), keepTicks: !LOSES_TICKS.has(name) };
    acts.setAttribute("aria-busy", "true");
    const answer = await post(root.dataset.act, body);
    acts.removeAttribute("aria-busy");
    if (!answer) return null;
    const html = await answer.text();
    if (!answer.ok) {
      say(parsed(html).textContent.replace(/\s+/g, " ").trim(), true);
      return null;
    }
    return follow(answer, html, before);
  });
};
const split = async () => {
  const form = editor();
  const field = form?.contains(document.activeElement) ? document.activeElement : null;
  if (!field?.matches("textarea")) {
    await open(current(), 0);
    return say(root.dataset.place);
  }
  const row = form.closest(".candidate");
  const at = [...field.value.slice(0, field.selectionStart).trimStart()].length;
  if (!(await save())) return null;
  return act("split", { line: row.dataset.line, field: field.name, at, revision: rowOf(row.dataset.line).dataset.revision });
};
const addBelow = async () => {
  untick();
  const row = await act("add");
  if (row) await open(row);
};
const outOrKeep = () => act(acts.querySelector('[value="out"]').hidden ? "keep" : "out");
const critical = () => act("critical", { critical: about().every((row) => row.dataset.critical) ? "off" : "on" });

// Doubts of other parts of the list are reached through the links that stand above it.
const doubt = async (step) => {
  const all = rows();
  const here = all.indexOf(current());
  const after = step > 0 ? all.slice(here + 1) : all.slice(0, Math.max(here, 0)).reverse();
  const found = after.find((row) => row.classList.contains("doubtful"));
  if (!(await save())) return null;
  if (found) return take(rowOf(found.dataset.line));
  const links = [...list().querySelectorAll("[data-doubt]")];
  const at = Number(current()?.dataset.place ?? 0);
  const elsewhere = links.filter((link) => !document.getElementById(link.hash.slice(1)));
  const next = step > 0 ? elsewhere.find((link) => Number(link.dataset.doubt) > at) ?? elsewhere[0] : elsewhere.at(-1);
  if (next) return next.click();
  const first = (step > 0 ? all : all.reverse()).find((row) => row.classList.contains("doubtful"));
  return first ? take(first) : say(root.dataset.noDoubt);
};

// --- Keys ----------------------------------------------------------------------------------------------

const remembered = () => { try { return localStorage.getItem("mrs:line-keys"); } catch { return null; } };
keysOn.checked = remembered() !== "off";
keysOn.addEventListener("change", () => { try { localStorage.setItem("mrs:line-keys", keysOn.checked ? "on" : "off"); } catch { /* works without */ } });
const KINDS = { l: "level", u: "unit", d: "descriptor", e: "element", c: "criterion", k: "knowledge", s: "skill", a: "attitude", r: "range", v: "evidence", t: "assessment" };
for (const [key, kind] of Object.entries(KINDS)) {
  const option = [...kindChoice.options].find((one) => one.value === kind);
  if (!option) continue;
  const item = document.createElement("li");
  item.append(Object.assign(document.createElement("kbd"), { textContent: key.toUpperCase() }), ` ${option.textContent}`);
  keysPanel.querySelector("[data-kind-keys]").append(item);
  option.textContent += ` (${key.toUpperCase()})`;
}
const panel = () => {
  keysPanel.hidden = !keysPanel.hidden;
  const button = acts.querySelector('[data-do="keys"]');
  button.setAttribute("aria-expanded", String(!keysPanel.hidden));
  if (keysPanel.hidden) (current()?.querySelector(".cl-line") ?? button).focus({ preventScroll: true });
  else keysPanel.focus();
};
const single = {
  m: () => act("merge"),
  x: outOrKeep,
  "+": addBelow,
  "!": critical,
  n: () => doubt(1),
  b: () => doubt(-1),
  o: () => act("settle"),
  z: () => tell("line:zoom"),
  "?": panel,
};
const moves = {
  ArrowDown: () => take(beside(1)),
  ArrowUp: () => take(beside(-1)),
  "Shift+ArrowDown": () => { anchor ??= current()?.dataset.line; take(beside(1)); tickTo(current()); },
  "Shift+ArrowUp": () => { anchor ??= current()?.dataset.line; take(beside(-1)); tickTo(current()); },
  "Alt+ArrowDown": () => act("down"),
  "Alt+ArrowUp": () => act("up"),
  "Shift+ArrowRight": () => act("demote"),
  "Shift+ArrowLeft": () => act("promote"),
  Home: () => take(rows()[0]),
  End: () => take(rows().at(-1)),
  Enter: () => open(current()),
  F2: () => open(current()),
  Delete: () => act("remove"),
  Escape: () => (keysPanel.hidden ? untick() : panel()),
  " ": () => { const tick = tickOf(current()); tick.checked = !tick.checked; anchor = null; showTicks(); },
  "Ctrl+z": () => act("undo"),
  "Ctrl+y": () => act("redo"),
  "Ctrl+Shift+z": () => act("redo"),
};
// Letters of other scripts stand on the same keys: then the key's place counts, not its letter.
const letter = (event) => {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return key.length === 1 && key > "\u007f" && /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : key;
};
const named = (event) => `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${event.shiftKey && letter(event).length !== 1 ? "Shift+" : event.shiftKey && event.ctrlKey ? "Shift+" : ""}${letter(event)}`;
const inEditor = (event) => {
  if (event.isComposing) return;
  const field = event.target;
  const end = (job) => { event.preventDefault(); job(); };
  if (event.key === "Escape") return end(save);
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && field.matches("textarea")) return end(split);
  if (event.key === "Enter" && !event.shiftKey && field.matches("textarea, input:not([type=checkbox])")) return end(save);
};
document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (target.closest?.(".cl-editor")) return inEditor(event);
  if (event.isComposing || target.closest?.("dialog[open], select, textarea, input:not([type=checkbox])")) return null;
  const inList = list().contains(target) || target === document.body || target.id === "main";
  const own = target.closest?.("a, button, summary, label, input");
  const onLine = !own || own.matches(".cl-line") || (own.name === "line" && event.key !== " ");
  const name = named(event);
  if (inList && onLine && moves[name]) {
    event.preventDefault();
    return moves[name]();
  }
  if (name === "Escape" && keysPanel.contains(target)) return panel();
  if (event.ctrlKey || event.metaKey || event.altKey || !keysOn.checked) return null;
  const job = single[letter(event)] ?? (inList && KINDS[letter(event)] && (() => act("kind", { kind: KINDS[letter(event)] })));
  if (!job) return null;
  event.preventDefault();
  return job();
});

// --- Pointer ---------------------------------------------------------------------------------------------

const does = { edit: () => open(current()), split, next: () => doubt(1), keys: panel, close: () => { editor().reset(); save(); } };
// A press on a button of the screen must not take the cursor out of the text that it is about.
root.addEventListener("mousedown", (event) => {
  if (event.target.closest("#acts button, .cl-editor button")) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) return does[button.dataset.do]();
  const row = event.target.closest?.(".candidate");
  if (!row || event.target.closest(".cl-editor, button")) return null;
  if (event.target === tickOf(row)) {
    if (event.shiftKey && anchor) tickTo(row);
    anchor = row.dataset.line;
    showTicks();
    return take(row, { focus: false, scroll: false });
  }
  if (event.ctrlKey || event.metaKey || getSelection().toString()) return null;
  event.preventDefault();
  anchor = null;
  if (row === current() && event.target.closest(".cl-line")) return open(row);
  return take(row, { scroll: false });
});
root.addEventListener("line:choose", (event) => take(rowOf(event.detail)));
for (const [choice, name] of [[kindChoice, "kind"], [acts.querySelector("[data-act-translation]"), "translation"]]) {
  choice?.addEventListener("change", async () => {
    const value = choice.value;
    choice.value = "";
    if (value) await act(name, { [name]: value });
  });
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches(".cl-editor")) {
    event.preventDefault();
    save();
  } else if (form === acts && event.submitter?.name === "act") {
    event.preventDefault();
    const name = event.submitter.value;
    if (name === "add") addBelow();
    else act(name);
  } else if (form.id === "settle") {
    event.preventDefault();
    act("settle", { warning: event.submitter.value });
  }
});
// Leaving an open row saves it; a press on the screen's own buttons does not count as leaving.
document.addEventListener("focusout", (event) => {
  const form = event.target.closest?.(".cl-editor");
  if (!form) return;
  setTimeout(() => {
    const at = document.activeElement;
    if (form.isConnected && !form.contains(at) && at !== document.body && !acts.contains(at) && document.hasFocus()) save();
  });
});
addEventListener("hashchange", () => take(document.getElementById(location.hash.slice(1))?.closest(".candidate")));

settle();
const named0 = location.hash.startsWith("#line-") ? document.getElementById(location.hash.slice(1)) : null;
take(named0 ?? editor()?.closest(".candidate") ?? rows()[0], { focus: Boolean(named0), scroll: Boolean(named0) });
