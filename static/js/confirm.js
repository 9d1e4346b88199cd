// data-confirm="Question" on a form or a submit button asks before the form is sent; hx-confirm uses the same dialog.
const dialog = document.getElementById("confirm-dialog");

const ask = (question, yes) =>
  new Promise((resolve) => {
    const button = dialog.querySelector("[data-confirm-button]");
    dialog.querySelector("[data-confirm-text]").textContent = question;
    button.textContent = yes || button.dataset.default;
    dialog.returnValue = "no";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });

const confirmed = new WeakSet();

if (dialog?.showModal) {
  document.addEventListener(
    "submit",
    async (event) => {
      const form = event.target;
      const source = event.submitter?.dataset.confirm ? event.submitter : form;
      if (!source.dataset.confirm || confirmed.delete(form)) return;
      const submitter = event.submitter;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (await ask(source.dataset.confirm, source.dataset.confirmYes)) {
        confirmed.add(form);
        form.requestSubmit(submitter ?? undefined);
      }
    },
    true,
  );
  document.addEventListener("htmx:confirm", async (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    const yes = event.detail.elt.dataset.confirmYes;
    if (await ask(event.detail.question, yes)) event.detail.issueRequest(true);
  });
}
