// When an answer does not come, one sentence says so; when the next one comes, it goes away.
const line = document.getElementById("line-status");
const show = () => {
  line.innerHTML = "";
  const note = document.createElement("div");
  note.className = "notice attention";
  note.append(Object.assign(document.createElement("p"), { textContent: line.dataset.text }));
  line.append(note);
};
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, (event) => {
    // A session that has ended sends the whole page to sign-in; the text stays in the browser.
    if ([401, 403].includes(event.detail.xhr?.status)) return location.reload();
    return line && show();
  });
}
document.addEventListener("htmx:afterOnLoad", () => line?.replaceChildren());
