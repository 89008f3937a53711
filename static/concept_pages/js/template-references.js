/* Turns an input that holds a key into a choice of what the template offers. */
(function () {
  'use strict';

  const { register, read, word, text, make, assign } = window.secdocTemplate;

  function optionSets() {
    return Object.entries(read().optionSets).map(([name, options]) => {
      const first = options.slice(0, 3).map(text).join(', ');
      return [name, `${name} (${first}${options.length > 3 ? ' …' : ''})`];
    });
  }

  function earlierOfType(input, type) {
    return window.secdocTemplate
      .earlier(input)
      .filter((question) => question.type === type && question.key)
      .map((question) => [question.key, text(question.label)]);
  }

  /** The columns of the table that the input belongs to, as they are typed now. */
  function columns(input) {
    const prefix = input.name.replace(/-preset_column$/, '-columns');
    const named = (name) => document.getElementsByName(`${prefix}-${name}`)[0];
    const count = Number(named('count')?.value || 0);
    return Array.from({ length: count }, (_, index) => index)
      .filter((index) => named(`${index}-deleted`)?.value !== '1')
      .map((index) => {
        const value = (part) => named(`${index}-value-${part}`)?.value || '';
        return [value('key'), text({ de: value('de'), en: value('en') })];
      })
      .filter(([key]) => key);
  }

  register('secdoc-reference', (Controller) => class extends Controller {
    static values = { offers: String };

    connect() {
      this.element.hidden = true;
      this.select = make('select', { 'aria-label': this.element.closest('[data-contentpath]')?.querySelector('label')?.textContent || '' });
      this.select.addEventListener('change', (event) => {
        event.stopPropagation();
        assign(this.element, this.select.value);
        this.adapt();
      });
      // What is offered may have changed on this page meanwhile.
      this.select.addEventListener('focus', () => this.fill());
      this.element.after(this.select);
      this.fill();
      this.adapt();
    }

    disconnect() {
      this.select?.remove();
      this.note?.remove();
    }

    get offered() {
      if (this.offersValue === 'option_sets') return optionSets();
      if (this.offersValue === 'columns') return columns(this.element);
      return earlierOfType(this.element, this.offersValue);
    }

    fill() {
      const { value } = this.element;
      const none = word(this.offersValue === 'option_sets' ? 'own_options' : 'none');
      const offered = [['', none], ...this.offered];
      if (!offered.some(([key]) => key === value)) offered.push([value, word('missing', { name: value })]);
      const options = offered.map(([key, label]) => make('option', { value: key }, label));
      this.select.replaceChildren(...options);
      this.select.value = value;
    }

    /** With a shared option set there are no options to list here; what it offers is shown. */
    adapt() {
      if (this.offersValue !== 'option_sets') return;
      this.note?.remove();
      const offered = read().optionSets[this.element.value];
      if (offered) {
        const uses = (read().sets[this.element.value] || []).length;
        this.note = make(
          'p', { class: 'secdoc-sets__note' }, offered.map(text).join(' · '),
          make('br'), uses > 1 ? word('set_shared', { count: uses }) : word('set_elsewhere'),
          ' ', make('a', { href: read().urls.optionSets }, word('option_sets')),
        );
        this.select.after(this.note);
      }
      const own = this.element.closest('[data-contentpath="option_set"]')?.parentElement?.querySelector(':scope > [data-contentpath="options"]');
      if (own) own.hidden = Boolean(this.element.value);
    }
  });
})();
