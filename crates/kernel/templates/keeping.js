// Text that is kept while one types, and that a lost connection cannot take away. On the form: data-keeps with the address that keeps
// it; on each box: data-keep with its name. What is not kept yet stays on this machine until it is.
for (const form of document.querySelectorAll("form[data-keeps]")) {
  const said = document.createElement("p");
  said.className = "hint";
  said.setAttribute("role", "status");
  const store = {
    name: (box) => `brig-note:${form.dataset.keeps}:${box.dataset.keep}`,
    read(box) { try { return JSON.parse(localStorage.getItem(this.name(box))); } catch { return null; } },
    write(box, kept) { try { localStorage.setItem(this.name(box), JSON.stringify(kept)); } catch { /* A device that keeps nothing. */ } },
    drop(box) { try { localStorage.removeItem(this.name(box)); } catch { /* As above. */ } },
  };
  const tell = (words, link) => {
    if (said.dataset.words === words) return;
    said.dataset.words = words;
    said.replaceChildren(words);
    if (link) {
      const there = document.createElement("a");
      [there.href, there.textContent] = [link, "Sign in"];
      said.append(" ", there);
    }
  };

  const boxes = [...form.querySelectorAll("[data-keep]")].map((box) => {
    const seen = form.elements[`seen_${box.dataset.keep}`];
    const time = document.createElement("p");
    time.className = "hint";
    box.after(time);
    // Two texts side by side are for a person to settle, with the form's own buttons.
    return { box, seen, time, busy: false, apart: box.dataset.keep === "note" && Boolean(form.querySelector("[data-apart]")), wait: 0, first: 0 };
  });
  boxes[0]?.time.after(said);

  const waits = (one) => one.box.value.trim() !== one.seen.value.trim();
  const later = (one, pause) => {
    clearTimeout(one.wait);
    one.wait = setTimeout(() => save(one), pause);
  };
  const save = async (one) => {
    const { box, seen } = one;
    if (one.busy || one.apart || form.dataset.sent) return;
    if (!waits(one)) { store.drop(box); return; }
    if (!navigator.onLine) { tell("Not saved yet: no connection. What you type stays on this machine and is sent when the connection is back."); return; }
    one.busy = true;
    one.first = 0;
    const text = box.value;
    const fields = new URLSearchParams({ forgery: form.elements.forgery.value, which: box.dataset.keep, seen: seen.value, text });
    try {
      const reply = await fetch(form.dataset.keeps, { method: "POST", body: fields, signal: AbortSignal.timeout(10000) });
      if (reply.redirected || reply.status === 401 || reply.status === 403) {
        tell("Not saved yet: you are no longer signed in. What you typed stays on this machine and is sent when you are back.", `/sign-in?next=${encodeURIComponent(location.pathname)}`);
        return;
      }
      if (!reply.ok) throw new Error(String(reply.status));
      const answer = await reply.json();
      if (answer.state === "apart") { one.apart = true; settle(one, answer); return; }
      if (answer.state === "refused") { tell(`Not saved yet: ${answer.words}`); return; }
      tell("");
      if (answer.text === text.trim() || box.value !== text) {
        // What was typed meanwhile was made of what was sent.
        seen.value = text.trim();
      } else {
        const [from, to] = [box.selectionStart, box.selectionEnd];
        const moved = answer.text.indexOf(text.trim());
        box.value = seen.value = answer.text;
        if (document.activeElement === box) box.setSelectionRange(from + Math.max(0, moved), to + Math.max(0, moved));
      }
      if (waits(one)) { hold(one); later(one, 1000); } else store.drop(box);
      one.time.textContent = `Saved ${new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`;
    } catch {
      tell("Not saved yet: no connection. What you type stays on this machine and is sent when the connection is back.");
      later(one, 5000);
    } finally {
      one.busy = false;
    }
  };
  const hold = ({ box, seen }) => store.write(box, { seen: seen.value, text: box.value });

  // Both have changed the same words: side by side, and nothing is chosen for anybody.
  const settle = (one, { theirs, both }) => {
    const { box, seen } = one;
    const card = document.createElement("section");
    card.className = "card warn";
    card.setAttribute("aria-label", "Two people have changed the same words");
    const part = (title, text) => {
      const place = document.createElement("div"), head = document.createElement("h3"), words = document.createElement("p");
      [head.textContent, words.textContent, words.className] = [title, text, "words"];
      place.append(head, words);
      return place;
    };
    const row = document.createElement("div"), choices = document.createElement("p");
    row.className = "row";
    row.append(part("What you wrote", box.value), part("What somebody else wrote", theirs));
    choices.className = "actions";
    for (const [label, text] of [["Keep both", () => both], ["Keep mine", () => box.value], ["Take theirs", () => theirs]]) {
      const button = document.createElement("button");
      [button.type, button.className, button.textContent] = ["button", "quiet", label];
      button.addEventListener("click", () => {
        box.value = text();
        seen.value = theirs;
        one.apart = false;
        card.remove();
        tell("");
        box.focus();
        hold(one);
        save(one);
      });
      choices.append(button);
    }
    card.append(row, choices);
    box.before(card);
    tell("Somebody else has changed the same words. Both stand above: nothing of either is lost.");
  };

  for (const one of boxes) {
    const kept = store.read(one.box);
    // After the form was saved as a whole the machine need not remember.
    if (kept && kept.sent && form.hasAttribute("data-kept")) store.drop(one.box);
    else if (kept && kept.text.trim() !== one.box.value.trim()) {
      one.box.value = kept.text;
      one.seen.value = kept.seen;
      tell("What was not saved is back in its box.");
      later(one, 500);
    } else store.drop(one.box);
    one.box.addEventListener("input", () => {
      hold(one);
      one.first ||= performance.now();
      // Two seconds after the last letter, and every five while somebody goes on.
      later(one, performance.now() - one.first > 3000 ? 0 : 2000);
    });
  }
  // Each item keeps its own text. Those of others that could not be sent are named beside them, and sent from here.
  const unsent = (link) => boxes.map(({ box }) => ({ keeps: `${link.pathname}/keeping`, which: box.dataset.keep })).flatMap((text) => {
    try {
      const name = `brig-note:${text.keeps}:${text.which}`, found = localStorage.getItem(name), kept = JSON.parse(found);
      return kept && !kept.sent && kept.text.trim() !== kept.seen.trim() ? [{ ...text, ...kept, name, found }] : [];
    } catch { return []; }
  });
  const others = async (send) => {
    for (const link of form.querySelectorAll("nav[data-keys] a[href]:not([aria-current])")) {
      for (const { keeps, which, seen, text, name, found } of send && navigator.onLine ? unsent(link) : []) {
        try {
          const body = new URLSearchParams({ forgery: form.elements.forgery.value, which, seen, text });
          const reply = await fetch(keeps, { method: "POST", body, signal: AbortSignal.timeout(10000) });
          if (reply.ok && !reply.redirected && (await reply.json()).state === "kept" && localStorage.getItem(name) === found) localStorage.removeItem(name);
        } catch { /* It stays, and is named. */ }
      }
      const left = unsent(link).length > 0, mark = link.parentElement.querySelector("[data-unsent]");
      if (!left) mark?.remove();
      else if (!mark) {
        const tag = document.createElement("span");
        [tag.className, tag.dataset.unsent, tag.textContent] = ["tag over", "", "text not sent yet"];
        link.after(" ", tag);
      }
    }
  };
  others(true);
  addEventListener("online", () => { boxes.forEach(save); others(true); });
  addEventListener("storage", () => others(false));
  addEventListener("offline", () => { if (boxes.some(waits)) boxes.forEach(save); });
  // Without a connection this page stays: another one would not come.
  const stay = (event) => {
    if (navigator.onLine || event.defaultPrevented) return;
    event.preventDefault();
    delete form.dataset.sent;
    tell("There is no connection: go on typing here. It is sent when the connection is back.");
  };
  form.addEventListener("submit", stay);
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    for (const one of boxes) if (waits(one)) store.write(one.box, { seen: one.seen.value, text: one.box.value, sent: true });
  });
  addEventListener("click", (event) => { if (event.target.closest?.("a[href]")) stay(event); });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !event.target.closest("textarea, input")) return;
    event.target.blur();
    form.querySelector("[aria-current]")?.focus();
  });
  // Whoever leaves the page sends what is left.
  addEventListener("pagehide", () => boxes.filter((one) => waits(one) && !one.apart && !form.dataset.sent).forEach((one) => {
    const fields = new URLSearchParams({ forgery: form.elements.forgery.value, which: one.box.dataset.keep, seen: one.seen.value, text: one.box.value });
    if (navigator.onLine) navigator.sendBeacon(form.dataset.keeps, fields);
  }));
}

// The clock of an item goes on while the page stands; the server's time, not this machine's.
for (const place of document.querySelectorAll("[data-clock]")) {
  const begun = Number(place.dataset.clock), planned = Number(place.dataset.planned);
  setInterval(() => {
    const left = planned - Math.floor((begun + performance.now() / 1000) / 60);
    place.textContent = place.textContent.replace(/-?\d+ min (left|over)$/, left < 0 ? `${-left} min over` : `${left} min left`);
  }, 10000);
}

// A screen that only shows loads itself anew when there is something else to show.
for (const screen of document.querySelectorAll("[data-reload]")) {
  setInterval(async () => {
    if (!navigator.onLine) return;
    try {
      const reply = await fetch(screen.dataset.reload);
      if (!reply.redirected && reply.ok && (await reply.json()).mark !== screen.dataset.mark) location.reload();
    } catch { /* It shows what it showed. */ }
  }, 4000);
}
