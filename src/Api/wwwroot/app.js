// Starts the page and keeps it current: asks every few seconds while it is looked at, and draws only what has changed.

import { $ } from './dom.js';
import { get, forget } from './api.js';
import { showPipelines, LENGTH } from './pipelines.js';
import { showNumbers, showStale } from './numbers.js';
import { showWork } from './work.js';
import { engineer, followEngineer } from './commands.js';
import { showIncidents } from './incidents.js';
import { showSla } from './sla.js';
import { refreshOnCall } from './oncall.js';
import { followRequests, refreshRequests } from './requests.js';
import { showInbox } from './inbox.js';
import { follow, open, refreshShown } from './run.js';

const EVERY = 3000;
const DAYS = 60;
const TOLD = 12;
const DAY = 24 * 60 * 60 * 1000;

let latestDay = null;
let drawn = 0;

// Where one question fails, the other answers are not shown: they are asked for again.
async function refresh() {
  try {
    await refreshAll();
  } catch (error) {
    forget();
    throw error;
  }
}

async function refreshAll() {
  const pipelines = await get(`/pipelines?recent=${LENGTH}`, true);
  if (pipelines) {
    const days = pipelines.items.map(pipeline => pipeline.latest?.interval).filter(interval => interval?.length === 10).sort();
    latestDay = days.at(-1) ?? latestDay;
  }

  // Relative times grow old even where nothing happens.
  const isOld = Date.now() - drawn > 60000;
  const areas = [...new Set((pipelines?.items ?? kept.pipelines ?? []).map(pipeline => pipeline.area))].sort();
  const who = engineer();
  const others = Promise.all([refreshShown(), refreshOnCall(areas, isOld), refreshRequests(areas, isOld)]);
  others.catch(() => {});
  const [points, status, work, incidents, sla, inbox] = await Promise.all([
    numbers(), get('/status', true), get('/work?limit=100', true), get('/incidents?resolved=false', true), get('/sla', true), get(`/notifications?limit=${TOLD}${who && `&engineer=${encodeURIComponent(who)}`}`, true),
  ]);

  if (pipelines) showPipelines(kept.pipelines = pipelines.items, open);
  else if (isOld && kept.pipelines) showPipelines(kept.pipelines, open);
  if (points) showNumbers(points);
  if (status) showStale(status.stale, refresh);
  if (work) kept.work = work;
  const came = status !== null && JSON.stringify(status.redelivered) !== JSON.stringify(kept.redelivered ?? []);
  if (came) kept.redelivered = status.redelivered;
  if ((work || came || isOld) && kept.work) showWork(kept.work, open, kept.redelivered ?? []);
  if (incidents) kept.incidents = incidents;
  if ((incidents || isOld) && kept.incidents) showIncidents(kept.incidents, open);
  if (sla) showSla(sla);
  if (inbox || kept.who !== who) showInbox(kept.inbox = inbox ?? kept.inbox, kept.who = who);
  await others;
  if (isOld) drawn = Date.now();
}

const kept = {};

// Of the last two months, seen from the latest day that ran: history may be all that there is.
async function numbers() {
  const from = new Date(Date.parse(latestDay ?? new Date().toISOString().slice(0, 10)) - DAYS * DAY).toISOString().slice(0, 10);
  const path = `/investor-metrics?totals=true&limit=500&from=${from}`;
  const page = await get(path, true);
  if (!page) return null;
  const points = page.items;
  for (let next = page.next; next && points.length < 5000;) {
    const more = await get(`${path}&cursor=${next}`);
    points.push(...more.items);
    next = more.next;
  }
  return points;
}

function say(state, text) {
  $('connection').className = `connection ${state}`;
  if ($('connection-text').textContent !== text) $('connection-text').textContent = text;
}

async function keepCurrent() {
  if (!document.hidden) {
    try {
      await refresh();
      say('live', 'Live');
    } catch (error) {
      say('lost', error instanceof TypeError ? 'Not reachable, trying again' : error.message);
    }
  }
  setTimeout(keepCurrent, EVERY);
}

document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh().catch(() => {}); });
follow();
followRequests();
followEngineer(() => refresh().catch(() => {}));
keepCurrent();
