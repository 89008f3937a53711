/* A list of lines with a German and an English text and a key: options, rows, ratings. */
(function () {
  'use strict';

  const { register, read, word, make, icon, iconButton, assign, keyFrom, json } = window.secdocTemplate;

  register('secdoc-rows', (Controller) => class extends Controller {
    static targets = ['input', 'editor'];

    connect() {
      this.rows = json(this.inputTarget, []).map((row) => ({ ...row, isStored: Boolean(row.key) }));
      this.render();
    }

    disconnect() {
      this.editorTarget.replaceChildren();
    }

    store() {
      const given = this.rows.filter((row) => row.de || row.en || row.key);
      assign(this.inputTarget, JSON.stringify(given.map(({ key, de, en }) => ({ key, de, en }))));
    }

    /** A key follows its text until the page is saved; a key that was there before stays. */
    name(row) {
      if (row.key && !row.automatic) return;
      const taken = new Set(this.rows.filter((other) => other !== row).map((other) => other.key));
      const words = row.en || row.de;
      row.key = words ? keyFrom(words, taken) : '';
      row.automatic = true;
    }

    render() {
      const keys = make(
        'button',
        { type: 'button', class: 'secdoc-rows__keys', 'aria-expanded': String(Boolean(this.showsKeys)), on: { click: () => this.toggleKeys() } },
        word(this.showsKeys ? 'hide_keys' : 'show_keys'),
      );
      const head = make(
        'div',
        { class: 'secdoc-rows__row secdoc-rows__row--head', 'aria-hidden': 'true' },
        make('span', {}, word('german')), make('span', {}, word('english')),
        this.showsKeys ? make('span', {}, word('key')) : null, make('span', {}),
      );
      const add = make(
        'button',
        { type: 'button', class: 'button button-small button-secondary', on: { click: () => this.insert(this.rows.length) } },
        icon('plus'), word('add_row'),
      );
      this.editorTarget.className = `secdoc-rows${this.showsKeys ? ' secdoc-rows--keys' : ''}`;
      this.editorTarget.replaceChildren(
        ...(this.rows.length ? [head] : []),
        ...this.rows.map((row, index) => this.line(row, index)),
        make('div', { class: 'secdoc-rows__buttons' }, add, this.rows.length ? keys : make('span', { class: 'help' }, word('paste_rows'))),
      );
    }

    line(row, index) {
      const cells = [this.cell(row, index, 'de', word('german')), this.cell(row, index, 'en', word('english'))];
      if (this.showsKeys) cells.push(this.cell(row, index, 'key', word('key')));
      const last = this.rows.length - 1;
      const controls = make(
        'span',
        { class: 'secdoc-rows__controls' },
        index > 0 ? iconButton('arrow-up', word('move_up'), () => this.move(index, -1)) : null,
        index < last ? iconButton('arrow-down', word('move_down'), () => this.move(index, 1)) : null,
        iconButton('bin', word('remove'), () => { this.rows.splice(index, 1); this.store(); this.render(); }),
      );
      return make('div', { class: 'secdoc-rows__row' }, ...cells, controls);
    }

    cell(row, index, part, label) {
      // Answers are stored by the key: once the template is released, no option changes its own.
      const isFixed = part === 'key' && row.isStored && read().reserved.length > 0;
      const input = make('input', {
        type: 'text', 'aria-label': `${label} ${index + 1}`, value: row[part] || '', readonly: isFixed,
        title: isFixed ? word('key_fixed') : null,
      });
      input.dataset.part = part;
      input.addEventListener('input', (event) => {
        event.stopPropagation();
        row[part] = input.value;
        if (part === 'key') row.automatic = false;
        this.store();
      });
      input.addEventListener('change', (event) => {
        event.stopPropagation();
        this.name(row);
        this.store();
      });
      input.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        this.name(row);
        if (index === this.rows.length - 1) this.insert(index + 1, part);
        else this.focus(index + 1, part);
      });
      input.addEventListener('paste', (event) => this.paste(event, index, part));
      return input;
    }

    /** Several lines at once: each becomes a row; a tab parts German from English. */
    paste(event, index, part) {
      const lines = event.clipboardData.getData('text').split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
      if (lines.length < 2 && !(lines[0] || '').includes('\t')) return;
      event.preventDefault();
      const rows = lines.map((line) => {
        const [first, second] = line.split('\t').map((one) => one.trim());
        return second === undefined ? { key: '', de: '', en: '', [part]: first } : { key: '', de: first, en: second };
      });
      const here = this.rows[index];
      const isEmpty = !here.de && !here.en;
      this.rows.splice(isEmpty ? index : index + 1, isEmpty ? 1 : 0, ...rows);
      rows.forEach((row) => this.name(row));
      this.store();
      this.render();
    }

    insert(index, part = 'de') {
      this.rows.splice(index, 0, { key: '', de: '', en: '' });
      this.render();
      this.focus(index, part);
    }

    move(index, by) {
      const [row] = this.rows.splice(index, 1);
      this.rows.splice(index + by, 0, row);
      this.store();
      this.render();
      this.focus(index + by, 'de');
    }

    focus(index, part) {
      const lines = this.editorTarget.querySelectorAll('.secdoc-rows__row:not(.secdoc-rows__row--head)');
      lines[index]?.querySelector(`[data-part="${part}"]`)?.focus();
    }

    toggleKeys() {
      this.showsKeys = !this.showsKeys;
      this.rows.forEach((row) => this.name(row));
      this.render();
    }
  });
})();
