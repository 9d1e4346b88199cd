// Reconciliation with keys: 1 and 2 agree, Enter opens the line in own words, d keeps dissent, j and k move. The page works without.
const list = document.querySelector("[data-reconcile]");
const rows = () => [...list.querySelectorAll("[data-rec]")];
const current = () => document.activeElement?.closest("[data-rec]");
const open = () => rows().filter((row) => !("settled" in row.dataset));

const go = (row) => {
  if (!row) return;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
};

const step = (by) => {
  const all = rows();
  const here = all.indexOf(current());
  go(all[Math.min(all.length - 1, Math.max(0, here + by))]);
};

if (list) {
  // A page that was opened to work on: the first line that is left takes the keys.
  if (!location.hash) go(open()[0] ?? rows()[0]);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, summary, dialog")) return;
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      step(event.key === "j" ? 1 : -1);
      return;
    }
    // Enter on a button or link presses that one; on the line itself it opens the line.
    if (event.key === "Enter" && event.target.closest("a, button")) return;
    const press = current()?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!press) return;
    event.preventDefault();
    if (!event.repeat) press.click();
  });
  // After an answer the next line that is left takes the keys; a refused one stays.
  document.addEventListener("htmx:afterSwap", (event) => {
    const row = document.getElementById(event.detail.target?.id ?? "");
    if (!row?.matches("[data-rec]")) return;
    if (row.querySelector("[role=alert]")) { go(row); return; }
    const all = rows();
    const here = all.indexOf(row);
    go(all.slice(here + 1).find((one) => !("settled" in one.dataset)) ?? open()[0] ?? row);
  });
}
