//! What the engine needs of the place it runs in, beside IndexedDB. Implemented in TypeScript, once for an
//! extension's background and once for a page.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const DECLARATION: &str = r#"
/** What was read of the store before the engine was there. */
export interface Ahead {
  /** The guide in force as it was kept, if it was. */
  packed: Uint8Array | undefined;
  /** Whether drafts were left open. */
  open: boolean;
}
/** What the engine needs of the place it runs in, beside IndexedDB. */
export interface Platform {
  /** A kept value, or undefined. Keys: "settings", "guide", "organisation_guide", "copies", "answer_hosts", "last_position". */
  load(key: string): Promise<unknown>;
  /** Keeps a value for later runs. */
  save(key: string, value: unknown): Promise<void>;
  /** Ids of the built-in guides, the default one first. */
  guides(): string[];
  /** Source of a built-in guide. */
  guide(id: string): Promise<string>;
  /** Text of the guide that lies at an address; fails, saying why, where there is no good answer in time. */
  fetchGuide(address: string): Promise<string>;
  /** SHA-256 of a built-in guide's source, or of the kept one's in force where no id is given, if it is at hand. */
  digest(id: string | undefined): Promise<Uint8Array | undefined>;
  /** What was read of the store already, if anything was. */
  ahead(): Promise<Ahead | undefined>;
  /** Text of a file that comes with the engine, or undefined where there is none. */
  file(path: string): Promise<string | undefined>;
  /** Shows a count on the button in a tab; an empty text shows none. */
  badge(tab: number, text: string, verdict: string): void;
  /** Posts JSON text to an address, with an `Authorization` header if there is one; fails where there is no answer in time. */
  post(url: string, body: string, authorization: string | undefined): Promise<{ status: number; retry_after_ms: number | null; body: string }>;
  /** Shows on the button that something is wrong with the log, or no longer. */
  warn(on: boolean): void;
  /** What the organisation has set, or undefined where it sets nothing. */
  policy(): Promise<unknown>;
  /** Opens an address in a new tab. */
  open(url: string): void;
  /** Calls `wake` on the background at that time (epoch ms), even if it was stopped meanwhile. */
  alarm(at: number): void;
  /** Asks the clients of a tab, or of all tabs, to connect again if their port broke. */
  callClients(tab: number | undefined): void;
  /** Bytes the browser says are used, where it says so. */
  bytes(): Promise<number | undefined>;
}
"#;

#[wasm_bindgen]
extern "C" {
    /// See the TypeScript declaration.
    #[wasm_bindgen(typescript_type = "Ahead")]
    pub type Ahead;

    #[wasm_bindgen(method, getter, structural)]
    pub fn packed(this: &Ahead) -> Option<js_sys::Uint8Array>;
    #[wasm_bindgen(method, getter, structural)]
    pub fn open(this: &Ahead) -> bool;

    /// See the TypeScript declaration.
    #[wasm_bindgen(typescript_type = "Platform")]
    pub type Platform;

    #[wasm_bindgen(method, catch)]
    pub async fn load(this: &Platform, key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub async fn save(this: &Platform, key: &str, value: JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method)]
    pub fn guides(this: &Platform) -> Vec<String>;
    #[wasm_bindgen(method, catch)]
    pub async fn guide(this: &Platform, id: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = fetchGuide)]
    pub async fn fetch_guide(this: &Platform, address: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub async fn digest(this: &Platform, id: Option<String>) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub async fn ahead(this: &Platform) -> Result<Option<Ahead>, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub async fn file(this: &Platform, path: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method)]
    pub fn badge(this: &Platform, tab: i32, text: &str, verdict: &str);
    #[wasm_bindgen(method, catch)]
    pub async fn post(
        this: &Platform,
        url: &str,
        body: &str,
        authorization: Option<String>,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method)]
    pub fn warn(this: &Platform, on: bool);
    #[wasm_bindgen(method, catch)]
    pub async fn policy(this: &Platform) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method)]
    pub fn open(this: &Platform, url: &str);
    #[wasm_bindgen(method)]
    pub fn alarm(this: &Platform, at: f64);
    #[wasm_bindgen(method, js_name = callClients)]
    pub fn call_clients(this: &Platform, tab: Option<i32>);
    #[wasm_bindgen(method, catch)]
    pub async fn bytes(this: &Platform) -> Result<JsValue, JsValue>;
}
