import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Preformatted text, which can be scrolled, by keyboard as well. */
export function Scrolls(props: {
  class: string;
  label: string;
  /** Keeps the newest line in sight. */
  follow?: boolean;
  children: ComponentChildren;
}) {
  const box = useRef<HTMLPreElement>(null);
  const [overflows, setOverflows] = useState(false);
  const { follow = false } = props;
  const fit = (): void => {
    const pre = box.current;
    if (pre === null) return;
    if (follow) pre.scrollTop = pre.scrollHeight;
    setOverflows(pre.scrollWidth > pre.clientWidth || pre.scrollHeight > pre.clientHeight);
  };
  useLayoutEffect(() => {
    const pre = box.current;
    if (pre === null) return;
    const observer = new ResizeObserver(fit);
    observer.observe(pre);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(fit);
  const reach = overflows ? { tabIndex: 0, role: 'region' as const, 'aria-label': props.label } : {};
  return (
    <pre ref={box} class={`scrolls ${props.class}`} {...reach}>
      {props.children}
    </pre>
  );
}
