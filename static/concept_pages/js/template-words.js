/* What all scripts of template authoring share: the page's data, its words, and small DOM helpers. */
(function () {
  'use strict';

  let data = null;

  /** Return the JSON that the server put into the page; empty parts where there is none. */
  function read() {
    if (data) return data;
    const script = document.getElementById('secdoc-template-data');
    const found = script ? JSON.parse(script.textContent) : {};
    data = {
      language: 'de', questions: [], optionSets: {}, services: [], taken: [], reserved: [],
      operators: {}, types: {}, phrases: {}, words: {}, askedBy: {}, sets: {}, saved: [], urls: {}, ...found,
    };
    return data;
  }

  /** Fill the `%(name)s` placeholders of a sentence. */
  function filled(sentence, values) {
    return sentence.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? '');
  }

  /** Return one of the server's translated words. */
  function word(name, values = {}) {
    return filled(read().words[name] || '', values);
  }

  /** Return a bilingual text in a language, or in the other one where it is missing. */
  function textIn(label, language) {
    const both = label || {};
    return (language === 'en' ? both.en || both.de : both.de || both.en) || '';
  }

  /** Return a bilingual text in the language of the page, or in the other one. */
  function text(label) {
    return textIn(label, read().language);
  }

  /** Make an element: `make('button', {type: 'button', class: 'x', on: {click: f}}, 'Text', child)`. */
  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => {
      if (key === 'on') {
        Object.entries(value).forEach(([event, act]) => element.addEventListener(event, act));
      } else if (value === true) {
        element.setAttribute(key, '');
      } else if (value !== false && value !== null && value !== undefined) {
        element.setAttribute(key, value);
      }
    });
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  /** Make one of Wagtail's icons. */
  function icon(name) {
    const holder = document.createElement('template');
    holder.innerHTML = `<svg class="icon icon-${name}" aria-hidden="true"><use href="#icon-${name}"></use></svg>`;
    return holder.content.firstElementChild;
  }

  /** Make a button that shows only an icon; its label is for screen readers and as a hint. */
  function iconButton(name, label, act) {
    const attributes = { type: 'button', class: 'secdoc-icon-button', 'aria-label': label, title: label };
    return make('button', { ...attributes, on: { click: act } }, icon(name));
  }

  /** Write a value into an input and tell the form about it. */
  function assign(input, value) {
    if (input.value === value) return;
    input.value = value;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }

  const spelled = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', æ: 'ae', ø: 'oe' };

  /** Return a key made from a text that is not among those taken, as the server would make it. */
  function keyFrom(words, taken, fallback = 'entry') {
    let stem = words
      .toLowerCase()
      .replace(/[äöüßæø]/g, (letter) => spelled[letter])
      .normalize('NFKD')
      .replace(/[^\x00-\x7f]/g, '')
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '');
    if (stem.length > 48) {
      const cut = stem.slice(0, 48);
      stem = (cut.includes('_') ? cut.slice(0, cut.lastIndexOf('_')) : cut).replace(/^_+|_+$/g, '');
    }
    if (!/^[a-z]/.test(stem)) stem = `${fallback}_${stem}`.replace(/_+$/, '');
    let key = stem;
    for (let number = 2; taken.has(key); number += 1) key = `${stem}_${number}`;
    return key;
  }

  /** Return the JSON in a hidden input, or a fallback. */
  function json(input, fallback) {
    try {
      return JSON.parse(input.value) ?? fallback;
    } catch {
      return fallback;
    }
  }

  let identifiers = 0;

  /** Return an id that no other element has. */
  function identifier(name) {
    identifiers += 1;
    return `secdoc-${name}-${identifiers}`;
  }

  /** Register a Stimulus controller with Wagtail, whatever is loaded first. */
  function register(name, build) {
    const start = () => window.wagtail.app.register(name, build(window.StimulusModule.Controller));
    if (window.wagtail && window.wagtail.app) start();
    else document.addEventListener('DOMContentLoaded', start);
  }

  window.secdocTemplate = {
    read, word, filled, text, textIn, make, icon, iconButton, assign, keyFrom, json, identifier, register,
  };
})();
