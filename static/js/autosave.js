// <textarea data-autosave="gap-12-text">: long text is kept in this browser while it is typed, offered back after a crash
// or a lost session, and cleared once the server has it. Signing out clears everything that this person left here.
const user = document.body.dataset.user;
const prefix = `mrs:draft:${user}:`;
const pendingKey = "mrs:sent";
const clock = () => new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

// Storage can be full or forbidden; then the page simply works without drafts.
// On a public computer nothing is kept: whoever comes next would find it.
const isPublic = document.body.hasAttribute("data-public");
const quietly = (act) => {
  try {
    return act();
  } catch {
    return null;
  }
};
const read = (key) => quietly(() => JSON.parse(localStorage.getItem(key)));
const write = (key, text) => !isPublic && quietly(() => localStorage.setItem(key, JSON.stringify({ text, at: Date.now() })) ?? true);
const drop = (key) => quietly(() => localStorage.removeItem(key));

const address = () => location.href.split("#")[0];

// The server took the text when sending led straight here, to a page for a signed-in person without faults. Sign-in pages and
// pages about a fault show that it did not; then the text stays, and is offered again where it was typed.
const failed = "[data-failed], [data-error-summary], #messages .notice.error";
const settleSent = () => {
  const sent = quietly(() => JSON.parse(sessionStorage.getItem(pendingKey)));
  if (!sent) return;
  quietly(() => sessionStorage.removeItem(pendingKey));
  if (user && sent.from === document.referrer && !document.querySelector(failed)) sent.keys.forEach(drop);
};

const offer = (area, key, draft) => {
  const note = document.getElementById("draft-note").content.cloneNode(true).firstElementChild;
  note.querySelector("[data-when]").textContent = new Date(draft.at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  note.querySelector("[data-restore]").addEventListener("click", () => {
    area.value = draft.text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    note.remove();
    area.focus();
  });
  note.querySelector("[data-discard]").addEventListener("click", () => {
    drop(key);
    note.remove();
    area.focus();
  });
  area.after(note);
};

const bind = (area) => {
  if (area.dataset.autosaveBound || !user) return;
  area.dataset.autosaveBound = "yes";
  const key = prefix + area.dataset.autosave;
  const draft = read(key);
  if (draft && draft.text !== area.value) offer(area, key, draft);
  const status = document.getElementById("saved-at").content.cloneNode(true).firstElementChild;
  // The line is there from the start, unseen: put in later it would push the save button from under the finger.
  status.classList.add("not-yet");
  area.after(status);
  let timer;
  const keep = () => {
    clearTimeout(timer);
    if (area.value === area.defaultValue) return drop(key);
    if (!write(key, area.value)) return null;
    status.classList.remove("not-yet");
    status.querySelector("[data-when]").textContent = clock();
    return null;
  };
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 1000);
  });
  area.addEventListener("blur", () => area.value !== area.defaultValue && keep());
  area.form?.addEventListener("submit", () => {
    keep();
    const keys = quietly(() => JSON.parse(sessionStorage.getItem(pendingKey)).keys) ?? [];
    quietly(() => sessionStorage.setItem(pendingKey, JSON.stringify({ from: address(), keys: [...new Set([...keys, key])] })));
  });
};

const bindAll = (root) => root.querySelectorAll?.("[data-autosave]").forEach(bind);
settleSent();
bindAll(document);
document.addEventListener("htmx:load", (event) => bindAll(event.target));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("form");
  const saved = event.detail.elt.closest?.("[data-saves]") ?? form; // one of several that are saved one by one
  if (form) quietly(() => sessionStorage.removeItem(pendingKey)); // htmx says itself how the sending ended
  if (event.detail.successful && saved) saved.querySelectorAll("[data-autosave]").forEach((area) => drop(prefix + area.dataset.autosave));
});
document.querySelector("form[data-clear-drafts]")?.addEventListener("submit", () => {
  quietly(() => Object.keys(localStorage).filter((key) => key.startsWith(prefix)).forEach(drop));
});
