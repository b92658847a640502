// Puts what the rules say of themselves and of pairs that one may doubt, the demo's real output and a picture of the board
// into the documentation: `npm run docs`. Tests hold README, docs/rules.md and docs/verdicts.md to the same output, so that
// they cannot lie.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { launchChromium } from '../test/support/chromium.ts';
import { excerptOf, withExcerpt } from './demo-excerpt.ts';
import { ruleDocs } from './rule-docs.ts';
import { verdictDocs } from './verdict-docs.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const entry = join(root, 'src/cli/entry.ts');
const env = { PATH: process.env.PATH ?? '', TZ: 'Etc/UTC', NO_COLOR: '1' };
const cwd = await mkdtemp(join(tmpdir(), 'tocsin-docs-'));

await writeFile(join(root, 'docs/rules.md'), await ruleDocs());
await writeFile(join(root, 'docs/verdicts.md'), await verdictDocs());

const { stdout } = await promisify(execFile)(process.execPath, [entry, 'demo', '--once'], {
  cwd,
  env,
});
const readme = join(root, 'README.md');
await writeFile(readme, withExcerpt(await readFile(readme, 'utf8'), excerptOf(stdout)));

const demo = spawn(process.execPath, [entry, 'demo', '--port', '0'], {
  cwd,
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const url = await new Promise<string>((resolve, reject) => {
  let text = '';
  demo.once('exit', (code) => reject(new Error(`The demo ended with ${code}.`)));
  demo.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    const found = /(http:\/\/127\.0\.0\.1:\d+)\//.exec(text.slice(text.indexOf('The board, as on that day')));
    if (text.includes('Ctrl-C') && found?.[1] !== undefined) resolve(found[1]);
  });
});
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 820 }, colorScheme: 'light' });
  await page.goto(`${url}/releases/pkgdb-2.0`);
  await page.screenshot({ path: join(root, 'docs/board.png') });
} finally {
  await browser.close();
  demo.kill('SIGINT');
  await once(demo, 'exit');
  await rm(cwd, { recursive: true });
}
