import { expect, test } from 'vitest';
import { TCP_STATES } from '#sys';
import { drawnStates, tcpDiagram } from '../../src/stage/tcp-diagram.ts';

test('the picture has each state of the kernel, and fits a narrow screen', () => {
  const states = TCP_STATES.filter((state) => state !== 'UNKNOWN' && state !== 'NEW_SYN_RECV');
  expect(new Set(drawnStates())).toEqual(new Set(states));
  for (const state of states) for (const line of tcpDiagram(state, state)) expect(line.length).toBeLessThanOrEqual(40);
});

test('marks the states of both ends', () => {
  expect(tcpDiagram('FIN_WAIT2', 'CLOSE_WAIT').join('\n')).toContain('[FIN_WAIT2]');
  expect(tcpDiagram('FIN_WAIT2', 'CLOSE_WAIT').join('\n')).toContain('(CLOSE_WAIT)');
  expect(tcpDiagram('ESTABLISHED', 'ESTABLISHED').join('\n')).toContain('[(ESTABLISHED)]');
});
