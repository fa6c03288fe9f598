// Elements, words and numbers. Text goes in as text, never as markup.

const SVG = 'http://www.w3.org/2000/svg';

export const $ = id => document.getElementById(id);

/** An element: h('p', { class: 'muted', onclick: f }, 'text', child, ...). Empty children are left out. */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function s(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false && child !== ''));
  return element;
}

/** Replaces what an element holds and gives the focus back to what had it, known by its data-key. */
export function show(element, ...children) {
  const key = element.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  element.replaceChildren(...children.flat(Infinity).filter(Boolean));
  if (key) element.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

const unfolded = new Set();

/** What is shown when somebody unfolds it, and stays so when the page is drawn again; the key is its own. */
export const fold = (key, title, ...content) => h('details', {
  open: unfolded.has(key), ontoggle: event => event.target.open ? unfolded.add(key) : unfolded.delete(key),
}, h('summary', { 'data-key': key }, title), content);

/** 'succeededWithWarnings' -> 'succeeded with warnings'; 'source-watch' -> 'source watch'. */
export const words = word => word.replace(/([A-Z])/g, ' $1').replace(/[-_]/g, ' ').toLowerCase();

/** How an interval stands: its outcome, or waiting, or running. */
export const standing = run => run.outcome ?? (run.stage === 'waiting' ? 'waiting' : 'running');

const tones = {
  succeeded: 'good', passed: 'good', ingested: 'good', confirmedEmpty: 'good', complete: 'good',
  succeededWithWarnings: 'warn', publishedPartial: 'warn', warned: 'warn', partial: 'warn', stale: 'warn', withdrawn: 'bad', notComputable: 'bad', notEnoughHistory: 'warn',
  failed: 'bad', errored: 'bad', missing: 'bad', rejected: 'bad', dead: 'bad',
  running: 'busy', waiting: 'busy', leased: 'busy',
  open: 'bad', acknowledged: 'warn', held: 'warn', resolved: 'good', met: 'good', missed: 'bad', atRisk: 'warn', sent: 'good', queued: 'busy',
  accepted: 'busy', completed: 'good', filed: 'warn', standIn: 'warn',
};

export const pill = (word, text) => h('span', { class: `pill ${tones[word] ?? ''}` }, text ?? words(word));

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const steps = [[60, 'second'], [60, 'minute'], [24, 'hour'], [30, 'day'], [12, 'month'], [Infinity, 'year']];

/** '3 minutes ago', 'in 2 hours'. */
export function ago(instant) {
  let amount = (Date.parse(instant) - Date.now()) / 1000;
  if (Math.abs(amount) < 5) return 'now';
  for (const [size, unit] of steps) {
    if (Math.abs(amount) < size) return relative.format(Math.round(amount), unit);
    amount /= size;
  }
}

const clock = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });

/** An instant with its exact time for whoever wants it. */
export const time = (instant, text) => h('time', { datetime: instant, title: `${clock.format(new Date(instant))} UTC` }, text ?? ago(instant));

const zones = new Map();
const ownClock = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' });

function clocksOf(zone) {
  const style = { hour: '2-digit', minute: '2-digit', timeZone: zone };
  if (!zones.has(zone)) zones.set(zone, { day: new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', ...style }), hour: new Intl.DateTimeFormat('en-GB', style) });
  return zones.get(zone);
}

/**
 * 'Mon 7 Dec, 09:00' by the clocks of a zone, or the reader's; the title has it exactly and by the reader's. On the same day as `since` without the day.
 */
export function clockTime(instant, zone, since) {
  const { day, hour } = clocksOf(zone);
  const [date, text] = [new Date(instant), day.format(new Date(instant))];
  const isSameDay = since && day.format(new Date(since)).split(',')[0] === text.split(',')[0];
  return h('time', { datetime: instant, title: ownClock.format(date) }, isSameDay ? hour.format(date) : text);
}

export const exact = instant => `${clock.format(new Date(instant))} UTC`;

export function took(from, to) {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} m ${Math.floor(seconds % 60)} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} m`;
}

export const count = number => new Intl.NumberFormat('en').format(number);

export const plural = (number, thing) => `${count(number)} ${thing}${number === 1 ? '' : 's'}`;

const isMoney = unit => /^[A-Z]{3}$/.test(unit);

/** A published number, rounded to 2 places where it is money. */
export function amount(value, unit, compact = false) {
  if (value === null) return '–';
  const style = isMoney(unit) ? { style: 'currency', currency: unit } : { maximumFractionDigits: 2 };
  const short = compact ? { notation: 'compact', maximumFractionDigits: 1, minimumFractionDigits: 0 } : {};
  const text = new Intl.NumberFormat('en', { ...style, ...short }).format(value);
  return isMoney(unit) || compact ? text : `${text} ${unit}`;
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const dayOfWeek = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat('en', { month: 'short', year: 'numeric', timeZone: 'UTC' });

/** '2026-11-22' -> '22 Nov', or with the weekday; '2026-11' -> 'Nov 2026'. */
export const intervalName = (interval, long = false) =>
  interval.length === 7 ? month.format(new Date(`${interval}-01`)) : (long ? dayOfWeek : day).format(new Date(interval));

/** The interval before. */
export function before(interval) {
  const date = new Date(interval.length === 7 ? `${interval}-01` : interval);
  if (interval.length === 7) date.setUTCMonth(date.getUTCMonth() - 1);
  else date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, interval.length);
}
