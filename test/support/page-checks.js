// Run inside a page of the browser, where the types of Node do not hold: read as text and handed to `evaluate`.
({
  /** What a screen reader needs: a language, one h1, headings that skip no level, names for what can be used. */
  faultsOfStructure() {
    const faults = [];
    if (document.documentElement.lang === '') faults.push('no language');
    const headings = [...document.querySelectorAll('h1, h2, h3, h4')].filter((heading) => !heading.closest('.shown'));
    const levels = headings.map(({ tagName }) => Number(tagName[1]));
    if (levels.filter((level) => level === 1).length !== 1) faults.push(`h1: ${levels.join(' ')}`);
    levels.forEach((level, index) => {
      if (index > 0 && level > levels[index - 1] + 1) faults.push(`jump to h${level}: ${headings[index].textContent}`);
    });
    for (const field of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
      if (field.labels === null || field.labels.length === 0) faults.push(`no label: ${field.outerHTML}`);
    }
    for (const control of document.querySelectorAll('button, a[href], summary')) {
      const name = control.getAttribute('aria-label') ?? control.textContent ?? '';
      if (name.trim() === '') faults.push(`no name: ${control.outerHTML}`);
    }
    for (const image of document.querySelectorAll('img:not([alt])')) faults.push(`no alt: ${image.outerHTML}`);
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    for (const id of ids.filter((one, index) => ids.indexOf(one) !== index)) faults.push(`id twice: ${id}`);
    return faults;
  },

  /** Text whose contrast with what lies behind it is under 4.5 : 1 (WCAG 2.2, 1.4.3), by computed colours. */
  faintText() {
    const channels = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = ([r = 0, g = 0, b = 0]) => {
      const [x, y, z] = [r, g, b].map((value) => {
        const part = value / 255;
        return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const behind = (start) => {
      for (let node = start; node !== null; node = node.parentElement) {
        const colour = channels(getComputedStyle(node).backgroundColor);
        if ((colour[3] ?? 1) > 0.99) return colour;
      }
      return [255, 255, 255];
    };
    const faint = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      if (node.textContent.trim() === '' || element.closest('script, #news, .skip')) continue;
      if (!element.checkVisibility()) continue;
      const [one, other] = [luminance(channels(getComputedStyle(element).color)), luminance(behind(element))];
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      if (ratio < 4.5)
        faint.add(
          `${ratio.toFixed(2)} ${element.tagName}.${element.className}: ${node.textContent.trim().slice(0, 40)}`,
        );
    }
    return [...faint].slice(0, 8);
  },
})
