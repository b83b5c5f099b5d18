import { afterEach, expect, test } from 'vitest';
import { Copy, firstLesson } from './fixture.ts';

let copy: Copy;
afterEach(() => copy.remove());

test('a lesson is graded in a folder with blanks and letters outside ASCII in its path', async () => {
  copy = new Copy('josé/My Projects');
  copy.solve(firstLesson());
  const { status, out } = await copy.run(['test', '--', firstLesson().id, '-t', 'echoes what a client sends']);
  expect(out).toContain(`lesson ${firstLesson().id}   5/5 points`);
  expect(status).toBe(0);
});

test.each(['a#b', '100%25', 'why?', 'a*b'])(
  'a folder named %s is refused in one sentence, because the tests cannot be loaded from it',
  async (name) => {
    copy = new Copy(name);
    const { status, err } = await copy.lesson('list');
    const sentence = `The tests cannot be loaded from a path with a "${/[#%?*]/.exec(name)}", and the lab is in ${copy.folder}: move or rename the folder.\n`;
    expect({ status, err }).toEqual({ status: 1, err: sentence });
  },
);
