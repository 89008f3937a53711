/* A searchable select: an input that filters a grouped list, usable by keyboard alone. */
(function () {
  'use strict';

  const { make, word, identifier } = window.secdocTemplate;

  /**
   * Build a combobox.
   *
   * @param {object} options
   * @param {string} options.label - name for screen readers
   * @param {() => {value: string, label: string, group: string, hint: string}[]} options.items
   * @param {string} options.value - the value chosen at first
   * @param {string} options.shown - how that value is shown
   * @param {(value: string) => void} options.choose - called with what is chosen
   * @returns {HTMLElement} with a method `open()`
   */
  function combobox({ label, items, shown, placeholder, choose }) {
    const listId = identifier('list');
    const input = make('input', {
      type: 'text', role: 'combobox', autocomplete: 'off', 'aria-label': label, placeholder,
      'aria-expanded': 'false', 'aria-controls': listId, 'aria-autocomplete': 'list',
      class: 'secdoc-combobox__input',
    });
    const list = make('ul', { role: 'listbox', id: listId, class: 'secdoc-combobox__list', hidden: true });
    const box = make('div', { class: 'secdoc-combobox' }, input, list);
    let chosen = shown;
    let active = -1;
    input.value = shown;

    const options = () => [...list.querySelectorAll('[role="option"]')];

    function close() {
      list.hidden = true;
      active = -1;
      input.value = chosen;
      input.setAttribute('aria-expanded', 'false');
      input.removeAttribute('aria-activedescendant');
    }

    function pick(item) {
      chosen = item.label;
      close();
      choose(item.value);
    }

    function mark(index) {
      const all = options();
      if (!all.length) return;
      active = (index + all.length) % all.length;
      all.forEach((option, at) => option.setAttribute('aria-selected', String(at === active)));
      all[active].scrollIntoView({ block: 'nearest' });
      input.setAttribute('aria-activedescendant', all[active].id);
    }

    function matching(search) {
      const words = search.toLowerCase().split(/\s+/).filter(Boolean);
      return items().filter((item) => {
        const hay = `${item.label} ${item.group} ${item.value}`.toLowerCase();
        return words.every((part) => hay.includes(part));
      });
    }

    function show(search) {
      const found = matching(search);
      list.replaceChildren();
      let group = null;
      found.forEach((item) => {
        if (item.group !== group) {
          group = item.group;
          if (group) list.append(make('li', { role: 'presentation', class: 'secdoc-combobox__group' }, group));
        }
        list.append(
          make(
            'li',
            {
              role: 'option', id: identifier('option'), class: 'secdoc-combobox__option', 'aria-selected': 'false',
              on: { mousedown: (event) => { event.preventDefault(); pick(item); } },
            },
            make('span', { class: 'secdoc-combobox__label' }, item.label),
            item.hint ? make('span', { class: 'secdoc-combobox__hint' }, item.hint) : null,
          ),
        );
      });
      if (!found.length) {
        list.append(make('li', { role: 'presentation', class: 'secdoc-combobox__group' }, word('nothing_found')));
      }
      list.hidden = false;
      active = -1;
      input.setAttribute('aria-expanded', 'true');
      if (search && found.length) mark(0);
    }

    input.addEventListener('focus', () => { input.select(); show(''); });
    input.addEventListener('click', () => { if (list.hidden) show(''); });
    input.addEventListener('input', (event) => { event.stopPropagation(); show(input.value); });
    input.addEventListener('change', (event) => event.stopPropagation());
    input.addEventListener('blur', close);
    input.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        if (list.hidden) show('');
        mark(active + (event.key === 'ArrowDown' ? 1 : -1));
      } else if (event.key === 'Enter') {
        event.preventDefault();
        const option = options()[active];
        if (!list.hidden && option) option.dispatchEvent(new MouseEvent('mousedown', { cancelable: true }));
      } else if (event.key === 'Escape' && !list.hidden) {
        event.stopPropagation();
        close();
      }
    });

    box.open = () => input.focus();
    return box;
  }

  window.secdocTemplate.combobox = combobox;
})();
