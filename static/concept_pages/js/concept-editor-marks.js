/**
 * What is new or changed since the last release: badges at groups, questions and options, and how many.
 *
 * The server decides what is marked. A mark goes when the answer is saved or when somebody ticks "seen",
 * which is posted with the form like an answer: it is saved by the next (auto)save, or not at all.
 */
(function (scope) {
  "use strict";

  const concept = scope.secdocConcept;

  class Marks {
    constructor(root, outline) {
      this.root = root;
      this.outline = outline;
      this.known = new Map();
      this.notice = root.querySelector("[data-marks]");
      this.isLocked = document.body.classList.contains("content-locked");
      const all = root.querySelector("[data-all-seen]");
      all.hidden = this.isLocked;
      all.addEventListener("click", () => this.tickAll());
    }

    show(marks) {
      const wanted = new Map(marks.map((mark) => [mark.key, mark]));
      [...this.known.keys()].filter((key) => !wanted.has(key)).forEach((key) => this.clear(key));
      marks.filter((mark) => !this.known.has(mark.key)).forEach((mark) => this.add(mark));
      this.known = wanted;
      this.refresh();
    }

    elementOf({ key, isQuestion }) {
      return document.getElementById(isQuestion ? `question-${key}` : `group-${key}`);
    }

    headOf(mark, element) {
      return element.querySelector(mark.isQuestion ? ".question__head" : ":scope > .group__heading");
    }

    // Badges ---------------------------------------------------------------------------------------

    add(mark) {
      const element = this.elementOf(mark);
      if (!element) return;
      element.classList.add(mark.isQuestion ? "question--marked" : "group--marked");
      const head = this.headOf(mark, element);
      head.append(this.badge(mark.said));
      if (!this.isLocked) head.append(this.seenBox(mark));
      mark.parts.forEach(([path, isNew]) => this.addPart(element, path, concept.say(isNew ? "markNew" : "markChanged")));
    }

    badge(text) {
      const badge = document.createElement("span");
      badge.className = "w-status w-status--primary concept__mark";
      badge.dataset.mark = "";
      badge.textContent = text;
      return badge;
    }

    seenBox(mark) {
      const label = document.createElement("label");
      label.className = "concept__seen";
      label.dataset.mark = "";
      const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "marks_seen", value: mark.key });
      box.dataset.seen = "";
      const text = document.createElement("span");
      text.textContent = concept.say("markSeen");
      label.append(box, text);
      return label;
    }

    /** Marks one option, row or column, as far as it has a place of its own on the screen. */
    addPart(element, path, text) {
      const [list, key] = path.split(".", 2);
      const name = CSS.escape(key);
      const places = {
        options: `[data-option][value="${name}"] + span, [data-select] option[value="${name}"]`,
        rows: `[data-row="${name}"] > th, [data-row="${name}"] [data-preset-label]`,
        columns: `[data-head="${name}"]`,
      };
      element.querySelectorAll(places[list]).forEach((place) => {
        if (place.tagName !== "OPTION") {
          place.append(" ", this.badge(text));
          return;
        }
        place.dataset.unmarked = place.textContent;
        place.textContent = `${place.textContent} (${text})`;
      });
    }

    clear(key) {
      const mark = this.known.get(key);
      const element = this.elementOf(mark);
      if (!element) return;
      element.classList.remove("question--marked", "group--marked");
      const inside = mark.isQuestion ? element : this.headOf(mark, element);
      const focused = inside.querySelector("[data-seen]:focus");
      inside.querySelectorAll("[data-mark]").forEach((badge) => badge.remove());
      inside.querySelectorAll("option[data-unmarked]").forEach((option) => {
        option.textContent = option.dataset.unmarked;
        delete option.dataset.unmarked;
      });
      // Who has ticked with the keyboard goes on from there.
      if (focused) this.outline.fields.find((field) => field.key === key)?.focus();
    }

    tickAll() {
      this.root.querySelectorAll("[data-seen]:not(:checked)").forEach((box) => {
        if (this.isShown(box)) box.click();
      });
    }

    // How many -------------------------------------------------------------------------------------

    isShown(element) {
      return !element.closest("[data-question][hidden], [data-group][hidden]");
    }

    /** A new group is as many as its new questions, so it is not counted itself. */
    refresh() {
      const counted = [...this.known.values()]
        .filter((mark) => mark.isQuestion || !mark.isNew)
        .map((mark) => this.elementOf(mark))
        .filter((element) => element && this.isShown(element));
      const count = counted.length;
      this.outline.showMarks(counted);
      this.notice.hidden = !count;
      if (count) this.notice.querySelector("[data-marks-text]").textContent = concept.say("marks", { count });
    }
  }

  concept.Marks = Marks;
})(window);
