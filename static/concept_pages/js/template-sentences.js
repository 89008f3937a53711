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
    if (option) return `“${text(option)}”`;
    if (!question || ['text', 'single_choice'].includes(question.type)) return `“${value}”`;
    if (question.type === 'date') {
      const date = new Date(`${value}T12:00:00`);
      return Number.isNaN(date.getTime()) ? value : date.toLocaleDateString(read().language, { dateStyle: 'medium' });
    }
    if (typeof value === 'number') return value.toLocaleString(read().language);
    return String(value);
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
