//! One client (a frame with fields in it) as the engine knows it: its fields, open or waiting for their draft's state.
//! What is heard from it is in `hearing`. Never decides what is a flag or an event.

mod hearing;

pub(super) use hearing::iso_date;

use super::field::{Field, Opening};
use super::{ClientMessage, Off, Settings};
use crate::check::Flag;
use crate::guide::{Surface, Verdict};
use crate::rework::{DraftState, DraftWrite, fingerprint};
use std::collections::{BTreeMap, HashSet};

/// A client as the engine knows it.
#[derive(Debug, Default)]
pub(super) struct Client {
    pub tab: i32,
    /// Host of the tab's top page.
    pub site: String,
    id: String,
    host: String,
    path: String,
    offset: i32,
    off: Option<Off>,
    fields: BTreeMap<u32, Slot>,
    /// Rules whose cards it has.
    told: HashSet<String>,
    /// Highest message number that came in.
    received: u32,
    /// Highest message number it was told is durable.
    pub acknowledged: u32,
    pub spoke_at: u64,
    /// The field that had the focus or was written in last, and when.
    focus: Option<(u32, u64)>,
}

#[derive(Debug)]
enum Slot {
    /// The draft's state is being read; messages wait.
    Loading(Box<Waiting>),
    Open(Box<Field>),
}

/// What all events of a draft share.
#[derive(Clone, Debug)]
pub(super) struct Header {
    key: String,
    host: String,
    surface: Surface,
    channel: Option<String>,
    offset: i32,
}

impl Header {
    fn of(state: &DraftState) -> Self {
        Self {
            key: state.key.clone(),
            host: state.host.clone(),
            surface: state.surface,
            channel: state.channel.clone(),
            offset: state.offset,
        }
    }
}

#[derive(Debug)]
struct Waiting {
    key: String,
    surface: Surface,
    opening: Opening,
    queue: Vec<ClientMessage>,
    /// Openings of the same draft that come after this one is closed.
    after: Vec<ClientMessage>,
}

impl Client {
    pub fn new(tab: i32, site: String) -> Self {
        Self { tab, site, ..Self::default() }
    }

    pub fn has_fields(&self) -> bool {
        !self.fields.is_empty()
    }

    /// Everything up to this number has been taken in.
    pub fn processed(&self) -> u32 {
        self.fields
            .values()
            .filter_map(|slot| match slot {
                Slot::Loading(waiting) if waiting.opening.n > 0 => Some(waiting.opening.n - 1),
                Slot::Loading(waiting) => {
                    let later = waiting.queue.iter().chain(&waiting.after);
                    later.filter_map(number).min().map(|n| n.saturating_sub(1))
                }
                Slot::Open(_) => None,
            })
            .fold(self.received, u32::min)
    }

    /// How many flags are shown in all its fields, and the strictest verdict among them.
    pub fn count(&self) -> (u32, Verdict) {
        let counts = self.open_fields().map(Field::count);
        counts.fold((0, Verdict::default()), |all, each| (all.0 + each.0, all.1.max(each.1)))
    }

    /// Flags shown in all its fields.
    pub fn flags(&self) -> impl Iterator<Item = Flag> + '_ {
        self.open_fields().flat_map(Field::flags)
    }

    /// Rules that could not look at all of one of its fields.
    pub fn spent(&self) -> impl Iterator<Item = &str> {
        self.open_fields().flat_map(Field::spent)
    }

    /// What is to be written of drafts that differ from what is stored.
    pub fn writes(&mut self) -> impl Iterator<Item = DraftWrite> {
        self.fields.values_mut().filter_map(|slot| match slot {
            Slot::Open(field) if field.dirty && field.state.surface != Surface::Response => Some(field.write()),
            _ => None,
        })
    }

    /// Whether a field of it is open, its draft's state read.
    pub fn has_open_fields(&self) -> bool {
        self.open_fields().next().is_some()
    }

    fn open_fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.values().filter_map(|slot| match slot {
            Slot::Open(field) => Some(&**field),
            Slot::Loading(_) => None,
        })
    }

    /// An open field of it.
    pub fn open_field_at(&self, number: u32) -> Option<&Field> {
        match self.fields.get(&number) {
            Some(Slot::Open(field)) => Some(field),
            _ => None,
        }
    }

    /// The open field that had the focus or was written in last, and when.
    pub fn written_last(&self) -> Option<(u32, u64)> {
        self.focus.filter(|(number, _)| self.open_field_at(*number).is_some())
    }

    /// Notes which field a person is in. What only answers a prompt is read by nobody's hand.
    fn note_focus(&mut self, message: &ClientMessage, now: u64) {
        let is_hand = match message {
            ClientMessage::Focused { .. } | ClientMessage::Dismiss { .. } | ClientMessage::Escalate { .. } => true,
            ClientMessage::FieldOpened { surface, .. } => *surface != Surface::Response,
            ClientMessage::FieldChanged { field, .. } => {
                self.open_field_at(*field).is_some_and(|field| field.state.surface != Surface::Response)
            }
            _ => false,
        };
        if is_hand {
            self.focus = Some((field_of(message), now));
        }
    }

    fn open_field(&mut self, number: u32) -> Option<&mut Field> {
        match self.fields.get_mut(&number) {
            Some(Slot::Open(field)) => Some(field),
            _ => None,
        }
    }

    /// Key of the draft in a field: a fingerprint, since path and label may hold prose.
    fn key(&self, label: &str, settings: &Settings) -> String {
        fingerprint(settings.installation.as_bytes(), &[&self.host, &self.path, label])
    }

    /// The field that stands in the way of an opening: its draft's state is still being read, and it is closed already.
    fn closing(&mut self, message: &ClientMessage, settings: &Settings) -> Option<&mut Waiting> {
        let ClientMessage::FieldOpened { label, field, .. } = message else { return None };
        let key = self.key(label, settings);
        self.fields.iter_mut().find_map(|(number, slot)| match slot {
            Slot::Loading(waiting) if waiting.key == key && number != field => {
                let closed = waiting.queue.iter().any(|each| matches!(each, ClientMessage::FieldClosed { .. }));
                closed.then_some(&mut **waiting)
            }
            _ => None,
        })
    }

    fn uses(&self, key: &str) -> bool {
        self.fields.values().any(|slot| match slot {
            Slot::Open(field) => field.state.key == key,
            Slot::Loading(waiting) => waiting.key == key,
        })
    }
}

/// The message's number, where it has one.
fn number(message: &ClientMessage) -> Option<u32> {
    match message {
        ClientMessage::Hello { .. } | ClientMessage::Focused { .. } | ClientMessage::Acted { .. } => None,
        ClientMessage::FieldOpened { n, .. }
        | ClientMessage::FieldChanged { n, .. }
        | ClientMessage::FieldClosed { n, .. }
        | ClientMessage::Dismiss { n, .. }
        | ClientMessage::Escalate { n, .. }
        | ClientMessage::Copied { n, .. }
        | ClientMessage::Claim { n, .. }
        | ClientMessage::Shipped { n, .. } => Some(*n),
    }
}

/// The field it is of; 0 where it is of none.
fn field_of(message: &ClientMessage) -> u32 {
    match message {
        ClientMessage::Hello { .. } | ClientMessage::Acted { .. } | ClientMessage::Copied { .. } => 0,
        ClientMessage::Focused { field }
        | ClientMessage::FieldOpened { field, .. }
        | ClientMessage::FieldChanged { field, .. }
        | ClientMessage::FieldClosed { field, .. }
        | ClientMessage::Dismiss { field, .. }
        | ClientMessage::Escalate { field, .. }
        | ClientMessage::Claim { field, .. }
        | ClientMessage::Shipped { field, .. } => *field,
    }
}
