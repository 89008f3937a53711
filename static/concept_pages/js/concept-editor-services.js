/**
 * Choosing services: a combobox that asks the server for what was typed, and the chosen ones as chips.
 *
 * Follows the combobox pattern of WAI-ARIA: arrows walk the list, Enter chooses, Escape closes.
 */
(function (scope) {
  "use strict";

  const concept = scope.secdocConcept;
  const DELAY = 150;
  let lists = 0;

  /** The names of services by key, as far as the page has met them. */
  concept.names = {};
  concept.servicesUrl = "";

  async function search(text) {
    const url = new URL(concept.servicesUrl, scope.location.href);
    url.searchParams.set("q", text);
    const response = await fetch(url, { headers: { Accept: "application/json" } });
    if (!response.ok) return [];
    const { services } = await response.json();
    services.forEach((service) => (concept.names[service.key] = service.name));
    return services;
  }

  class ServiceChooser {
    constructor(root, changed) {
      this.root = root;
      this.changed = changed;
      this.multiple = "multiple" in root.dataset;
      this.otherAllowed = "otherAllowed" in root.dataset;
      this.input = root.querySelector("[data-search]");
      this.list = root.querySelector("[data-list]");
      this.chips = root.querySelector("[data-chosen]");
      this.box = root.querySelector(".answer__combobox");
      this.chosen = [];
      this.active = -1;
      this.list.id = `services-${++lists}`;
      this.input.setAttribute("aria-controls", this.list.id);
      this.input.addEventListener("input", () => this.ask());
      this.input.addEventListener("focus", () => this.ask());
      this.input.addEventListener("keydown", (event) => this.pressed(event));
      this.input.addEventListener("blur", () => setTimeout(() => this.leave(), 120));
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const item = event.target.closest("[role=option]");
        if (item) this.choose(this.offers[Number(item.dataset.index)].value);
      });
      this.chips.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (button) this.drop(Number(button.dataset.index));
      });
    }

    get() {
      if (!this.chosen.length) return null;
      return this.multiple ? [...this.chosen] : this.chosen[0];
    }

    set(answer) {
      const parts = Array.isArray(answer) ? answer : answer === null || answer === undefined ? [] : [answer];
      this.chosen = [...parts];
      this.close();
      this.showChips();
    }

    label(part) {
      if (typeof part === "string") return concept.names[part] || part;
      return part.other ?? JSON.stringify(part);
    }

    showChips() {
      this.chips.replaceChildren(
        ...this.chosen.map((part, index) => {
          const chip = document.createElement("li");
          chip.className = "answer__chip";
          chip.append(this.label(part));
          const button = document.createElement("button");
          button.type = "button";
          button.dataset.index = index;
          button.textContent = "×";
          button.setAttribute("aria-label", concept.say("removeService", { name: this.label(part) }));
          chip.append(button);
          return chip;
        })
      );
      this.chips.hidden = !this.chosen.length;
      this.box.hidden = !this.multiple && this.chosen.length > 0;
    }

    ask() {
      clearTimeout(this.timer);
      this.timer = setTimeout(async () => {
        const text = this.input.value.trim();
        const services = await search(text);
        if (document.activeElement !== this.input || this.input.value.trim() !== text) return;
        this.offer(services, text);
      }, DELAY);
    }

    offer(services, text) {
      const free = services.filter((service) => !this.chosen.includes(service.key));
      this.offers = free.map((service) => ({ value: service.key, label: service.name, note: service.group }));
      if (this.otherAllowed && text) {
        this.offers.push({ value: { other: text }, label: concept.say("otherService", { name: text }), note: "" });
      }
      this.active = this.offers.length && text ? 0 : -1;
      this.list.replaceChildren(
        ...this.offers.map((offer, index) => {
          const item = document.createElement("li");
          item.id = `${this.list.id}-${index}`;
          item.dataset.index = index;
          item.setAttribute("role", "option");
          item.append(offer.label);
          if (offer.note) {
            const note = document.createElement("small");
            note.textContent = offer.note;
            item.append(note);
          }
          return item;
        })
      );
      if (!this.offers.length) {
        const nothing = document.createElement("li");
        nothing.className = "answer__nothing";
        nothing.textContent = concept.say("noService");
        this.list.append(nothing);
      }
      this.list.hidden = false;
      this.input.setAttribute("aria-expanded", "true");
      this.highlight();
    }

    highlight() {
      [...this.list.children].forEach((item, index) =>
        item.setAttribute("aria-selected", String(index === this.active))
      );
      const item = this.list.children[this.active];
      if (item && this.active >= 0) {
        this.input.setAttribute("aria-activedescendant", item.id);
        item.scrollIntoView({ block: "nearest" });
      } else {
        this.input.removeAttribute("aria-activedescendant");
      }
    }

    pressed(event) {
      if (event.key === "Enter") {
        event.preventDefault();
        if (!this.list.hidden && this.active >= 0) this.choose(this.offers[this.active].value);
      } else if (event.key === "Escape") {
        this.close();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (event.altKey) return;
        event.preventDefault();
        if (this.list.hidden) {
          this.ask();
          return;
        }
        const count = this.offers.length;
        if (count) this.active = (this.active + (event.key === "ArrowDown" ? 1 : count - 1) + count) % count;
        this.highlight();
      } else if (event.key === "Backspace" && !this.input.value && this.chosen.length) {
        this.drop(this.chosen.length - 1);
      }
    }

    choose(value) {
      this.chosen = this.multiple ? [...this.chosen, value] : [value];
      this.input.value = "";
      this.close();
      this.showChips();
      this.changed();
      (this.multiple ? this.input : this.chips.querySelector("button")).focus();
    }

    drop(index) {
      this.chosen.splice(index, 1);
      this.showChips();
      this.changed();
      this.input.focus();
    }

    /** What was typed and not chosen is taken as another name where that is allowed, and said where not. */
    leave() {
      if (this.root.contains(document.activeElement)) return;
      const text = this.input.value.trim();
      if (text && this.otherAllowed) {
        this.chosen = this.multiple ? [...this.chosen, { other: text }] : [{ other: text }];
        this.input.value = "";
        this.showChips();
        this.changed();
      }
      this.input.classList.toggle("answer__unfinished", Boolean(this.input.value.trim()));
      this.close();
    }

    close() {
      clearTimeout(this.timer);
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  concept.kinds.service = (root, changed) => new ServiceChooser(root, changed);
})(window);
