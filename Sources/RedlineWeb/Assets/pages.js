// Comfort for pages that do without: nothing here is needed to read or to send a form.
"use strict";

// The time that somebody has a page to edit in view, in seconds.
for (const field of document.querySelectorAll("input[data-editing-seconds]")) {
  let total = Number(field.value) || 0;
  let since = document.hidden ? null : performance.now();
  const note = () => {
    if (since !== null) {
      const now = performance.now();
      total += (now - since) / 1000;
      since = now;
    }
    field.value = total.toFixed(1);
  };
  document.addEventListener("visibilitychange", () => {
    note();
    since = document.hidden ? null : performance.now();
  });
  field.form.addEventListener("submit", note);
  setInterval(note, 1000);
}

// What was typed and not sent survives a reload, in this browser alone, until it is sent.
for (const form of document.querySelectorAll("form[data-keep]")) {
  const key = "review of " + form.dataset.keep;
  const fields = () =>
    [...form.elements].filter((field) => field.name && !["hidden", "submit"].includes(field.type));
  const values = () =>
    fields().map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]);
  const asSent = JSON.stringify(values());
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(key) || "null");
  } catch {
    kept = null;
  }
  const named = new Map(kept ? kept.values : []);
  const restorable = kept && kept.asSent === asSent && JSON.stringify(kept.values) !== asSent;
  if (restorable) {
    for (const field of fields()) {
      if (!named.has(field.name)) continue;
      if (field.type === "checkbox") field.checked = named.get(field.name);
      else field.value = named.get(field.name);
    }
    const said = document.querySelector("[data-restored]");
    if (said) said.hidden = false;
  }
  form.addEventListener("input", () => {
    try {
      localStorage.setItem(key, JSON.stringify({ asSent, values: values() }));
    } catch {
      // A browser without room keeps nothing; the form works as it does without a script.
    }
  });
  form.addEventListener("submit", () => localStorage.removeItem(key));
}
