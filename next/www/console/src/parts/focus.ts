/** Moves the focus to what has just appeared, so that the keyboard and a screen reader go on from there. */

import { useEffect, useRef } from "preact/hooks";

/** For the `ref` of a heading with `tabIndex={-1}`. */
export function useFocus<E extends HTMLElement>() {
  const element = useRef<E>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}
