/**
 * Decides in the browser which questions are visible, as concept_pages/definition does on the server.
 *
 *   secdocConditions.visible(spec, answers, notApplicable)   -> {key: boolean} for each group and question
 *   secdocConditions.evaluate(condition, answersByKey, visibleByKey, questionTypes)   -> boolean
 *   secdocConditions.isEmpty(type, value)   -> boolean
 *
 * `spec` is made by concept_pages/definition/browser.py; answers have the values of the template format:
 * numbers as numbers, not as the text of an input. Both sides are tested against
 * tests/definition/vectors.json, this one in a real browser. A change here needs one there.
 */
(function (scope) {
  "use strict";

  // Spelled out, because Python and JavaScript disagree about what else is white space.
  var NOT_BLANK = /[^ \t\n\v\f\r\u00a0]/;
  var DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
  var MONTH = /^[0-9]{4}-[0-9]{2}$/;
  var TIME = /^([01][0-9]|2[0-3]):([0-5][0-9])$/;
  var DURATION = /^([0-9]{2,3}):([0-5][0-9])$/;

  var HOLDS_UNANSWERED = ["not_answered", "not_equals", "not_in", "not_contains"];

  /** Reads an entry of a mapping; a question may be called "constructor". */
  function own(mapping, key) {
    return Object.prototype.hasOwnProperty.call(mapping, key) ? mapping[key] : undefined;
  }

  function isMapping(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  function isBlank(value) {
    if (value === null || value === undefined) return true;
    if (typeof value === "string") return !NOT_BLANK.test(value);
    if (Array.isArray(value)) return value.every(isBlank);
    if (isMapping(value)) return Object.keys(value).every(function (key) { return isBlank(value[key]); });
    return false;
  }

  /** That a row of a table is a preset row does not fill it in. */
  function isEmptyRow(row) {
    if (!isMapping(row)) return isBlank(row);
    return Object.keys(row).every(function (key) { return key === "row" || isBlank(row[key]); });
  }

  function isEmpty(type, value) {
    return type === "table" && Array.isArray(value) ? value.every(isEmptyRow) : isBlank(value);
  }

  function number(value) {
    return typeof value === "number" && isFinite(value) ? value : null;
  }

  function shaped(pattern, value) {
    return typeof value === "string" && pattern.test(value) ? value : null;
  }

  function minutes(pattern, value) {
    var found = typeof value === "string" ? pattern.exec(value) : null;
    return found ? Number(found[1]) * 60 + Number(found[2]) : null;
  }

  /** Returns an answer as something that can be ordered, or null where it is nothing of the sort. */
  function quantity(type, value) {
    switch (type) {
      case "integer":
      case "number": return number(value);
      case "date": return shaped(DATE, value);
      case "month": return shaped(MONTH, value);
      case "time": return minutes(TIME, value);
      case "duration": return minutes(DURATION, value);
      default: return null;
    }
  }

  function same(have, want) {
    if (typeof have === "number") return number(have) !== null && have === want;
    return (typeof have === "boolean" || typeof have === "string") && have === want;
  }

  function listed(value) {
    return Array.isArray(value) ? value : [value];
  }

  function among(have, wanted) {
    return listed(wanted).some(function (want) { return same(have, want); });
  }

  /** Returns the parts of an answer; of a matrix the ratings of its rows. */
  function bag(type, have) {
    if (type === "matrix" && isMapping(have)) {
      return Object.keys(have).map(function (key) { return have[key]; });
    }
    return listed(have);
  }

  function contains(type, have, want) {
    return bag(type, have).some(function (part) { return same(part, want); });
  }

  function ordered(type, have, want, fits) {
    var left = quantity(type, have);
    var right = quantity(type, want);
    return left !== null && right !== null && fits(left, right);
  }

  var RELATIONS = {
    equals: function (type, have, want) { return same(have, want); },
    not_equals: function (type, have, want) { return !same(have, want); },
    in: function (type, have, want) { return among(have, want); },
    not_in: function (type, have, want) { return !among(have, want); },
    contains: contains,
    contains_any: function (type, have, wanted) {
      return bag(type, have).some(function (part) { return among(part, wanted); });
    },
    not_contains: function (type, have, want) { return !contains(type, have, want); },
    answered: function () { return true; },
    not_answered: function () { return false; },
    gt: function (type, have, want) {
      return ordered(type, have, want, function (a, b) { return a > b; });
    },
    gte: function (type, have, want) {
      return ordered(type, have, want, function (a, b) { return a >= b; });
    },
    lt: function (type, have, want) {
      return ordered(type, have, want, function (a, b) { return a < b; });
    },
    lte: function (type, have, want) {
      return ordered(type, have, want, function (a, b) { return a <= b; });
    },
  };

  /** Returns whether a condition holds; hidden and empty answers count as not given. */
  function evaluate(condition, answersByKey, visibleByKey, questionTypes) {
    function holds(part) {
      return evaluate(part, answersByKey, visibleByKey, questionTypes);
    }
    if (condition.all) return condition.all.every(holds);
    if (condition.any) return condition.any.some(holds);

    var type = own(questionTypes, condition.question);
    var have = own(visibleByKey, condition.question) ? own(answersByKey, condition.question) : null;
    if (isEmpty(type, have)) return HOLDS_UNANSWERED.indexOf(condition.operator) >= 0;
    return RELATIONS[condition.operator](type, have, condition.value);
  }

  /** Returns for each group and question whether it is visible; conditions only refer upwards. */
  function visible(spec, answers, notApplicable) {
    var switchedOff = notApplicable || {};
    var shown = {};
    spec.elements.forEach(function (element) {
      var key = element[0];
      var above = element[1] < 0 ? null : spec.elements[element[1]][0];
      var condition = element[2];
      shown[key] =
        (above === null || shown[above]) &&
        own(switchedOff, key) === undefined &&
        (!condition || evaluate(condition, answers, shown, spec.types));
    });
    return shown;
  }

  scope.secdocConditions = { evaluate: evaluate, isEmpty: isEmpty, visible: visible };
})(typeof window === "undefined" ? globalThis : window);
