/* The preview of a template: nothing is sent, and what is hidden can say why. */
(function () {
  'use strict';

  const form = document.querySelector('[data-secdoc-preview]');
  form?.addEventListener('submit', (event) => event.preventDefault());

  const script = document.getElementById('secdoc-why');
  const root = document.querySelector('[data-concept-form]');
  if (!script || !root) return;
  const why = JSON.parse(script.textContent);
  const loaded = new Map();
  const notes = new Map();

  const keyOf = (element) => element.dataset.question || element.dataset.group;
  const labelOf = (element) => {
    const label = element.querySelector('.question__label, .group__heading span');
    return (label?.textContent || '').replace(/\*.*$/, '').trim();
  };

  /** What is hidden since the page was loaded has the reasons of the server, else its own condition. */
  function reasonsOf(element) {
    const key = keyOf(element);
    if (loaded.get(element) && why.reasons[key]) return why.reasons[key];
    return why.conditions[key] ? [why.conditions[key]] : [];
  }

  function noteFor(element) {
    const note = document.createElement('details');
    note.className = 'secdoc-why';
    const summary = document.createElement('summary');
    const name = document.createElement('span');
    name.className = 'secdoc-why__name';
    name.textContent = labelOf(element);
    summary.append(name, ' ', why.question);
    note.append(summary, document.createElement('div'));
    return note;
  }

  /** Put the note where the element would be; within a hidden group only the group has one. */
  function explain(element) {
    const note = notes.get(element);
    if (!element.hidden || element.parentElement.closest('[data-group][hidden]')) {
      if (note) note.hidden = true;
      return;
    }
    const shown = note || noteFor(element);
    if (!note) {
      notes.set(element, shown);
      element.before(shown);
    }
    const said = reasonsOf(element).map((sentence) => {
      const line = document.createElement('p');
      line.textContent = sentence;
      return line;
    });
    const inside = [...element.querySelectorAll('[data-question]')].map(labelOf);
    if (inside.length) {
      const list = document.createElement('ul');
      list.append(...inside.map((label) => Object.assign(document.createElement('li'), { textContent: label })));
      said.push(list);
    }
    shown.lastElementChild.replaceChildren(...said);
    shown.hidden = false;
  }

  const elements = [...root.querySelectorAll('[data-question], [data-group]')];
  const all = () => elements.forEach(explain);
  let waiting = 0;
  const observer = new MutationObserver((changes) => {
    // What was shown once is not hidden for the reasons it was loaded with.
    changes.forEach(({ target }) => { if (!target.hidden) loaded.set(target, false); });
    window.cancelAnimationFrame(waiting);
    waiting = window.requestAnimationFrame(all);
  });
  elements.forEach((element) => {
    loaded.set(element, Boolean(why.reasons[keyOf(element)]));
    observer.observe(element, { attributes: true, attributeFilter: ['hidden'] });
  });
  all();
})();
