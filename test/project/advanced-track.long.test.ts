import { lessons } from '../../src/course/registry.ts';
import { gradeReferences } from '../support/references.ts';
import { gradeSkeletons } from '../support/skeletons.ts';

const advanced = lessons.filter(({ id }) => id >= '10');
gradeReferences(advanced);
gradeSkeletons(advanced);
