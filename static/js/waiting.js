// Saves that wait in this browser (queue.js) belong to one person: signing out asks first and clears them, and whoever signs
// in next finds nothing of them.
const user = document.body.dataset.user;
const waitingKeys = (own) => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith("mrs:queue:") && key.startsWith(`mrs:queue:${user}:`) === own);
  } catch {
    return [];
  }
};
if (user) waitingKeys(false).forEach((key) => localStorage.removeItem(key));
document.querySelector("form[data-clear-drafts]")?.addEventListener("submit", (event) => {
  const keys = waitingKeys(true);
  if (!keys.length) return;
  if (!confirm(event.target.dataset.waiting)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  keys.forEach((key) => localStorage.removeItem(key));
});
