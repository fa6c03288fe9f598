// The page's side of /api/v1. A browser keeps what it has and asks with If-None-Match, so that an unchanged answer is a 304.

import { $, exact } from './dom.js';

const KEY = 'evented-key';

// Here the page does what the answer tells programs to do.
const STALE = 'Somebody has changed it meanwhile. Look at it again, and decide again.';
const FOR_PROGRAMS = /^(GET|POST) \/api\//;

const LOOK_AGAIN = 60000;

const seen = new Map();
const absent = new Map();

export class Refused extends Error {
  constructor(problem, status) {
    super(status === 412 ? STALE : [problem.detail, FOR_PROGRAMS.test(problem.remedy) ? null : problem.remedy].filter(Boolean).join(' '));
    this.status = status;
  }
}

/** What went wrong, for a person. */
export const said = problem => problem instanceof TypeError ? 'The server is not reachable. Try again.' : problem.message;

/** The answer, or null when it is the one that was given last time and `onlyNew` is asked for. */
export async function get(path, onlyNew = false) {
  const response = await send(path, { cache: 'no-cache' });
  $('simulated').hidden = response.headers.get('Evented-Simulated') !== 'true';
  sayAsOf(response.headers.get('Evented-As-Of'));
  const tag = response.headers.get('ETag');
  if (onlyNew && tag && seen.get(path) === tag) return null;
  seen.set(path, tag);
  return response.json();
}

// While a read model lags behind the events, the lists are older than they look.
function sayAsOf(asOf) {
  const isCurrent = !asOf || asOf === 'now';
  const text = isCurrent ? '' : `Numbers as of ${exact(asOf)}: what came later is not in the lists of runs and incidents yet.`;
  $('as-of').hidden = isCurrent;
  if ($('as-of').textContent !== text) $('as-of').textContent = text;
}

/** Every answer is new again. */
export const forget = () => seen.clear();

/** The answer, or { missing } with what to do about it where there is none; that is looked for again once a minute. */
export async function find(path) {
  const known = absent.get(path);
  if (known && Date.now() - known.at < LOOK_AGAIN) return known;
  try {
    return await get(path);
  } catch (problem) {
    if (problem.status !== 404) throw problem;
    absent.set(path, { at: Date.now(), missing: problem.message });
    return absent.get(path);
  }
}

/**
 * Gives a command, for the version that was seen, where there is one; as the engineer who says so: one of the team, where the server has a key. A key
 * that is given twice does it once.
 */
export async function post(path, command, version, actor, key = crypto.randomUUID()) {
  const response = await send(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key, ...(version && { 'If-Match': `"${version}"` }), ...(actor && { 'X-Actor': actor }) },
    body: JSON.stringify(command),
  });
  return response.json();
}

async function send(path, options) {
  const key = sessionStorage.getItem(KEY);
  const headers = { Accept: 'application/json', ...options.headers, ...(key && { Authorization: `Bearer ${key}` }) };
  const response = await fetch(`/api/v1${path}`, { ...options, headers });
  if (response.status === 401) {
    await askForKey(key !== null);
    return send(path, options);
  }

  if (!response.ok) throw new Refused(await response.json().catch(() => ({ detail: `The server answered ${response.status}.` })), response.status);
  return response;
}

let asking;

// Several requests may be refused at once: they wait for one answer.
function askForKey(wasWrong) {
  asking ??= new Promise(resolve => {
    $('key-error').textContent = wasWrong ? 'That key is not the one.' : '';
    $('key').addEventListener('cancel', event => event.preventDefault());
    $('key-form').addEventListener('submit', () => {
      sessionStorage.setItem(KEY, $('key-input').value);
      $('key-input').value = '';
      asking = undefined;
      resolve();
    }, { once: true });
    $('key').showModal();
  });
  return asking;
}
