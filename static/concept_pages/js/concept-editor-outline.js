/**
 * The outline beside the questions: progress, jumps in both directions, folded chapters, open questions.
 */
(function (scope) {
  "use strict";

  const concept = scope.secdocConcept;
  const calm = () => scope.matchMedia("(prefers-reduced-motion: reduce)").matches;

  class Outline {
    constructor(root, fields, pageId) {
      this.root = root;
      this.form = root.querySelector("[data-concept-form]");
      this.nav = root.querySelector("[data-outline-nav]");
      this.side = root.querySelector(".concept__side");
      this.fields = fields;
      this.memory = `secdoc-folded-${pageId}`;
      this.groups = [...this.form.querySelectorAll("[data-group]")].map((element) => ({
        key: element.dataset.group,
        element,
        entry: this.nav.querySelector(`[data-outline="${element.dataset.group}"]`),
        badges: root.querySelectorAll(`[data-progress-of="${element.dataset.group}"]`),
        toggle: element.querySelector(`:scope > h2 > [data-toggle-group]`),
        fields: fields.filter((field) => element.contains(field.element)),
      }));
      this.byKey = new Map(this.groups.map((group) => [group.key, group]));
      this.onlyOpen = root.querySelector("[data-only-open]");
      this.onlyMarked = root.querySelector("[data-only-marked]");
      this.drawer = root.querySelector("[data-drawer]");
      this.listen();
      this.unfold();
      this.watch();
    }

    listen() {
      this.nav.addEventListener("click", (event) => {
        const link = event.target.closest("[data-jump]");
        if (!link) return;
        event.preventDefault();
        this.openDrawer(false);
        this.jumpToGroup(link.dataset.jump);
      });
      this.form.addEventListener("click", (event) => {
        const toggle = event.target.closest("[data-toggle-group]");
        if (toggle) this.fold(toggle.dataset.toggleGroup, toggle.getAttribute("aria-expanded") === "true");
        const back = event.target.closest("[data-to-outline]");
        if (back) {
          event.preventDefault();
          this.openDrawer(true);
          const link = document.getElementById(`outline-${back.dataset.toOutline}`);
          link.focus();
          link.scrollIntoView({ block: "nearest" });
        }
      });
      this.root.querySelector("[data-next-open]").addEventListener("click", () => this.nextOpen());
      this.onlyOpen.addEventListener("change", () => this.filter());
      this.onlyMarked.addEventListener("change", () => this.filter());
      this.drawer.addEventListener("click", () =>
        this.openDrawer(this.drawer.getAttribute("aria-expanded") !== "true")
      );
      this.nav.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && this.drawer.getAttribute("aria-expanded") === "true") {
          this.openDrawer(false);
          this.drawer.focus();
        }
      });
    }

    openDrawer(open) {
      this.drawer.setAttribute("aria-expanded", String(open));
      this.side.classList.toggle("concept__side--open", open);
    }

    // Folding --------------------------------------------------------------------------------------

    folded() {
      return concept.parse(scope.localStorage.getItem(this.memory)) || [];
    }

    unfold() {
      this.folded().forEach((key) => this.byKey.has(key) && this.fold(key, true));
    }

    fold(key, folded) {
      const group = this.byKey.get(key);
      if (!group?.toggle) return;
      group.toggle.setAttribute("aria-expanded", String(!folded));
      group.element.classList.toggle("group--folded", folded);
      const others = this.folded().filter((other) => other !== key);
      scope.localStorage.setItem(this.memory, JSON.stringify(folded ? [...others, key] : others));
    }

    // Jumping --------------------------------------------------------------------------------------

    jumpToGroup(key) {
      const group = this.byKey.get(key);
      this.reveal(group.element);
      this.scrollTo(group.element);
      group.element.querySelector("h2 button, h3").focus({ preventScroll: true });
    }

    jumpToQuestion(key) {
      const element = document.getElementById(`question-${key}`);
      if (!element) return;
      element.classList.remove("question--filtered");
      this.reveal(element);
      this.scrollTo(element);
      this.fields.find((field) => field.key === key)?.focus();
      element.classList.add("question--found");
      setTimeout(() => element.classList.remove("question--found"), 1600);
    }

    /** Goes to the choice between two answers, which stands below an input of any length. */
    jumpToConflict(key) {
      const box = document.querySelector(`#question-${CSS.escape(key)} [data-conflict]`);
      if (!box) return;
      box.closest("[data-question]").classList.remove("question--filtered");
      this.reveal(box);
      box.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "center" });
      box.querySelector("button")?.focus({ preventScroll: true });
    }

    reveal(element) {
      for (let at = element; at; at = at.parentElement.closest("[data-group]")) {
        at.classList.remove("group--filtered");
        if (at.dataset.group) this.fold(at.dataset.group, false);
      }
    }

    scrollTo(element) {
      element.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "start" });
    }

    nextOpen() {
      const shown = this.fields.filter((field) => !field.element.hidden && !field.element.closest("[data-group][hidden]"));
      const open = shown.filter((field) => ["open", "implausible"].includes(field.standing));
      // Once a release waits for nothing, the button leads through the optional questions.
      const wanted = open.length ? open : shown.filter((field) => field.standing === "empty");
      if (!wanted.length) return;
      const here = document.activeElement?.closest?.("[data-question]");
      const after = here && wanted.find((f) => here.compareDocumentPosition(f.element) & Node.DOCUMENT_POSITION_FOLLOWING);
      this.jumpToQuestion((after || wanted[0]).key);
    }

    // Progress -------------------------------------------------------------------------------------

    /** Counts anew; called when an answer or the visibility of a question has changed. */
    refresh() {
      const state = new Map(
        this.fields.map((field) => [
          field,
          {
            shown: !field.element.hidden && !field.element.closest("[data-group][hidden]"),
            standing: field.standing,
          },
        ])
      );
      const count = (fields) => {
        const shown = fields.map((field) => state.get(field)).filter((s) => s.shown);
        return {
          total: shown.length,
          answered: shown.filter((s) => s.standing === "answered").length,
          open: shown.filter((s) => s.standing === "open").length,
          implausible: shown.filter((s) => s.standing === "implausible").length,
        };
      };
      this.fields.forEach((field) => {
        const { standing } = state.get(field);
        field.element.classList.toggle("question--answered", standing === "answered");
        field.element.classList.toggle("question--open", standing === "open");
      });
      this.groups.forEach((group) => this.showProgress(group, count(group.fields)));
      this.showTotal(count(this.fields));
      if (this.isFiltered) this.showEmpty();
    }

    /** Says at each group how many marked elements are in it; the filter is there while some are. */
    showMarks(elements) {
      this.groups.forEach(({ element, entry }) => {
        const badge = entry?.querySelector(":scope > .outline__link [data-outline-marks]");
        if (!badge) return;
        const count = elements.filter((marked) => element.contains(marked)).length;
        badge.hidden = !count;
        badge.textContent = count || "";
        badge.title = count ? concept.say("marks", { count }) : "";
      });
      this.onlyMarked.closest("label").hidden = !elements.length && !this.onlyMarked.checked;
    }

    showProgress(group, { total, answered, open, implausible }) {
      if (group.entry) group.entry.hidden = group.element.hidden || Boolean(group.element.closest("[data-group][hidden]"));
      const done = total > 0 && !open && !implausible;
      group.badges.forEach((badge) => {
        badge.textContent = total ? `${answered}/${total}` : "";
        badge.classList.toggle("is-done", done);
        badge.classList.toggle("is-complete", total > 0 && answered === total);
        badge.classList.toggle("is-implausible", implausible > 0);
        badge.title = total ? this.whatIsLeft(open, implausible).join(", ") : "";
      });
    }

    /** Says what a release waits for, as the banner and the list of concepts do. */
    whatIsLeft(open, implausible) {
      const lines = [open ? concept.say("openRequired", { count: open }) : concept.say("noneOpen")];
      if (implausible) lines.push(concept.say("problemsImplausible", { count: implausible }));
      return lines;
    }

    showTotal({ total, answered, open, implausible }) {
      const bar = this.root.querySelector("[data-total-bar]");
      bar.value = total ? Math.floor((answered * 100) / total) : 100;
      const text = concept.say("total", { answered, total });
      const rest = this.whatIsLeft(open, implausible);
      if (this.elsewhere) rest.push(concept.say("elsewhere", { count: this.elsewhere }));
      this.root.querySelector("[data-total-text]").replaceChildren(
        ...[text, ...rest].map((line) => Object.assign(document.createElement("span"), { textContent: line }))
      );
      this.root.classList.toggle("concept--complete", !open && !implausible && !this.elsewhere);
    }

    // Filter ---------------------------------------------------------------------------------------

    get isFiltered() {
      return this.onlyOpen.checked || this.onlyMarked.checked;
    }

    /** Hides what is not wanted. What is answered or seen now stays until the filter is set anew. */
    filter() {
      this.root.classList.toggle("concept--filtered", this.isFiltered);
      this.fields.forEach((field) => field.element.classList.toggle("question--filtered", !this.isWanted(field)));
      this.showEmpty();
    }

    isWanted(field) {
      const open = field.standing !== "answered";
      const marked = field.element.classList.contains("question--marked");
      return (open || !this.onlyOpen.checked) && (marked || !this.onlyMarked.checked);
    }

    showEmpty() {
      const on = this.isFiltered;
      // A group whose own texts changed is wanted, even if none of its questions is.
      const counts = (element) => this.onlyMarked.checked && !this.onlyOpen.checked && !element.hidden;
      this.groups.forEach((group) => {
        const left = group.fields.some((f) => !f.element.hidden && !f.element.classList.contains("question--filtered"));
        const own = [group.element, ...group.element.querySelectorAll(".group--marked")].some(
          (element) => element.classList.contains("group--marked") && counts(element)
        );
        group.element.classList.toggle("group--filtered", on && !left && !own);
      });
      const nothing = this.groups.every((g) => g.element.hidden || g.element.classList.contains("group--filtered"));
      const note = this.root.querySelector("[data-nothing-left]");
      note.hidden = !(on && nothing);
      note.querySelector("span").textContent = concept.say(this.onlyMarked.checked ? "nothingMarked" : "nothingOpen");
    }

    // Where am I -----------------------------------------------------------------------------------

    watch() {
      const sections = this.groups.filter((group) => group.entry);
      const inView = new Set();
      const observer = new IntersectionObserver(
        (entries) => {
          entries.forEach((entry) => {
            if (entry.isIntersecting) inView.add(entry.target);
            else inView.delete(entry.target);
          });
          // Of nested groups in view the deepest first one is where the reader is.
          const there = sections.filter((group) => inView.has(group.element));
          const current = there.find((group) => !group.element.querySelector("[data-group]")) || there[0];
          sections.forEach((group) => {
            const link = group.entry.querySelector("[data-jump]");
            if (group === current) link.setAttribute("aria-current", "true");
            else link.removeAttribute("aria-current");
          });
          if (current && !this.side.matches(":hover")) this.keepInSight(current.entry.querySelector("[data-jump]"));
        },
        { rootMargin: "-90px 0px -65% 0px" }
      );
      sections.forEach((group) => observer.observe(group.element));
    }

    /** Scrolls the outline itself, never the page. */
    keepInSight(link) {
      const box = this.nav.getBoundingClientRect();
      const at = link.getBoundingClientRect();
      if (at.top < box.top) this.nav.scrollTop -= box.top - at.top + 24;
      else if (at.bottom > box.bottom) this.nav.scrollTop += at.bottom - box.bottom + 24;
    }
  }

  concept.Outline = Outline;
})(window);
