/* Before a question or an option set is taken out of a form: what depends on it is named. */
(function () {
  'use strict';

  const { read, word, text, make, json } = window.secdocTemplate;

  function field(prefix, name) {
    return document.getElementsByName(`${prefix}-value-${name}`)[0];
  }

  function asks(condition, key) {
    if (!condition || typeof condition !== 'object') return false;
    const parts = condition.all || condition.any;
    return parts ? parts.some((part) => asks(part, key)) : condition.question === key;
  }

  /** The other questions of this form that ask for a question, as they are typed now. */
  function askingHere(stream, prefix, key) {
    return window.secdocTemplate.blocks(stream)
      .filter((block) => block.prefix !== prefix)
      .filter((block) => {
        const condition = field(block.prefix, 'visible_if');
        const filter = field(block.prefix, 'filter_by');
        return (condition && asks(json(condition, null), key)) || filter?.value === key;
      })
      .map((block) => ({ label: { de: field(block.prefix, 'label_de').value, en: field(block.prefix, 'label_en').value } }));
  }

  function groupHere(key) {
    const condition = document.querySelector('input[name="visible_if"]');
    return condition && asks(json(condition, null), key) ? [{ label: { de: word('this_group'), en: word('this_group') } }] : [];
  }

  function list(places) {
    const entries = places.map(({ label, where }) => {
      const shown = text(label) || word('untitled');
      return make('li', {}, where ? make('a', { href: where, target: '_blank' }, shown) : shown);
    });
    return make('ul', {}, ...entries);
  }

  /** Ask in a dialog; `confirm` is what the button says that goes on, none where that is impossible. */
  function ask(sentence, places, confirm, act) {
    const close = () => { dialog.close(); dialog.remove(); };
    const go = confirm && make('button', { type: 'button', class: 'button no', on: { click: () => { close(); act(); } } }, confirm);
    const cancel = make('button', { type: 'button', class: 'button button-secondary', on: { click: close } }, word(confirm ? 'cancel' : 'close'));
    const dialog = make(
      'dialog',
      { class: 'secdoc-dialog', 'aria-label': sentence, on: { close: () => dialog.remove() } },
      make('p', {}, sentence), list(places), make('div', { class: 'secdoc-dialog__buttons' }, cancel, go),
    );
    document.body.append(dialog);
    dialog.showModal();
    cancel.focus();
  }

  function questionAt(prefix, go, event) {
    const key = field(prefix, 'key')?.value;
    const places = key ? [...groupHere(key), ...askingHere('questions', prefix, key), ...(read().askedBy[key] || [])] : [];
    if (!places.length) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    const name = text({ de: field(prefix, 'label_de').value, en: field(prefix, 'label_en').value });
    ask(word('delete_question', { name }), places, word('delete_anyway'), go);
  }

  function optionSetAt(prefix, event) {
    const name = field(prefix, 'key')?.value;
    const places = read().sets[name] || [];
    if (!places.length) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    ask(word('set_in_use', { name }), places, '', null);
  }

  // Captured, so that it comes before Wagtail takes the block away.
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('[data-streamfield-action="DELETE"]');
    if (!button || button.dataset.secdocAsked) return;
    const input = button.closest('[data-streamfield-child]')?.querySelector(':scope > input[name$="-type"]');
    const prefix = input?.name.replace(/-type$/, '') || '';
    const go = () => { button.dataset.secdocAsked = 'yes'; button.click(); };
    if (/^questions-\d+$/.test(prefix)) questionAt(prefix, go, event);
    else if (/^option_sets-\d+$/.test(prefix)) optionSetAt(prefix, event);
  }, true);
})();
