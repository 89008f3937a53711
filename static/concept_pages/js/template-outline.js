/* The outline of a template: order by drag and drop or buttons, questions shown on demand, search. */
(function () {
  'use strict';

  const start = () => window.wagtail.app.register('secdoc-outline', class extends window.StimulusModule.Controller {
    static targets = ['search', 'all', 'list', 'group', 'question', 'nothing', 'fact', 'type'];

    static values = { moved: String, failed: String };

    connect() {
      this.arrive = this.arrive.bind(this);
      window.addEventListener('hashchange', this.arrive);
      this.arrive();
    }

    disconnect() {
      window.removeEventListener('hashchange', this.arrive);
    }

    /** Show the line that the address names: of a question, of a group, or the option sets. */
    arrive() {
      const wanted = /^#(question-[a-z0-9_]+|group-\d+|option-sets)$/.exec(window.location.hash);
      const line = wanted && document.getElementById(wanted[1]);
      if (!line) return;
      const panel = line.closest('[role="tabpanel"]');
      if (panel?.hidden) document.querySelector(`[role="tab"][aria-controls="${panel.id}"]`)?.click();
      const group = line.matches('.secdoc-outline__question') && line.closest('.secdoc-outline__group');
      if (group) this.show(group, true);
      line.scrollIntoView({ block: 'center', behavior: 'instant' });
      line.querySelector('a')?.focus({ preventScroll: true });
    }

    toggle({ currentTarget }) {
      this.show(currentTarget.closest('li'), currentTarget.getAttribute('aria-expanded') !== 'true');
    }

    /** Show or hide the questions of a group. */
    show(group, isOpen) {
      const questions = group.querySelector(':scope > ul');
      if (!questions) return;
      questions.hidden = !isOpen;
      group.querySelector(':scope > div [aria-expanded]').setAttribute('aria-expanded', String(isOpen));
    }

    toggleAll() {
      const isOpen = this.allTarget.getAttribute('aria-expanded') !== 'true';
      this.allTarget.setAttribute('aria-expanded', String(isOpen));
      this.groupTargets.forEach((group) => this.show(group, isOpen));
    }

    /** Show only what a number counts; the same number again shows everything. */
    narrow({ currentTarget }) {
      if (currentTarget !== this.typeTarget) {
        const isOn = currentTarget.getAttribute('aria-pressed') === 'true';
        const fact = isOn ? '' : currentTarget.dataset.fact;
        this.factTargets.forEach((one) => one.setAttribute('aria-pressed', String(one.dataset.fact === fact)));
      }
      this.search();
    }

    /** Show what has every word and is of the chosen kind, with the groups it lies in. */
    search() {
      const words = this.searchTarget.value.toLowerCase().split(/\s+/).filter(Boolean);
      const pressed = this.factTargets.find((one) => one.getAttribute('aria-pressed') === 'true');
      const facts = [pressed?.dataset.fact, this.typeTarget.value].filter(Boolean);
      const isNarrow = words.length > 0 || facts.length > 0;
      const matches = ({ dataset }) => words.every((word) => dataset.words.includes(word))
        && facts.every((fact) => dataset.facts.split(' ').includes(fact));
      this.questionTargets.forEach((question) => { question.hidden = isNarrow && !matches(question); });
      // From the innermost group outwards.
      [...this.groupTargets].reverse().forEach((group) => {
        const own = matches(group);
        const found = group.querySelector(':scope > ul > li:not([hidden])');
        const below = group.querySelector(':scope > ol > li:not([hidden])');
        group.hidden = isNarrow && !own && !found && !below;
        this.show(group, isNarrow && Boolean(found));
      });
      this.nothingTarget.hidden = this.groupTargets.some((group) => !group.hidden);
    }

    /** Enter in the search field opens what was found first. */
    open(event) {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      if (!this.searchTarget.value.trim()) return;
      const question = this.questionTargets.find((one) => !one.hidden && !one.closest('.secdoc-outline__group[hidden]'));
      const found = question || this.groupTargets.find((group) => !group.hidden && group.dataset.words);
      found?.querySelector('a[href]')?.click();
    }

    up({ currentTarget }) {
      const group = currentTarget.closest('li');
      const before = group.previousElementSibling;
      if (!before) return;
      before.before(group);
      this.save(group);
      currentTarget.focus();
    }

    down({ currentTarget }) {
      const group = currentTarget.closest('li');
      const after = group.nextElementSibling;
      if (!after) return;
      after.after(group);
      this.save(group);
      currentTarget.focus();
    }

    lift(event) {
      this.raise(event, event.currentTarget.closest('li'), (over) => this.hover(over));
    }

    liftQuestion(event) {
      event.stopPropagation();
      this.raise(event, event.currentTarget, (over) => this.hoverQuestion(over));
    }

    raise(event, line, over) {
      this.lifted = line;
      this.from = this.place(line);
      this.home = line.parentElement;
      line.classList.add('secdoc-outline--lifted');
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', line.dataset.url);
      this.over = over;
      this.element.addEventListener('dragover', this.over);
    }

    /** Make room where the group would come: among its siblings or those of another parent. */
    hover(event) {
      const target = event.target.closest('li.secdoc-outline__group');
      if (!target || this.lifted.contains(target)) return;
      event.preventDefault();
      this.makeRoom(target, target.querySelector('.secdoc-outline__row'), event);
    }

    /** Make room where the question would come; a group that is crossed opens for it. */
    hoverQuestion(event) {
      const target = event.target.closest('.secdoc-outline__question');
      const group = event.target.closest('.secdoc-outline__group');
      if (target === this.lifted || !group) return;
      event.preventDefault();
      if (target) {
        this.makeRoom(target, target, event);
        return;
      }
      const row = event.target.closest('.secdoc-outline__row');
      if (!row || group === this.lifted.closest('.secdoc-outline__group')) return;
      let list = group.querySelector(':scope > ul');
      if (!list) {
        list = document.createElement('ul');
        list.className = 'secdoc-outline__questions';
        row.after(list);
      }
      list.hidden = false;
      list.append(this.lifted);
    }

    makeRoom(target, box, event) {
      const { top, height } = box.getBoundingClientRect();
      if (event.clientY < top + height / 2) target.before(this.lifted);
      else target.after(this.lifted);
    }

    drop() {
      this.lower({ parent: (list) => list.closest('.secdoc-outline__group')?.dataset.page });
    }

    dropQuestion(event) {
      event.stopPropagation();
      this.lower({ group: (list) => list.closest('.secdoc-outline__group').dataset.page });
    }

    lower(named) {
      this.element.removeEventListener('dragover', this.over);
      this.lifted.classList.remove('secdoc-outline--lifted');
      const list = this.lifted.parentElement;
      if (list !== this.home || this.place(this.lifted) !== this.from) {
        const [[name, read]] = Object.entries(named);
        // The template itself is the parent of chapters.
        this.save(this.lifted, { [name]: read(list) || this.element.dataset.page });
      }
      this.lifted = null;
    }

    place(line) {
      return [...line.parentElement.children].indexOf(line);
    }

    async save(line, fields = {}) {
      const body = new FormData();
      Object.entries({ ...fields, position: this.place(line) }).forEach(([name, value]) => body.set(name, value));
      const { CSRF_HEADER_NAME: header, CSRF_TOKEN: token } = JSON.parse(document.getElementById('wagtail-config').textContent);
      let answer = null;
      let isDone = false;
      try {
        const headers = { [header]: token, Accept: 'application/json' };
        const response = await fetch(line.dataset.url, { method: 'POST', body, headers });
        isDone = response.ok;
        answer = await response.json();
      } catch {
        isDone = isDone && answer !== null;
      }
      this.tell(isDone ? this.movedValue : answer?.error || this.failedValue, isDone ? 'success' : 'error', true);
      (answer?.broken || []).forEach((sentence) => this.tell(sentence, 'warning', false));
    }

    tell(text, type, clear) {
      document.dispatchEvent(new CustomEvent('w-messages:add', { detail: { clear, text, type } }));
    }
  });

  if (window.wagtail && window.wagtail.app) start();
  else document.addEventListener('DOMContentLoaded', start);
})();
