/* Says beside the name of an option set where it is used; the name of a used set stays. */
(function () {
  'use strict';

  const { read, word, text, make, register } = window.secdocTemplate;

  register('secdoc-option-set', (Controller) => class extends Controller {
    connect() {
      // The value is set right after the block is built.
      window.requestAnimationFrame(() => this.show());
    }

    disconnect() {
      this.note?.remove();
    }

    show() {
      const places = read().sets[this.element.value] || [];
      if (!places.length) return;
      this.element.readOnly = true;
      const links = places.flatMap(({ label, where }, index) => [
        index ? ', ' : ' ', make('a', { href: where }, text(label) || word('untitled')),
      ]);
      const sentence = word(places.length === 1 ? 'set_used_once' : 'set_used', { count: places.length });
      this.note = make('p', { class: 'secdoc-sets__note' }, sentence, ...links);
      this.element.after(this.note);
    }
  });
})();
