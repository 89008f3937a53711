/**
 * The inputs of the concept editor: how each kind reads and shows an answer.
 *
 *   secdocConcept.connect(root, changed)   -> {get(), set(answer)} for the element [data-answer]
 *   secdocConcept.Field                    one question: its input and the field it posts
 *
 * Answers have the values of the template format. A kind whose answer no native control can hold posts
 * JSON from a hidden input [data-posted]; the others post their control. Tables, services and files
 * add their kinds in files of their own. The server reads the posted fields in blocks/widgets.py.
 */
(function (scope) {
  "use strict";

  const OTHER = "__other__";
  const german = () => document.documentElement.lang.startsWith("de");

  /** Dates, times and numbers as people type them, and as the format spells them; see blocks/spelling.py. */
  const spelling = {
    pad: (text) => text.padStart(2, "0"),
    date: {
      read(text) {
        const found = /^(\d{1,2})[./](\d{1,2})[./](\d{2}|\d{4})$/.exec(text);
        if (!found) return text;
        const year = found[3].length === 2 ? "20" + found[3] : found[3];
        return `${year}-${spelling.pad(found[2])}-${spelling.pad(found[1])}`;
      },
      say(text) {
        const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
        return found && german() ? `${found[3]}.${found[2]}.${found[1]}` : text;
      },
    },
    month: {
      read(text) {
        const found = /^(\d{1,2})[./](\d{4})$/.exec(text);
        return found ? `${found[2]}-${spelling.pad(found[1])}` : text;
      },
      say(text) {
        const found = /^(\d{4})-(\d{2})$/.exec(text);
        return found && german() ? `${found[2]}.${found[1]}` : text;
      },
    },
    clock(text) {
      const found = /^(\d{1,3}?)\s*(?:[:.h]\s*)?(\d{2})$/.exec(text);
      return found ? `${spelling.pad(found[1])}:${found[2]}` : text;
    },
    number(text, whole) {
      const pattern = whole ? /^[-+]?\d{1,19}$/ : /^[-+]?\d+(?:[.,]\d+)?$/;
      return pattern.test(text) ? Number(text.replace(",", ".")) : text;
    },
  };

  const asText = (answer) =>
    answer === null || answer === undefined ? "" : typeof answer === "string" ? answer : JSON.stringify(answer);

  const parse = (json) => {
    try {
      return json ? JSON.parse(json) : null;
    } catch {
      return json;
    }
  };

  /** A kind whose answer is the text of one control. */
  function plain({ read = (text) => text, say = asText, tidy = null } = {}) {
    return (root, changed) => {
      const control = root.querySelector("[data-control]");
      control.addEventListener("input", changed);
      if (tidy) {
        control.addEventListener("change", () => {
          const better = tidy(control.value.trim(), root);
          if (better !== control.value) {
            control.value = better;
            changed();
          }
        });
      }
      return {
        get: () => {
          const text = control.value.replace(/\r\n/g, "\n").trim();
          return text ? read(text, root) : null;
        },
        set: (answer) => {
          control.value = say(answer, root);
        },
      };
    };
  }

  const dateOf = (root) => spelling[root.dataset.type] || spelling.date;

  function date(root, changed) {
    const field = plain({
      read: (text) => dateOf(root).read(text),
      say: (answer) => dateOf(root).say(asText(answer)),
      tidy: (text) => dateOf(root).say(dateOf(root).read(text)),
    })(root, changed);
    const picker = root.querySelector("[data-picker]");
    const button = root.querySelector("[data-pick]");
    // Some browsers have no picker for months; there the text is all.
    button.hidden = picker.type !== root.dataset.type || !picker.showPicker;
    button.addEventListener("click", () => {
      picker.value = "";
      const now = field.get();
      if (now) picker.value = now;
      picker.showPicker();
    });
    picker.addEventListener("change", () => {
      field.set(picker.value);
      changed();
      root.querySelector("[data-control]").focus();
    });
    return field;
  }

  /** Buttons that wrap the selection in marks, or start its lines with one. */
  function richtext(root, changed) {
    const area = root.querySelector("[data-control]");
    const toolbar = root.querySelector(".answer__toolbar");
    toolbar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const { selectionStart: start, selectionEnd: end, value } = area;
      if (button.dataset.mark) {
        const mark = button.dataset.mark;
        area.setRangeText(mark + value.slice(start, end) + mark, start, end, "end");
        if (start === end) area.selectionEnd = area.selectionStart = start + mark.length;
      } else {
        const from = value.lastIndexOf("\n", start - 1) + 1;
        const lines = value.slice(from, end).split("\n").map((line) => button.dataset.lineMark + line);
        area.setRangeText(lines.join("\n"), from, end, "end");
      }
      area.focus();
      changed();
    });
    return plain()(root, changed);
  }

  function yesNo(root, changed) {
    const controls = [...root.querySelectorAll("[data-control]")];
    controls.forEach((control) => control.addEventListener("change", changed));
    const radios = controls.length > 1;
    const asAnswer = { true: true, false: false };
    return {
      get: () => {
        const text = radios ? controls.find((c) => c.checked)?.value : controls[0].value;
        return asAnswer[text] ?? null;
      },
      set: (answer) => {
        const text = answer === true || answer === false ? String(answer) : "";
        if (radios) controls.forEach((control) => (control.checked = control.value === text));
        else controls[0].value = text;
      },
    };
  }

  const otherOf = (answer) =>
    answer && typeof answer === "object" && !Array.isArray(answer) && "other" in answer ? answer.other : null;

  function choice(root, changed) {
    const select = root.querySelector("[data-select]");
    const radios = [...root.querySelectorAll("[data-option], [data-other-toggle]")];
    const other = root.querySelector("[data-other]");
    const clear = root.querySelector("[data-clear]");
    // An option that the template does not have is kept until another one is chosen.
    const left = scope.secdocConcept.leftovers(root, changed);

    const chosen = () => (select ? select.value : radios.find((radio) => radio.checked)?.value || "");
    const choose = (value) => {
      if (select) select.value = value;
      else radios.forEach((radio) => (radio.checked = radio.value === value));
    };
    const known = (value) =>
      select ? [...select.options].some((o) => o.value === value) : radios.some((r) => r.value === value);
    const refresh = () => {
      if (select && other) other.hidden = chosen() !== OTHER;
      if (clear) clear.hidden = !chosen();
    };
    const edited = () => {
      left.show([]);
      refresh();
      changed();
    };

    (select ? [select] : radios).forEach((control) =>
      control.addEventListener("change", () => {
        edited();
        if (chosen() === OTHER) other.focus();
      })
    );
    other?.addEventListener("input", () => {
      if (!select) choose(OTHER);
      edited();
    });
    clear?.addEventListener("click", () => {
      choose("");
      edited();
      radios[0].focus();
    });
    return {
      get: () => {
        const value = chosen();
        if (value !== OTHER) return value || (left.kept[0] ?? null);
        const text = other.value.trim();
        return text ? { other: text } : null;
      },
      set: (answer) => {
        const text = other ? otherOf(answer) : null;
        if (other) other.value = text || "";
        const value = text !== null ? OTHER : typeof answer === "string" && known(answer) ? answer : "";
        left.show(value || answer === null || answer === undefined ? [] : [answer]);
        choose(value);
        refresh();
      },
    };
  }

  function choices(root, changed) {
    const boxes = [...root.querySelectorAll("[data-option]")];
    const toggle = root.querySelector("[data-other-toggle]");
    const other = root.querySelector("[data-other]");
    const left = scope.secdocConcept.leftovers(root, changed);

    boxes.forEach((box) => box.addEventListener("change", changed));
    toggle?.addEventListener("change", () => {
      if (toggle.checked) other.focus();
      changed();
    });
    other?.addEventListener("input", () => {
      toggle.checked = other.value.trim() !== "";
      changed();
    });
    return {
      get: () => {
        const found = boxes.filter((box) => box.checked).map((box) => box.value);
        if (toggle?.checked && other.value.trim()) found.push({ other: other.value.trim() });
        found.push(...left.kept);
        return found.length ? found : null;
      },
      set: (answer) => {
        const parts = Array.isArray(answer) ? [...answer] : answer ? [answer] : [];
        boxes.forEach((box) => {
          const at = parts.indexOf(box.value);
          box.checked = at >= 0;
          if (at >= 0) parts.splice(at, 1);
        });
        const at = toggle ? parts.findIndex((part) => otherOf(part) !== null) : -1;
        if (toggle) {
          toggle.checked = at >= 0;
          other.value = at >= 0 ? otherOf(parts[at]) : "";
        }
        if (at >= 0) parts.splice(at, 1);
        left.show(parts);
      },
    };
  }

  function matrix(root, changed) {
    const rows = [...root.querySelectorAll("[data-row]")];
    const cells = (row) => [...row.querySelectorAll("[data-cell]")];
    const label = (key, place) => place?.textContent.trim() || key;
    // What was chosen for a row, or of the columns, that the template does not have any more.
    const left = scope.secdocConcept.leftovers(
      root,
      () => {}, // the whole matrix listens
      ([row, column]) => {
        const rowLabel = label(row, root.querySelector(`[data-row="${CSS.escape(row)}"] th`));
        const columnKey = typeof column === "string" ? column : JSON.stringify(column);
        return `${rowLabel}: ${label(columnKey, root.querySelector(`[data-head="${CSS.escape(columnKey)}"]`))}`;
      }
    );

    const refresh = () =>
      rows.forEach((row) => {
        row.querySelector("[data-clear-row]").hidden = !cells(row).some((cell) => cell.checked);
      });
    root.addEventListener("change", (event) => {
      const row = event.target.closest("[data-row]")?.dataset.row;
      if (row !== undefined) left.show(left.kept.filter(([other]) => other !== row));
      refresh();
      changed();
    });
    root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-clear-row]");
      if (!button) return;
      const row = button.closest("[data-row]");
      cells(row).forEach((cell) => (cell.checked = false));
      cells(row)[0].focus();
      refresh();
      changed();
    });
    return {
      get: () => {
        const found = Object.fromEntries(left.kept);
        rows.forEach((row) => {
          const cell = cells(row).find((c) => c.checked);
          if (cell) found[row.dataset.row] = cell.value;
        });
        return Object.keys(found).length ? found : null;
      },
      set: (answer) => {
        const strangers = answer && typeof answer === "object" ? { ...answer } : {};
        rows.forEach((row) => {
          const value = strangers[row.dataset.row];
          const hit = cells(row).map((cell) => (cell.checked = cell.value === value)).includes(true);
          if (hit) delete strangers[row.dataset.row];
        });
        left.show(Object.entries(strangers));
        refresh();
      },
    };
  }

  const kinds = {
    text: plain(),
    longtext: plain(),
    richtext,
    date,
    clock: plain({ read: spelling.clock, tidy: spelling.clock }),
    number: plain({
      read: (text, root) => spelling.number(text, root.dataset.type === "integer"),
      say: (answer) => (german() ? asText(answer).replace(/^(-?\d+)\.(\d+)$/, "$1,$2") : asText(answer)),
    }),
    lines: plain({
      read: (text) => text.split("\n").map((line) => line.trim()).filter(Boolean),
      say: (answer) => (Array.isArray(answer) ? answer.map(asText).join("\n") : asText(answer)),
    }),
    yes_no: yesNo,
    choice,
    choices,
    matrix,
  };

  function connect(root, changed) {
    return kinds[root.dataset.answer](root, changed);
  }

  /** Says how much room is left, once a text comes near its limit. */
  function countCharacters(root) {
    const control = root.querySelector("[data-max-length]");
    if (!control) return;
    const limit = Number(control.dataset.maxLength);
    const note = document.createElement("span");
    note.className = "answer__room";
    control.after(note);
    const refresh = () => {
      const length = control.value.replace(/\r\n/g, "\n").length;
      note.hidden = length < limit * 0.8;
      note.textContent = `${length} / ${limit}`;
      note.classList.toggle("answer__room--over", length > limit);
    };
    control.addEventListener("input", refresh);
    refresh();
  }

  /** One question of the form. */
  class Field {
    constructor(element, changed) {
      this.element = element;
      this.key = element.dataset.question;
      this.required = "required" in element.dataset;
      this.root = element.querySelector("[data-answer]");
      this.type = this.root.dataset.type;
      this.hiddenInput = this.root.querySelector("[data-posted]");
      this.name = (this.hiddenInput || this.root.querySelector("[data-control]")).name;
      this.input = connect(this.root, () => {
        this.post();
        changed(this);
      });
    }

    /** Puts the answer as it is now into the field that is posted. */
    post() {
      if (!this.hiddenInput) return;
      const answer = this.input.get();
      this.hiddenInput.value = answer === null ? "" : JSON.stringify(answer);
    }

    /** Shows what the server says the posted field should hold. */
    show(state) {
      if (this.hiddenInput) {
        this.hiddenInput.value = state;
        this.input.set(parse(state));
      } else if (this.type === "yes_no") {
        this.input.set(parse(state));
      } else {
        this.root.querySelector("[data-control]").value = state;
      }
    }

    /** What is posted, to tell whether two states differ. */
    state() {
      if (this.hiddenInput) return this.hiddenInput.value;
      const controls = [...this.root.querySelectorAll("[data-control]")];
      return (controls.length > 1 ? controls.find((c) => c.checked) : controls[0])?.value ?? "";
    }

    get answer() {
      return this.input.get();
    }

    get isAnswered() {
      return !scope.secdocConditions.isEmpty(this.type, this.answer);
    }

    /** Whether a release still waits for this question; completeness.py decides the same. */
    get isOpen() {
      if (!this.isAnswered) return this.required;
      return Boolean(this.input.isIncomplete?.(this.required));
    }

    /**
     * What counts about this question, one of: "answered", "open" (a release waits for it), "implausible"
     * (the server said so of the last answer that it got), "empty" (and optional).
     */
    get standing() {
      if (this.isAnswered && this.isImplausible) return "implausible";
      if (this.isOpen) return "open";
      return this.isAnswered ? "answered" : "empty";
    }

    /** Takes no answer any more; what is there can still be read, and jumped to. */
    lock() {
      this.root.querySelectorAll("input, select, textarea, button").forEach((control) => (control.disabled = true));
      this.element.tabIndex = -1;
      this.isLocked = true;
    }

    focus() {
      const control = "input:not([type=hidden]):not([tabindex='-1']), select, textarea";
      const target = this.isLocked ? this.element : this.root.querySelector(control) || this.root.querySelector("button");
      target?.focus({ preventScroll: true });
    }
  }

  scope.secdocConcept = { kinds, connect, Field, parse, spelling, countCharacters };
})(window);
