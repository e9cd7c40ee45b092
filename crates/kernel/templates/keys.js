// Lists by keyboard. On the list: data-keys; on each row: data-row; on a button, link or
// summary: data-key with the key that presses it, for the row that has the focus or for the page. Every key is a button as well.
if (document.querySelector("[data-keys], [data-rows]")) {
  const STORE = "brig-keys-off";
  const rows = () => [...document.querySelectorAll("[data-keys] [data-row], [data-rows] tbody tr")].filter((row) => row.checkVisibility());
  const inRow = () => document.activeElement.closest("[data-row], [data-rows] tbody tr");
  // A row that cannot have the focus itself gives it to its link.
  const stop = (row) => (row.hasAttribute("tabindex") ? row : row.querySelector("th a, a, button"));
  const go = (row) => {
    const place = row && stop(row);
    place?.focus({ focusVisible: true });
    place?.scrollIntoView({ block: "nearest" });
  };

  // Keys of one letter can be turned off on this device: who speaks to the computer needs that.
  let off = false;
  try { off = localStorage.getItem(STORE) === "yes"; } catch { /* A device that keeps nothing. */ }
  const sheet = document.getElementById("keys");
  if (sheet) {
    const label = document.createElement("label"), tick = document.createElement("input"), words = document.createElement("span");
    label.className = "choice";
    tick.type = "checkbox";
    tick.checked = off;
    words.textContent = "Turn these keys off on this device";
    label.append(tick, words);
    sheet.append(label);
    tick.addEventListener("change", () => {
      off = tick.checked;
      try { if (off) localStorage.setItem(STORE, "yes"); else localStorage.removeItem(STORE); } catch { /* As above. */ }
    });
  }
  for (const button of document.querySelectorAll("[data-key]")) button.setAttribute("aria-keyshortcuts", button.dataset.key);

  // After an act the address names the row to go on with.
  const named = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named && named.matches("[data-row]") && !document.querySelector("[data-focus]")) go(named);

  const press = (key) => {
    const row = inRow();
    const is = (button) => button.dataset.key === key && !button.disabled;
    const button = (row && [...row.querySelectorAll("[data-key]")].find(is))
      || (row || document.activeElement === document.body ? [...document.querySelectorAll("[data-key]")].find((button) => is(button) && !button.closest("[data-row]")) : undefined)
      || (/^[1-9]$/.test(key) ? document.querySelectorAll("[data-numbered] li > a")[key - 1] : undefined);
    if (!button) return false;
    button.click();
    const box = button.closest("details");
    if (button.matches("summary") && box.open) {
      const field = box.querySelector("input:not([type=hidden]), textarea, select");
      field?.focus();
      field?.select?.();
    }
    return true;
  };

  addEventListener("keydown", (event) => {
    const { key } = event;
    const field = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.isComposing || event.defaultPrevented) return;
    if (field) {
      if (key === "Enter" && (event.ctrlKey || event.metaKey) && field.form && inRow()) {
        event.preventDefault();
        field.form.requestSubmit(field.form.querySelector("button[type=submit], button:not([type])"));
      } else if (key === "Escape" && inRow()) {
        event.preventDefault();
        go(inRow());
      }
      return;
    }
    if (off || event.ctrlKey || event.metaKey || event.altKey) return;
    if (key === "?" && sheet) {
      event.preventDefault();
      sheet.open = !sheet.open;
      sheet.querySelector("summary").focus();
    } else if (key === "j" || key === "k") {
      const all = rows();
      const at = all.indexOf(inRow());
      go(all[Math.min(all.length - 1, Math.max(0, at + (key === "j" ? 1 : -1)))]);
    } else if (key.length === 1 && !event.repeat && key !== " " && press(key)) {
      event.preventDefault();
    }
  });
}
