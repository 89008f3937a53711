/* A condition as a plain sentence; the same words as definition/sentences.py. */
(function () {
  'use strict';

  const { read, filled, text } = window.secdocTemplate;
  const times = new Set(['date', 'month', 'time']);

  function phrase(name, values = {}) {
    return filled(read().phrases[name] || '', values);
  }

  function joined(parts, word) {
    return parts.reduce((said, part) => (said ? phrase(word, { first: said, second: part }) : part), '');
  }

  function single(value, question) {
    if (typeof value === 'boolean') return phrase(value ? 'yes' : 'no');
    if (value === null || value === undefined || value === '') return phrase('unfinished');
    const option = question ? question.options.find((entry) => entry.key === value) : null;
    if (option) return phrase('quoted', { words: text(option) });
    if (!question || ['text', 'single_choice'].includes(question.type)) return phrase('quoted', { words: value });
    return quantity(question.type, value);
  }

  function quantity(type, value) {
    // The English of the house is British: 21 Nov 2026.
    const locale = read().language === 'en' ? 'en-GB' : 'de-DE';
    if (typeof value === 'number') {
      return value.toLocaleString(locale, { useGrouping: false, maximumFractionDigits: 20 });
    }
    const at = (date, options) => {
      const found = new Date(date);
      return Number.isNaN(found.getTime()) ? value : found.toLocaleDateString(locale, options);
    };
    if (type === 'date') return at(`${value}T12:00:00`, { dateStyle: 'medium' });
    if (type === 'month') return at(`${value}-15T12:00:00`, { month: 'long', year: 'numeric' });
    if (type === 'time') return phrase('clock', { time: value });
    if (type === 'duration') return duration(value);
    return String(value);
  }

  function duration(value) {
    const found = /^(\d{2,3}):([0-5]\d)$/.exec(value);
    if (!found) return value;
    const [hours, minutes] = found.slice(1).map(Number);
    const parts = hours ? [`${hours} h`] : [];
    if (minutes || !hours) parts.push(`${minutes} min`);
    return parts.join(' ');
  }

  function valueSaid(leaf, question) {
    if (!Array.isArray(leaf.value)) return single(leaf.value, question);
    const said = joined(leaf.value.map((one) => single(one, question)), leaf.operator === 'not_in' ? 'nor' : 'or');
    return said || phrase('unfinished');
  }

  function comparison(leaf, byKey) {
    const question = byKey.get(leaf.question);
    const operator = leaf.operator || 'equals';
    const timed = `${operator}_time`;
    const name = question && times.has(question.type) && read().phrases[timed] ? timed : operator;
    const label = question ? text(question.label) : leaf.question;
    return phrase(name, { question: label || phrase('unfinished'), value: valueSaid(leaf, question) });
  }

  function clause(condition, byKey, nested) {
    const join = ['all', 'any'].find((name) => name in condition);
    if (!join) return comparison(condition, byKey);
    const parts = condition[join].map((part) => clause(part, byKey, true));
    const said = joined(parts, join === 'all' ? 'and' : 'or');
    return nested && parts.length > 1 ? `(${said})` : said;
  }

  /** Say a condition in the format of the template; null means always. */
  window.secdocTemplate.sentence = (condition, questions) => {
    if (!condition) return phrase('always');
    const byKey = new Map(questions.map((question) => [question.key, question]));
    return phrase('shown_if', { condition: clause(condition, byKey, false) });
  };
})();
