// Files in pieces. A cut line costs one piece; what has arrived is kept by the portal for 24 hours,
// and the same file chosen again (also tomorrow, also on another computer) goes on where it stopped. Without this script the
// form sends the files whole.
const form = document.querySelector('main form[enctype="multipart/form-data"]');
const list = document.querySelector("[data-uploads]");
const texts = document.getElementById("upload-words").dataset;
const said = list.querySelector("[data-said]");
const token = () => form.querySelector('[name="csrfmiddlewaretoken"]').value;
const MB = 1024 * 1024;
const SMALLEST = 64 * 1024;
const SECONDS = 8; // a piece should take about this long; each is at most twice as long as the one before
const LONGEST_WAIT = 30;
const PATIENCE = 180_000; // milliseconds for one answer
const mb = (bytes) => {
  const digits = bytes < 10 * MB && bytes % MB ? 1 : 0;
  return Math.max(bytes / MB, bytes && 0.1).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1, minimumFractionDigits: digits });
};
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
// Plain http to another computer has no crypto: TCP's own checks must do there.
const sha256 = async (buffer) => (globalThis.crypto?.subtle ? hex(await crypto.subtle.digest("SHA-256", buffer)) : "");

class Stop extends Error {} // nothing helps but the person

class Upload {
  constructor(file, fields) {
    this.file = file;
    this.fields = fields;
    this.done = 0;
    this.over = false;
    this.row = document.getElementById("upload-row").content.cloneNode(true).firstElementChild;
    this.row.querySelector("[data-name]").textContent = file.name;
    this.bar = this.row.querySelector("progress");
    this.bar.setAttribute("aria-label", file.name);
    this.button("pause").addEventListener("click", () => this.pause());
    this.button("resume").addEventListener("click", () => this.resume());
    this.button("give-up").addEventListener("click", () => this.giveUp());
    list.querySelector("ul").append(this.row);
    this.show(texts.waits);
  }

  button(name) {
    return this.row.querySelector(`[data-${name}]`);
  }

  // Words in the row; with `aloud` a screen reader hears them too.
  show(text, { aloud = false, ...values } = {}) {
    const words = fill(text, { done: mb(this.done), all: mb(this.file.size), ...values });
    this.row.querySelector("[data-words]").textContent = words;
    this.bar.value = this.file.size ? (100 * this.done) / this.file.size : 0;
    if (aloud) said.textContent = `${this.file.name}: ${words}`;
  }

  pause() {
    this.paused = true;
    this.stopper?.abort();
    this.wake?.();
    this.button("pause").hidden = true;
    this.button("resume").hidden = false;
    this.button("resume").focus();
    this.show(texts.pauses, { aloud: true });
  }

  resume() {
    this.paused = false;
    this.button("pause").hidden = false;
    this.button("resume").hidden = true;
    this.button("pause").focus();
    this.wake?.();
  }

  giveUp() {
    this.end(texts.givenUp);
    this.stopper?.abort();
    this.wake?.();
    if (this.at) fetch(this.at.giveUp, { method: "POST", headers: { "X-CSRFToken": token(), Accept: "application/json" } }).catch(() => {});
  }

  end(text, values = {}) {
    this.over = true;
    this.show(text, { aloud: true, ...values });
    this.row.querySelector(".actions")?.remove();
    settle();
  }

  // Resolves after some seconds, or at once when the line is back, the person pauses, goes on or gives up.
  rest(seconds) {
    return new Promise((resolve) => {
      const timer = seconds && setTimeout(resolve, seconds * 1000);
      this.wake = () => (clearTimeout(timer), resolve());
    });
  }

  async ask(address, options) {
    this.stopper = new AbortController();
    const timer = setTimeout(() => this.stopper.abort(), PATIENCE);
    try {
      const answer = await fetch(address, { redirect: "manual", signal: this.stopper.signal, ...options, headers: { "X-CSRFToken": token(), ...options.headers } });
      if (answer.type === "opaqueredirect" || answer.status === 401) throw new Stop(texts.session);
      if (answer.status >= 500) throw new TypeError(`${answer.status}`);
      const data = await answer.json().catch(() => ({}));
      return { status: answer.status, ...data };
    } finally {
      clearTimeout(timer);
    }
  }

  // Does `act` until it succeeds: a cut line and a portal that does not answer are waited for.
  async stubbornly(act) {
    for (let tries = 0; ; tries += 1) {
      while (this.paused && !this.over) await this.rest(0);
      if (this.over) throw new Stop("");
      try {
        return await act();
      } catch (error) {
        if (error instanceof Stop) throw error;
        if (error.name === "NotReadableError" || error.name === "NotFoundError") throw new Stop(texts.unreadable);
        if (this.paused || this.over) continue;
        this.length = SMALLEST;
        const seconds = Math.min(2 ** tries, LONGEST_WAIT);
        this.show(texts.cut, { aloud: tries === 0, seconds });
        await this.rest(seconds);
      }
    }
  }

  async begin() {
    this.show(texts.looks);
    const { name, size, lastModified } = this.file;
    const digest = globalThis.crypto?.subtle ? await sha256(await this.file.arrayBuffer()) : "";
    const body = new URLSearchParams({ name, size, sha256: digest, mark: `${name} ${lastModified}`.slice(-120), ...this.fields });
    const answer = await this.stubbornly(() => this.ask(list.dataset.begin, { method: "POST", body }));
    if (answer.status !== 200) throw new Stop(answer.sentence ?? texts.refused);
    if (answer.done) return answer;
    this.at = answer;
    this.done = answer.received;
    this.length ??= answer.piece;
    this.show(this.done ? texts.goesOn : texts.sends, { aloud: true });
    return null;
  }

  async piece() {
    const length = Math.min(this.length, this.at.longest, this.file.size - this.done);
    const content = await this.file.slice(this.done, this.done + length).arrayBuffer();
    const digest = await sha256(content);
    const began = performance.now();
    const headers = { "Content-Type": "application/octet-stream", ...(digest && { "X-Chunk-SHA256": digest }) };
    const answer = await this.ask(`${this.at.chunk}?offset=${this.done}`, { method: "POST", body: content, headers });
    if (answer.status === 200) {
      const speed = (1000 * length) / Math.max(performance.now() - began, 1);
      this.length = Math.max(SMALLEST, Math.min(this.at.longest, 2 * length, Math.round(speed * SECONDS)));
      this.faults = 0;
    } else if ([400, 409, 422].includes(answer.status) && answer.received !== undefined) {
      this.faults = (this.faults ?? 0) + 1;
      if (this.faults > 5) throw new Stop(answer.sentence);
    } else if ([404, 410].includes(answer.status)) {
      return "anew";
    } else {
      throw new Stop(answer.sentence ?? texts.refused);
    }
    const quarter = Math.floor((4 * this.done) / this.file.size);
    this.done = answer.received;
    this.show(texts.sends, { aloud: Math.floor((4 * this.done) / this.file.size) > quarter });
    return "";
  }

  async send() {
    for (let starts = 0; starts < 3; starts += 1) {
      const there = await this.begin();
      if (there) return there;
      let anew = "";
      while (!anew && this.done < this.file.size) anew = await this.stubbornly(() => this.piece());
      if (anew) continue;
      this.show(texts.ends);
      const answer = await this.stubbornly(() => this.ask(this.at.finish, { method: "POST" }));
      if (answer.status === 200) return answer;
      if (answer.received === undefined && ![404, 410].includes(answer.status)) throw new Stop(answer.sentence ?? texts.refused);
    }
    throw new Stop(texts.refused);
  }

  async run() {
    if (this.over) return;
    try {
      const answer = await this.send();
      this.answer = answer;
      this.done = this.file.size;
      const link = this.row.querySelector("[data-link]");
      link.href = answer.url;
      link.hidden = !answer.reading;
      this.end([this.at ? texts.done : texts.there, ...answer.notices].join(" "));
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      this.row.classList.add("failed");
      if (error.message) this.end(error.message);
    }
  }
}

const all = [];
let running = false;

// When nothing is left to do: one file that is being read leads straight to its lines.
const settle = () => {
  if (!all.every((one) => one.over)) return;
  const good = all.filter((one) => one.answer);
  if (all.length === 1 && good.length === 1 && good[0].answer.reading && !good[0].answer.notices.length) return location.assign(good[0].answer.url);
  list.querySelector("[data-all-done]").hidden = !good.length;
};

const work = async () => {
  if (running) return;
  running = true;
  for (let next; (next = all.find((one) => !one.over && !one.begun)); ) {
    next.begun = true;
    await next.run();
  }
  running = false;
};

const field = form.querySelector('input[type="file"]');
field.addEventListener("change", () => field.setCustomValidity(""));
delete form.dataset.dirty; // what is under way is kept; nothing is lost by leaving
form.addEventListener("submit", (event) => {
  const files = [...field.files];
  if (!files.length) return; // the portal says it in its own words
  event.preventDefault();
  field.setCustomValidity(files.length > 10 ? texts.tooMany : "");
  if (!field.reportValidity()) return;
  const fields = { role: form.elements.role.value, language: form.elements.language.value };
  all.push(...files.map((file) => new Upload(file, fields)));
  form.reset();
  form.elements.role.value = fields.role;
  form.elements.language.value = fields.language;
  document.querySelectorAll("[data-unfinished]").forEach((one) => files.some((file) => file.name === one.querySelector("strong").textContent) && one.remove());
  if (!document.querySelector("[data-unfinished]")) document.querySelector(".uploads-unfinished")?.remove();
  list.hidden = false;
  list.querySelector("h2").focus();
  work();
});
addEventListener("online", () => all.forEach((one) => !one.over && !one.paused && one.wake?.()));
