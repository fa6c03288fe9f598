// Who is there: on sprint duty, as owner of an area, in a block of a holiday; who comes next, and where nobody does.

import { $, h, show, pill, intervalName, ago, clockTime, fold, count } from './dom.js';
import { find } from './api.js';

// Who is there changes by the hour, not by the second.
const EVERY = 15000;
const SHIFTS = 6;
const HOLIDAYS = 3;

const BLOCKS = ['00–08', '08–16', '16–24'];
const BLOCK_HOURS = 8;

let asked = { at: 0, areas: '' };
let drawn = '';
let roster = null;

export async function refreshOnCall(areas, isOld) {
  if (Date.now() - asked.at >= EVERY || asked.areas !== areas.join()) {
    roster = await look(areas);
    asked = { at: Date.now(), areas: areas.join() };
  }

  // Every answer has its own instant: that alone is nothing new.
  const news = JSON.stringify(roster, (name, value) => name === 'at' ? undefined : value);
  if (!isOld && news === drawn) return;
  drawn = news;
  draw();
}

async function look(areas) {
  const schedule = await find('/oncall/schedule');
  if (schedule.missing) return { schedule };

  const [sprint, holidays, ...now] = await Promise.all([
    find('/sprints/current'), upcoming(schedule.from), ...(areas.length > 0 ? areas.map(area => `/oncall/now?area=${encodeURIComponent(area)}`) : ['/oncall/now']).map(find),
  ]);
  return { schedule, sprint, holidays, now: now.filter(answer => !answer.missing) };
}

// Of the next year where this one has too few left.
async function upcoming(today) {
  const year = Number(today.slice(0, 4));
  const days = [];
  for (const one of [year, year + 1]) {
    if (days.length < HOLIDAYS) days.push(...((await find(`/holidays/${one}`)).items ?? []).filter(holiday => holiday.day >= today));
  }

  return days;
}

function draw() {
  const { schedule, sprint, holidays, now } = roster;
  const zone = sprint?.zone;
  $('oncall-note').textContent = zone ? `times in ${zone}` : '';
  if (schedule.missing) {
    show($('oncall'), h('p', { class: 'card empty' }, schedule.missing));
    return;
  }

  const name = namesOf(roster);
  show($('oncall'),
    gaps(schedule.gaps),
    refusedPlans(schedule.refusedPlans),
    h('ul', { class: 'tiles people' }, duty(now[0], sprint, schedule, zone, name), block(now[0], zone, name), now.filter(one => one.area).map(owners)),
    h('div', { class: 'halves' }, shifts(schedule, now[0], zone, name), days(holidays, schedule, name)));
}

const gaps = gaps => gaps.length > 0 && h('ul', { class: 'trouble gaps', 'aria-label': 'Nobody is there' },
  gaps.map(gap => h('li', {}, h('strong', {}, between(gap.from, gap.to)), `: ${gap.why}`)));

const refusedPlans = plans => plans.length > 0 && h('ul', { class: 'trouble gaps', 'aria-label': 'Holidays that are not planned' },
  plans.map(plan => h('li', {}, h('strong', {}, `Holidays of ${plan.year}`), `: not planned. ${plan.reason}`)));

const between = (from, to) => from === to ? intervalName(from, true) : `${intervalName(from)} to ${intervalName(to, true)}`;

function duty(now, sprint, schedule, zone, name) {
  const on = now?.duty;
  const shift = schedule.items.find(one => one.kind === 'sprint' && isOn(one, now));
  return h('li', { class: 'card', 'aria-label': 'On duty' },
    h('p', { class: 'metric' }, 'on duty for requests'),
    h('p', { class: 'value' }, on?.name ?? 'Nobody'),
    on
      ? [h('p', { class: 'change' }, `sprint ${on.sprint}, until `, clockTime(on.until, zone), `, ${ago(on.until)}`), shift && standIn(shift, zone, name)]
      : h('p', { class: 'change' }, sprint.missing ?? toCome(sprint, zone)));
}

const toCome = (sprint, zone) => Date.parse(sprint.from) > Date.now()
  ? [`sprint ${sprint.number} begins `, clockTime(sprint.from, zone), ` with ${sprint.dutyName}`]
  : `sprint ${sprint.number} is over and its handover is due`;

const standIn = (shift, zone, name) => shift.insteadOf && h('p', { class: 'change' }, pill('standIn', 'stand-in'), ` for ${name(shift.insteadOf)} until `, clockTime(shift.to, zone), `: ${shift.reason}`);

function block(now, zone, name) {
  const on = now?.holidayBlock;
  return on && h('li', { class: 'card', 'aria-label': on.holiday },
    h('p', { class: 'metric' }, `${on.holiday}, block ${on.block} of ${BLOCKS.length}`),
    h('p', { class: 'value' }, on.name),
    h('p', { class: 'change' }, 'until ', clockTime(on.to, zone), `, ${ago(on.to)}`),
    now.away.map(one => h('p', { class: 'change' }, `${name(one.engineer)} ${one.why}`)),
    fold('why/holiday', why(on.holiday), h('p', { class: 'change' }, on.via)));
}

const owners = now => h('li', { class: 'card', 'aria-label': `Owners of ${now.area}` },
  h('p', { class: 'metric' }, now.area),
  h('dl', {}, level(now, 'primary'), level(now, 'secondary')),
  fold(`why/${now.area}`, why(now.area), [...now.primary, ...now.secondary].map(one => h('p', { class: 'change' }, `${one.name}: ${one.via}`))));

const why = subject => ['why', h('span', { class: 'unseen' }, ` these people of ${subject}`)];

const level = (now, name) => [h('dt', {}, name), h('dd', {}, now[name].length === 0
  ? pill('missing', 'nobody')
  : now[name].map(one => h('p', {}, one.name, now.away.some(away => away.engineer === one.engineer) && [' ', pill('away', 'day off')])))];

function shifts(schedule, now, zone, name) {
  const rows = schedule.items.filter(one => Date.parse(one.to) > Date.parse(now?.at)).map(one => h('li', { class: 'shift' },
    h('p', { class: 'about' }, clockTime(one.from, zone), ' to ', clockTime(one.to, zone, one.from)),
    h('p', {}, h('strong', {}, one.name), `, ${one.what} `, isOn(one, now) && pill('running', 'now'),
      one.insteadOf && h('span', { class: 'about' }, ' ', pill('standIn', 'stand-in'), ` for ${name(one.insteadOf)}: ${one.reason}`))));
  return list('Next shifts', rows, SHIFTS, `more until ${intervalName(schedule.to, true)}`, 'No shift is planned for the next weeks.');
}

/** The first few of what is to come; the others on demand. */
const list = (title, rows, shown, others, none) => h('div', { class: 'card', role: 'region', 'aria-label': title }, h('h3', {}, title), rows.length === 0
  ? h('p', { class: 'empty' }, none)
  : [h('ul', {}, rows.slice(0, shown)), rows.length > shown && fold(title, `${count(rows.length - shown)} ${others}`, h('ul', {}, rows.slice(shown)))]);

const isOn = (shift, now) => Date.parse(shift.from) <= Date.parse(now?.at) && Date.parse(now?.at) < Date.parse(shift.to);

function days(holidays, schedule, name) {
  const rows = holidays.map(holiday => h('li', { class: 'holiday', 'aria-label': holiday.name },
    h('p', {}, h('strong', {}, holiday.name), h('span', { class: 'about' }, ` ${intervalName(holiday.day, true)}`)),
    h('ol', { class: 'blocks' }, holiday.blocks.map(one => h('li', {},
      h('span', { class: 'about' }, BLOCKS[one.block - 1], one.hours !== BLOCK_HOURS && ` (${one.hours} h)`), ` ${name(one.engineer)}`, standIns(one, schedule)))),
    h('p', { class: 'about' }, `off: ${holiday.off.map(name).join(', ') || 'nobody'}`),
    fold(`holiday/${holiday.day}`, 'how this came about', h('p', { class: 'text' }, holiday.derivation))));
  return list('Next holidays', rows, HOLIDAYS, 'more', 'No public holiday is planned. They are taken from `calendar.holidays` of team.yml, for a team of three or more.');
}

// The plan stays as it was made.
const standIns = (block, { items }) => items.filter(one => one.kind === 'holiday' && one.insteadOf === block.engineer && one.from < block.to && block.from < one.to)
  .map(one => h('span', { class: 'about' }, `${one.name} stands in`));

// Holidays name engineers by their ids.
function namesOf({ schedule, now }) {
  const names = new Map([...schedule.items, ...schedule.overrides, ...now.flatMap(one => [...one.primary, ...one.secondary])].map(one => [one.engineer, one.name]));
  return id => names.get(id) ?? id;
}
