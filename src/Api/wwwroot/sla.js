// What each area promised this month: what was met, what was not, and how many misses are left.

import { $, h, show, pill, words, plural } from './dom.js';

export function showSla(sla) {
  show($('sla'), sla.areas.length === 0
    ? h('li', { class: 'card empty' }, 'Nothing was promised for this month yet.')
    : sla.areas.map(({ area, target, summary }) => card(area, target, summary, sla.items.filter(item => item.area === area))));
}

function card(area, target, summary, items) {
  const open = state => items.filter(item => item.state === state).length;
  return h('li', { class: 'card', 'aria-label': `SLA of ${area}` },
    h('p', { class: 'metric' }, words(area)),
    h('p', { class: 'value' }, percent(summary.compliance), h('span', { class: 'unit' }, ` of ${percent(target)}`)),
    h('p', { class: 'change' }, `${summary.met} met, ${summary.missed} missed, ${summary.partial} partial`),
    h('p', { class: 'change' }, left(summary), ' ', open('atRisk') > 0 && pill('atRisk', `${open('atRisk')} at risk`), ' ', open('armed') > 0 && pill('armed', `${open('armed')} under way`)),
    summary.corrected.expected < summary.expected && h('p', { class: 'change' }, `${percent(summary.corrected.compliance)} with agreed corrections`));
}

const left = ({ missesLeft }) => missesLeft >= 0
  ? pill(missesLeft > 0 ? 'met' : 'atRisk', missesLeft === 1 ? '1 miss left' : `${missesLeft} misses left`)
  : pill('missed', `${plural(-missesLeft, 'miss').replace('misss', 'misses')} too many`);

const percent = share => share === null ? '–' : `${(share * 100).toLocaleString('en', { maximumFractionDigits: 1 })} %`;
