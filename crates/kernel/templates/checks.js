// Reads a text by the server's own rules (checks.json), so that one sees while typing what would be refused.
// Comfort only: the server looks again at everything. Pure; the wiring is at the end of the script.
"use strict";

const checker = (tables) => {
  // The rules' shorthands: words in capitals or not, parts by their names, a blank.
  const anyCase = (list) =>
    "(?:" + list.replace(/\\.|[A-Za-z]| /g, (c) => (c === " " ? "[ \\n-]+" : c.length > 1 ? c : `[${c.toUpperCase()}${c.toLowerCase()}]`)) + ")";
  const expand = (pattern) =>
    pattern.replace(/\\.|~|<([^>]*)>|\{([A-Za-z][^}]*)\}/gs, (sign, list, part) =>
      sign[0] === "\\" ? sign : sign === "~" ? "[ \\n]" : part === undefined ? anyCase(list) : expand(tables.parts[part]));
  const expression = (source, flags) => (source ? new RegExp(expand(source), flags) : null);
  const around = (pair) => (pair ? pair.map((source) => expression(source)) : [null, null]);
  const rules = tables.rules.map((rule) => ({
    kind: rule.kind, severity: rule.severity, not: rule.not ?? [], find: expression(rule.find, "g"), never: expression(rule.never),
    excused: around(rule.excused), doubtful: around(rule.doubtful), certain: around(rule.certain),
  }));
  const service = around(tables.service);
  const words = Object.fromEntries(Object.entries(tables.words).map(([name, list]) => [name, new Set(list.split(" "))]));
  const endings = tables.endings.split(" ");
  const order = Object.keys(tables.kinds);

  // One plain character for each that is seen, and where it stood.
  const fold = (text) => {
    let plain = "", at = 0;
    const places = [], ends = [];
    for (const c of text) {
      const code = c.codePointAt(0);
      const next = text[at + c.length];
      const seen = c === "\r" && next === "\n" ? "" : plainOf(code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : c);
      if (seen) { plain += seen; places.push(at); ends.push(at + c.length); }
      at += c.length;
    }
    return { plain, places, ends };
  };
  const plainOf = (c) => {
    if (/^[\n -~]$/.test(c)) return c === "`" ? "'" : c;
    if (/[‘’ʼ′´]/.test(c)) return "'";
    if (/[\u00ad\u0300-\u036f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\u20e3\ufe00-\ufe0f\ufeff]/.test(c)) return "";
    if (/\p{Nd}/u.test(c)) return digitOf(c.codePointAt(0));
    if (/[\r\v\f\u0085\u2028\u2029]/.test(c)) return "\n";
    if (/[\u2010-\u2015\u2043\u2212\ufe58\ufe63]/.test(c)) return "-";
    if (/[·•․‧⋅]/.test(c)) return ".";
    if (/[⁄∕]/.test(c)) return "/";
    if (/\s/.test(c)) return " ";
    if (/\p{Alphabetic}/u.test(c)) return /\p{Lowercase}/u.test(c) ? "x" : "X";
    return "*";
  };
  const digitOf = (code) => {
    if (code >= 0x1d7ce && code <= 0x1d7ff) return String((code - 0x1d7ce) % 10);
    let zero = code;
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(code - zero);
  };

  const isIn = (typed, lists) => {
    const small = typed.toLowerCase().replace(/'s$/, "").replace(/\.+$/, "");
    const forms = [small];
    if (small.endsWith("s") && small.length > 4) forms.push(small.slice(0, -1));
    const half = small.split("-")[0];
    if (half !== small && half.length > 2) forms.push(half);
    if (lists.some((list) => forms.some((form) => words[list].has(form)))) return true;
    return lists.includes("english") && /^[a-z]/.test(typed) && endings.some((end) => small.length > end.length + 1 && small.endsWith(end));
  };
  // How much of these words is a name; -1 for none.
  const nameLength = (text, lists) => {
    let at = 0, end = -1;
    for (const word of text.match(/[^ \n]*[ \n]|[^ \n]+$/g) ?? []) {
      const bare = word.replace(/[ \n,]+$/, "");
      if ((bare.match(/[A-Za-z]/g) ?? []).length > 1) {
        if (end < 0 && isIn(bare, lists)) return -1;
        if (end >= 0 && isIn(bare, ["function", "field"])) break;
        end = at + bare.length;
      }
      at += word.length;
    }
    return end;
  };
  const holds = ([before, after], text, start, end) =>
    Boolean(before?.test(text.slice(Math.max(0, start - tables.near), start)) || after?.test(text.slice(end, end + tables.near)));

  const byRules = (text) => {
    const found = [];
    for (const rule of rules) {
      rule.find.lastIndex = 0;
      for (let match; (match = rule.find.exec(text)); ) {
        const start = match.index + match[0].indexOf(match[1]);
        let end = start + match[1].length;
        if (rule.not.length && match[2] !== undefined) {
          const offset = match[1].lastIndexOf(match[2]);
          const length = nameLength(match[2], rule.not);
          if (length < 0) { rule.find.lastIndex = start + 1; continue; }
          if (offset + match[2].length === match[1].length) end = start + offset + length;
        }
        rule.find.lastIndex = end;
        if (rule.never?.test(text.slice(start, end)) || holds(rule.excused, text, start, end)) continue;
        const soft = holds(rule.doubtful, text, start, end) && !holds(rule.certain, text, start, end);
        found.push({ kind: rule.kind, severity: soft ? "warn" : rule.severity, start, end });
      }
    }
    return found;
  };

  // Numbers: groups of digits that may be one, the arithmetic, and the words before.
  const mod11 = (d) => [...d].reduce((sum, digit, at) => sum + digit * (10 - at), 0) % 11 === 0;
  const mod10 = (d) => [...d].reduce((sum, digit, at) => sum + (at % 2 ? +digit : digit * 2 - (digit > 4 ? 9 : 0)), 0) % 10 === 0;
  const dated = (d) => {
    const [day, month, year] = [+d.slice(0, 2), +d.slice(2, 4), +d.slice(4, 6)];
    return month > 0 && month < 13 && day > 0 && day <= [31, year % 4 ? 28 : 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  };
  const numberKind = (d) => {
    if (d.length === 9) return d[0] !== "0" && numberKind("0" + d) === "chi" ? "short-chi" : null;
    if (dated(d)) return mod11(d) || mod10(d) ? "chi" : "possible-chi";
    if (!mod11(d)) return null;
    return d >= "3200000010" && d < "4" ? "hc-number" : /^[4679]/.test(d) ? "nhs-number" : null;
  };
  const joins = (between) =>
    /^[ \n()[\]{}\-.\/\\,_]{1,3}$/.test(between) && !/\n.*\n/s.test(between) && !/,.*[ \n]|[ \n].*,/s.test(between) &&
    (between.length < 3 || /[^ \n]/.test(between)) && between.replace(/[ \n()[\]{}]/g, "").length < 3;
  const spelt = (sizes, marks, digits) => {
    const shape = sizes.join("-");
    if (/^(9|10|6-4|4-6|5-5|3-3-4|4-3-3|5-4)$/.test(shape)) return "firm";
    const alike = marks.every((mark) => mark.trim() === marks[0].trim());
    if (/^(1-){9}1$/.test(shape) || /^(2-2-6|[12]-2-2-4|2-2-2-2-2)$/.test(shape)) {
      if (!alike || /[,\n]/.test(marks[0])) return "odd";
      return digits >= "32" && /^(2-2-2-4|2-2-6|(1-){9}1)$/.test(shape) ? "firm" : "soft";
    }
    return /^(6-3-1|6-2-2|9-1|3-4-3|3-7|7-3|2-4-4|4-4-2)$/.test(shape) ? "soft" : "odd";
  };
  const cues = (text, start, end) => {
    const said = text.slice(Math.max(0, start - 24), start).toLowerCase().match(/[a-z&]+/g)?.reverse() ?? [];
    const line = text.slice(Math.max(0, start - 24), start).split("\n").pop().toLowerCase().match(/[a-z&]+/g)?.reverse() ?? [];
    const after = /^[ (,:]{0,3}([A-Za-z&]+)/.exec(text.slice(end, end + 20))?.[1].toLowerCase();
    const has = (name, word) => tables.cues[name].includes(word);
    const head = line.find((word) => !has("number", word) && !has("filler", word));
    const named = said.some((word, at) => has("named", word) || (word === "nhs" && (at === 0 || has("number", said[at - 1]))));
    return {
      named, patient: named || said.some((word) => has("patient", word)) || has("patient", after) || has("named", after),
      reference: has("reference", head), phone: line.slice(0, 4).some((word) => has("phone", word)),
      mobile: line.slice(0, 3).some((word) => has("mobile", word)),
    };
  };
  const isPhone = (d, sizes, plus, cue) => {
    if (plus && !d.startsWith("44")) return d.length > 8 && d.length < 14 && d[0] !== "0";
    if (plus || d.startsWith("0044")) return d.replace(/^(00)?440?/, "").length === 10;
    if (/^7/.test(d) && d.length === 10 && sizes.length < 4) return cue.mobile && !cue.named;
    if (!/^0[1235789]/.test(d) || d.length !== 11) return false;
    if (sizes.length === 11 || sizes.length === 1) return !d.startsWith("010");
    const area = sizes[0];
    const led = (area >= 3 && area <= 5) || (area === 1 && sizes[1] <= 4) || (area === 2 && /^0[27]/.test(d) && sizes.length < 5);
    return led && sizes[sizes.length - 1] > 1;
  };
  const byNumbers = (text) => {
    const groups = [...text.matchAll(/[0-9]+/g)].map((match) => ({ start: match.index, end: match.index + match[0].length, digits: match[0] }));
    groups.forEach((group, at) => { group.gap = at ? text.slice(groups[at - 1].end, group.start) : ""; group.joined = at > 0 && joins(group.gap); });
    const found = [], taken = new Set();
    const rowsFrom = function* (first, most) {
      let digits = "";
      for (let last = first; last < groups.length && (last === first || groups[last].joined); last += 1) {
        digits += groups[last].digits;
        if (digits.length > most) return;
        const row = groups.slice(first, last + 1);
        yield { first, last, digits, sizes: row.map((group) => group.digits.length), marks: row.slice(1).map((group) => group.gap), start: row[0].start, end: groups[last].end };
      }
    };
    for (let first = 0; first < groups.length; first += 1) {
      const plus = text[groups[first].start - 1] === "+";
      const all = [...rowsFrom(first, 15)];
      const fits = all.filter((row) => isPhone(row.digits, row.sizes, plus, cues(text, row.start, row.end)));
      const row = plus && !groups[first].digits.startsWith("44") ? fits.pop() : fits[0];
      if (!row) continue;
      for (let at = first; at <= row.last; at += 1) taken.add(at);
      const cue = cues(text, row.start, row.end);
      const free = /^(0|44|440|0044)[389]/.test(row.digits);
      const start = row.start - (/[+(]/.test(text[row.start - 1] ?? "") ? 1 : 0);
      if (!free && (cue.phone || !cue.reference)) found.push({ kind: "phone", severity: holds(service, text, start, row.end) ? "warn" : "block", start, end: row.end });
      first = row.last;
    }
    for (let first = 0; first < groups.length; first += 1) {
      for (const row of rowsFrom(first, 10)) {
        const kind = row.digits.length > 8 ? numberKind(row.digits) : null;
        if (!kind || [...Array(row.last - first + 1).keys()].some((at) => taken.has(first + at))) continue;
        const [cue, how] = [cues(text, row.start, row.end), spelt(row.sizes, row.marks, row.digits)];
        if (how === "odd" && !cue.named) continue;
        const health = kind === "nhs-number" || kind === "hc-number";
        if ((kind === "possible-chi" || kind === "short-chi") && !cue.patient && (cue.phone || how !== "firm")) continue;
        const sure = kind === "chi" || (health && (cue.patient || !(cue.reference || cue.phone || how !== "firm"))) || (kind === "short-chi" && cue.patient);
        found.push({ kind, severity: sure ? "block" : "warn", start: row.start, end: row.end });
      }
    }
    return found;
  };

  // Of findings that overlap the gravest, then the surest; of one kind the longest.
  const apart = (found) => {
    const rank = (one) => order.indexOf(one.kind);
    found.sort((a, b) => rank(a) - rank(b) || a.start - b.start || b.end - a.end);
    let last = null;
    found = found.filter((one) => {
      const within = last && last.kind === one.kind && one.end <= last.end;
      if (!within) last = one;
      return !within;
    });
    found.sort((a, b) => (a.severity === "warn") - (b.severity === "warn") || rank(a) - rank(b) || a.start - b.start || b.end - a.end);
    const kept = [];
    for (const one of found) if (kept.every((other) => other.end <= one.start || one.end <= other.start)) kept.push(one);
    return kept.sort((a, b) => a.start - b.start);
  };

  // The group's own shapes of hospital numbers: A any letter, 9 any digit, anything else itself; a blank or a dash may part two signs.
  const shaped = (shape) => {
    const sign = (c) => (c === "A" ? "[A-Za-z]" : c === "9" ? "[0-9]" : `[${c.toLowerCase()}${c.toUpperCase()}]`);
    return new RegExp(`(?<![A-Za-z0-9])(?=(${[...shape].map(sign).join("[ -]?")})(?![A-Za-z0-9]))`, "g");
  };
  const byShapes = (text, shapes) =>
    shapes.flatMap((shape) => [...text.matchAll(shaped(shape))].map((match) => (
      { kind: "hospital-number", severity: "block", start: match.index, end: match.index + match[1].length })));

  return (text, shapes = []) => {
    const { plain, places, ends } = fold(text);
    return apart([...byNumbers(plain), ...byShapes(plain, shapes), ...byRules(plain)]).map((one) => ({ ...one, start: places[one.start], end: ends[one.end - 1] }));
  };
};
