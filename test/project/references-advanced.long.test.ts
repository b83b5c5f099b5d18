import { lessons } from '../../src/course/registry.ts';
import { gradeReferences } from '../support/references.ts';

gradeReferences(lessons.filter(({ id }) => id >= '10'));
