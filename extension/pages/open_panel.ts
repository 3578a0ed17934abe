/**
 * Opens the side panel, where this browser has one: Chromium's side panel, or Firefox's sidebar. Must be called in the
 * very moment of a click or a key, since browsers open it for nothing less.
 */
interface Panels {
  sidebarAction?: { open(): Promise<void> };
  sidePanel?: { open(where: { windowId: number }): Promise<void> };
}

export function openPanel(windowId: number | undefined): Promise<void> {
  const { sidebarAction, sidePanel } = chrome as unknown as Panels;
  if (sidebarAction) return sidebarAction.open();
  if (sidePanel === undefined || windowId === undefined) return Promise.reject(new Error("no panel, or no window"));
  return sidePanel.open({ windowId });
}
