/* The condition editor: choose a question further up, how to compare, and with what. */
(function () {
  'use strict';

  const { register, read, word, text, make, iconButton, icon, assign, json } = window.secdocTemplate;
  const withoutValue = new Set(['answered', 'not_answered']);
  const withList = new Set(['in', 'not_in', 'contains_any']);
  const timed = new Set(['date', 'month', 'time']);
  const inputTypes = { integer: 'number', number: 'number', date: 'date', month: 'month', time: 'time' };

  /* The tree that is edited: {join, parts} with leaves {question, operator, value}. */

  function toTree(condition) {
    if (!condition) return { join: 'all', parts: [] };
    const join = ['all', 'any'].find((name) => name in condition);
    if (!join) return { join: 'all', parts: [{ ...condition }] };
    const parts = condition[join].map((part) => ('all' in part || 'any' in part ? toTree(part) : { ...part }));
    return { join, parts };
  }

  function fromTree(node) {
    if (!node.parts) return node.question ? node : null;
    const parts = node.parts.map(fromTree).filter(Boolean);
    if (!parts.length) return null;
    return parts.length === 1 ? parts[0] : { [node.join]: parts };
  }

  function leaves(node) {
    return node.parts ? node.parts.flatMap(leaves) : [node];
  }

  function isFinished(leaf) {
    if (!leaf.question || !leaf.operator) return false;
    if (withoutValue.has(leaf.operator)) return true;
    return Array.isArray(leaf.value) ? leaf.value.length > 0 : leaf.value !== undefined && leaf.value !== '';
  }

  function operatorsOf(question) {
    const { operators } = read();
    const several = `${question.type}_multiple`;
    return (question.multiple && operators[several]) || operators[question.type] || [];
  }

  function operatorLabel(operator, question) {
    const name = `operator_${operator}`;
    return (timed.has(question.type) && word(`${name}_time`)) || word(name);
  }

  function plainSelect(label, options, chosen, act) {
    const select = make('select', { 'aria-label': label, on: { change: (event) => { event.stopPropagation(); act(select.value); } } });
    options.forEach(([value, shown]) => select.append(make('option', { value, selected: value === chosen }, shown)));
    select.value = chosen;
    return select;
  }

  function choicesOf(question) {
    if (question.type === 'yes_no') return [];
    if (question.type === 'reference_service') return read().services;
    return question.options;
  }

  /** Build the control for the value of one comparison. `act` takes the new value. */
  function valueControl(leaf, question, act) {
    const label = word('value');
    if (question.type === 'yes_no') {
      const phrases = read().phrases[read().language];
      const options = [['true', phrases.yes], ['false', phrases.no]];
      return plainSelect(label, options, String(leaf.value), (value) => act(value === 'true'));
    }
    const choices = choicesOf(question);
    if (choices.length && withList.has(leaf.operator)) return checkboxes(leaf, choices, act);
    if (choices.length) {
      const options = [['', word('choose')], ...choices.map((entry) => [entry.key, text(entry)])];
      return plainSelect(label, options, leaf.value ?? '', (value) => act(value || undefined));
    }
    return typedControl(leaf, question, label, act);
  }

  function checkboxes(leaf, choices, act) {
    const chosen = new Set(Array.isArray(leaf.value) ? leaf.value : []);
    const toggle = (key, on) => {
      if (on) chosen.add(key);
      else chosen.delete(key);
      act(choices.map((entry) => entry.key).filter((one) => chosen.has(one)));
    };
    const boxes = choices.map((entry) => {
      const box = make('input', { type: 'checkbox', checked: chosen.has(entry.key) });
      box.addEventListener('change', (event) => { event.stopPropagation(); toggle(entry.key, box.checked); });
      return make('label', { class: 'secdoc-condition__choice' }, box, ` ${text(entry)}`);
    });
    return make('div', { class: 'secdoc-condition__choices', role: 'group', 'aria-label': word('value') }, ...boxes);
  }

  function typedControl(leaf, question, label, act) {
    const isNumber = ['integer', 'number'].includes(question.type);
    const read1 = (value) => (isNumber ? (value === '' ? undefined : Number(value)) : value || undefined);
    if (withList.has(leaf.operator)) {
      const area = make('textarea', { rows: 2, 'aria-label': label, placeholder: word('one_per_line') });
      area.value = (Array.isArray(leaf.value) ? leaf.value : []).join('\n');
      area.addEventListener('input', (event) => {
        event.stopPropagation();
        act(area.value.split('\n').map((line) => line.trim()).filter(Boolean).map(read1));
      });
      return area;
    }
    const input = make('input', {
      type: inputTypes[question.type] || 'text', 'aria-label': label,
      placeholder: question.type === 'duration' ? 'HH:MM' : null, step: question.type === 'number' ? 'any' : null,
    });
    input.value = leaf.value ?? '';
    input.addEventListener('input', (event) => { event.stopPropagation(); act(read1(input.value)); });
    input.addEventListener('change', (event) => event.stopPropagation());
    return input;
  }

  register('secdoc-condition', (Controller) => class extends Controller {
    static targets = ['input', 'editor'];

    connect() {
      this.element.addEventListener('keydown', (event) => {
        if (event.key === 'Enter' && event.target.matches('input, select')) event.preventDefault();
      });
      this.refresh = this.refresh.bind(this);
      document.addEventListener('change', this.refresh);
      this.tree = toTree(json(this.inputTarget, null));
      this.render();
    }

    disconnect() {
      document.removeEventListener('change', this.refresh);
      this.editorTarget.replaceChildren();
    }

    get questions() {
      return window.secdocTemplate.earlier(this.inputTarget);
    }

    /** Write the tree into the form and say it. */
    store() {
      const condition = fromTree(this.tree);
      assign(this.inputTarget, JSON.stringify(condition));
      this.say();
    }

    say() {
      const questions = this.questions;
      const known = new Set(questions.map((question) => question.key));
      const condition = fromTree(this.tree);
      this.sentence.textContent = window.secdocTemplate.sentence(condition, questions);
      this.translation.textContent = window.secdocTemplate.sentence(condition, questions, this.translation.lang);
      this.translation.hidden = !condition;
      const all = leaves(this.tree);
      const notes = [];
      if (all.some((leaf) => leaf.question && !known.has(leaf.question))) notes.push(word('not_further_up'));
      if (all.some((leaf) => !isFinished(leaf))) notes.push(word('unfinished'));
      this.note.textContent = notes.join(' ');
      this.note.hidden = !notes.length;
      this.dispatch('said', { detail: { condition, sentence: this.sentence.textContent } });
    }

    /** Labels of other questions on this page may have changed. */
    refresh() {
      window.clearTimeout(this.waiting);
      this.waiting = window.setTimeout(() => this.sentence && this.say(), 150);
    }

    render() {
      this.sentence = make('p', { class: 'secdoc-condition__sentence', 'aria-live': 'polite' });
      const other = read().language === 'en' ? 'de' : 'en';
      this.translation = make('p', { class: 'secdoc-condition__translation', lang: other, hidden: true });
      this.note = make('p', { class: 'secdoc-condition__note', hidden: true });
      const add = make(
        'button',
        { type: 'button', class: 'button button-small button-secondary secdoc-condition__add', on: { click: () => this.addLeaf(this.tree) } },
        icon('plus'), word('add_condition'),
      );
      const hasParts = this.tree.parts.length > 0;
      this.editorTarget.className = `secdoc-condition${hasParts ? ' secdoc-condition--given' : ''}`;
      this.editorTarget.replaceChildren(
        make('div', { class: 'secdoc-condition__head' }, make('div', {}, this.sentence, this.translation), hasParts ? null : add),
        ...(hasParts ? [this.group(this.tree, null)] : []),
        this.note,
      );
      this.say();
    }

    group(node, parent) {
      const rows = node.parts.map((part) => (part.parts ? this.group(part, node) : this.leaf(part, node)));
      const joins = [['all', word('all')], ['any', word('any')]];
      const join = node.parts.length > 1 || parent
        ? plainSelect(word('comparison'), joins, node.join, (value) => { node.join = value; this.store(); })
        : null;
      const small = 'button button-small button-secondary';
      const buttons = make(
        'div',
        { class: 'secdoc-condition__buttons' },
        make('button', { type: 'button', class: small, on: { click: () => this.addLeaf(node) } }, icon('plus'), word('add_part')),
        make('button', { type: 'button', class: small, on: { click: () => this.addGroup(node) } }, icon('plus'), word('add_group')),
        parent ? make('button', { type: 'button', class: small, on: { click: () => this.remove(node, parent) } }, icon('bin'), word('remove')) : null,
      );
      return make('div', { class: 'secdoc-condition__group' }, join, ...rows, buttons);
    }

    leaf(leaf, parent) {
      const row = make('div', { class: 'secdoc-condition__row' });
      this.fill(row, leaf, parent);
      return row;
    }

    fill(row, leaf, parent) {
      const question = this.questions.find((one) => one.key === leaf.question && leaf.question);
      const box = window.secdocTemplate.combobox({
        label: word('question'),
        placeholder: word('find_question'),
        shown: question ? text(question.label) : leaf.question || '',
        items: () => this.questions.map((one) => ({
          value: one.key || one.prefix, label: text(one.label) || one.key, group: text(one.group), hint: read().types[one.type],
        })),
        choose: (value) => this.choose(row, leaf, parent, value),
      });
      row.question = box;
      const controls = question ? this.comparing(row, leaf, parent, question) : [];
      const remove = iconButton('bin', word('remove_condition'), () => this.remove(leaf, parent));
      row.replaceChildren(box, ...controls, remove);
    }

    comparing(row, leaf, parent, question) {
      const fitting = operatorsOf(question).map((one) => [one, operatorLabel(one, question)]);
      if (leaf.operator && !fitting.some(([one]) => one === leaf.operator)) {
        fitting.push([leaf.operator, operatorLabel(leaf.operator, question)]);
      }
      const select = plainSelect(word('comparison'), fitting, leaf.operator, (operator) => {
        const wasList = withList.has(leaf.operator);
        leaf.operator = operator;
        if (withoutValue.has(operator)) delete leaf.value;
        else if (withList.has(operator) && !wasList) leaf.value = leaf.value === undefined ? [] : [leaf.value];
        else if (!withList.has(operator) && Array.isArray(leaf.value)) [leaf.value] = leaf.value;
        if (leaf.value === undefined && question.type === 'yes_no' && !withoutValue.has(operator)) leaf.value = true;
        this.store();
        this.fill(row, leaf, parent);
      });
      if (withoutValue.has(leaf.operator)) return [select];
      return [select, valueControl(leaf, question, (value) => {
        if (value === undefined) delete leaf.value;
        else leaf.value = value;
        this.store();
      })];
    }

    /** Take over the chosen question with the comparison that is meant most often. */
    choose(row, leaf, parent, value) {
      const question = this.questions.find((one) => one.key === value || one.prefix === value);
      leaf.question = question.key || window.secdocTemplate.ensureKey(question.prefix);
      [leaf.operator] = operatorsOf(question);
      delete leaf.value;
      if (question.type === 'yes_no') leaf.value = true;
      else if (withList.has(leaf.operator)) leaf.value = [];
      this.store();
      this.fill(row, leaf, parent);
      const next = row.querySelector('select, .secdoc-condition__choices input');
      if (next) next.focus();
    }

    addLeaf(node) {
      if (!this.questions.length) {
        this.note.textContent = word('no_questions');
        this.note.hidden = false;
        return;
      }
      const leaf = {};
      node.parts.push(leaf);
      this.render();
      const rows = this.editorTarget.querySelectorAll('.secdoc-condition__row');
      [...rows].find((row) => !row.querySelector('select'))?.question.open();
    }

    addGroup(node) {
      const group = { join: node.join === 'all' ? 'any' : 'all', parts: [] };
      node.parts.push(group);
      this.addLeaf(group);
    }

    remove(part, parent) {
      parent.parts.splice(parent.parts.indexOf(part), 1);
      const prune = (node) => {
        node.parts = node.parts.filter((one) => !one.parts || prune(one).parts.length);
        return node;
      };
      prune(this.tree);
      this.store();
      this.render();
      this.editorTarget.querySelector('button')?.focus();
    }
  });
})();
