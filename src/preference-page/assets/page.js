// Makes the page quicker to use. Everything works without it: each button sends its form to the server, and this
// script does the same in the background and puts what comes back into the page.
'use strict';

document.documentElement.classList.add('scripted');

// Some click twice. A form that is on its way is not sent again until a page is shown: the second answer would hide the first.
/** @type {Set<EventTarget>} */
const underway = new Set();
document.addEventListener('submit', (event) => {
  if (underway.has(event.target)) event.preventDefault();
  else if (!event.defaultPrevented) underway.add(event.target);
});
window.addEventListener('pageshow', () => underway.clear());

/** Sends a form as its button would, and answers the page that comes back. */
async function ask(form, button) {
  const filled = new FormData(form, button?.name ? button : undefined);
  const data = new URLSearchParams(/** @type {any} */ (filled));
  const url = new URL(form.getAttribute('action') ?? location.pathname, location.href);
  const isPost = form.method === 'post';
  if (!isPost) url.search = data.toString();
  const answer = await fetch(url, isPost ? { method: 'POST', body: data } : {});
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  return { answer, page };
}

/** Shows in one place of the page what the server makes of the form; when it does not say, the plain button comes back. */
async function refresh(form, place) {
  const preview = document.createElement('button');
  preview.name = 'do';
  preview.value = 'preview';
  preview.hidden = true;
  if (form.method === 'post') form.append(preview);
  try {
    const { page } = await ask(form, form.method === 'post' ? preview : undefined);
    const [old, fresh] = [document.querySelector(place), page.querySelector(place)];
    document.documentElement.classList.toggle('scripted', fresh !== null);
    if (old && fresh && old.innerHTML !== fresh.innerHTML) old.innerHTML = fresh.innerHTML;
  } catch {
    document.documentElement.classList.remove('scripted');
  } finally {
    preview.remove();
  }
}

/** Calls a function once things have been quiet for a moment. */
function calm(work, pause = 250) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), pause);
  };
}

/** @type {NodeListOf<HTMLFormElement>} */
const live = document.querySelectorAll('form[data-live]');
for (const form of live) {
  const later = calm(() => refresh(form, form.dataset.live));
  form.addEventListener('change', later);
  form.addEventListener('reordered', later);
}

// Buttons that change the form itself: more times, fewer times. Saving is left to the browser.
document.addEventListener('click', async (event) => {
  if (!(event.target instanceof Element)) return;
  /** @type {HTMLButtonElement | null} */
  const button = event.target.closest('#choice button[name="do"]');
  if (!button || !/^(add|drop):/.test(button.value)) return;
  event.preventDefault();
  const form = button.form;
  const channel = button.value.split(':')[1];
  const find = (root) => root.querySelector(`[data-channel="${CSS.escape(channel)}"] .when`);
  const asked = await ask(form, button).catch(() => null);
  const [old, fresh] = [find(document), asked && find(asked.page)];
  // No network, or the session has ended: the browser sends the form itself, and shows what comes of it
  if (!old || !fresh) return form.requestSubmit(button);
  old.replaceWith(fresh);
  const rows = fresh.querySelectorAll('.window');
  (rows[rows.length - 1] ?? fresh).querySelector('input')?.focus();
  form.dispatchEvent(new Event('change'));
});

const list = document.querySelector('[data-order]');
if (list) order(list);

/** Ordering by arrows, by keyboard and by dragging. The order of the channels in the page is their ranking. */
function order(list) {
  const form = list.closest('form');
  const said = form.querySelector('[data-said]');
  const items = () => [...list.children];
  const isWanted = (item) => item.querySelector('.wish input[value="yes"]').checked;
  const wanted = () => items().filter(isWanted);

  const button = (to, item) => {
    const made = document.createElement('button');
    Object.assign(made, { type: 'button', className: 'move', textContent: to === 'up' ? '↑' : '↓' });
    made.dataset.to = to;
    made.setAttribute('aria-label', list.dataset[to].replace('{channel}', item.dataset.name));
    return made;
  };
  const handle = (item) => {
    const made = document.createElement('button');
    Object.assign(made, { type: 'button', className: 'move handle', textContent: '⠿' });
    made.setAttribute('aria-label', list.dataset.drag.replace('{channel}', item.dataset.name));
    return made;
  };
  for (const item of items()) {
    const moves = item.querySelector('.moves');
    moves.replaceChildren(button('up', item), button('down', item), handle(item));
  }
  draw();

  /** Ranks and arrows as they are now. */
  function draw() {
    const ranked = wanted();
    for (const item of items()) {
      const place = ranked.indexOf(item);
      const rank = item.querySelector('.rank');
      rank.textContent = place < 0 ? '' : String(place + 1);
      // The words beside it are of the place before: now the number itself is read
      rank.removeAttribute('aria-hidden');
      item.querySelector('h3 .visually-hidden')?.remove();
      item.querySelector('.moves').hidden = place < 0;
      item.querySelector('[data-to="up"]').disabled = place === 0;
      item.querySelector('[data-to="down"]').disabled = place === ranked.length - 1;
    }
  }

  function tell(item) {
    draw();
    said.textContent = list.dataset.moved
      .replace('{channel}', item.dataset.name)
      .replace('{rank}', String(wanted().indexOf(item) + 1));
    form.dispatchEvent(new Event('reordered'));
  }

  /** Changes places with the wanted channel above or below; the focus stays where it was. */
  function step(item, by, focused) {
    const ranked = wanted();
    const other = ranked[ranked.indexOf(item) + by];
    if (!other) return;
    if (by < 0) other.before(item);
    else other.after(item);
    tell(item);
    const next = focused.disabled ? item.querySelector('.handle') : focused;
    next.focus();
  }

  list.addEventListener('click', (event) => {
    const arrow = event.target.closest('[data-to]');
    if (arrow) step(arrow.closest('li'), arrow.dataset.to === 'up' ? -1 : 1, arrow);
  });
  list.addEventListener('keydown', (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const grip = event.target.closest('.handle');
    if (!grip || !by) return;
    event.preventDefault();
    step(grip.closest('li'), by, grip);
  });
  list.addEventListener('change', draw);

  list.addEventListener('pointerdown', (event) => {
    const grip = event.target.closest('.handle');
    if (!grip || event.button !== 0) return;
    event.preventDefault();
    const item = grip.closest('li');
    grip.setPointerCapture(event.pointerId);
    item.classList.add('dragged');
    let from = event.clientY;
    const drag = ({ clientY }) => {
      const [above, below] = [item.previousElementSibling, item.nextElementSibling];
      const shift = clientY - from;
      const height = (other) => other.getBoundingClientRect().height;
      if (above && shift < -height(above) / 2) {
        from -= height(above);
        item.after(above);
      } else if (below && shift > height(below) / 2) {
        from += height(below);
        item.before(below);
      }
      item.style.transform = `translateY(${clientY - from}px)`;
    };
    const drop = () => {
      grip.removeEventListener('pointermove', drag);
      item.classList.remove('dragged');
      item.style.transform = '';
      tell(item);
      grip.focus();
    };
    grip.addEventListener('pointermove', drag);
    grip.addEventListener('lostpointercapture', drop, { once: true });
  });
}
