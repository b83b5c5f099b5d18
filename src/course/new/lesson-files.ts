/** The files of a lesson that has just begun: they load, and what they lack is named by `npm run check`. */
export interface NewLesson {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
}

export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** All but the skeleton, which is made from the reference. */
export const filesOf = (lesson: NewLesson): readonly NewFile[] => {
  const { id, slug } = lesson;
  const lessonFolder = `lessons/${id}-${slug}`;
  const solution = `solutions/${id}-${slug}`;
  return [
    { path: `${lessonFolder}/README.md`, text: handout(lesson) },
    { path: `${lessonFolder}/lesson.ts`, text: definition(lesson) },
    { path: `${lessonFolder}/diagnoses.ts`, text: DIAGNOSES },
    { path: `${lessonFolder}/hints.md`, text: hints(lesson) },
    { path: `${solution}/server.ts`, text: server(lesson) },
    { path: `${solution}/demo.ts`, text: demo(lesson) },
    { path: `${solution}/walkthrough.ts`, text: walkthrough(lesson) },
    { path: `test/lesson${id}/lesson.ts`, text: lessonTests(lesson) },
    { path: `test/lesson${id}/hanging-up.ts`, text: firstTest(lesson) },
    { path: `test/lesson${id}/graded.test.ts`, text: gradedTests(lesson) },
  ];
};

const handout = ({ id, title }: NewLesson): string => `# ${id} ${title}

## How the programs behave

## The calls, in TypeScript

## ${id}.1 Hang up

## What is graded

## Think

## Break it
`;

const definition = ({ id, slug, title }: NewLesson): string => `import { defineLesson } from '#lesson';
import { diagnoses } from './diagnoses.ts';

export default defineLesson({
  title: '${title.replaceAll("'", "\\'")}',
  goal: '',
  goals: [],
  buildsOn: [],
  hours: 0,
  files: ['server.ts'],
  given: [],
  run: {
    server: 'server.ts',
    talk: 'nc 127.0.0.1 PORT',
  },
  steps: [{ id: '${id}.1', key: '${slug}/hang-up', title: 'hang up', file: 'server.ts' }],
  diagnoses,
});
`;

const DIAGNOSES = `import type { Diagnosis } from '#lesson';

/** The known mistakes of this lesson: what each is called, the question that helps, and the step in which it is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {};
`;

const hints = ({ id, title }: NewLesson): string => `# Hints for lesson ${id}, ${title}

## ${id}.1 hang up

### Idea

### Call

### Shape
`;

const server = ({
  id,
  title,
}: NewLesson): string => `/** Lesson ${id}, ${title}: for a beginning, a server that hangs up on everybody. */
import { listenOn, program, ready } from '#program';
import { accept, close, type Fd } from '#sys';

function serve(listener: Fd): void {
  //#region ${id}.1
  // TODO ${id}.1: accept one client after the other, and close each connection.
  //   man: accept(2), close(2)
  for (;;) {
    const connection = accept(listener);
    if (connection !== null) close(connection.fd);
  }
  //#endregion
}

program(
  import.meta.url,
  { about: 'Hangs up.', options: { port: { default: 0, about: 'port to listen on; 0 takes any free one' } } },
  ({ port }) => {
    const listener = listenOn(port);
    ready(listener);
    serve(listener);
  },
);
`;

const demo = ({ id }: NewLesson): string => `/** What lesson ${id} has to show, on the reference and on its mistakes. */
import type { Scene } from '../../src/stage/scene.ts';

export const scenes: readonly Scene[] = [];
`;

const walkthrough = ({ id }: NewLesson): string => `/** Lesson ${id} for a class: predictions, each played live. */
import type { WalkStep } from '../../src/stage/scene.ts';

export const steps: readonly WalkStep[] = [];
`;

const lessonTests = ({ id }: NewLesson): string => `import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';

export const SERVER = targetFile('${id}', 'server.ts');

/** What the parts of this lesson's tests register themselves with. */
const lesson = new LessonTests('${id}');
export const graded = lesson.graded.bind(lesson);
`;

const firstTest = ({ id }: NewLesson): string => `import { graded, SERVER } from './lesson.ts';

graded('${id}.1', 5, 'hangs up on a client', async (t) => {
  const server = await t.start(SERVER);
  const client = await t.connect(server);
  await client.expectEnd();
});
`;

const gradedTests = ({
  id,
}: NewLesson): string => `/** The graded tests of lesson ${id}, in the order in which they run. */
import './hanging-up.ts';
`;
