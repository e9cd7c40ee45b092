// Comfort only: every page works without this. No text that people typed is ever stored here, but for role and side where
// somebody ticks that this device shall know them, and for notes that could not be saved yet (keeping.js).
"use strict";

// A page that reports errors begins there.
document.querySelector("[data-focus]")?.focus();

// A second press while a form is on its way does nothing; coming back to the page frees the button.
for (const form of document.querySelectorAll("form[method=post]:not([data-taps])")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Text that was typed and not sent is nowhere but on the page: leaving it asks first, and without a connection it stays.
addEventListener("beforeunload", (event) => {
  const typed = [...document.querySelectorAll("form[data-guard]:not([data-sent]) :is(textarea, input[type=text])")];
  const refused = document.querySelector("[data-focus]");
  if (typed.some((field) => field.value && (refused || field.value !== field.defaultValue))) event.preventDefault();
});
for (const form of document.querySelectorAll("form[data-guard]")) {
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  form.append(said);
  form.addEventListener("submit", (event) => {
    said.textContent = navigator.onLine ? "" : "There is no connection. Your text is still here: keep this page open and send it again later.";
    if (navigator.onLine) return;
    event.preventDefault();
    delete form.dataset.sent;
  });
}

// One tap answers a question on the receipt, without the page jumping.
for (const form of document.querySelectorAll("form[data-taps]")) {
  const said = form.querySelector("[role=status]");
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button?.name) return;
    event.preventDefault();
    said.textContent = "";
    const fields = new URLSearchParams(new FormData(form));
    fields.set(button.name, button.value);
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields });
      if (!answer.ok) throw new Error(String(answer.status));
      const marks = form.querySelectorAll("button[aria-pressed]");
      for (const other of marks) other.setAttribute("aria-pressed", String(other === button));
      said.textContent = "Saved";
    } catch {
      said.textContent = "Not saved: check your connection and tap again.";
    }
  });
}

// How long the form takes, from the first letter to Send. Only counted, without the report.
const took = document.querySelector("input[name=took]");
if (took) {
  let began;
  const before = Number(took.value) || 0;
  took.form.addEventListener("input", () => { began ??= performance.now(); });
  took.form.addEventListener("submit", () => {
    if (began) took.value = Math.max(1, Math.round(before + (performance.now() - began) / 1000));
  });
}

// Role and side stay on the device if somebody ticks it. The page of an anonymous report has no tick and reads nothing.
const remember = document.querySelector("[data-remember]");
if (remember) {
  const tick = remember.querySelector("input");
  const before = document.querySelector("[data-before]");
  const now = () => [document.querySelector("button[name=sector][aria-pressed=true]")?.value ?? "", document.getElementById("post")?.value ?? ""];
  let known = null;
  try { known = JSON.parse(localStorage.getItem("brig-me")); } catch { /* A device that keeps nothing. */ }
  remember.hidden = false;
  tick.checked = Array.isArray(known);
  if (tick.checked && now().every((answer) => !answer)) {
    const [sector, post] = known;
    const said = document.querySelector(`button[name=sector][value="${CSS.escape(sector)}"]`)?.textContent;
    before.elements.sector.value = sector;
    before.elements.post.value = post;
    before.querySelector("span").textContent = [post, said].filter(Boolean).join(", ");
    before.hidden = false;
  }
  const keep = () => {
    try {
      if (!tick.checked) localStorage.removeItem("brig-me");
      else if (now().some(Boolean)) localStorage.setItem("brig-me", JSON.stringify(now()));
    } catch { /* As above. */ }
  };
  tick.addEventListener("change", keep);
  addEventListener("pagehide", keep);
}

// While somebody writes a report: what means the same and is known already. Not once one of them is chosen.
for (const place of document.querySelectorAll("[data-similar]")) {
  const form = place.closest("form");
  const box = form.querySelector("textarea");
  let waiting, asked = "";
  const ask = async () => {
    const text = box.value.trim();
    const chosen = [...place.querySelectorAll("input:checked")].some((one) => one.value);
    if (text === asked || text.length < 15 || chosen) return;
    asked = text;
    const fields = new URLSearchParams({ form_key: form.elements.form_key.value, text });
    try {
      const answer = await fetch(place.dataset.similar, { method: "POST", body: fields });
      if (answer.ok && text === box.value.trim()) place.innerHTML = await answer.text();
    } catch { /* The form works without it. */ }
  };
  box?.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 1200);
  });
}

// Copies a private link or code.
if (navigator.clipboard) for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = false;
addEventListener("click", async ({ target }) => {
  const button = target.closest?.("button[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
  button.textContent = "Copied";
});

// / goes to the search box, never while somebody types. Lists have more keys.
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const box = document.querySelector("input[type=search]");
  if (box) { event.preventDefault(); box.focus(); }
});

// What would be refused is said while one writes, after a pause. Typing is never stopped and nothing is stored.
{
  const source = new URL("checks.json", document.currentScript.src);
  let ready = null;
  const tables = () => (ready ??= fetch(source).then((answer) => answer.json()).then((read) => ({ read, find: checker(read) })));
  const place = (text, at) => {
    const lines = text.slice(0, at).split("\n");
    return `line ${lines.length}, character ${[...lines.at(-1)].length + 1}`;
  };
  const show = async (box, said) => {
    const { read, find } = await tables();
    const text = box.value;
    const shapes = box.closest("[data-shapes]")?.dataset.shapes.match(/[A-Za-z0-9]+/g) ?? [];
    const lines = find(text, shapes).slice(0, 6).map(({ kind, severity, start, end }) => {
      const [label, block, warn] = read.kinds[kind];
      const line = document.createElement("li");
      const sure = severity === "block";
      line.append(`${sure ? "This looks like" : "This may be"} ${label} (${place(text, start)}). ${sure ? block : warn} `);
      if (sure) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "link";
        button.textContent = "Put [removed] in its place";
        button.addEventListener("click", () => {
          if (box.value !== text) return;
          box.setRangeText("[removed]", start, end, "end");
          box.focus();
          show(box, said);
        });
        line.append(button);
      }
      return line;
    });
    said.replaceChildren(...lines);
  };
  for (const box of document.querySelectorAll("form[method=post] textarea")) {
    const said = document.createElement("ul"), place = document.createElement("div");
    place.className = "hint";
    place.setAttribute("role", "status");
    place.append(said);
    box.after(place);
    let pause;
    box.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(() => show(box, said).catch(() => {}), 600);
    });
  }
}

// How many words a text has, and how many more have room. The same count as the server's: between white space as Unicode has it. The
// line below the field changes at once; it is read out only when somebody pauses.
for (const line of document.querySelectorAll("[data-room]")) {
  const box = document.getElementById(line.dataset.roomOf), most = Number(line.dataset.room), aloud = document.createElement("p");
  if (!box) continue;
  aloud.className = "unseen";
  aloud.setAttribute("aria-live", "polite");
  line.after(aloud);
  const words = (n) => `${n} word${n === 1 ? "" : "s"}`;
  let pause;
  box.addEventListener("input", () => {
    const has = (box.value.match(/[^\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g) || []).length, left = most - has;
    const room = left < 0 ? `${words(-left)} too many` : left === 0 ? "no more has room" : `${left} more ${left === 1 ? "has" : "have"} room`;
    line.textContent = `At most ${words(most)}. It has ${has}: ${room}.`;
    clearTimeout(pause);
    pause = setTimeout(() => { aloud.textContent = `${words(has)}: ${room}.`; }, 1200);
  });
}
