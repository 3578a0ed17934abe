/**
 * Opens the side panel, where this browser has one: Chromium's side panel, or Firefox's sidebar. Must be called in the
 * very moment of a click or a key, since browsers open it for nothing less.
 */
interface Sidebar {
  open(): Promise<void>;
}

export function openPanel(windowId: number | undefined): Promise<void> {
  const sidebar = (chrome as unknown as { sidebarAction?: Sidebar }).sidebarAction;
  if (sidebar) return sidebar.open();
  return windowId === undefined ? Promise.reject(new Error("no window")) : chrome.sidePanel.open({ windowId });
}
