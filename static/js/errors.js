// The error summary takes focus when the page opens or htmx brings one; its links put the cursor into the field.
const focusSummary = (root) => root.querySelector("[data-error-summary]")?.focus();
addEventListener("load", () => focusSummary(document));
document.addEventListener("htmx:load", (event) => focusSummary(event.target));
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-error-summary] a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  (field.closest(".field") ?? field).scrollIntoView({ block: "start" });
  field.focus({ preventScroll: true });
});
