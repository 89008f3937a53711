/**
 * What is wrong with answers: named at the question and its cell, and as a list with links at the top.
 *
 * Implausible answers are always named. What is missing is only named once somebody asked for it, by
 * handing in or by checking: nobody wants to start with a hundred complaints.
 */
(function (scope) {
  "use strict";

  const concept = scope.secdocConcept;

  class Problems {
    constructor(root, fields, outline) {
      this.root = root;
      this.fields = new Map(fields.map((field) => [field.key, field]));
      this.outline = outline;
      this.list = root.querySelector("[data-problem-list]");
      this.entries = root.querySelector("[data-problem-entries]");
      this.checking = false;
      this.list.addEventListener("click", (event) => {
        const link = event.target.closest("[data-problem]");
        if (!link) return;
        event.preventDefault();
        outline.jumpToQuestion(link.dataset.problem);
      });
    }

    show({ here, elsewhere, sentence }) {
      const wanted = here.filter((problem) => this.checking || problem.kind === "implausible");
      const implausible = new Set(here.filter((problem) => problem.kind === "implausible").map((p) => p.question));
      this.fields.forEach((field, key) => (field.isImplausible = implausible.has(key)));
      this.outline.elsewhere = elsewhere;
      this.markQuestions(wanted);
      this.showList(wanted, elsewhere, sentence);
      this.showBanner(here, sentence);
    }

    /** Keeps the banner above the form, which the server wrote, in step with what is wrong by now. */
    showBanner(problems, sentence) {
      const banner = document.querySelector("[data-standing-problems]");
      if (!banner) return;
      banner.hidden = !sentence;
      if (!sentence) return;
      banner.querySelector("summary").textContent = sentence;
      const left = new Set(problems.map((problem) => `#question-${problem.question}`));
      banner.querySelectorAll("li").forEach((item) => {
        const link = item.querySelector("a")?.getAttribute("href");
        const isHere = link && document.querySelector(link);
        if (isHere && !left.has(link)) item.remove();
      });
    }

    markQuestions(problems) {
      this.root.querySelectorAll("[data-question]").forEach((element) => {
        const own = problems.filter((problem) => problem.question === element.dataset.question);
        this.mark(element, own);
      });
    }

    mark(element, problems) {
      const note = element.querySelector("[data-problems]");
      const texts = problems.map((problem) => problem.text);
      const before = [...note.children].map((item) => item.textContent);
      element.classList.toggle("question--problem", problems.length > 0);
      element.classList.toggle("question--missing", problems.length > 0 && problems.every((p) => p.kind === "missing"));
      if (texts.join("\n") !== before.join("\n")) {
        note.replaceChildren(...texts.map((text) => this.item(text)));
        note.hidden = !texts.length;
      }
      this.markControls(element, problems, note.id);
    }

    markControls(element, problems, noteId) {
      element.querySelectorAll("[aria-invalid]").forEach((control) => this.unmark(control, noteId));
      const field = this.fields.get(element.dataset.question);
      problems.forEach((problem) => {
        const place = this.placeOf(field, problem) || element;
        const controls = "input:not([type=hidden], [data-seen], [data-picker]), select, textarea, [role=radiogroup]";
        place.querySelectorAll(controls).forEach((control) => {
          control.setAttribute("aria-invalid", "true");
          control.setAttribute("aria-errormessage", noteId);
          // Not every screen reader knows aria-errormessage.
          control.setAttribute("aria-describedby", [...this.describedBy(control, noteId), noteId].join(" "));
        });
      });
    }

    unmark(control, noteId) {
      const rest = this.describedBy(control, noteId).join(" ");
      if (rest) control.setAttribute("aria-describedby", rest);
      else control.removeAttribute("aria-describedby");
      control.removeAttribute("aria-invalid");
      control.removeAttribute("aria-errormessage");
    }

    /** What describes a control beside the note with its problems. */
    describedBy(control, noteId) {
      const ids = (control.getAttribute("aria-describedby") || "").split(/\s+/);
      return ids.filter((id) => id && id !== noteId);
    }

    placeOf(field, problem) {
      if (!field || problem.row === null) return null;
      if (typeof problem.row === "string") return field.root.querySelector(`[data-row="${CSS.escape(problem.row)}"]`);
      const row = field.input.rowElement?.(problem.row);
      return (problem.column && row?.querySelector(`[data-column="${CSS.escape(problem.column)}"]`)) || row;
    }

    item(text) {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }

    showList(problems, elsewhere, sentence) {
      const questions = [...new Set(problems.map((problem) => problem.question))];
      const unseen = this.checking ? elsewhere : 0;
      this.list.hidden = !questions.length && !unseen;
      this.list.classList.toggle("concept__problems--checking", this.checking);
      this.root.querySelector("[data-problem-heading]").textContent = this.checking
        ? sentence
        : concept.say("problemsImplausible", { count: questions.length });
      this.entries.replaceChildren(...questions.map((key) => this.entry(key, problems)));
      const note = this.root.querySelector("[data-problem-elsewhere]");
      note.hidden = !unseen;
      note.textContent = unseen ? concept.say("problemsElsewhere", { count: unseen }) : "";
    }

    entry(key, problems) {
      const element = document.getElementById(`question-${key}`);
      const section = element.closest("[data-group]").querySelector("h2, h3");
      const link = document.createElement("a");
      link.href = `#question-${key}`;
      link.dataset.problem = key;
      const label = document.createElement("strong");
      label.textContent = element.querySelector(".question__label").firstChild.textContent.trim();
      const place = document.createElement("small");
      place.textContent = section.querySelector("span").textContent.trim();
      link.append(label);
      const texts = problems.filter((problem) => problem.question === key).map((problem) => problem.text);
      const item = document.createElement("li");
      item.append(place, link, ` ${texts.join(" ")}`);
      return item;
    }
  }

  concept.Problems = Problems;
})(window);
