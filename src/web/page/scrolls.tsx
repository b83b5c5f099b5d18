import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Text whose columns stay. Too wide or too long, it can be scrolled, by keyboard as well. */
export function Scrolls(props: {
  class: string;
  label: string;
  /** Keeps the newest line in sight. */
  follow?: boolean;
  children: ComponentChildren;
}) {
  const box = useRef<HTMLPreElement>(null);
  const [overflows, setOverflows] = useState(false);
  useLayoutEffect(() => {
    const pre = box.current;
    if (pre === null) return;
    const measure = (): void => setOverflows(pre.scrollWidth > pre.clientWidth || pre.scrollHeight > pre.clientHeight);
    const observer = new ResizeObserver(measure);
    observer.observe(pre);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const pre = box.current;
    if (pre === null) return;
    if (props.follow === true) pre.scrollTop = pre.scrollHeight;
    setOverflows(pre.scrollWidth > pre.clientWidth || pre.scrollHeight > pre.clientHeight);
  });
  const reach = overflows ? { tabIndex: 0, role: 'region' as const, 'aria-label': props.label } : {};
  return (
    <pre ref={box} class={`scrolls ${props.class}`} {...reach}>
      {props.children}
    </pre>
  );
}
