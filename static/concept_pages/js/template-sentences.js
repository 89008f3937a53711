/* A condition as a plain sentence in either language; the same words as definition/sentences.py. */
(function () {
  'use strict';

  const { read, filled, textIn } = window.secdocTemplate;
  const times = new Set(['date', 'month', 'time']);
  // The English of the house is British: 21 Nov 2026.
  const locales = { de: 'de-DE', en: 'en-GB' };

  function duration(value) {
    const found = /^(\d{2,3}):([0-5]\d)$/.exec(value);
    if (!found) return value;
    const [hours, minutes] = found.slice(1).map(Number);
    const parts = hours ? [`${hours} h`] : [];
    if (minutes || !hours) parts.push(`${minutes} min`);
    return parts.join(' ');
  }

  /** Says conditions about certain questions in one language. */
  class Speaker {
    constructor(questions, language) {
      const known = [...(read().gone || []), ...questions];
      this.byKey = new Map(known.map((question) => [question.key, question]));
      this.language = language;
      this.phrases = read().phrases[language] || {};
    }

    phrase(name, values = {}) {
      return filled(this.phrases[name] || '', values);
    }

    joined(parts, word) {
      return parts.reduce((said, part) => (said ? this.phrase(word, { first: said, second: part }) : part), '');
    }

    single(value, question) {
      if (typeof value === 'boolean') return this.phrase(value ? 'yes' : 'no');
      if (value === null || value === undefined || value === '') return this.phrase('unfinished');
      const option = question ? question.options.find((entry) => entry.key === value) : null;
      if (option) return this.phrase('quoted', { words: textIn(option, this.language) });
      if (!question || ['text', 'single_choice'].includes(question.type)) return this.phrase('quoted', { words: value });
      return this.quantity(question.type, value);
    }

    quantity(type, value) {
      const locale = locales[this.language];
      if (typeof value === 'number') {
        return value.toLocaleString(locale, { useGrouping: false, maximumFractionDigits: 20 });
      }
      const at = (date, options) => {
        const found = new Date(date);
        return Number.isNaN(found.getTime()) ? value : found.toLocaleDateString(locale, options);
      };
      if (type === 'date') return at(`${value}T12:00:00`, { dateStyle: 'medium' });
      if (type === 'month') return at(`${value}-15T12:00:00`, { month: 'long', year: 'numeric' });
      if (type === 'time') return this.phrase('clock', { time: value });
      if (type === 'duration') return duration(value);
      return String(value);
    }

    valueSaid(leaf, question) {
      if (!Array.isArray(leaf.value)) return this.single(leaf.value, question);
      const said = leaf.value.map((one) => this.single(one, question));
      return this.joined(said, leaf.operator === 'not_in' ? 'nor' : 'or') || this.phrase('unfinished');
    }

    comparison(leaf) {
      const question = this.byKey.get(leaf.question);
      const operator = leaf.operator || 'equals';
      const timed = `${operator}_time`;
      const name = question && times.has(question.type) && this.phrases[timed] ? timed : operator;
      const label = question ? textIn(question.label, this.language) : leaf.question;
      return this.phrase(name, { question: label || this.phrase('unfinished'), value: this.valueSaid(leaf, question) });
    }

    clause(condition, nested) {
      const join = ['all', 'any'].find((name) => name in condition);
      if (!join) return this.comparison(condition);
      const parts = condition[join].map((part) => this.clause(part, true));
      const said = this.joined(parts, join === 'all' ? 'and' : 'or');
      return nested && parts.length > 1 ? `(${said})` : said;
    }

    say(condition) {
      return condition ? this.phrase('shown_if', { condition: this.clause(condition, false) }) : this.phrase('always');
    }
  }

  /** Say a condition in the format of the template, by default in the page's language; null means always. */
  window.secdocTemplate.sentence = (condition, questions, language = read().language) => (
    new Speaker(questions, language).say(condition)
  );
})();
