/* Which questions a condition may ask for: those of groups further up, and those above it on this page. */
(function () {
  'use strict';

  const { read, json, keyFrom, text, word } = window.secdocTemplate;

  function field(prefix, name) {
    return document.getElementsByName(`${prefix}-value-${name}`)[0];
  }

  function valueOf(prefix, name) {
    const input = field(prefix, name);
    if (!input) return '';
    return input.type === 'checkbox' ? input.checked : input.value;
  }

  /** Return the prefixes of the question blocks of this page that are not deleted, in their order. */
  function blocks(stream) {
    const count = document.getElementsByName(`${stream}-count`)[0];
    const named = (prefix, name) => document.getElementsByName(`${prefix}-${name}`)[0];
    return Array.from({ length: count ? Number(count.value) : 0 }, (_, index) => `${stream}-${index}`)
      .filter((prefix) => named(prefix, 'deleted') && named(prefix, 'deleted').value !== '1')
      .map((prefix) => ({ prefix, order: Number(named(prefix, 'order').value), type: named(prefix, 'type').value }))
      .sort((one, other) => one.order - other.order);
  }

  function optionsOf(prefix, type) {
    if (type === 'matrix') return json(field(prefix, 'columns'), []);
    const set = valueOf(prefix, 'option_set');
    if (set) return read().optionSets[set] || [];
    const options = field(prefix, 'options');
    return options ? json(options, []) : [];
  }

  function questionAt({ prefix, type }) {
    return {
      key: valueOf(prefix, 'key'), type, prefix,
      label: { de: valueOf(prefix, 'label_de'), en: valueOf(prefix, 'label_en') },
      multiple: Boolean(valueOf(prefix, 'multiple')),
      options: optionsOf(prefix, type),
      group: { de: word('same_page'), en: word('same_page') },
    };
  }

  /** Return the questions that the condition in an input may ask for. */
  function earlier(input) {
    const place = /^(.+)-(\d+)-value-[a-z_]+$/.exec(input.name);
    if (!place) return read().questions;
    const all = blocks(place[1]);
    const own = all.findIndex((block) => block.prefix === `${place[1]}-${place[2]}`);
    const here = all.slice(0, Math.max(own, 0)).map(questionAt);
    return [...read().questions, ...here.filter((question) => text(question.label))];
  }

  /** Return every key that a new question must not have. */
  function takenKeys(except) {
    const taken = new Set([...read().taken, ...read().reserved]);
    document.querySelectorAll('input[name^="questions-"][name$="-value-key"]').forEach((input) => {
      if (input !== except && input.value) taken.add(input.value);
    });
    return taken;
  }

  /** Give the question block with this prefix a key, if it has none yet, and return it. */
  function ensureKey(prefix) {
    const input = field(prefix, 'key');
    if (!input.value) {
      const words = valueOf(prefix, 'label_en') || valueOf(prefix, 'label_de');
      window.secdocTemplate.assign(input, keyFrom(words, takenKeys(input), 'question'));
      // Something refers to it from now on, so it does not follow the label any more.
      delete input.dataset.secdocAutomatic;
    }
    return input.value;
  }

  window.secdocTemplate.blocks = blocks;
  window.secdocTemplate.earlier = earlier;
  window.secdocTemplate.takenKeys = takenKeys;
  window.secdocTemplate.ensureKey = ensureKey;
})();
