// <form data-dirty>: the browser asks before a page with unsaved changes is left. Parts of a form that are saved one by one
// are marked data-saves; saving one of them leaves the others unsaved.
const dirty = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-dirty]");
  if (form) dirty.add(event.target.closest("[data-saves]") ?? form);
});
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented && !event.submitter?.formTarget) for (const part of dirty) if (event.target.contains(part)) dirty.delete(part);
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) dirty.delete(event.detail.elt.closest?.("[data-saves]") ?? event.detail.elt.closest?.("form"));
});
addEventListener("beforeunload", (event) => {
  if ([...dirty].some((part) => part.isConnected)) event.preventDefault();
});
