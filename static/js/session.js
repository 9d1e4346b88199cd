// <dialog data-session="address" data-left="seconds" data-warning="seconds">: says two minutes before that the session ends.
// "Stay signed in" goes on. After the end the page stays with everything that was typed: sign in again in a second tab, come
// back, and save. Asking the portal how long is left is no activity; another tab may have gone on meanwhile.
const dialog = document.querySelector("dialog[data-session]");
const part = (name) => dialog.querySelector(`[data-session-${name}]`);
const now = () => Date.now() / 1000;
let ends; // seconds since 1970, by this computer's own clock: only the difference counts
let timer;
let over = false;

const ask = async (method) => {
  const token = dialog.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(dialog.dataset.session, { method, headers: { "HX-Request": "true", "X-CSRFToken": token }, cache: "no-store" });
  if (answer.status === 401) return { left: 0 };
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
};

// The forms of this page were made for the session before: they take the key of the one that is open now.
const take = (token) => {
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  if (document.body.hasAttribute("hx-headers")) document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
};

const phase = () => {
  part("ending").hidden = over;
  part("ended").hidden = !over;
  part("stay").hidden = over;
  part("again").hidden = !over;
};

const open = () => {
  phase();
  if (!dialog.open) dialog.showModal();
  (over ? part("again") : part("stay")).focus();
};

const plan = (left) => {
  clearTimeout(timer);
  if (left === null || left === undefined) return;
  ends = now() + left;
  over = left <= 0;
  const warning = Number(dialog.dataset.warning);
  if (over) return open();
  if (left > warning) {
    if (dialog.open) dialog.close();
    timer = setTimeout(look, (left - warning) * 1000);
    return;
  }
  open();
  timer = setTimeout(look, left * 1000 + 500);
};

// How long is left really; when the portal cannot be asked, by this computer's own clock.
const look = async (method = "GET") => {
  try {
    const { left, token } = await ask(method);
    if (token) take(token);
    plan(left);
  } catch {
    if (now() < ends) timer = setTimeout(look, 10_000);
    else plan(0);
  }
};

// Signed in again elsewhere? Then this page goes on. If not, it stays as it is: the text may be wanted.
const returned = async () => {
  const { left, token } = await ask("GET").catch(() => ({ left: null }));
  if (!left) return over || look();
  take(token);
  return plan(left);
};

if (dialog?.showModal) {
  plan(dialog.dataset.left ? Number(dialog.dataset.left) : null);
  part("stay").addEventListener("click", () => look("POST"));
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (over) dialog.close(); // back to the text, to copy it
    else look("POST");
  });
  part("back").addEventListener("click", () => {
    dialog.close();
    if (over) returned();
  });
  // Back from the tab in which one signed in again, or the computer was asleep.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && ends && (over || now() > ends - Number(dialog.dataset.warning))) returned();
  });
}
