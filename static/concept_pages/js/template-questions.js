/* The head of a question's block: its text, and what is worth knowing at a glance. */
(function () {
  'use strict';

  const { read, word, text, make, icon, keyFrom, assign } = window.secdocTemplate;
  const { StructBlockDefinition } = window.wagtailStreamField.blocks;

  class QuestionHead {
    constructor(block, prefix) {
      this.prefix = prefix;
      this.container = block.container[0];
      this.panel = this.container.closest('[data-panel]');
      this.chips = make('span', { class: 'secdoc-head' });
      this.panel?.querySelector('[data-panel-heading]')?.append(this.chips);
      this.container.addEventListener('change', (event) => this.changed(event));
      this.container.addEventListener('secdoc-condition:said', (event) => this.said(event.detail));
      this.lockKey();
      this.offerMore();
      this.show();
    }

    /** A saved question can be moved to another group, duplicated, and given another type. */
    offerMore() {
      // The key is set right after the block is built, and the controls after that.
      window.requestAnimationFrame(() => {
        const key = this.input('key')?.value;
        const controls = this.panel?.querySelector('[data-panel-controls]');
        if (!controls || !read().saved.includes(key) || controls.querySelector('.secdoc-more')) return;
        const label = word('more');
        const href = read().urls.question.replace('__key__', key);
        const style = 'button button--icon text-replace white secdoc-more';
        controls.prepend(make('a', { href, class: style, title: label, 'aria-label': label }, icon('dots-horizontal')));
      });
    }

    input(name) {
      return this.container.querySelector(`[name="${this.prefix}-${name}"]`);
    }

    get label() {
      return { de: this.input('label_de')?.value || '', en: this.input('label_en')?.value || '' };
    }

    /** The key of a released question stays what it is. */
    lockKey() {
      const key = this.input('key');
      if (!key) return;
      // The value is set right after the block is built.
      window.requestAnimationFrame(() => {
        if (!key.value || !read().reserved.includes(key.value)) return;
        key.readOnly = true;
        key.title = word('key_fixed');
      });
    }

    changed({ target }) {
      if (target === this.input('label_de') || target === this.input('label_en')) this.nameKey();
      if (target === this.input('key')) delete target.dataset.secdocAutomatic;
      this.show();
    }

    /** A key follows its question until it is saved or something refers to it. */
    nameKey() {
      const key = this.input('key');
      const words = this.label.en || this.label.de;
      if (!key || !words || (key.value && key.dataset.secdocAutomatic !== key.value)) return;
      const made = keyFrom(words, window.secdocTemplate.takenKeys(key), 'question');
      key.dataset.secdocAutomatic = made;
      assign(key, made);
      key.dataset.secdocAutomatic = made;
    }

    said({ condition, sentence }) {
      this.sentence = condition ? sentence : '';
      this.show();
    }

    show() {
      const level = this.input('confidentiality');
      const chips = [];
      if (this.input('required')?.checked) {
        chips.push(make('span', { class: 'secdoc-required', title: word('required') }, '*'));
      }
      const { de, en } = this.label;
      if (Boolean(de) !== Boolean(en)) {
        chips.push(make('span', { class: 'secdoc-chip secdoc-chip--warning' }, icon('warning'), word('translation_missing')));
      }
      if (level?.value) {
        chips.push(make('span', { class: 'secdoc-chip' }, icon('lock'), level.selectedOptions[0].text));
      }
      if (this.sentence) {
        const said = make('span', { class: 'secdoc-chip__text' }, this.sentence);
        chips.push(make('span', { class: 'secdoc-chip secdoc-chip--condition', title: this.sentence }, icon('view'), said));
      }
      this.chips.replaceChildren(...chips);
    }
  }

  class QuestionBlockDefinition extends StructBlockDefinition {
    render(...args) {
      const block = super.render(...args);
      const head = new QuestionHead(block, args[1]);
      block.getTextLabel = () => text(head.label) || word('untitled');
      return block;
    }
  }

  /** Open the question that the address names, as links from the outline and from problems do. */
  function arrive() {
    const block = /^#block-[\w-]+-section$/.test(window.location.hash) && document.querySelector(window.location.hash);
    if (!block) return;
    const toggle = block.querySelector('[data-panel-toggle]');
    if (toggle?.getAttribute('aria-expanded') === 'false') toggle.click();
    block.scrollIntoView({ block: 'start' });
  }

  window.addEventListener('hashchange', arrive);
  // Wagtail builds and collapses the blocks once everything is loaded.
  window.addEventListener('load', () => window.setTimeout(arrive, 200));

  window.telepath.register('secdoc.QuestionBlock', QuestionBlockDefinition);
})();
