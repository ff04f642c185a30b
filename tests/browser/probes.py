"""Questions to a page that only its own window can answer, in the window's language."""

TABBABLE = """
(() => {
  const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const shown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: false });
  return [...document.querySelectorAll(all)].filter((one) => shown(one) && !one.disabled && one.tabIndex >= 0);
})()
"""

#: Begins to note every element that gets the focus: which, whether it is marked, and whether it can be seen.
NOTE_FOCUS = f"""
() => {{
  const look = (one) => {{
    const style = getComputedStyle(one);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow].join(' ');
  }};
  const tabbable = {TABBABLE};
  const atRest = new Map(tabbable.map((one) => [one, look(one)]));
  window.noted = [];
  window.expected = tabbable.length;
  document.addEventListener('focusin', (event) => {{
    const one = event.target;
    const box = one.getClientRects()[0] ?? one.getBoundingClientRect(); // of a link, its first line
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)]; // of what is in the window
    const middle = top < bottom ? document.elementFromPoint(box.x + box.width / 2, (top + bottom) / 2) : null;
    window.noted.push({{
      place: tabbable.indexOf(one),
      what: one.outerHTML.slice(0, 120),
      marked: look(one) !== atRest.get(one),
      seen: Boolean(middle) && (one.contains(middle) || middle.contains(one)),
    }});
  }});
  return tabbable.length;
}}
"""

#: Lays out what a phone leaves until it comes near its window, and lets colours change at once: so that everything
#: is looked at as it will be.
SHOW_ALL = """
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { content-visibility: visible !important; transition: none !important; }');
  document.adoptedStyleSheets.push(sheet);
}
"""

FOCUSED = (
    "() => document.activeElement.id || document.activeElement.className || document.activeElement.tagName"
)

#: Controls that are too small: those that stand by themselves, not links within a text.
SMALLER_THAN = f"""
(least) => {TABBABLE}
  .filter((one) => getComputedStyle(one).display !== 'inline' && !one.matches('main, .skip-link, [role=region], svg *'))
  .filter((one) => !['checkbox', 'radio'].includes(one.type))
  .map((one) => [one.getBoundingClientRect(), one])
  .filter(([box]) => box.height < least - 0.5 || box.width < least - 0.5)
  .map(([box, one]) => `${{Math.round(box.width)}}×${{Math.round(box.height)}} ${{one.outerHTML.slice(0, 120)}}`)
"""

#: What reaches beyond the right edge of the window, unless it scrolls by itself inside something that may.
TOO_WIDE = """
() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const scrolls = (one) => ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(one).overflowX);
  const inside = (one) => one.parentElement && (scrolls(one.parentElement) || inside(one.parentElement));
  return [`${root.scrollWidth} px`, ...[...document.querySelectorAll('body *')]
    .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1 && !inside(one))
    .map((one) => one.outerHTML.slice(0, 120))].slice(0, 6);
}
"""

#: Text that its box cuts off.
CUT_OFF = """
() => [...document.querySelectorAll('body *')]
  .filter((one) => one.checkVisibility() && one.innerText?.trim() && !one.closest('.visually-hidden, svg'))
  .map((one) => [one, getComputedStyle(one)])
  .filter(([, style]) => ['hidden', 'clip'].includes(style.overflowY) && style.position !== 'absolute')
  .map(([one]) => one)
  .filter((one) => one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2)
  .map((one) => one.outerHTML.slice(0, 120))
"""

#: What WCAG 1.4.12 lets a reader set, by a sheet that the content security policy does not concern.
SPACE_TEXT = """
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; ' +
    'word-spacing: 0.16em !important } p { margin-bottom: 2em !important }');
  document.adoptedStyleSheets = [sheet];
}
"""

DOUBLE_TEXT = "() => { document.documentElement.style.fontSize = '200%' }"

#: Lines that end or begin with the dot between two parts.
DOTS_AT_EDGES = r"""
() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const letters = [];
  while (walk.nextNode()) {
    const { data, parentElement } = walk.currentNode;
    if (parentElement.checkVisibility() && !parentElement.closest('svg')) {
      [...data.matchAll(/[^\s\u00a0]/g)].forEach(({ index }) => letters.push([walk.currentNode, index]));
    }
  }
  const box = ([node, place]) => {
    const range = document.createRange();
    range.setStart(node, place);
    range.setEnd(node, place + 1);
    return range.getBoundingClientRect();
  };
  return letters.flatMap((letter, number) => {
    if (letter[0].data[letter[1]] !== '·') return [];
    const [before, dot, after] = [letters[number - 1] ?? letter, letter, letters[number + 1] ?? letter].map(box);
    const apart = before.bottom <= dot.top + 2 || after.top >= dot.bottom - 2;
    return apart && dot.width ? [letter[0].parentElement.outerHTML.slice(0, 200)] : [];
  });
}
"""
