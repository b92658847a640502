// A throw-away PostgreSQL cluster on loopback, from the machine's own binaries.

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

export interface PostgresCluster {
  /** Creates an empty database and answers its URL. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a cluster; answers why not where this machine cannot. The server refuses to run as root, so root lends it to `postgres`. */
export async function startPostgres(): Promise<PostgresCluster | { readonly because: string }> {
  const binaries = await newestBinaries();
  if (binaries === null) return { because: 'no PostgreSQL server is installed (apt-get install postgresql)' };
  const isRoot = process.getuid?.() === 0;
  const owner = isRoot ? await unprivilegedUser() : null;
  if (isRoot && owner === null)
    return { because: 'this is root, and there is no user `postgres` to run the server as' };

  const folder = await mkdtemp(join(tmpdir(), 'tocsin-postgres-'));
  const passwordFile = join(folder, 'password');
  const password = randomBytes(16).toString('hex');
  await writeFile(passwordFile, password);
  if (owner !== null) {
    await chown(folder, owner.uid, owner.gid);
    await chown(passwordFile, owner.uid, owner.gid);
  }
  const data = join(folder, 'data');
  const port = await freePort();
  const options = { ...owner, cwd: folder, env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' } };
  await run(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'tocsin', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--no-sync'],
    options,
  );
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder} -c fsync=off`;
  await run(join(binaries, 'pg_ctl'), ['-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, 'start'], options);

  const urlOf = (database: string) => `postgres://tocsin:${password}@127.0.0.1:${port}/${database}`;
  let databases = 0;
  return {
    async createDatabase() {
      databases += 1;
      const client = new pg.Client({ connectionString: urlOf('postgres') });
      await client.connect();
      await client.query(`create database tocsin_${databases}`);
      await client.end();
      return urlOf(`tocsin_${databases}`);
    },
    async stop() {
      await run(join(binaries, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop'], options);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function newestBinaries(): Promise<string | null> {
  const root = '/usr/lib/postgresql';
  const versions = await readdir(root).catch(() => []);
  const newest = versions
    .map(Number)
    .filter(Number.isFinite)
    .toSorted((a, b) => b - a)[0];
  return newest === undefined ? null : join(root, String(newest), 'bin');
}

async function unprivilegedUser(): Promise<{ uid: number; gid: number } | null> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => (await run('id', [flag, 'postgres'])).stdout),
    );
    return { uid: Number(uid), gid: Number(gid) };
  } catch {
    return null;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
