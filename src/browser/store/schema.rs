//! The database: its version, its object stores and indexes. What an older version made is completed, what a newer one
//! made is opened as it is.

use super::journal;
use idb::event::VersionChangeEvent;
use idb::{Database, DatabaseEvent, Event, Factory, IndexParams, KeyPath, ObjectStoreParams, Request};
use wasm_bindgen::prelude::*;

/// Name of the database, in the extension's own origin.
const DATABASE: &str = "housestyle";
/// 1 had drafts as a whole; what it stored of them is read as it is, and stored in pieces from then on. 2 had no rollups;
/// they are made of the events when they are first asked for. 3 had none by day.
const VERSION: u32 = 4;
pub const EVENTS: &str = "events";
pub const DRAFTS: &str = "drafts";
/// What changes most of drafts' states, in pieces.
pub const PIECES: &str = "pieces";
pub const META: &str = "meta";
/// The guide in force as it was read.
pub const PACKED: &str = "packed";
/// What is known of each installation's log as a whole.
pub const LOGS: &str = "logs";
/// Tallies by installation and hour.
pub const ROLLUPS: &str = "rollups";
/// The same by installation and day, for days gone by that a scorecard has asked for; whatever changes an hour takes its
/// day out.
pub const DAYS: &str = "days";
/// Records of events that could not be read, as they were found.
pub const DAMAGED: &str = "damaged";
/// Index by which a log is read in order.
pub const ORDER: &str = "order";
/// Index by which a log is read in time.
pub const TIMES: &str = "times";
/// Index of drafts that were left open.
pub const OPEN: &str = "open";

/// What one transaction of the log's may write.
pub const WRITTEN: [&str; 8] = [EVENTS, DRAFTS, PIECES, META, LOGS, ROLLUPS, DAYS, DAMAGED];

/// Opens the database, and says whether it is a newer version's.
pub async fn open() -> Result<(Database, bool), JsError> {
    let factory = Factory::new()?;
    let mut request = factory.open(DATABASE, Some(VERSION))?;
    request.on_upgrade_needed(|event| {
        if let Err(error) = event.database().map_err(JsError::from).and_then(|database| complete(&database, &event)) {
            gloo::console::error!("Housestyle: the log could not be made:", JsValue::from(error));
        }
    });
    let (mut database, newer) = match request.await {
        Ok(database) => (database, false),
        // Without a version it opens as it is, whoever made it.
        Err(error) if is_newer(&error) => (factory.open(DATABASE, None)?.await?, true),
        Err(error) => {
            journal::doubt().await;
            return Err(error.into());
        }
    };
    // Whoever brings a newer version waits until all who have this one open let go of it.
    database.on_version_change(|event| {
        if let Some(database) = event.target().and_then(|target| Database::try_from(target).ok()) {
            database.close();
        }
    });
    // It does so when a write has failed.
    database.on_close(|_| wasm_bindgen_futures::spawn_local(journal::doubt()));
    Ok((database, newer))
}

fn is_newer(error: &idb::Error) -> bool {
    matches!(error, idb::Error::DomException(exception) if exception.name() == "VersionError")
}

/// Makes what the database does not have yet, whichever version it was.
fn complete(database: &Database, event: &VersionChangeEvent) -> Result<(), JsError> {
    let known = database.store_names();
    let missing = |name: &str| known.iter().all(|known| known != name);
    let keyed = |path: KeyPath| {
        let mut params = ObjectStoreParams::new();
        params.key_path(Some(path));
        params
    };
    let events = if missing(EVENTS) {
        let events = database.create_object_store(EVENTS, keyed(KeyPath::new_single("id")))?;
        events.create_index(ORDER, KeyPath::new_array(["installation", "seq", "id"]), Some(IndexParams::new()))?;
        events
    } else {
        let upgrade = event.target()?.transaction().ok_or_else(|| JsError::new("an upgrade without a transaction"))?;
        upgrade.object_store(EVENTS)?
    };
    if events.index_names().iter().all(|name| name != TIMES) {
        events.create_index(TIMES, KeyPath::new_array(["installation", "at"]), Some(IndexParams::new()))?;
    }
    if missing(DRAFTS) {
        let drafts = database.create_object_store(DRAFTS, keyed(KeyPath::new_single("key")))?;
        drafts.create_index(OPEN, KeyPath::new_single("open"), Some(IndexParams::new()))?;
    }
    if missing(PIECES) {
        database.create_object_store(PIECES, keyed(KeyPath::new_array(["draft", "piece"])))?;
    }
    if missing(LOGS) {
        database.create_object_store(LOGS, keyed(KeyPath::new_single("installation")))?;
    }
    for name in [META, PACKED, ROLLUPS, DAYS, DAMAGED] {
        if missing(name) {
            database.create_object_store(name, ObjectStoreParams::new())?;
        }
    }
    Ok(())
}
