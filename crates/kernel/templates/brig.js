// Comfort only: every page works without this. No text that people typed is ever stored here.
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

// While somebody writes a report: what means the same and is known already. Not once one of them is chosen.
for (const place of document.querySelectorAll("[data-similar]")) {
  const form = place.closest("form");
  const box = form.querySelector("textarea");
  let waiting, asked = "";
  const ask = async () => {
    const text = box.value.trim();
    const chosen = place.querySelector("input:checked");
    if (text === asked || text.length < 15 || chosen?.value) return;
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
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = "Copied";
  });
}

// Lists by keyboard: j and k go down and up, / goes to the search box. Never while somebody types.
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  if (event.key === "/") {
    const box = document.querySelector("input[type=search]");
    if (box) { event.preventDefault(); box.focus(); }
  }
  if (event.key !== "j" && event.key !== "k") return;
  const rows = [...document.querySelectorAll("[data-rows] tbody th a")];
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  rows[Math.min(rows.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)))].focus();
});
