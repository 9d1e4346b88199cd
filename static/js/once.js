// <form data-once>: a second press while the first is on its way does nothing. Coming back to the page frees it again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]") || event.defaultPrevented) return;
  if (event.submitter?.formTarget) return; // opens another page; this one stays and is sent later
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  return setTimeout(() => delete form.dataset.sent, 8000);
});
addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent));
