
(() => {
  'use strict';
  const root = document.documentElement;
  const all = (sel, from = document) => [...from.querySelectorAll(sel)];
  root.classList.add('js');

  // One statement in hand: pointed at (for as long as that lasts) or held (until Escape).
  let held = null;
  const show = id => {
    all('.on').forEach(el => el.classList.remove('on'));
    if (!id) return;
    all(`.text [data-s~="${id}"]`).forEach(el => el.classList.add('on'));
    document.getElementById(id)?.classList.add('on');
  };
  // The innermost statement is the last that a piece of text names.
  const idOf = el => {
    const piece = el.closest?.('.text [data-s]');
    if (piece) return piece.dataset.s.split(' ').at(-1);
    return el.closest?.('.card > .body')?.parentElement.id ?? null;
  };
  const reveal = id => {
    // The list has its own scroll beside the text; below it, on phones, nothing moves.
    const card = document.getElementById(id), side = card?.closest('.side');
    if (side && getComputedStyle(side).position === 'sticky') {
      const c = card.getBoundingClientRect(), s = side.getBoundingClientRect();
      if (c.top < s.top || c.bottom > s.bottom) side.scrollTop += c.top - s.top - 16;
    }
  };
  const hold = id => { held = id; show(id); };

  document.addEventListener('mouseover', e => show(idOf(e.target) ?? held));
  document.addEventListener('focusin', e => {
    if (!e.target.matches('.ref, .num')) return;
    const id = idOf(e.target);
    hold(id);
    if (e.target.matches('.ref')) reveal(id);
    else document.getElementById(id.replace('-s', '-r'))?.scrollIntoView({block: 'nearest'});
  });
  document.addEventListener('click', e => {
    const piece = e.target.closest('.text [data-s]');
    if (!piece || e.target.closest('a')) return;
    const id = idOf(piece);
    hold(id);
    reveal(id);
  });

  // Keys.
  const step = (el, by) => {
    const row = all(el.matches('.ref') ? 'a.ref' : '.num').filter(x => x.offsetParent);
    row[row.indexOf(el) + by]?.focus();
  };
  document.addEventListener('keydown', e => {
    if (e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
    if (e.key === 'Escape') {
      all('article').forEach(a => filter(a, null));
      hold(null);
      if (location.hash) history.replaceState(null, '', location.pathname + location.search);
      document.activeElement?.blur();
      return;
    }
    const el = document.activeElement;
    if (!el?.matches('a.ref, .num')) return;
    const id = idOf(el);
    switch (e.key) {
      case 'ArrowDown': step(el, 1); break;
      case 'ArrowUp': step(el, -1); break;
      case 'ArrowLeft': document.getElementById(id.replace('-s', '-r'))?.focus(); break;
      case 'ArrowRight': document.querySelector(`#${id} .num`)?.focus(); break;
      default: return;
    }
    e.preventDefault();
  });

  // Links between text and list move the focus too.
  document.addEventListener('click', e => {
    const a = e.target.closest('a.ref, a.num');
    if (!a) return;
    const to = document.querySelector(a.matches('.ref') ? `${a.hash} .num` : a.hash);
    if (!to) return;
    e.preventDefault();
    history.replaceState(null, '', a.hash);
    to.focus();
    to.scrollIntoView({block: 'center'});
  });

  // Filter by source: the links become switches.
  const filter = (article, key) => {
    const buttons = all('.filter button', article);
    if (!buttons.length) return;
    buttons.forEach(b => b.setAttribute('aria-pressed', String(b.dataset.q === key)));
    article.classList.toggle('filtered', key !== null);
    const keep = new Set();
    all('.card', article).forEach(c => {
      const yes = key === null || c.dataset.q === key;
      c.querySelector(':scope > .body').hidden = !yes;
      if (yes) keep.add(c.id);
    });
    all('.text [data-s]', article).forEach(el =>
      el.classList.toggle('off', !el.dataset.s.split(' ').some(id => keep.has(id))));
    const say = article.querySelector('.filter [role=status]');
    say.textContent = key === null ? '' : `${keep.size} / ${all('.card', article).length} ${say.dataset.word}`;
  };
  all('.filter a').forEach(a => {
    const b = document.createElement('button');
    b.type = 'button';
    b.className = a.className;
    b.dataset.q = a.dataset.q;
    b.setAttribute('aria-pressed', 'false');
    b.append(...a.childNodes);
    b.addEventListener('click', () =>
      filter(b.closest('article'), b.getAttribute('aria-pressed') === 'true' ? null : b.dataset.q));
    a.replaceWith(b);
  });

  // Light and dark. A file:// page may be denied storage.
  const button = document.querySelector('.theme');
  const dark = () => root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  const mark = () => button.setAttribute('aria-pressed', String(dark()));
  try { const t = localStorage.getItem('hearsay-theme'); if (t === 'dark' || t === 'light') root.dataset.theme = t; } catch {}
  button.hidden = false;
  mark();
  button.addEventListener('click', () => {
    root.dataset.theme = dark() ? 'light' : 'dark';
    try { localStorage.setItem('hearsay-theme', root.dataset.theme); } catch {}
    mark();
  });

  // Printed, every statement is there.
  addEventListener('beforeprint', () => { all('article').forEach(a => filter(a, null)); show(null); });
})();
