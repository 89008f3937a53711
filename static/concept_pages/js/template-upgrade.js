/**
 * The table of concepts that rest on an older release of their template. Asks the server for one
 * concept after the other, first what would happen, then to do it. Whoever stops and comes back
 * finds the rest: the server remembers, the script does not.
 */
"use strict";

(() => {
  const root = document.querySelector("[data-upgrade]");
  const source = document.getElementById("upgrade-texts");
  if (!root || !source) return;

  const texts = JSON.parse(source.textContent);
  const find = (name) => root.querySelector(`[data-upgrade-${name}]`);
  const rows = [...root.querySelectorAll("[data-upgrade-url]")];
  const token = root.querySelector("[name=csrfmiddlewaretoken]").value;
  const [button, bar, status, failures, all] = ["apply", "progress", "status", "failures", "all"].map(find);
  let isRunning = false;

  const say = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
  const chosen = () =>
    rows.filter((row) => row.dataset.state === "planned" && row.querySelector("[data-upgrade-choose]")?.checked);

  async function ask(row, method) {
    const headers = method === "POST" ? { "X-CSRFToken": token } : {};
    try {
      const response = await fetch(row.dataset.upgradeUrl, { method, headers });
      return await response.json();
    } catch {
      return { status: "failed", sentence: texts.failed };
    }
  }

  function show(row, found) {
    row.dataset.state = found.status;
    row.querySelector("[data-upgrade-sentence]").textContent = found.sentence;
    if (found.from) row.querySelector("[data-upgrade-from]").textContent = found.from;
    Object.entries(found.counts ?? {}).forEach(([name, count]) => {
      row.querySelector(`[data-upgrade-count="${name}"]`).textContent = count || "";
    });
    const box = row.querySelector("[data-upgrade-choose]");
    if (box) box.disabled = found.status !== "planned";
    if (box?.disabled) box.checked = false;
    offer();
  }

  function offer() {
    if (!button || isRunning) return;
    const count = chosen().length;
    button.textContent = say(texts.chosen, { count });
    button.disabled = count === 0;
    // Nothing to upgrade yet, or no more: the line beside it says what happens.
    button.hidden = count === 0;
  }

  function note(row, found) {
    const entry = document.createElement("li");
    entry.textContent = `${row.querySelector("[data-upgrade-title]").textContent}: ${found.sentence}`;
    failures.append(entry);
    failures.hidden = false;
  }

  async function apply() {
    const waiting = chosen();
    let done = 0;
    let failed = 0;
    isRunning = true;
    button.disabled = true;
    failures.replaceChildren();
    failures.hidden = true;
    bar.hidden = false;
    bar.max = waiting.length;
    for (const row of waiting) {
      const found = await ask(row, "POST");
      if (found.status === "applied" || found.status === "unchanged") {
        done += 1;
        show(row, found);
      } else {
        failed += 1;
        note(row, found);
        row.querySelector("[data-upgrade-sentence]").textContent = found.sentence;
      }
      bar.value = done + failed;
      status.textContent = say(texts.progress, { done, total: waiting.length });
    }
    isRunning = false;
    status.textContent = say(texts.finished, { done, failed });
    offer();
  }

  async function preview() {
    let done = 0;
    let told = "";
    for (const row of rows) {
      // Once it is applied, that has the word.
      if (status.textContent === told && !isRunning) {
        told = say(texts.previewing, { done, total: rows.length });
        status.textContent = told;
      }
      if (!row.dataset.state) show(row, await ask(row, "GET"));
      done += 1;
    }
    if (status.textContent === told) status.textContent = "";
  }

  all?.addEventListener("change", () => {
    root.querySelectorAll("[data-upgrade-choose]:not(:disabled)").forEach((box) => {
      box.checked = all.checked;
    });
    offer();
  });
  root.addEventListener("change", offer);
  button?.addEventListener("click", apply);
  offer();
  preview();
})();
