/**
 * How wide an element is, as it changes.
 */
import { useEffect, useRef, useState } from "preact/hooks";

export function useWidth(initially: number) {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(initially);
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.max(240, Math.round(entry.contentRect.width))));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
