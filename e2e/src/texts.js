// What is wrong with the texts of the widget as they are drawn now: two that overlap, and one that is cut
// off, leaves the picture, or leaves the box that it is written on. Each fault is a line of text.

const ej = document.querySelector('.ej');
const scene = ej.querySelector('.ej-scene');
const faults = [];
const pans = ej.querySelector('.ej-over') !== null;
// Rounding, and what hangs over a letter's box.
const SLACK = 1.5;

const short = text => JSON.stringify(text.trim().replace(/\s+/g, ' ').slice(0, 40));
const shown = element => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
const size = rect => [rect.right - rect.left, rect.bottom - rect.top];
const cut = (a, b) => ({
    left: Math.max(a.left, b.left), right: Math.min(a.right, b.right),
    top: Math.max(a.top, b.top), bottom: Math.min(a.bottom, b.bottom),
});
// What an element lets be seen of what is in it: all, or what is within its box, with dots or without.
const known = new Map();
const window_of = element => {
    if (known.has(element)) return known.get(element);
    const { overflowX, contain, textOverflow, webkitLineClamp } = getComputedStyle(element);
    const drawing = element.namespaceURI.endsWith('svg');
    const clips = overflowX !== 'visible' && (!drawing || element.tagName === 'svg') || contain.includes('paint') || contain === 'strict';
    const found = clips && { box: element.getBoundingClientRect(), dots: textOverflow === 'ellipsis' || webkitLineClamp !== 'none' };
    known.set(element, found);
    return found;
};

// ---- the lines of every text, as far as they are seen ----
const lines = [];
const walker = document.createTreeWalker(ej, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data;
    const parent = node.parentElement;
    if (!text.trim() || parent.closest('title, .ej-unseen, [hidden], option, textarea') || !shown(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const inSvg = parent.namespaceURI.endsWith('svg');
    for (const rect of range.getClientRects()) {
        let line = { left: rect.left, right: rect.right, top: rect.top, bottom: rect.bottom };
        const high = rect.bottom - rect.top;
        // A line's box has room above and below its letters.
        line.top += high * .24;
        line.bottom -= high * .2;
        const [wide, tall] = size(line);
        if (wide < 1 || tall < 1) continue;
        let dots = false;
        for (let element = parent; element && element !== ej.parentElement; element = element.parentElement) {
            const seen = window_of(element);
            if (!seen) continue;
            dots ||= seen.dots;
            line = cut(line, seen.box);
        }
        const [left, up] = size(line);
        // What is not seen at all went where nobody looks for it.
        if (left < SLACK || up < SLACK) continue;
        // Where the picture shows a part of the scene, what stands beside goes out of it.
        if (pans && parent.matches('.ej-pl, .ej-sign, .ej-port')) dots = true;
        if (!dots && (left < wide - SLACK || up < tall - SLACK))
            faults.push(`cut off: ${short(text)} by ${Math.round(wide - left)} x ${Math.round(tall - up)} of ${Math.round(wide)} x ${Math.round(tall)}`);
        lines.push({ ...line, text, node, parent, inSvg, whole: rect });
    }
}

// The stages, the buttons and what is said are there at every moment: where there are no letters at all,
// nothing can be wrong with them.
if (lines.length < 10) faults.push(`only ${lines.length} lines of text are seen`);

// ---- two that overlap ----
const around = node => node.parentElement.closest('.ej-token, .ej-say, .ej-mg, .ej-flag');
for (const [n, a] of lines.entries()) {
    for (const b of lines.slice(n + 1)) {
        if (a.node === b.node) continue;
        // What travels, and what is said, passes over what stands there.
        const [over, under] = [around(a.node), around(b.node)];
        if (over !== under && [over, under].some(it => it?.matches('.ej-token'))) continue;
        const [wide, tall] = size(cut(a, b));
        if (wide > SLACK && tall > SLACK)
            faults.push(`overlap: ${short(a.text)} and ${short(b.text)} by ${Math.round(wide)} x ${Math.round(tall)}`);
    }
}

// ---- what is written on something stays on it ----
const boxes = [];
for (const rect of scene.querySelectorAll('rect, path.ej-sy, path.ej-slip')) {
    if (!shown(rect)) continue;
    const [to, token] = [rect.getScreenCTM(), rect.closest('.ej-token')];
    const add = (x, y, width, height) => {
        const [a, b] = [new DOMPoint(x, y), new DOMPoint(x + width, y + height)].map(p => p.matrixTransform(to));
        boxes.push({ token, left: Math.min(a.x, b.x), right: Math.max(a.x, b.x), top: Math.min(a.y, b.y), bottom: Math.max(a.y, b.y) });
    };
    if (rect.tagName === 'rect') {
        const { x, y, width, height } = rect.getBBox();
        add(x, y, width, height);
        continue;
    }
    // Many boxes may be one path.
    const number = '(-?[\\d.]+)';
    for (const [, ...n] of rect.getAttribute('d').matchAll(new RegExp(`M${number} ${number}h${number}v${number}h`, 'g')))
        add(...n.map(Number));
}
for (const line of lines.filter(line => line.inSvg && scene.contains(line.parent))) {
    const [x, y] = [(line.left + line.right) / 2, (line.top + line.bottom) / 2];
    const high = line.whole.bottom - line.whole.top;
    const on = boxes
        .filter(box => box.token === line.parent.closest('.ej-token'))
        .filter(box => box.left < x && x < box.right && box.top < y && y < box.bottom)
        .filter(box => box.bottom - box.top < 3.2 * high)
        .sort((a, b) => (a.right - a.left) - (b.right - b.left))[0];
    if (on && (line.left < on.left - SLACK || line.right > on.right + SLACK))
        faults.push(`leaves its box: ${short(line.text)}, ${Math.round(line.right - line.left)} of ${Math.round(on.right - on.left)}`);
}

// ---- nothing is wider than the widget ----
if (document.documentElement.scrollWidth > innerWidth + 1) faults.push(`the page is ${document.documentElement.scrollWidth} wide`);
