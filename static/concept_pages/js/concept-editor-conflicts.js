/**
 * An answer that somebody else changed meanwhile: both values side by side, until one is chosen.
 *
 * The fingerprint of the stored answer goes into the base of the form only when the person has chosen;
 * until then the server keeps the stored answer and reports the conflict again.
 */
(function (scope) {
  "use strict";

  const concept = scope.secdocConcept;

  class Conflicts {
    constructor(root, fields, base, outline, changed) {
      this.root = root;
      this.fields = new Map(fields.map((field) => [field.key, field]));
      this.base = base;
      this.outline = outline;
      this.changed = changed;
      this.open = new Map();
      this.notice = root.querySelector("[data-conflict-notice]");
      this.leaving = false;
      root.closest("form").addEventListener("submit", () => (this.leaving = true));
      // An answer that waits for a choice is not saved: nobody leaves without being told.
      scope.addEventListener("beforeunload", (event) => {
        if (this.open.size && !this.leaving) event.preventDefault();
      });
      this.notice.addEventListener("click", (event) => {
        const link = event.target.closest("[data-conflict-link]");
        if (!link) return;
        event.preventDefault();
        outline.jumpToConflict(link.dataset.conflictLink);
      });
      this.head = this.linkInHead();
    }

    /** What the head of the page says in the place of "Saved" while an answer waits for a choice. */
    linkInHead() {
      const link = document.createElement("a");
      link.className = "concept-undecided";
      link.href = "#";
      link.hidden = true;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.jumpToFirst();
      });
      document.getElementById("w-autosave-indicator")?.after(link);
      return link;
    }

    jumpToFirst() {
      requestAnimationFrame(() => this.outline.jumpToConflict([...this.open.keys()][0]));
    }

    show(conflicts) {
      const now = new Map(conflicts.map((conflict) => [conflict.question, conflict]));
      for (const key of this.open.keys()) if (!now.has(key)) this.close(key);
      now.forEach((conflict, key) => this.ask(key, conflict));
      this.open = now;
      this.showNotice();
    }

    ask(key, conflict) {
      const box = this.box(key);
      const text = document.createElement("p");
      text.textContent = concept.say(conflict.by ? "conflictBy" : "conflict", { name: conflict.by });
      const theirs = document.createElement("blockquote");
      theirs.textContent = conflict.theirs || concept.say("noAnswer");
      const mine = this.button("keepMine", () => this.settle(key, null));
      const other = this.button("takeTheirs", () => this.settle(key, conflict.state));
      box.replaceChildren(text, theirs, mine, other);
      box.hidden = false;
      box.closest("[data-question]").classList.add("question--conflict");
    }

    button(text, act) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary";
      button.textContent = concept.say(text);
      button.addEventListener("click", act);
      return button;
    }

    /** Goes on from the stored answer: with one's own value on top of it, or with the stored one. */
    settle(key, state) {
      const conflict = this.open.get(key);
      this.base.set(key, conflict.fingerprint);
      const field = this.fields.get(key);
      if (state !== null) field.show(state);
      this.open.delete(key);
      this.close(key);
      this.showNotice();
      this.changed(field);
      field.focus();
    }

    close(key) {
      const box = this.box(key);
      box.hidden = true;
      box.replaceChildren();
      box.closest("[data-question]").classList.remove("question--conflict");
    }

    box(key) {
      return document.querySelector(`#question-${CSS.escape(key)} [data-conflict]`);
    }

    showNotice() {
      this.notice.hidden = this.head.hidden = !this.open.size;
      if (this.open.size) this.head.textContent = concept.say("undecided", { count: this.open.size });
      const links = [...this.open.keys()].map((key) => {
        const link = document.createElement("a");
        link.href = `#question-${key}`;
        link.dataset.conflictLink = key;
        link.textContent = document.getElementById(`label-${key}`).firstChild.textContent.trim();
        const item = document.createElement("li");
        item.append(link);
        return item;
      });
      const text = document.createElement("p");
      text.textContent = concept.say("conflictNotice", { count: this.open.size });
      const list = document.createElement("ul");
      list.append(...links);
      this.notice.replaceChildren(text, list);
    }
  }

  concept.Conflicts = Conflicts;
})(window);
