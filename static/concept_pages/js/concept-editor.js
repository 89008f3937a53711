/**
 * The concept editor: fills the compiled form, decides what is visible, and keeps in step with the server.
 *
 * The server renders the questions without answers, so that it can keep the HTML for everybody, and
 * sends the answers as JSON. Visibility is decided by conditions.js with the rules of the server.
 */
(function (scope) {
  "use strict";

  const concept = scope.secdocConcept;

  /** Returns a text of the page with its placeholders filled in; {one|many} follows `count`. */
  concept.say = function (key, values = {}) {
    const texts = concept.texts[key];
    const text = Array.isArray(texts) ? texts[values.count === 1 ? 0 : 1] : texts;
    return text.replace(/%\((\w+)\)s/g, (_, name) => String(values[name] ?? ""));
  };

  /** The fingerprints of the answers as this page knows them, posted with the form. */
  class Base {
    constructor(form, fingerprints) {
      this.input = form.querySelector("[name=answers_base]");
      this.known = fingerprints;
      this.write();
    }

    write() {
      this.input.value = JSON.stringify(this.known);
    }

    set(key, fingerprint) {
      this.known = { ...this.known, [key]: fingerprint };
      this.write();
    }

    /** The questions whose fingerprint is not the one that was sent. */
    changedSince(sent) {
      return sent ? Object.keys(this.known).filter((key) => this.known[key] !== sent[key]) : [];
    }

    /** Takes the fingerprints after a save, but for the questions whose own ones hold on. */
    take(fingerprints, keys) {
      const kept = Object.fromEntries(keys.map((key) => [key, this.known[key] ?? ""]));
      this.known = { ...fingerprints, ...kept };
      this.write();
    }
  }

  class Editor {
    constructor(root, state) {
      this.root = root;
      this.form = root.closest("form");
      this.state = state;
      Object.assign(concept.names, state.names);
      concept.texts = state.texts;
      concept.servicesUrl = state.urls.services;
      concept.uploadUrl = state.urls.upload;
      concept.downloadUrl = state.urls.download;

      const changed = (field) => this.changed(field);
      this.fields = [...root.querySelectorAll("[data-question]")]
        .filter((element) => element.querySelector("[data-answer]"))
        .map((element) => new concept.Field(element, changed));
      this.byName = new Map(this.fields.map((field) => [field.name, field]));
      this.fields.forEach((field) => {
        field.show(state.fields[field.name] ?? "");
        concept.countCharacters(field.root);
      });
      this.showGiven();
      this.outline = new concept.Outline(root, [...this.given(), ...this.fields], state.page);
      this.base = new Base(this.form, state.base);
      this.problems = new concept.Problems(root, this.fields, this.outline);
      this.conflicts = new concept.Conflicts(root, this.fields, this.base, this.outline, changed);
      this.marks = new concept.Marks(root, this.outline);
      this.asked = new Set(Object.keys(state.conditions.types));
      this.decide();
      this.problems.checking = state.check;
      this.problems.show(state.problems);
      this.outline.refresh();
      this.marks.show(state.marks);
      this.conflicts.show(state.conflicts);
      document.addEventListener("w-autosave:save", (event) => (this.sent = event.detail.formData));
      // Captured, so that the form is up to date before Wagtail remembers it as saved.
      document.addEventListener("w-autosave:success", (event) => this.autosaved(event.detail.response), true);
      this.watchFirstEdits();
      if (document.body.classList.contains("content-locked")) this.lock();
      scope.addEventListener("hashchange", () => this.followAddress());
      root.classList.add("concept--ready");
      this.arrive();
    }

    /** Lets the answers be read only: nothing of this page would be saved. */
    lock() {
      this.root.classList.add("concept--locked");
      this.fields.forEach((field) => field.lock());
    }

    /** The questions without an input: they count as what they are, answered. */
    given() {
      return [...this.root.querySelectorAll("[data-given]")].map((place) => ({
        key: place.dataset.given,
        element: place.closest("[data-question]"),
        standing: place.dataset.given in this.state.given ? "answered" : "empty",
        focus() {},
      }));
    }

    showGiven() {
      for (const [key, text] of Object.entries(this.state.given)) {
        const place = this.root.querySelector(`[data-given="${CSS.escape(key)}"]`);
        if (!place) continue;
        place.querySelector("[data-given-text]").textContent = text;
        const link = place.querySelector("[data-catalogue]");
        link.hidden = !this.state.urls.catalogue;
        link.href = this.state.urls.catalogue;
      }
    }

    answers() {
      const answers = { ...this.state.relation };
      this.fields.forEach((field) => (answers[field.key] = field.answer));
      return answers;
    }

    /** Shows and hides groups and questions. */
    decide() {
      const visible = scope.secdocConditions.visible(this.state.conditions, this.answers(), this.state.notApplicable);
      this.root.querySelectorAll("[data-question]").forEach((element) => {
        element.hidden = !visible[element.dataset.question];
      });
      this.root.querySelectorAll("[data-concept-form] [data-group]").forEach((element) => {
        element.hidden = !visible[element.dataset.group];
      });
      this.showSwitchedOff();
    }

    /** Puts a folded line with the reason in the place of what is switched off for the service. */
    showSwitchedOff() {
      const off = this.state.notApplicable;
      this.switchedOff ??= new Map();
      for (const [key, line] of this.switchedOff) {
        if (key in off) continue;
        line.remove();
        this.switchedOff.delete(key);
      }
      for (const [key, reason] of Object.entries(off)) {
        const element = document.getElementById(`question-${key}`) ?? document.getElementById(`group-${key}`);
        if (!element) continue;
        if (!this.switchedOff.has(key)) this.switchedOff.set(key, this.switchedOffLine(element, key));
        this.switchedOff.get(key).lastElementChild.textContent = reason
          ? concept.say("notApplicableBecause", { reason })
          : concept.say("notApplicableSecret");
      }
    }

    switchedOffLine(element, key) {
      const label = element.querySelector(".question__label, .group__heading span");
      const line = document.createElement("details");
      line.className = "switched-off";
      line.dataset.switchedOff = key;
      const summary = line.appendChild(document.createElement("summary"));
      // The label of a question is its first text; after it come the signs of required questions.
      const words = key === element.dataset.question ? label.firstChild : label;
      summary.textContent = words.textContent.replace(/\s+/g, " ").trim();
      const badge = summary.appendChild(document.createElement("span"));
      badge.className = "switched-off__badge";
      badge.textContent = concept.say("notApplicable");
      line.appendChild(document.createElement("p"));
      element.before(line);
      return line;
    }

    /**
     * Wagtail takes what the form holds two seconds after loading for unchanged. Whoever has typed by
     * then would neither be saved nor warned, so the form is declared changed.
     */
    watchFirstEdits() {
      const form = this.form;
      form.addEventListener(
        "w-unsaved:watch-edits",
        () => {
          if (this.touched) form.dataset.wUnsavedForceValue = "true";
        },
        { once: true }
      );
    }

    changed(field) {
      this.touched = true;
      if (this.asked.has(field.key)) {
        this.decide();
        this.marks.refresh();
      }
      // One count for a burst of key strokes.
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(() => this.outline.refresh());
    }

    autosaved(response) {
      const news = concept.parse(response.field_updates?.answers_news);
      if (!news) return;
      Object.assign(concept.names, news.names);
      const unshown = Object.entries(news.fields).filter(([name, state]) => !this.takeOver(name, state));
      // Conflicts that were settled while the request was under way are no news.
      const settled = this.base.changedSince(concept.parse(this.sent?.get("answers_base")));
      const kept = [...settled, ...unshown.map(([name]) => this.byName.get(name).key)];
      this.base.take(concept.parse(response.field_updates.answers_base), kept);
      this.state.notApplicable = news.notApplicable;
      this.decide();
      this.marks.show(news.marks);
      this.problems.show(news.problems);
      this.outline.refresh();
      this.conflicts.show(news.conflicts.filter((conflict) => !settled.includes(conflict.question)));
    }

    /** Shows an answer that somebody else changed, unless it was changed here since it was sent. */
    takeOver(name, state) {
      const field = this.byName.get(name);
      const sent = String(this.sent?.get(name) ?? "").replace(/\r\n/g, "\n");
      if (field.state().replace(/\r\n/g, "\n") !== sent) return false;
      field.show(state);
      return true;
    }

    /** Goes to what waits for a choice, where the address says, or to the list of problems. */
    arrive() {
      if (this.conflicts.open.size) this.conflicts.jumpToFirst();
      else if (!this.followAddress() && this.state.check) this.root.querySelector("[data-problem-list]").focus();
    }

    followAddress() {
      const wanted = /^#question-(\w+)$/.exec(scope.location.hash);
      if (wanted) requestAnimationFrame(() => this.outline.jumpToQuestion(wanted[1]));
      return Boolean(wanted);
    }
  }

  // A form that came back unsaved is autosaved by Wagtail at once. Before its answers are filled in that
  // would only be refused, with the advice to reload the page.
  document.addEventListener(
    "w-autosave:save",
    (event) => {
      if (concept.editor || !document.querySelector("[data-concept]")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true
  );

  function start() {
    const root = document.querySelector("[data-concept]");
    const state = document.getElementById("concept-state");
    if (root && state) concept.editor = new Editor(root, JSON.parse(state.textContent));
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})(window);
