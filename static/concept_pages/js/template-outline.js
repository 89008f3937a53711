/* The outline of a template: order by drag and drop or buttons, questions shown on demand, search. */
(function () {
  'use strict';

  const start = () => window.wagtail.app.register('secdoc-outline', class extends window.StimulusModule.Controller {
    static targets = ['search', 'all', 'list', 'group', 'question', 'nothing'];

    static values = { moved: String, failed: String };

    toggle({ currentTarget }) {
      this.open(currentTarget.closest('li'), currentTarget.getAttribute('aria-expanded') !== 'true');
    }

    open(group, isOpen) {
      const questions = group.querySelector(':scope > ul');
      if (!questions) return;
      questions.hidden = !isOpen;
      group.querySelector(':scope > div [aria-expanded]').setAttribute('aria-expanded', String(isOpen));
    }

    toggleAll() {
      const isOpen = this.allTarget.getAttribute('aria-expanded') !== 'true';
      this.allTarget.setAttribute('aria-expanded', String(isOpen));
      this.groupTargets.forEach((group) => this.open(group, isOpen));
    }

    /** Show what has every word, with the groups it lies in. */
    search() {
      const words = this.searchTarget.value.toLowerCase().split(/\s+/).filter(Boolean);
      const matches = (element) => words.every((word) => element.textContent.toLowerCase().includes(word));
      this.questionTargets.forEach((question) => { question.hidden = words.length > 0 && !matches(question); });
      // From the innermost group outwards.
      [...this.groupTargets].reverse().forEach((group) => {
        const own = matches(group.querySelector('.secdoc-outline__title'));
        const found = group.querySelector(':scope > ul > li:not([hidden])');
        const below = group.querySelector(':scope > ol > li:not([hidden])');
        group.hidden = words.length > 0 && !own && !found && !below;
        if (words.length) this.open(group, Boolean(found) && !(own && !found));
      });
      if (!words.length) this.groupTargets.forEach((group) => this.open(group, false));
      this.nothingTarget.hidden = this.groupTargets.some((group) => !group.hidden);
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
      this.lifted = event.currentTarget.closest('li');
      this.from = this.place(this.lifted);
      this.lifted.classList.add('secdoc-outline__group--lifted');
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', this.lifted.dataset.url);
      this.over = (over) => this.hover(over);
      this.element.addEventListener('dragover', this.over);
    }

    /** Make room where the group would come; it stays among its siblings. */
    hover(event) {
      const target = event.target.closest('li.secdoc-outline__group');
      const sibling = [...this.lifted.parentElement.children].find((one) => one === target || one.contains(target));
      if (!sibling || sibling === this.lifted) return;
      event.preventDefault();
      const { top, height } = sibling.getBoundingClientRect();
      if (event.clientY < top + height / 2) sibling.before(this.lifted);
      else sibling.after(this.lifted);
    }

    drop() {
      this.element.removeEventListener('dragover', this.over);
      this.lifted.classList.remove('secdoc-outline__group--lifted');
      if (this.place(this.lifted) !== this.from) this.save(this.lifted);
      this.lifted = null;
    }

    place(group) {
      return [...group.parentElement.children].indexOf(group);
    }

    async save(group) {
      const body = new FormData();
      body.set('position', this.place(group));
      const { CSRF_HEADER_NAME: header, CSRF_TOKEN: token } = JSON.parse(document.getElementById('wagtail-config').textContent);
      let isDone = false;
      try {
        const response = await fetch(group.dataset.url, { method: 'POST', body, headers: { [header]: token } });
        isDone = response.ok;
      } catch {
        isDone = false;
      }
      const detail = { clear: true, text: isDone ? this.movedValue : this.failedValue, type: isDone ? 'success' : 'error' };
      document.dispatchEvent(new CustomEvent('w-messages:add', { detail }));
    }
  });

  if (window.wagtail && window.wagtail.app) start();
  else document.addEventListener('DOMContentLoaded', start);
})();
