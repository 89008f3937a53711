/**
 * Tables: preset rows from the start, more rows where the template allows them, typed cells.
 *
 * Alt+arrow moves a row, Enter in a single-line cell goes to the next row and adds one at the end.
 * Cells that the template does not know stay in their row.
 */
(function (scope) {
  "use strict";

  const { kinds, connect } = scope.secdocConcept;

  class Row {
    constructor(table, template, preset) {
      this.table = table;
      this.preset = preset;
      this.rest = {};
      this.cells = {};
      this.element = template.content.firstElementChild.cloneNode(true);
      if (preset) {
        this.element.dataset.row = preset[0];
        this.element.querySelector("[data-preset-label]").textContent = preset[1];
      }
      this.element.querySelectorAll("[data-column]").forEach((cell) => {
        const root = cell.querySelector("[data-answer]");
        if (!root) return;
        this.cells[cell.dataset.column] = connect(root, () => table.edited());
        const label = preset ? `${preset[1]}, ${cell.dataset.label}` : cell.dataset.label;
        root.querySelectorAll("input, select, textarea").forEach((control) => {
          if (!control.hasAttribute("aria-label")) control.setAttribute("aria-label", label);
        });
      });
    }

    get() {
      const row = { ...this.rest };
      for (const [column, cell] of Object.entries(this.cells)) {
        const answer = cell.get();
        if (answer !== null) row[column] = answer;
      }
      if (!Object.keys(row).length) return null;
      return this.preset ? { row: this.preset[0], ...row } : row;
    }

    set(row) {
      this.rest = { ...row };
      if (this.preset) delete this.rest.row;
      for (const [column, cell] of Object.entries(this.cells)) {
        cell.set(row[column] ?? null);
        delete this.rest[column];
      }
    }

    /** Whether a filled row lacks a required cell. */
    get isIncomplete() {
      if (this.get() === null) return false;
      return Object.entries(this.cells).some(
        ([column, cell]) => this.table.requiredColumns.has(column) && cell.get() === null
      );
    }

    focus(column) {
      const cell = column && this.element.querySelector(`[data-column="${CSS.escape(column)}"]`);
      (cell || this.element).querySelector("input, select, textarea")?.focus();
    }
  }

  class Table {
    constructor(root, changed) {
      this.root = root;
      this.changed = changed;
      this.body = root.querySelector("[data-rows]");
      this.mayGrow = "addRows" in root.dataset;
      this.limit = Number(root.dataset.maxRows) || Infinity;
      this.freeTemplate = root.querySelector("template[data-free-row]");
      this.presetTemplate = root.querySelector("template[data-preset-row]");
      const presets = root.querySelector("script[type='application/json']");
      this.presets = presets ? JSON.parse(presets.textContent) : [];
      this.requiredColumns = new Set(
        [...this.freeTemplate.content.querySelectorAll("[data-column][data-required]")].map((c) => c.dataset.column)
      );
      this.rows = [];
      this.addButton = root.querySelector("[data-add]");
      this.undoNote = root.querySelector("[data-removed]");
      this.addButton?.addEventListener("click", () => this.addByHand());
      this.root.querySelector("[data-undo]").addEventListener("click", () => this.undo());
      this.body.addEventListener("click", (event) => this.clicked(event));
      this.body.addEventListener("keydown", (event) => this.pressed(event));
      this.set(null);
    }

    get() {
      const rows = this.rows.map((row) => row.get()).filter((row) => row !== null);
      return rows.length ? rows : null;
    }

    set(answer) {
      const given = Array.isArray(answer) ? answer.filter((row) => row && typeof row === "object") : [];
      const left = [...given];
      this.body.replaceChildren();
      this.rows = [];
      for (const preset of this.presets) {
        const at = left.findIndex((row) => row.row === preset[0]);
        this.append(preset).set(at >= 0 ? left.splice(at, 1)[0] : {});
      }
      left.forEach((row) => this.append(null).set(row));
      if (!this.rows.length && this.mayGrow) this.append(null);
      this.undoNote.hidden = true;
      this.refresh();
    }

    /** The element of the n-th filled row, as the server counts them. */
    rowElement(number) {
      return this.rows.filter((row) => row.get() !== null)[number]?.element;
    }

    isIncomplete() {
      return this.rows.some((row) => row.isIncomplete);
    }

    append(preset) {
      const row = new Row(this, preset ? this.presetTemplate : this.freeTemplate, preset);
      this.rows.push(row);
      this.body.append(row.element);
      return row;
    }

    addByHand() {
      if (this.rows.length >= this.limit) return;
      const row = this.append(null);
      this.refresh();
      row.focus();
    }

    edited() {
      this.undoNote.hidden = true;
      this.changed();
    }

    rowOf(target) {
      const element = target.closest("tr");
      return this.rows.find((row) => row.element === element);
    }

    clicked(event) {
      const row = this.rowOf(event.target);
      if (event.target.closest("[data-remove]")) this.remove(row);
      else if (event.target.closest("[data-up]")) this.move(row, -1, "[data-up]");
      else if (event.target.closest("[data-down]")) this.move(row, 1, "[data-down]");
    }

    pressed(event) {
      const row = this.rowOf(event.target);
      if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
        event.preventDefault();
        this.move(row, event.key === "ArrowUp" ? -1 : 1, null, event.target);
      } else if (event.key === "Enter" && event.target.matches("input, [data-one-line]") && !event.defaultPrevented) {
        event.preventDefault(); // Enter would submit the whole form
        this.nextRow(row, event.target.closest("[data-column]")?.dataset.column);
      }
    }

    nextRow(row, column) {
      const next = this.rows[this.rows.indexOf(row) + 1];
      if (next) next.focus(column);
      else if (this.mayGrow && row.get() !== null) this.addByHand();
    }

    move(row, step, button, focused) {
      const from = this.rows.indexOf(row);
      const to = from + step;
      if (row.preset || !this.rows[to] || this.rows[to].preset) return;
      this.rows.splice(from, 1);
      this.rows.splice(to, 0, row);
      if (step < 0) this.rows[to + 1].element.before(row.element);
      else this.rows[to - 1].element.after(row.element);
      this.refresh();
      this.edited();
      const again = focused || row.element.querySelector(button);
      (again.disabled ? row.element.querySelector("[data-remove]") : again).focus();
    }

    remove(row) {
      const at = this.rows.indexOf(row);
      const answer = row.get();
      this.rows.splice(at, 1);
      row.element.remove();
      if (!this.rows.length) this.append(null);
      this.refresh();
      if (answer !== null) {
        this.edited();
        this.removed = { row, at };
        this.undoNote.hidden = false;
      }
      (this.rows[at] || this.rows[at - 1]).focus();
    }

    undo() {
      const { row, at } = this.removed;
      this.rows.splice(at, 0, row);
      if (this.rows[at + 1]) this.rows[at + 1].element.before(row.element);
      else this.body.append(row.element);
      this.refresh();
      this.edited();
      row.focus();
    }

    refresh() {
      const free = this.rows.filter((row) => !row.preset);
      free.forEach((row, n) => {
        row.element.querySelector("[data-up]").disabled = n === 0;
        row.element.querySelector("[data-down]").disabled = n === free.length - 1;
      });
      if (this.addButton) this.addButton.disabled = this.rows.length >= this.limit;
    }
  }

  kinds.table = (root, changed) => new Table(root, changed);
})(window);
