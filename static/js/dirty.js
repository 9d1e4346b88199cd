// <form data-dirty>: the browser asks before a page with unsaved changes is left.
const dirty = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-dirty]");
  if (form) dirty.add(form);
});
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) dirty.delete(event.target);
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) dirty.delete(event.detail.elt.closest?.("form"));
});
addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
});
