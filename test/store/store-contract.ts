// What both stores promise, as one suite: test/store runs it over SQLite, test/edges over PostgreSQL.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CallerDecision, sentKey, type UseEvidence } from '../../src/catalog/index.ts';
import type { EvidenceBatch, ReadMark } from '../../src/evidence/index.ts';
import type { Changes, Claim, Event, Forgetting, Store } from '../../src/store/index.ts';
import { sampleComparison, sampleMessage, samplePlan, sampleRelease, sampleShift } from '../support/sample-release.ts';

const now = '2026-02-20T10:00:00.000Z';
const later = '2026-02-20T11:00:00.000Z';

function event(type: Event['type'] = 'release.assessed', subject = 'pkgdb-2.0'): Omit<Event, 'sequence'> {
  return { at: now, type, subject, actor: { name: 'pingou', via: 'cli' }, why: 'because', data: { number: 1 } };
}

/** `fresh` makes an empty place and answers a function that opens it, as often as asked, like a process of its own each. */
export function storeContract(fresh: () => Promise<() => Promise<Store>>): void {
  let open: () => Promise<Store>;
  let store: Store;
  const others: Store[] = [];
  const openAnother = async () => {
    const other = await open();
    others.push(other);
    return other;
  };
  const withRelease = (work: (changes: Changes) => Promise<unknown> = async () => {}) =>
    store.write(async (changes) => {
      await changes.addRelease(sampleRelease());
      await work(changes);
    });

  beforeEach(async () => {
    open = await fresh();
    store = await open();
  });
  afterEach(async () => {
    await Promise.all([store, ...others.splice(0)].map((each) => each.close()));
  });

  describe('the catalogue and searches', () => {
    test('entries are kept by kind and name, and written over', async () => {
      const entry = (name: string, kind: 'team' | 'service', state: 'living' | 'deleted') =>
        ({ kind, name, state, settings: { deleted: state === 'deleted', revive: false, title: name } }) as const;
      await store.write((changes) =>
        changes.setSyncedEntries([entry('a', 'team', 'living'), entry('a', 'service', 'living')], now),
      );
      await store.write((changes) => changes.setSyncedEntries([entry('a', 'team', 'deleted')], later));
      const another = await openAnother();
      expect(await another.read((records) => records.syncedCatalog())).toEqual([
        entry('a', 'service', 'living'),
        entry('a', 'team', 'deleted'),
      ]);
    });

    test('how far a search has come is kept until it ends', async () => {
      const search = (page: number) => ({
        plan: 'x',
        at: now,
        progress: { done: ['a'], page, hits: [{ repository: 'o/r', path: 'p', fragments: ['f'] }], notes: [] },
      });
      await store.write((changes) => changes.keepSearch('pkgdb', search(1)));
      await store.write((changes) => changes.keepSearch('pkgdb', search(2)));
      const kept = () => store.read((records) => records.searchUnderWay('pkgdb'));
      expect(await kept()).toEqual(search(2));
      expect(await store.read((records) => records.searchUnderWay('fas'))).toBeNull();
      await store.write((changes) => changes.endSearch('pkgdb'));
      expect(await kept()).toBeNull();
    });
  });

  describe('keeping', () => {
    test('how far consumers are: the later word for the earlier, a deployment once, and what ports them', async () => {
      const claim = {
        consumer: 'fedpkg',
        rung: 'ported',
        by: 'ada',
        at: now,
        via: 'cli',
        why: null,
        version: '1',
      } as const;
      const deployment = {
        consumer: 'fedpkg',
        environment: 'production',
        version: null,
        at: now,
        by: 'ci',
        source: 'report',
        url: null,
        holdsPort: null,
      } as const;
      await withRelease(async (changes) => {
        await changes.setRungClaim('pkgdb-2.0', claim);
        await changes.setRungClaim('pkgdb-2.0', { ...claim, by: 'ben', at: later });
        await changes.setRungClaim('pkgdb-2.0', { ...claim, rung: 'deployed' });
        expect(await changes.dropRungClaim('pkgdb-2.0', 'fedpkg', 'deployed')).toBe(true);
        expect(await changes.dropRungClaim('pkgdb-2.0', 'fedpkg', 'deployed')).toBe(false);
        expect(await changes.setDeployment('pkgdb-2.0', deployment)).toBe(true);
        expect(await changes.setDeployment('pkgdb-2.0', deployment)).toBe(false);
        expect(await changes.setDeployment('pkgdb-2.0', { ...deployment, holdsPort: true })).toBe(true);
        expect(await changes.setDeployment('pkgdb-2.0', { ...deployment, holdsPort: true })).toBe(false);
        await changes.setDeployment('pkgdb-2.0', { ...deployment, environment: 'prod-eu', source: 'github' });
        expect(await changes.dropDeployments('pkgdb-2.0', 'fedpkg', 'prod-eu')).toBe(true);
        expect(await changes.dropDeployments('pkgdb-2.0', 'fedpkg', 'production')).toBe(false);
        await changes.setDeploymentRead('pkgdb-2.0', { consumer: 'fedpkg', triedAt: now, readAt: now, because: null });
        await changes.setPorting('pkgdb-2.0', { consumer: 'fedpkg', pullRequests: [], readAt: now });
        await changes.setPorting('pkgdb-2.0', { consumer: 'fedpkg', pullRequests: [], readAt: later });
        const read = { consumer: 'fedpkg', triedAt: now, readAt: null, because: 'It hangs.' };
        await changes.setPortingRead('pkgdb-2.0', read);
        await changes.setPortingRead('pkgdb-2.0', { ...read, triedAt: later, readAt: later, because: null });
      });
      const other = await openAnother();
      await other.read(async (records) => {
        expect(await records.rungClaims('pkgdb-2.0')).toEqual([{ ...claim, by: 'ben', at: later }]);
        expect(await records.deployments('pkgdb-2.0')).toEqual([{ ...deployment, holdsPort: true }]);
        expect(await records.deploymentReads('pkgdb-2.0')).toEqual([
          { consumer: 'fedpkg', triedAt: now, readAt: now, because: null },
        ]);
        expect(await records.portingReads('pkgdb-2.0')).toEqual([
          { consumer: 'fedpkg', triedAt: later, readAt: later, because: null },
        ]);
        expect(await records.portings('pkgdb-2.0')).toEqual([{ consumer: 'fedpkg', pullRequests: [], readAt: later }]);
      });
    });

    test('what was written is read back the same, also after the store was opened anew', async () => {
      await withRelease(async (changes) => {
        await changes.addAssessment(
          'pkgdb-2.0',
          {
            at: now,
            comparison: sampleComparison(),
            operations: [],
            serverPaths: ['/api'],
            rollback: { ...sampleComparison(), reversed: true },
          },
          ['releng', 'qa'],
        );
        await changes.addPlan(samplePlan(), now);
        await changes.setShifts('pkgdb-2.0', [sampleShift()]);
        await changes.addIntended('pkgdb-2.0', { finding: 'f1', by: 'pingou', at: now });
        await changes.addApproval('pkgdb-2.0', { by: 'toshio', at: now, why: 'read it', fingerprint: 'x' });
        await changes.setUnderstanding('pkgdb-2.0', { team: 'qa', by: 'kevin', at: now, via: 'mail', note: null });
        await changes.addDiscussion('pkgdb-2.0', {
          meeting: 'infra',
          at: now,
          outcome: 'agreed',
          minutes: 'https://meetbot.example/1#l3',
          recordedBy: 'smooge',
        });
        await changes.append(event());
      });
      const other = await openAnother();
      await other.read(async (records) => {
        expect(await records.release('pkgdb-2.0')).toEqual({ release: sampleRelease(), stamp: 1 });
        expect(await records.rollback('pkgdb-2.0')).toEqual({ ...sampleComparison(), reversed: true });
        expect(await records.assessment('pkgdb-2.0')).toEqual({
          at: now,
          comparison: sampleComparison(),
          operations: [],
          serverPaths: ['/api'],
        });
        expect(await records.plan('pkgdb-2.0')).toEqual(samplePlan());
        expect(await records.shift('pkgdb-2.0/releng/1')).toEqual(sampleShift());
        expect(await records.intended('pkgdb-2.0')).toEqual([{ finding: 'f1', by: 'pingou', at: now }]);
        expect(await records.approvals('pkgdb-2.0')).toEqual([
          { by: 'toshio', at: now, why: 'read it', fingerprint: 'x' },
        ]);
        expect(await records.understandings('pkgdb-2.0')).toEqual([
          { team: 'qa', by: 'kevin', at: now, via: 'mail', note: null },
        ]);
        expect((await records.discussions('pkgdb-2.0'))[0]?.minutes).toBe('https://meetbot.example/1#l3');
        expect(await records.history('pkgdb-2.0')).toEqual([{ ...event(), sequence: 1 }]);
        expect(await records.releaseLines()).toEqual([
          {
            release: sampleRelease(),
            verdict: 'breaking',
            breaking: 1,
            affectedTeams: ['releng', 'qa'],
            deployAt: samplePlan().deployAt,
          },
        ]);
      });
    });

    test('a later assessment and a later plan are the ones that count', async () => {
      await withRelease(async (changes) => {
        for (const verdict of ['breaking', 'compatible'] as const) {
          const comparison = sampleComparison({ verdict });
          await changes.addAssessment(
            'pkgdb-2.0',
            { at: now, comparison, operations: null, serverPaths: null, rollback: null },
            [],
          );
        }
        await changes.addPlan(samplePlan(), now);
        await changes.addPlan(samplePlan({ deployAt: '2026-03-19T14:00:00.000Z' }), now);
      });
      await store.read(async (records) => {
        expect((await records.assessment('pkgdb-2.0'))?.comparison.verdict).toBe('compatible');
        expect((await records.plan('pkgdb-2.0'))?.deployAt).toBe('2026-03-19T14:00:00.000Z');
      });
    });

    test('the last word on an unknown caller holds until it is taken back', async () => {
      const claim: CallerDecision = {
        key: 'ab12',
        service: null,
        decision: 'claimed',
        team: 'releng',
        consumer: 'bodhi',
        reason: null,
        by: 'denise',
        at: now,
        seen: { requests: 410, operations: ['GET /packages/{name}'] },
      };
      const noise: CallerDecision = { ...claim, decision: 'noise', team: null, consumer: null, reason: 'a scanner' };
      const decided = () => store.read((records) => records.callerDecisions());
      await store.write((changes) => changes.decideCaller(claim));
      expect(await decided()).toEqual([claim]);
      await store.write((changes) => changes.decideCaller(noise));
      expect(await decided()).toEqual([noise]);
      const noiseOfOne: CallerDecision = { ...noise, service: 'fas', reason: 'tries every address' };
      await store.write((changes) => changes.decideCaller(claim));
      await store.write((changes) => changes.decideCaller({ ...noiseOfOne, reason: null }));
      await store.write((changes) => changes.decideCaller(noiseOfOne));
      expect(await decided()).toEqual([claim, noiseOfOne]);
      expect(await store.write((changes) => changes.reopenCaller('ab12'))).toBe(true);
      expect(await store.write((changes) => changes.reopenCaller('ab12'))).toBe(false);
      expect(await decided()).toEqual([]);
    });

    test('a roster keeps its order, whoever begins first and whatever is said later (A15)', async () => {
      const gap = sampleShift({ id: 'pkgdb-2.0/releng/late', start: '2026-03-12T18:00:00.000Z' });
      const early = sampleShift({ id: 'pkgdb-2.0/apps/early' });
      await withRelease(async (changes) => {
        await changes.setShifts('pkgdb-2.0', [gap, early]);
        await changes.changeShift({ ...gap, acknowledged: { at: now, by: 'dgilmore', via: 'web' } });
      });
      const order = await store.read(async (records) => (await records.shifts('pkgdb-2.0')).map(({ id }) => id));
      expect(order).toEqual([gap.id, early.id]);
    });

    test('a moment written without milliseconds still sorts as time', async () => {
      await withRelease(async (changes) => {
        await changes.setShifts('pkgdb-2.0', [
          sampleShift({ start: '2026-03-12T14:00:00Z', end: '2026-03-12T22:00:00Z' }),
        ]);
      });
      const at = (moment: string) => store.read(async (records) => (await records.shiftsAt(moment)).length);
      expect(await at('2026-03-12T14:00:00.000Z')).toBe(1);
      expect(await at('2026-03-12T13:59:59.999Z')).toBe(0);
      expect(await at('2026-03-12T22:00:00Z')).toBe(0);
    });

    test('a transaction that fails leaves no row and no event, and its number is given again', async () => {
      await withRelease((changes) => changes.append(event()));
      await expect(
        store.write(async (changes) => {
          await changes.addIntended('pkgdb-2.0', { finding: 'f1', by: 'pingou', at: now });
          await changes.append(event('release.intended'));
          throw new Error('the lights went out');
        }),
      ).rejects.toThrow('the lights went out');
      await store.write((changes) => changes.append(event('release.proposed')));
      await store.read(async (records) => {
        expect(await records.intended('pkgdb-2.0')).toEqual([]);
        expect((await records.events(0, 10)).map(({ sequence, type }) => [sequence, type])).toEqual([
          [1, 'release.assessed'],
          [2, 'release.proposed'],
        ]);
      });
    });

    test('a row that names a release which is not there is refused', async () => {
      await expect(
        store.write((changes) => changes.addIntended('nobody-1', { finding: 'f', by: 'x', at: now })),
      ).rejects.toThrow(/foreign key/i);
    });
  });

  describe('deciding on something that changed meanwhile', () => {
    test('is refused, and says who changed it', async () => {
      await withRelease();
      await store.write(async (changes) => {
        await changes.changeRelease(sampleRelease({ state: 'proposed' }), 1);
        await changes.append(event('release.proposed'));
      });
      const stale = store.write((changes) => changes.changeRelease(sampleRelease({ state: 'cancelled' }), 1));
      await expect(stale).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('pingou (release.proposed'),
      });
      const read = await store.read((records) => records.release('pkgdb-2.0'));
      expect(read).toMatchObject({ release: { state: 'proposed' }, stamp: 2 });
    });

    test('of two processes that change the same release at once, one is refused', async () => {
      await withRelease();
      const other = await openAnother();
      const results = await Promise.allSettled(
        [store, other].map((each) =>
          each.write(async (changes) => {
            await changes.changeRelease(sampleRelease({ state: 'proposed' }), 1);
            await changes.append(event('release.proposed'));
          }),
        ),
      );
      expect(results.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(await store.read((records) => records.cursor())).toBe(1);
    });

    test('the same release is not created twice', async () => {
      await withRelease();
      await expect(withRelease()).rejects.toMatchObject({ code: 'conflict' });
    });
  });

  describe('the log', () => {
    test('as any reader sees it grows by one without gaps, whoever writes', async () => {
      await withRelease();
      const writers = [store, await openAnother(), await openAnother()];
      const reader = await openAnother();
      const seen: number[] = [];
      let writing = true;
      const read = (async () => {
        do {
          const events = await reader.read((records) => records.events(seen.at(-1) ?? 0, 1000));
          seen.push(...events.map(({ sequence }) => sequence));
          await new Promise((resolve) => setImmediate(resolve));
        } while (writing);
      })();
      await Promise.all(
        writers.map(async (writer, which) => {
          for (let round = 0; round < 15; round += 1) {
            const failing = (round + which) % 5 === 4;
            await writer
              .write(async (changes) => {
                await changes.append(event());
                await changes.append(event());
                if (failing) throw new Error('rolled back');
              })
              .catch((error: Error) => expect(error.message).toBe('rolled back'));
          }
        }),
      );
      writing = false;
      await read;
      const rest = await reader.read((records) => records.events(seen.at(-1) ?? 0, 1000));
      seen.push(...rest.map(({ sequence }) => sequence));
      expect(seen).toEqual(Array.from({ length: 3 * 12 * 2 }, (_, index) => index + 1));
    });

    test('is read on from a cursor', async () => {
      await store.write(async (changes) => {
        for (let number = 0; number < 5; number += 1) await changes.append(event());
      });
      const sequences = await store.read(async (records) => (await records.events(2, 2)).map((each) => each.sequence));
      expect(sequences).toEqual([3, 4]);
      expect(await store.read((records) => records.cursor())).toBe(5);
    });
  });

  describe('the outbox', () => {
    const claim = (from: Store = store, at = now) => from.claim({ now: at, limit: 10, leaseSeconds: 120 });
    const keys = (claims: readonly { delivery: { message: { key: string } } }[]) =>
      claims.map(({ delivery }) => delivery.message.key);
    const receipt = (id: string) => ({ id, url: null, detail: {} });

    test('keeps a message whose key it has, and does not write it again', async () => {
      await withRelease(async (changes) => {
        expect(await changes.queue([sampleMessage('a')], now)).toHaveLength(1);
        expect(await changes.queue([sampleMessage('a', { subject: 'other words' })], later)).toEqual([]);
      });
      const [delivery] = await store.read((records) => records.deliveries('pkgdb-2.0'));
      expect(delivery).toMatchObject({ state: 'queued', dueAt: now, attempts: 0, receipt: null });
      expect(delivery?.message.subject).toBe('[API BREAK] pkgdb 2.0');
    });

    test('hands out what is due, and each message to one process only', async () => {
      const addresses = Array.from({ length: 60 }, (_, index) => `list-${index}@lists.example`);
      await withRelease((changes) =>
        changes.queue(
          addresses.map((address) => sampleMessage(address, { address })),
          now,
        ),
      );
      const workers = [store, await openAnother(), await openAnother(), await openAnother()];
      const claims = await Promise.all(
        workers.map(async (worker) => {
          const own: Claim[] = [];
          for (let round = 0; round < 10; round += 1) {
            own.push(...(await worker.claim({ now, limit: 2, leaseSeconds: 120 })));
          }
          return own;
        }),
      );
      const handedOut = keys(claims.flat());
      expect(new Set(handedOut).size).toBe(handedOut.length);
      const left = keys(await store.claim({ now, limit: addresses.length, leaseSeconds: 120 }));
      expect([...handedOut, ...left].toSorted()).toEqual(addresses.toSorted());
    });

    test('hands out nothing before it is due', async () => {
      await withRelease((changes) => changes.queue([sampleMessage('a')], now));
      expect(await claim(store, '2026-02-20T09:59:59.999Z')).toEqual([]);
      expect(await claim()).toHaveLength(1);
    });

    test('puts the attempt on record before anyone speaks to a medium', async () => {
      await withRelease((changes) => changes.queue([sampleMessage('a')], now));
      expect((await claim())[0]).toMatchObject({ mayHaveBeenSent: false });
      const other = await openAnother();
      const delivery = await other.read((records) => records.delivery('a'));
      expect(delivery).toMatchObject({ state: 'queued', attempts: 1, lastAttemptAt: now });
    });

    test('gives a message free again when its holder died, and says that it may have been sent', async () => {
      await withRelease((changes) => changes.queue([sampleMessage('a')], now));
      await claim();
      const survivor = await openAnother();
      expect(await claim(survivor, '2026-02-20T10:01:59.000Z')).toEqual([]);
      expect(await claim(survivor, '2026-02-20T10:02:00.000Z')).toMatchObject([
        { mayHaveBeenSent: true, delivery: { attempts: 2 } },
      ]);
    });

    test('keeps a thread in order: what follows waits for what is not settled', async () => {
      await withRelease((changes) => changes.queue([sampleMessage('a'), sampleMessage('b')], now));
      const [first] = await claim();
      expect(first?.delivery.message.key).toBe('a');
      expect(await claim()).toEqual([]);
      await store.write((changes) =>
        changes.settle('a', { state: 'deferred', because: '451', dueAt: later, leasedBy: first?.leasedBy ?? '' }),
      );
      expect(await claim()).toEqual([]);
      const [again] = await claim(store, later);
      expect(again?.delivery).toMatchObject({ state: 'deferred', because: '451', attempts: 2 });
      await store.write((changes) => changes.settle('a', { state: 'delivered', receipt: receipt('<a>') }));
      expect(keys(await claim(store, later))).toEqual(['b']);
      await store.write((changes) => changes.settle('b', { state: 'delivered', receipt: receipt('<b>') }));
      const thread = await store.read((records) => records.threadReceipts(sampleMessage('a').thread));
      expect(thread).toEqual({ first: receipt('<a>'), latest: receipt('<b>'), uncertain: false });
    });

    test('a refused message holds up nobody, and goes again when a person says so', async () => {
      await withRelease((changes) => changes.queue([sampleMessage('a'), sampleMessage('b')], now));
      const [first] = await claim();
      await store.write((changes) =>
        changes.settle('a', { state: 'refused', because: '550', hint: 'mend', leasedBy: first?.leasedBy ?? '' }),
      );
      expect(keys(await claim())).toEqual(['b']);
      expect(await store.read((records) => records.delivery('a'))).toMatchObject({
        state: 'refused',
        because: '550',
        hint: 'mend',
      });
      expect(await store.write((changes) => changes.requeue('a', later))).toBe(true);
      expect(await store.write((changes) => changes.requeue('a', later))).toBe(false);
      expect(keys(await claim(store, later))).toEqual(['a']);
    });

    test('of several only those are withdrawn that are named', async () => {
      await withRelease((changes) =>
        changes.queue([sampleMessage('a'), sampleMessage('b', { address: 'devel@lists.example' })], now),
      );
      expect(await store.write((changes) => changes.withdraw('pkgdb-2.0', 'overtaken', []))).toEqual([]);
      expect(await store.write((changes) => changes.withdraw('pkgdb-2.0', 'overtaken', ['b']))).toEqual(['b']);
      expect(keys(await claim(store, later))).toEqual(['a']);
    });

    test('what was withdrawn is not handed out, but a delivery that was under way is recorded as it was', async () => {
      await withRelease((changes) =>
        changes.queue([sampleMessage('a'), sampleMessage('b', { address: 'devel@lists.example' })], now),
      );
      await store.claim({ now, limit: 1, leaseSeconds: 120 });
      expect(await store.write((changes) => changes.withdraw('pkgdb-2.0', 'cancelled'))).toEqual(['a', 'b']);
      expect(await claim(store, later)).toEqual([]);
      expect(await store.write((changes) => changes.settle('a', { state: 'delivered', receipt: receipt('<a>') }))).toBe(
        true,
      );
      const states = await store.read(async (records) =>
        (await records.deliveries('pkgdb-2.0')).map(({ state }) => state),
      );
      expect(states).toEqual(['delivered', 'withdrawn']);
    });

    test('what follows one that was withdrawn while it was spoken waits until that is settled, or its holder is gone', async () => {
      const queue = (key: string) => store.write((changes) => changes.queue([sampleMessage(key)], now));
      await withRelease((changes) => changes.queue([sampleMessage('a')], now));
      const [spoken] = await claim();
      await store.write((changes) => changes.withdraw('pkgdb-2.0', 'moved'));
      await queue('b');
      const other = await openAnother();
      expect(await claim(other)).toEqual([]);
      expect(await store.read((records) => records.nextDelivery())).toBe('2026-02-20T10:02:00.000Z');
      const failed = { state: 'deferred', because: '502', dueAt: later, leasedBy: spoken?.leasedBy ?? '' } as const;
      expect(await store.write((changes) => changes.settle('a', failed))).toBe(false);
      const [next] = await claim(other);
      expect(next?.delivery.message.key).toBe('b');

      await store.write((changes) => changes.withdraw('pkgdb-2.0', 'moved again'));
      await queue('c');
      expect(await claim(store, '2026-02-20T10:01:59.000Z')).toEqual([]);
      expect(keys(await claim(store, '2026-02-20T10:02:00.000Z'))).toEqual(['c']);
    });

    test('a refused message that a person has tried again waits for the later one that is being spoken', async () => {
      await withRelease((changes) => changes.queue([sampleMessage('a'), sampleMessage('b')], now));
      const [first] = await claim();
      const refused = { state: 'refused', because: '550', hint: 'mend', leasedBy: first?.leasedBy ?? '' } as const;
      await store.write((changes) => changes.settle('a', refused));
      await claim();
      await store.write((changes) => changes.requeue('a', now));
      expect(await claim()).toEqual([]);
      await store.write((changes) => changes.settle('b', { state: 'delivered', receipt: receipt('<b>') }));
      expect(keys(await claim())).toEqual(['a']);
    });

    test('a thread remembers an attempt whose message was taken back, since it may have arrived', async () => {
      await withRelease((changes) => changes.queue([sampleMessage('a')], now));
      const thread = () => store.read((records) => records.threadReceipts(sampleMessage('a').thread));
      await claim();
      expect(await thread()).toEqual({ first: null, latest: null, uncertain: false });
      await store.write((changes) => changes.withdraw('pkgdb-2.0', 'moved'));
      expect(await thread()).toEqual({ first: null, latest: null, uncertain: true });
    });

    test('a holder that lost its claim may say that it delivered, but not that it failed', async () => {
      await withRelease((changes) => changes.queue([sampleMessage('a')], now));
      const [lost] = await claim();
      const other = await openAnother();
      await claim(other, later);
      const failed = { state: 'deferred', because: 'timeout', dueAt: later, leasedBy: lost?.leasedBy ?? '' } as const;
      expect(await store.write((changes) => changes.settle('a', failed))).toBe(false);
      const delivered = { state: 'delivered', receipt: receipt('<a>') } as const;
      expect(await store.write((changes) => changes.settle('a', delivered))).toBe(true);
      expect(await store.write((changes) => changes.settle('a', delivered))).toBe(false);
    });

    test('does not wake for what waits behind a message that is held up', async () => {
      await withRelease((changes) => changes.queue([sampleMessage('a'), sampleMessage('b')], now));
      const [first] = await claim();
      await store.write((changes) =>
        changes.settle('a', { state: 'deferred', because: '451', dueAt: later, leasedBy: first?.leasedBy ?? '' }),
      );
      expect(await store.read((records) => records.nextDelivery())).toBe(later);
    });

    test('knows when it has something to do again', async () => {
      await withRelease((changes) => changes.queue([sampleMessage('a')], later));
      expect(await store.read((records) => records.nextDelivery())).toBe(later);
      await claim(store, later);
      expect(await store.read((records) => records.nextDelivery())).toBe('2026-02-20T11:02:00.000Z');
      await store.write((changes) => changes.settle('a', { state: 'delivered', receipt: receipt('<a>') }));
      expect(await store.read((records) => records.nextDelivery())).toBeNull();
    });
  });

  describe('evidence of use', () => {
    const use: UseEvidence = {
      consumer: 'fedpkg',
      callerKey: null,
      callerName: 'fedpkg',
      callerVersion: '1.44',
      callerEnvironment: 'production',
      service: 'pkgdb',
      operation: 'GET /packages/{name}',
      fields: { sent: [['query', 'limit']], read: [], complete: { sent: false, query: true, read: false } },
      environment: 'staging',
      requests: 3_000_000_000,
      answers: [
        { status: 200, requests: 2_999_999_999, lastSeen: '2026-02-01T00:00:00.000Z' },
        { status: 404, requests: 1, lastSeen: '2026-02-02T00:00:00.000Z' },
      ],
      firstSeen: '2026-02-01T00:00:00.000Z',
      lastSeen: '2026-02-02T00:00:00.000Z',
      source: 'access log',
    };
    const stranger: UseEvidence = { ...use, consumer: null, callerKey: 'a1b2', fields: null, requests: 2 };
    const mark: ReadMark = { head: 'h1', name: 'access.log', from: 0, length: 5_000_000_000, digest: 'd1' };
    const batch = (changes: Partial<EvidenceBatch>): EvidenceBatch => ({
      id: 'sha256:1',
      service: 'pkgdb',
      source: 'access log',
      origin: 'access.log',
      replaces: false,
      uses: [use, stranger],
      marks: [mark],
      unmatched: [{ method: 'GET', path: '/wp-login.php', requests: 9, failed: 9 }],
      notes: ['2 lines could not be read.'],
      ...changes,
    });
    const add = (changes: Partial<EvidenceBatch> = {}) =>
      store.write((records) => records.addEvidence(batch(changes), now, 'pingou'));
    const uses = (service = 'pkgdb') => store.read((records) => records.useEvidence(service));

    test('is read back the same, and the same import again adds nothing', async () => {
      expect(await add()).toBe(true);
      expect(await add()).toBe(false);
      expect(await uses()).toEqual([use, stranger]);
      expect(await uses('fas')).toEqual([]);
      const [known] = await store.read((records) => records.evidenceImports(null));
      expect(known).toEqual({
        environment: null,
        environments: ['staging'],
        id: 'sha256:1',
        service: 'pkgdb',
        source: 'access log',
        origin: 'access.log',
        at: now,
        by: 'pingou',
        requests: 3_000_000_002,
        uses: 2,
        lastSeen: use.lastSeen,
        unmatched: batch({}).unmatched,
        notes: batch({}).notes,
      });
    });

    test('is joined over imports: counts add up, moments widen, and fields once seen stay seen', async () => {
      await add();
      const next: UseEvidence = {
        ...use,
        fields: { sent: [['query', 'page']], read: [], complete: { sent: false, query: true, read: false } },
        requests: 5,
        answers: [{ status: 404, requests: 4, lastSeen: '2026-02-04T00:00:00.000Z' }],
        firstSeen: '2026-02-03T00:00:00.000Z',
        lastSeen: '2026-02-04T00:00:00.000Z',
      };
      await add({ id: 'sha256:2', uses: [next], marks: [{ ...mark, from: mark.length, length: 6e9, digest: 'd2' }] });
      const [joined] = await uses();
      expect(joined).toEqual({
        ...use,
        requests: 3_000_000_005,
        answers: [
          { status: 200, requests: 2_999_999_999, lastSeen: '2026-02-01T00:00:00.000Z' },
          { status: 404, requests: 5, lastSeen: '2026-02-04T00:00:00.000Z' },
        ],
        lastSeen: next.lastSeen,
        fields: {
          sent: [
            ['query', 'limit'],
            ['query', 'page'],
          ],
          read: [],
          complete: { sent: false, query: true, read: false },
        },
      });
      const marks = await store.read((records) => records.readMarks('pkgdb'));
      expect([...marks.values()].flat()).toMatchObject([
        { head: 'h1', from: 0, length: 5e9, digest: 'd1' },
        { head: 'h1', from: 5e9, length: 6e9, digest: 'd2' },
      ]);
    });

    test('keeps when each field was sent last, unless an import of them does not tell', async () => {
      const sending = (lastSent: Record<string, string> | null, lastSeen: string): UseEvidence => ({
        ...use,
        fields: { ...use.fields!, ...(lastSent !== null && { lastSent }) },
        lastSeen,
      });
      const key = sentKey(['query', 'limit']);
      const until = (day: string) => sending({ [key]: `${day}T00:00:00.000Z` }, `${day}T09:00:00.000Z`);
      const silent = { ...until('2026-02-09'), fields: { ...use.fields!, sent: [] } };
      const next = (id: string, uses: readonly UseEvidence[]) => add({ id, uses, marks: [{ ...mark, head: id }] });
      await next('1', [until('2026-02-03'), stranger]);
      await next('2', [until('2026-02-01'), stranger]);
      await next('3', [silent, stranger]);
      const lastSent = async () => (await uses())[0]?.fields?.lastSent;
      expect(await lastSent()).toEqual({ [key]: '2026-02-03T00:00:00.000Z' });
      await next('4', [sending(null, '2026-02-08T09:00:00.000Z'), stranger]);
      expect(await lastSent()).toBeUndefined();
    });

    test('calls of which nobody told how they were answered stay apart from those of which it is known', async () => {
      await add();
      const untold: UseEvidence = { ...use, answers: null, requests: 7, lastSeen: '2026-02-05T00:00:00.000Z' };
      await add({ id: 'sha256:2', uses: [untold], marks: [] });
      await add({ id: 'sha256:3', uses: [untold], marks: [] });
      const own = (await uses()).filter(({ consumer }) => consumer === 'fedpkg');
      expect(own).toEqual([use, { ...untold, requests: 14 }]);
    });

    test('an import that is forgotten takes only its own parts of a file with it', async () => {
      await add();
      const rest = { ...mark, from: mark.length, length: 6e9, digest: 'd2' };
      await add({ id: 'sha256:2', uses: [{ ...use, requests: 7 }], marks: [rest] });
      await store.write((records) => records.forgetEvidence({ import: 'sha256:2' }));
      await expect(add({ id: 'sha256:3', marks: [{ ...rest, from: 0 }] })).rejects.toThrow('imported by someone else');
      expect(await add({ id: 'sha256:3', uses: [{ ...use, requests: 7 }], marks: [rest] })).toBe(true);
      await store.write((records) => records.forgetEvidence({ import: 'sha256:1' }));
      expect((await uses()).map(({ requests }) => requests)).toEqual([7]);
      expect(await add()).toBe(true);
      expect((await uses())[0]?.requests).toBe(3_000_000_007);
    });

    test('a file that someone else read further meanwhile is refused, and nothing of the import is kept', async () => {
      await add();
      const late = add({ id: 'sha256:2', uses: [{ ...use, requests: 1 }], marks: [{ ...mark, digest: 'd9' }] });
      await expect(late).rejects.toThrow('was imported by someone else');
      expect(await uses()).toEqual([use, stranger]);
    });

    test('what states everything anew takes the place of what it said before', async () => {
      const contract = { source: 'pact', origin: 'fedpkg-pkgdb.json', replaces: true, marks: [] };
      await add({ ...contract, uses: [{ ...use, source: 'pact' }] });
      await add({ ...contract, id: 'sha256:2', uses: [{ ...use, source: 'pact', operation: 'GET /packages' }] });
      await add({ id: 'sha256:3', uses: [stranger] });
      expect((await uses()).map(({ operation, source }) => [operation, source])).toEqual([
        ['GET /packages', 'pact'],
        ['GET /packages/{name}', 'access log'],
      ]);
    });

    test('keeps no longer what fitted no operation, and still knows the import', async () => {
      await add();
      const after = '2027-01-01T00:00:00.000Z';
      await store.write((records) => records.forgetEvidence({ service: 'fas', seenBefore: after }));
      const left = async () => (await store.read((records) => records.evidenceImports(null)))[0];
      expect((await left())?.unmatched).toHaveLength(1);
      await store.write((records) => records.forgetEvidence({ seenBefore: after }));
      expect(await left()).toMatchObject({ id: 'sha256:1', unmatched: [], notes: [] });
      expect(await store.read((records) => records.hasEvidenceBefore(after))).toBe(false);
      expect(await add()).toBe(false);
    });

    test('is forgotten by age, or with its import, whose files may then come anew', async () => {
      await add({ uses: [use, { ...stranger, lastSeen: '2025-01-01T00:00:00.000Z' }] });
      const age = '2026-01-01T00:00:00.000Z';
      expect(await store.read((records) => records.hasEvidenceBefore(age))).toBe(true);
      const forget = (what: Forgetting) => store.write((records) => records.forgetEvidence(what));
      expect(await forget({ seenBefore: age })).toEqual({ uses: 1, imports: 0 });
      expect(await store.read((records) => records.hasEvidenceBefore(age))).toBe(false);
      expect(await uses()).toEqual([use]);
      expect(await add()).toBe(false);
      expect(await forget({ service: 'fas' })).toEqual({ uses: 0, imports: 0 });
      expect(await forget({ service: 'pkgdb', import: 'sha256:1' })).toEqual({ uses: 1, imports: 1 });
      expect(await uses()).toEqual([]);
      expect(await add()).toBe(true);
    });
  });

  test('a token stands for someone until it is revoked', async () => {
    const ci = { name: 'ci', role: 'ci', team: null } as const;
    await store.write((changes) => changes.addToken('hash-1', ci, now));
    expect(await store.read((records) => records.tokenPrincipal('hash-1'))).toEqual(ci);
    expect(await store.read((records) => records.tokenPrincipal('hash-2'))).toBeNull();
    expect(await store.write((changes) => changes.revokeTokens(['ci'], later))).toBe(1);
    expect(await store.read((records) => records.tokenPrincipal('hash-1'))).toBeNull();
  });

  test('several processes may open an empty store at once', async () => {
    const place = await fresh();
    const stores = await Promise.all([place(), place(), place(), place()]);
    others.push(...stores);
    await Promise.all(stores.map((each) => each.write((changes) => changes.append(event()))));
    expect(await stores[0]?.read((records) => records.cursor())).toBe(4);
  });
}
