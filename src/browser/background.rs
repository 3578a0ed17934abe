//! Runs one engine: brings it what happens, does what it asks. Must be told of every port and message by the
//! TypeScript that starts it, since a browser wants its listeners in place before any Wasm is there.

use super::collector::Collector;
use super::platform::Platform;
use super::store::{Store, StoreError};
use super::value::{from_js, to_js};
use crate::check::Resource;
use crate::engine::{
    Command, Effect, Engine, Input, LogTrouble, NOBODY, PageMessage, PageRequest, Policy, PortId, Settings, Start,
};
use crate::guide::{self, Guide, Verdict};
use crate::rework::{DraftState, IdSource};
use gloo::timers::callback::Timeout;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// How long after the start the store's file is looked after, if no write has done so.
const NEW_FILE_AFTER_MS: u32 = 3_000;

/// Under these the sources of guides are kept.
const LOADED_GUIDE: &str = "guide";
const ORGANISATION_GUIDE: &str = "organisation_guide";

/// How long what cannot be read waits for the next try.
const TRY_AGAIN_MS: u32 = 5_000;

/// The engine and everything around it.
#[wasm_bindgen]
pub struct Background {
    edge: Rc<Edge>,
}

struct Edge {
    engine: RefCell<Engine>,
    platform: Platform,
    store: Store,
    collector: Collector,
    /// How to say something on each open port.
    posts: RefCell<HashMap<PortId, js_sys::Function>>,
    next_port: Cell<PortId>,
    timer: RefCell<Option<Timeout>>,
    /// The header for the collector has been read, or there is none.
    key_read: Cell<bool>,
}

#[wasm_bindgen]
impl Background {
    /// Opens the store, reads settings and guide, and starts the engine.
    ///
    /// # Errors
    /// The store cannot be opened: nothing could be logged, so nothing starts.
    pub async fn start(platform: Platform) -> Result<Background, JsError> {
        let ahead = platform.ahead().await.unwrap_or_default();
        let store = Store::unopened();
        store.has_had(read(&platform, "last_position").await.unwrap_or(0));
        let packed = match &ahead {
            Some(ahead) => ahead.packed().map(|bytes| bytes.to_vec()),
            None => store.packed().await,
        };
        let mut settings: Settings = read(&platform, "settings").await.unwrap_or_default();
        if settings.installation.is_empty() {
            settings.installation = IdSource::new(random_bytes()).next(now());
            keep(&platform, "settings", &settings).await;
        }
        let open_drafts = match &ahead {
            Some(ahead) if !ahead.open() => Vec::new(),
            _ => match store.open_drafts().await {
                // They are read at a later start; until there is room, nothing is written of any.
                Err(StoreError::Full) => Vec::new(),
                read => read?,
            },
        };
        let (engine, fresh) = start_engine(&platform, settings, open_drafts, packed.as_deref()).await?;
        let copies = read(&platform, "copies").await.unwrap_or_default();
        let edge = Rc::new(Edge {
            engine: RefCell::new(engine.with_copies(copies, now())),
            platform,
            store,
            collector: Collector::default(),
            posts: RefCell::default(),
            next_port: Cell::new(1),
            timer: RefCell::default(),
            key_read: Cell::new(false),
        });
        spawn_local(edge.clone().read_collector_key());
        let later = edge.clone();
        // Though nothing be written in this run of the browser; whoever waits for a first answer comes first.
        let look_after = async move { later.store.look_after().await };
        Timeout::new(NEW_FILE_AFTER_MS, move || spawn_local(look_after)).forget();
        // Not waited for: after its own start a browser may take seconds to say.
        spawn_local(edge.clone().ask_policy());
        if let Some(source) = fresh {
            let edge = edge.clone();
            spawn_local(async move {
                let bytes = edge.engine.borrow().packed(&source);
                let hosts = edge.engine.borrow().answer_hosts();
                keep(&edge.platform, "answer_hosts", &hosts).await;
                edge.keep_packed(&bytes).await;
            });
        }
        Ok(Self { edge })
    }

    /// A port was opened. `kind` is its name, `client` or `page`; `post` sends one message on it. Gives its number.
    pub fn connect(&self, kind: &str, tab: i32, site: String, post: js_sys::Function) -> PortId {
        let port = self.edge.next_port.get();
        self.edge.next_port.set(port + 1);
        self.edge.posts.borrow_mut().insert(port, post);
        let input =
            if kind == "page" { Input::PageConnected { port } } else { Input::ClientConnected { port, tab, site } };
        self.edge.feed(input);
        port
    }

    /// A message came in on a port.
    pub fn receive(&self, port: PortId, kind: &str, message: JsValue, site: Option<String>) {
        let input = if kind == "page" {
            from_js::<PageMessage>(&message).map(|message| {
                let asks_for_tab =
                    matches!(message.request, PageRequest::WatchTab { .. } | PageRequest::WatchField { .. });
                Input::Page { port, message, site: site.filter(|_| asks_for_tab) }
            })
        } else {
            from_js(&message).map(|message| Input::Client { port, message })
        };
        match input {
            Ok(input) => self.edge.feed(input),
            Err(error) => gloo::console::warn!("Housestyle: a message that is not of the wire:", JsValue::from(error)),
        }
    }

    /// A port is gone.
    pub fn disconnect(&self, port: PortId) {
        self.edge.posts.borrow_mut().remove(&port);
        self.edge.feed(Input::Disconnected { port });
    }

    /// The person used a keyboard command of the browser's; `name` as in the manifest.
    pub fn command(&self, tab: i32, name: &str) {
        if let Ok(command) = from_js::<Command>(&name.into()) {
            self.edge.feed(Input::Command { tab, command });
        }
    }

    /// What the organisation has set is another thing now.
    pub fn policy_changed(&self) {
        spawn_local(self.edge.clone().ask_policy());
    }

    /// An alarm went off, or the background was started for some other reason.
    pub fn wake(&self) {
        self.edge.feed(Input::Tick);
    }
}

impl Edge {
    fn feed(self: &Rc<Self>, input: Input) {
        let effects = self.engine.borrow_mut().take(input, now());
        for effect in effects {
            self.run(effect);
        }
    }

    fn run(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Send { port, message } => self.post(port, &message),
            Effect::Answer { port, answer } => self.post(port, &answer),
            Effect::Badge { tab, count, strictest } => {
                let text = if count == 0 { String::new() } else { count.to_string() };
                self.platform.badge(tab, &text, verdict_name(strictest));
            }
            Effect::Open { url } => self.platform.open(&url),
            Effect::Warn { on } => self.platform.warn(on),
            Effect::CallClients { tab } => self.platform.call_clients(tab),
            Effect::WakeAt { at, far } => self.wake_at(at, far),
            effect => {
                let edge = self.clone();
                spawn_local(async move {
                    if let Some(input) = edge.run_slowly(effect).await {
                        edge.feed(input);
                    }
                });
            }
        }
    }

    async fn ask_policy(self: Rc<Self>) {
        let policy = match self.platform.policy().await {
            Ok(policy) if !policy.is_undefined() => from_js(&policy).unwrap_or_else(|error| {
                complain("the organisation's policy cannot be read; none is in force", &error);
                Policy::default()
            }),
            _ => Policy::default(),
        };
        self.feed(Input::PolicyKnown(policy));
    }

    /// Tries until the store can be read.
    async fn read_collector_key(self: Rc<Self>) {
        match self.store.collector_key().await {
            Ok(key) => {
                self.key_read.set(true);
                self.feed(Input::CollectorKeyRead(key));
            }
            Err(_) => {
                Timeout::new(TRY_AGAIN_MS, move || spawn_local(self.read_collector_key())).forget();
            }
        }
    }

    /// Effects that take their time.
    async fn run_slowly(&self, effect: Effect) -> Option<Input> {
        match effect {
            Effect::LoadDraft { key } => {
                let state = self.store.draft(&key).await.unwrap_or_else(|error| {
                    complain("a draft's state could not be read", &error);
                    None
                });
                Some(Input::DraftLoaded { key, state: state.map(Box::new) })
            }
            Effect::Commit { events, drafts } => Some(match self.store.commit(events, drafts).await {
                Ok(last) => {
                    if let Some(last) = last {
                        keep(&self.platform, "last_position", &last).await;
                    }
                    Input::Committed
                }
                Err(error) => {
                    let why = match error {
                        StoreError::Full => LogTrouble::Full,
                        StoreError::Newer => LogTrouble::Newer,
                        StoreError::Other(_) => LogTrouble::Broken,
                    };
                    complain("the log could not be written; it is tried again", &error.into());
                    Input::CommitFailed { why }
                }
            }),
            Effect::Trim { retention, record } => {
                let trimmed = self.store.trim(&retention, &record, &mut IdSource::new(random_bytes())).await;
                match trimmed {
                    Ok(dropped) => (dropped > 0).then_some(Input::Trimmed),
                    Err(error) => {
                        complain("the log could not be brought within its limits", &error.into());
                        None
                    }
                }
            }
            // Without the header a collector would refuse.
            Effect::Post { .. } if !self.key_read.get() => {
                Some(Input::Posted { again: Some(now() + u64::from(TRY_AGAIN_MS)) })
            }
            Effect::Post { url, authorization, installation } => {
                let to = (&*url, authorization.as_ref());
                match self.collector.post(&self.platform, &self.store, to, &installation, now).await {
                    Ok(again) => again.map(|again| Input::Posted { again }),
                    Err(error) => {
                        complain("the log could not be posted; it is tried again", &error);
                        Some(Input::Posted { again: Some(now() + 60_000) })
                    }
                }
            }
            Effect::SetAside { port, call, ids, record } => {
                let aside = self.store.set_aside(&ids, &record, &mut IdSource::new(random_bytes())).await;
                Some(match aside {
                    Ok(_) => self.describe(port, call).await,
                    Err(error) => {
                        let message = format!("Nothing was set aside: {:?}", JsError::from(error));
                        Input::Failed { port, call, message }
                    }
                })
            }
            Effect::SaveSettings(settings) => {
                keep(&self.platform, "settings", &settings).await;
                None
            }
            Effect::SaveCollectorKey(key) => {
                if let Err(error) = self.store.keep_collector_key(key.as_ref()).await {
                    complain("the collector's authorization could not be kept", &error.into());
                }
                None
            }
            Effect::SaveCopies(copies) => {
                keep(&self.platform, "copies", &copies).await;
                None
            }
            Effect::SaveAnswerHosts(hosts) => {
                keep(&self.platform, "answer_hosts", &hosts).await;
                None
            }
            Effect::SaveGuide { source, of_organisation } => {
                // Before anything is waited for: by then another guide may be in force.
                let bytes = self.engine.borrow().packed(&source);
                keep(&self.platform, if of_organisation { ORGANISATION_GUIDE } else { LOADED_GUIDE }, &source).await;
                self.keep_packed(&bytes).await;
                None
            }
            Effect::FetchOrganisationGuide { address } => {
                let fetched = match self.platform.fetch_guide(&address).await {
                    Ok(text) => Ok(text.as_string().unwrap_or_default()),
                    Err(error) => Err(js_sys::Error::from(error).message().into()),
                };
                Some(Input::OrganisationGuideFetched { address, fetched })
            }
            Effect::ReadLoadedGuide { file } => Some(match read(&self.platform, LOADED_GUIDE).await {
                Some(text) => {
                    let message = PageMessage { call: 0, request: PageRequest::LoadGuide { file, text } };
                    Input::Page { port: NOBODY, message, site: None }
                }
                None => self.fetch_guides(NOBODY, 0, Some(String::new())).await,
            }),
            Effect::FetchGuides { port, call, choose } => Some(self.fetch_guides(port, call, choose).await),
            Effect::FetchResources { resources, then } => {
                let mut fetched = Vec::new();
                for resource in resources {
                    let texts = self.texts(&resource).await;
                    fetched.push((resource, texts));
                }
                Some(Input::ResourcesFetched { resources: fetched, then })
            }
            Effect::DescribeStore { port, call } => Some(self.describe(port, call).await),
            Effect::EraseStore { port, call } => Some(match self.store.erase().await {
                Ok(()) => self.describe(port, call).await,
                Err(error) => {
                    // A disk that is full may have taken it all the same.
                    let message = format!(
                        "Whether anything was erased is not known: {error:?}. Close other windows and try again."
                    );
                    Input::Failed { port, call, message }
                }
            }),
            _ => None,
        }
    }

    async fn fetch_guides(&self, port: PortId, call: u32, choose: Option<String>) -> Input {
        let mut sources = Vec::new();
        for id in self.platform.guides() {
            match self.platform.guide(&id).await {
                Ok(source) => sources.push((id, source.as_string().unwrap_or_default())),
                Err(error) => gloo::console::error!("Housestyle: a built-in guide could not be read:", id, error),
            }
        }
        Input::GuidesFetched { port, call, choose, sources }
    }

    /// The texts of a resource's files; none where one of them does not come with the engine.
    async fn texts(&self, resource: &Resource) -> Option<Vec<String>> {
        let mut texts = Vec::new();
        for file in resource.files() {
            match self.platform.file(&file).await {
                Ok(text) => texts.push(text.as_string()?),
                Err(error) => {
                    gloo::console::error!("Housestyle: a file could not be read:", file, error);
                    return None;
                }
            }
        }
        Some(texts)
    }

    /// Keeps the guide in force as it was read from its source, for the next start.
    async fn keep_packed(&self, bytes: &[u8]) {
        if let Err(error) = self.store.keep_packed(bytes).await {
            complain("the guide could not be kept as it was read; it is read again next time", &error);
        }
    }

    async fn describe(&self, port: PortId, call: u32) -> Input {
        match self.store.describe().await {
            Ok(mut summary) => {
                let url = self.engine.borrow().settings().collector().map(|(url, _)| url.to_owned());
                if let Some(url) = url
                    && let Ok((state, newest)) = self.store.queue(&url).await
                {
                    summary.undelivered = Some(newest.saturating_sub(state.done));
                    summary.delivery_error = state.last_error;
                }
                summary.bytes = self.platform.bytes().await.ok().and_then(|bytes| bytes.as_f64()).map(|b| b as u64);
                Input::StoreDescribed { port, call, summary }
            }
            Err(error) => Input::Failed { port, call, message: format!("The log could not be read: {error:?}") },
        }
    }

    fn post(&self, port: PortId, message: &impl Serialize) {
        let posts = self.posts.borrow();
        let Some(post) = posts.get(&port) else { return };
        match to_js(message) {
            // A port that has just broken is told of by its own event.
            Ok(message) => drop(post.call1(&JsValue::NULL, &message)),
            Err(error) => gloo::console::error!("Housestyle: a message could not be sent:", JsValue::from(error)),
        }
    }

    fn wake_at(self: &Rc<Self>, at: u64, far: bool) {
        if far {
            self.platform.alarm(at as f64);
        }
        let delay = u32::try_from(at.saturating_sub(now())).unwrap_or(u32::MAX).min(i32::MAX as u32);
        let edge = self.clone();
        *self.timer.borrow_mut() = Some(Timeout::new(delay, move || edge.feed(Input::Tick)));
    }
}

/// Starts with the organisation's guide, or else the one that was chosen; where that one is no good any more, with the
/// default one. Gives the source if it had to be read, since what was kept of an earlier reading is of another one.
async fn start_engine(
    platform: &Platform,
    settings: Settings,
    open_drafts: Vec<DraftState>,
    packed: Option<&[u8]>,
) -> Result<(Engine, Option<String>), JsError> {
    let default = platform.guides().into_iter().next().unwrap_or_default();
    let chosen = settings.built_in.clone().unwrap_or_else(|| default.clone());
    let own = Settings { organisation_guide: None, ..settings.clone() };
    let of_organisation = settings.organisation_guide.is_some().then(|| (ORGANISATION_GUIDE, settings.clone()));
    let loaded = settings.file.is_some().then(|| (LOADED_GUIDE, Settings { built_in: None, ..own.clone() }));
    let built_in = [chosen, default].map(|id| Settings { built_in: Some(id), file: None, ..own.clone() });
    let kept = of_organisation.into_iter().chain(loaded).map(|(key, candidate)| (Some(key), candidate));
    for (at, (key, candidate)) in kept.chain(built_in.map(|candidate| (None, candidate))).enumerate() {
        let which = key.map_or_else(|| Which::BuiltIn(candidate.built_in.clone().unwrap_or_default()), Which::Kept);
        // Of what is kept, the digest at hand is that of the one that comes first.
        let has_digest = key.is_none() || at == 0;
        let Some((read, source)) = read_guide(platform, which, has_digest, packed).await else { continue };
        match read.and_then(|read| begin(candidate, read, open_drafts.clone())) {
            Ok(engine) => return Ok((engine, source)),
            Err(problems) => {
                for problem in problems {
                    gloo::console::error!("Housestyle: the guide in force is no good:", problem.to_string());
                }
            }
        }
    }
    let engine = begin(settings, <(Guide, Vec<u8>)>::default(), open_drafts);
    engine.map(|engine| (engine, None)).map_err(|_| JsError::new("no guide can be put in force"))
}

/// Where a guide's source is.
enum Which {
    /// In the package, under its id.
    BuiltIn(String),
    /// Kept under a key.
    Kept(&'static str),
}

/// A guide: from what was kept of it, which takes no more than the digest of its source, or else from that source, which is
/// given as well then. None where there is no source.
async fn read_guide(
    platform: &Platform,
    which: Which,
    has_digest: bool,
    packed: Option<&[u8]>,
) -> Option<(Result<(Guide, Vec<u8>), Vec<guide::Problem>>, Option<String>)> {
    let id = match &which {
        Which::BuiltIn(id) => Some(id.clone()),
        Which::Kept(_) => None,
    };
    let digest = if has_digest { platform.digest(id).await.ok() } else { None };
    let digest = digest.and_then(|bytes| bytes.dyn_into::<js_sys::Uint8Array>().ok());
    let digest = digest.and_then(|bytes| <[u8; 32]>::try_from(bytes.to_vec()).ok());
    let unpacked = |digest: &[u8; 32]| packed.and_then(|bytes| guide::unpack(bytes, digest));
    if let Some(read) = digest.as_ref().and_then(unpacked) {
        return Some((Ok(read), None));
    }
    let source = match which {
        Which::Kept(key) => read::<String>(platform, key).await?,
        Which::BuiltIn(id) => platform.guide(&id).await.ok()?.as_string()?,
    };
    // Where nobody had the digest, what was kept may still be of this source.
    if digest.is_none()
        && let Some(read) = unpacked(&guide::source_digest(&source))
    {
        return Some((Ok(read), None));
    }
    Some((guide::parse(&source).map(|guide| (guide, Vec::new())), Some(source)))
}

fn begin(
    settings: Settings,
    (guide, compiled): (Guide, Vec<u8>),
    open_drafts: Vec<DraftState>,
) -> Result<Engine, Vec<guide::Problem>> {
    Engine::new(Start { settings, guide, compiled, open_drafts, seed: random_bytes(), now: now() })
}

/// Epoch milliseconds.
fn now() -> u64 {
    js_sys::Date::now() as u64
}

fn random_bytes() -> [u8; 16] {
    let mut bytes = [0; 16];
    let crypto: web_sys::Crypto = js_sys::Reflect::get(&js_sys::global(), &"crypto".into())
        .map(JsCast::unchecked_into)
        .unwrap_or_else(|error| wasm_bindgen::throw_val(error));
    if let Err(error) = crypto.get_random_values_with_u8_array(&mut bytes) {
        wasm_bindgen::throw_val(error);
    }
    bytes
}

fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allow => "allow",
        Verdict::Prefer => "prefer",
        Verdict::Escalate => "escalate",
        Verdict::Restrict => "restrict",
    }
}

async fn read<T: DeserializeOwned>(platform: &Platform, key: &str) -> Option<T> {
    let value = platform.load(key).await.ok()?;
    if value.is_undefined() || value.is_null() { None } else { from_js(&value).ok() }
}

async fn keep(platform: &Platform, key: &str, value: &impl Serialize) {
    match to_js(value) {
        Ok(value) => {
            if let Err(error) = platform.save(key, value).await {
                gloo::console::error!("Housestyle: could not keep", key, error);
            }
        }
        Err(error) => gloo::console::error!("Housestyle: could not keep", key, JsValue::from(error)),
    }
}

fn complain(what: &str, error: &JsError) {
    gloo::console::error!("Housestyle:", what, JsValue::from(error.clone()));
}
