import { render } from 'preact';
import { App } from './app.tsx';
import { startLook } from './look.ts';

startLook();
render(<App />, document.body);
